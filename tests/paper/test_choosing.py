from dataclasses import replace

import pytest
from sqlmodel import select

from app.paper.choosing import NEAR_KM, PaperChoice, Unknown, entries, known, question_for, serves_here
from app.social_map.lifecycle import Actor, move
from app.social_map.models import Offer
from tests.paper.conftest import SITE


def ids(services, choice):
    return [entry.public_id for entry in entries(services, choice, site=SITE).entries]


class TestTheChoice:
    @pytest.mark.parametrize(
        ("choice", "said"),
        [
            (PaperChoice("nergens"), "Wel: hattem, putten, overbetuwe"),
            (PaperChoice("putten", kern="hattem"), "Wel: putten, krachtighuizen"),
            (PaperChoice("putten", domain="toveren"), "Wel: inkomen, "),
            (PaperChoice("putten", target_group="reuzen"), "mantelzorgers"),
        ],
    )
    def test_what_does_not_exist_is_said_with_what_does(self, region, choice, said):
        with pytest.raises(Unknown, match=said):
            entries(region, choice, site=SITE)

    def test_a_name_will_do_as_well(self, region):
        facts = known(region, PaperChoice("Putten", kern="Krachtighuizen"))
        assert (facts.town.slug, facts.kern.slug) == ("putten", "krachtighuizen")

    def test_a_kern_is_found_in_its_own_municipality(self, region):
        for town in region.content.now().municipalities:
            for kern in town.kernen:
                facts = known(region, PaperChoice(town.slug, kern=kern.slug))
                located = region.gazetteer.find(question_for(region.gazetteer, facts).place)
                assert located is not None, kern.slug
                assert located.municipality == town.name, kern.slug

    def test_a_theme_and_an_audience_leave_less(self, region):
        everything = set(ids(region, PaperChoice("putten")))
        theme = set(ids(region, PaperChoice("putten", domain="inkomen")))
        both = set(ids(region, PaperChoice("putten", domain="inkomen", target_group="mantelzorgers")))
        assert everything > theme > both

    def test_a_theme_is_one_chapter(self, region):
        booklet = entries(region, PaperChoice("putten", domain="inkomen"), site=SITE)
        assert [chapter.slug for chapter in booklet.chapters] == ["inkomen"]
        assert booklet.about == ("Onderwerp: Geld en rekeningen",)

    def test_nothing_found_is_still_a_booklet_with_somebody_to_call(self, region):
        booklet = entries(region, PaperChoice("putten", domain="verslaving", target_group="rouw"), site=SITE)
        assert booklet.entries == ()
        assert "038 000 00 10" in booklet.words["nothing"]
        assert booklet.numbers
        assert len(booklet.sections) == 3

    def test_labels_say_where_it_is_seen_from_who_reads(self, region):
        labels = {entry.scope for entry in entries(region, PaperChoice("putten", kern="putten"), site=SITE).entries}
        assert labels == {"in uw kern", "in uw gemeente", "regio"}
        assert "in uw kern" not in {
            entry.scope for entry in entries(region, PaperChoice("putten"), site=SITE).entries
        }, "without a kern nobody knows which is yours"


def test_something_of_the_region_must_serve_here_or_be_near(region):
    facts = known(region, PaperChoice("putten", kern="putten"))
    answer = region.finder.ask(question_for(region.gazetteer, facts))
    far = next(each for each in answer.results if each.scope == "regio" and (each.distance_km or 0) > NEAR_KM)

    def serving(*areas, km=far.distance_km, **changes):
        return replace(far, distance_km=km, card=far.card._replace(area_served=areas, **changes))

    assert not serves_here(serving("Hattem"), facts)
    assert not serves_here(serving(), facts)
    assert serves_here(serving("Hattem", "PUTTEN"), facts)
    assert serves_here(serving("Regio"), facts)
    assert serves_here(serving(km=NEAR_KM), facts)
    assert not serves_here(serving(km=1.0, confidential=True), facts), "nobody may work out where it is"
    other_kern = known(region, PaperChoice("putten", kern="huinen"))
    assert not serves_here(serving("Krachtighuizen"), other_kern)
    whole_town = known(region, PaperChoice("putten"))
    assert serves_here(serving("Krachtighuizen", km=None), whole_town)
    assert serves_here(serving(km=None, lat=52.25, lon=5.6), whole_town)


@pytest.mark.parametrize("action", ["hide", "withdraw"])
def test_what_left_the_map_a_moment_ago_is_not_printed(scenario_installation, action):
    """The index may still know it; the database decides."""
    choice = PaperChoice("putten")
    assert "F05" in ids(scenario_installation, choice)
    with scenario_installation.database.writing() as session:
        offer = session.exec(select(Offer).where(Offer.source_id == "F05")).one()
        move(session, offer, action, Actor("test", "upkeep" if action == "hide" else "editor"), reason="proef")
    assert "F05" not in ids(scenario_installation, choice)


def test_s30_the_stopped_club_is_not_in_it(scenario_installation):
    found = ids(scenario_installation, PaperChoice("putten", kern="putten", large=True))
    assert "F06" in found
    assert "F15" not in found


def test_an_audience_is_known_by_the_words_people_use(region):
    said, slug = (
        ids(region, PaperChoice("putten", target_group=group)) for group in ("Mensen met dementie", "dementie")
    )
    assert said == slug != []
