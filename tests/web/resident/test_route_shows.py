"""What places of the route show: real offers, matched to what was typed, and always somebody to call."""

import json
from pathlib import Path

import pytest
import sqlalchemy as sa
import yaml

from app.content.live import publish_edit
from tests.web.resident.route_walking import ALL_WELL, ALONE, TOO_MUCH, answer, named, soup, words


def offers(client, **told):
    answer(client, 1, **told)
    answer(client, 2, antwoord="nee")
    return soup(client, "/wegwijzer/3")


def test_people_of_the_neighbourhood_and_general_help_have_their_own_headings(scenario_client):
    page = offers(scenario_client, **ALONE)
    assert [each.get_text(strip=True) for each in page.select("[data-show] > h2")] == [
        "Hulp van mensen uit de buurt",
        "Hulp waar iedereen gebruik van kan maken",
    ]
    assert named(page, "offers_nearby")[:2] == ["Bezoek 75+", "Koffie-inloop"]
    assert "Begeleiding aan huis" not in named(page, "offers_nearby") + named(page, "offers_general")


def test_offers_stand_before_the_question(scenario_client):
    text = words(offers(scenario_client, **ALONE))
    assert text.index("Bezoek 75+") < text.index("Zit er iets bij dat u zou helpen?")


def test_what_was_typed_decides_what_stands_there(scenario_client):
    assert named(offers(scenario_client, vraag="boodschappen doen"), "offers_nearby") == ["Boodschappendienst"]


def test_nothing_found_gives_somebody_to_call(scenario_client):
    page = offers(scenario_client, vraag="xyzzyqwv")
    for show in ("offers_nearby", "offers_general"):
        section = page.select_one(f'[data-show="{show}"]')
        assert not section.select(".lp-card")
        assert section.select_one('a[href="tel:0380000010"]')
        assert "Dat ligt niet aan u" in section.get_text()


def test_an_own_place_says_how_far_it_is(scenario_client):
    assert " km" in words(offers(scenario_client, **ALONE, plaats="Krachtighuizen"))


def test_an_unknown_place_is_answered_for_the_municipality(scenario_client):
    assert named(offers(scenario_client, **ALONE, plaats="Nergensdorp"), "offers_nearby")


def test_the_chosen_offer_with_all_one_needs_to_begin(scenario_client):
    offers(scenario_client, **ALONE)
    assert answer(scenario_client, 3, antwoord="ja", keuze="koffie-inloop") == "/wegwijzer/4"
    page = soup(scenario_client, "/wegwijzer/4")
    text = words(page)
    section = page.select_one('[data-show="chosen_offer"]')
    assert section.select_one('a[href="tel:0341000429"]')
    assert section.select_one('a[href="/aanbod/koffie-inloop/print"]')
    for said in ("wo 10:00-12:00", "2,00 per keer", "Krachtighuizen", "zonder indicatie", "U kunt zeggen:"):
        assert said in text


def test_an_offer_that_stopped_since_is_not_a_dead_end(scenario_client, scenario_installation):
    offers(scenario_client, **ALONE)
    answer(scenario_client, 3, antwoord="ja", keuze="bezoek-75")
    with scenario_installation.database.writing() as session:
        session.execute(sa.text("UPDATE offer SET status='withdrawn' WHERE slug='bezoek-75'"))
    page = soup(scenario_client, "/wegwijzer/4")
    assert page.select_one('[data-show="chosen_offer"] a[href="tel:0380000010"]')


def test_something_to_do_with_people_close_by(scenario_client):
    answer(scenario_client, 1, **ALONE)
    answer(scenario_client, 2, antwoord="ja")
    answer(scenario_client, 3, **ALL_WELL)
    scenario_client.inspection.leave_out("plain_words")  # the drawn label of a result stands on it
    page = soup(scenario_client, "/wegwijzer/4")
    assert [each["data-show"] for each in page.select("[data-show]")] == [
        "sentences", "rota", "family_conference", "family_plan", "limit", "person",
    ]  # fmt: skip
    assert page.select_one('[data-show="rota"] a')["href"] == "/wegwijzer/takenrooster"
    assert page.select_one('[data-show="family_conference"] a[href^="tel:"]'), "local contact"


@pytest.mark.parametrize(
    "given",
    [
        TOO_MUCH,
        ALL_WELL | {"hoe_vaak": "dag_en_nacht"},
        ALL_WELL | {"hoe_lang": "niet_lang"},
        ALL_WELL | {"wie_neemt_over": "weet_niet"},
        {"hoe_vaak": "af_en_toe"},
    ],
)
def test_too_much_leads_to_relief_and_a_person_and_never_to_more_network(scenario_client, given):
    answer(scenario_client, 1, **ALONE)
    answer(scenario_client, 2, antwoord="ja")
    answer(scenario_client, 3, **given)
    page = soup(scenario_client, "/wegwijzer/4")
    assert page.select_one("[data-show]")["data-show"] == "person"
    assert named(page, "respite") == [
        "Logeerhuis De Heg", "Dagopvang De Es", "Avondoppas aan huis", "Dagoppas Ermelo",
    ]  # fmt: skip
    assert not page.select('[data-show="sentences"], [data-show="rota"], [data-show="family_conference"]')
    for word in ("uw netwerk", "eigen netwerk", "buren", "familie", "vrienden"):
        assert word not in words(page).lower()


def test_a_carer_who_is_all_right_sees_lighter_relief_first_and_people_in_the_same_boat(scenario_client):
    answer(scenario_client, 1, voor_wie="mantelzorger")
    answer(scenario_client, 2, **ALL_WELL)
    page = soup(scenario_client, "/wegwijzer/3")
    assert named(page, "respite")[0] == "Avondoppas aan huis"
    assert named(page, "respite")[-1] == "Logeerhuis De Heg"
    assert named(page, "peer_groups") == ["Lotgenoten dementie"]


class TestYoung:
    def test_a_child_comes_to_the_centre_before_any_other_help(self, scenario_client):
        assert answer(scenario_client, 1, vraag="mijn zoon", leeftijd="15") == "/wegwijzer/2"
        page = soup(scenario_client, "/wegwijzer/2")
        assert [each.get_text(strip=True) for each in page.select(".lp-card__title")] == ["Centrum voor Jeugd en Gezin"]
        text = words(page)
        for number in ("112", "0800-0432", "0800-2000"):
            assert number in text
        assert "familiegroepsplan" in text

    def test_without_such_an_offer_the_configured_desk_stands_there(self, scenario_client, scenario_installation):
        hide_the_centre(scenario_installation)
        answer(scenario_client, 1, voor_wie="kind")
        section = soup(scenario_client, "/wegwijzer/2").select_one('[data-show="youth"]')
        assert "Centrum voor Jeugd en Gezin Putten" in section.get_text()
        assert section.select_one('a[href="tel:03410000400"]')

    def test_without_that_either_the_desk_helps(self, scenario_client, scenario_installation):
        hide_the_centre(scenario_installation)
        town = Path(scenario_installation.settings.content_dir) / "municipalities" / "putten.yaml"
        changed = json.loads(json.dumps(yaml.safe_load(town.read_text(encoding="utf-8")), default=str))
        changed["conversation"].pop("youth_desk")
        publish_edit(scenario_installation.content, "municipalities/putten", changed, "test")
        answer(scenario_client, 1, voor_wie="kind")
        section = soup(scenario_client, "/wegwijzer/2").select_one('[data-show="youth"]')
        assert section.select_one('a[href="tel:0380000010"]')
        assert "Loket Putten helpt u ook hierbij" in section.get_text()


def hide_the_centre(services):
    with services.database.writing() as session:
        session.execute(sa.text("UPDATE offer SET status='withdrawn' WHERE kind='jeugd'"))
