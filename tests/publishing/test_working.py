import pytest
from sqlmodel import select

from app.publishing.form import values_of
from app.publishing.handing_in import hand_in
from app.publishing.models import WorkingDraft
from app.publishing.working import (
    ChangedMeanwhile,
    begin,
    begun_with,
    drop,
    follow,
    keep,
    with_uid,
    working_of,
    written_meanwhile,
)
from app.social_map.draft import OfferDraft, OrganisationDraft, PlaceDraft
from app.social_map.lifecycle import Actor, move
from app.social_map.models import Organisation
from app.social_map.vocabulary import Answer, Level

WRITER, EDITOR = Actor("account:1", "organisation"), Actor("account:2", "editor")


def draft(**more):
    facts = {
        "name": "Koffie in de Hoek", "organisation": OrganisationDraft(name="De Hoek", phone="038 000 00 01"), "kind": "ontmoeting",
        "level": Level.GENERAL, "phone": "038 000 00 00", "meldcode": Answer.YES, "quality": "keurmerk",
        "place": PlaceDraft(street="Dorpsstraat 1", postcode="8051 AB", town="Hattem", kern="Hattem", municipality="Hattem", lat=52.4, lon=6.0),
    }  # fmt: skip
    return OfferDraft(**(facts | more))


def published(publishing, **more):
    with publishing.database.writing() as session:
        offer = hand_in(session, publishing, draft(**more), WRITER)
        move(session, offer, "publish", EDITOR)
        return offer


def test_what_was_typed_is_found_again(database):
    with database.writing() as session:
        working = begin(session, organisation="o-1", by="account:1")
        keep(session, working, {"naam": ["Koffie "], "kosten": ["", "gratis"], "geheim_veld": ["x"]}, 1)
        uid = working.uid
    with database.reading() as session:
        found = with_uid(session, uid)
        assert dict(found.values) == {"naam": ("Koffie",), "kosten": ("", "gratis")}
        assert [each.uid for each in working_of(session, "o-1")] == [uid]
        assert working_of(session, "o-2") == []
        assert with_uid(session, "") is None


def test_who_kept_in_between_is_not_overwritten(database):
    with database.writing() as session:
        working = begin(session, organisation="o-1", by="account:1")
        keep(session, working, {"naam": ["Van de één"]}, 1)
        with pytest.raises(ChangedMeanwhile):
            keep(session, working, {"naam": ["Van de ander"]}, 1)
        assert working.values["naam"] == ("Van de één",)
        keep(session, working, {"naam": ["Van de één"]}, 1)  # the same again is nobody's loss
        assert working.version == 2


def test_something_new_begins_anew_once_it_was_typed_in(database):
    with database.writing() as session:
        first = begin(session, organisation="o-1", by="account:1", values={"telefoon": ("1",)})
        assert begin(session, organisation="o-1", by="account:1", values={"telefoon": ("1",)}).uid == first.uid
        keep(session, first, {"naam": ["Koffie"]}, 1)
        assert begin(session, organisation="o-1", by="account:1").uid != first.uid


def test_one_offer_has_one_open_draft(publishing):
    offer = published(publishing)
    with publishing.database.writing() as session:
        first = begin(session, organisation="o", by="account:1", offer=offer, values=values_of(draft()))
        assert begin(session, organisation="o", by="account:9", offer=offer).uid == first.uid
        drop(session, first)
        assert session.exec(select(WorkingDraft)).first() is None


def test_a_new_offer_begins_with_what_the_organisation_said_before(publishing):
    offer = published(publishing)
    with publishing.database.reading() as session:
        found = begun_with(session, session.get(Organisation, offer.organisation_id))
        assert begun_with(session, None) == {}
    assert found["telefoon"] == ("038 000 00 00",)
    assert found["straat"] == ("Dorpsstraat 1",)
    assert found["meldcode"] == ("ja",)
    assert found["kwaliteit"] == ("keurmerk",)
    assert {"naam", "lat", "kern"} & set(found) == set()


def test_a_version_of_somebody_else_is_told_and_a_confirmation_is_not(publishing):
    offer = published(publishing)
    with publishing.database.writing() as session:
        offer = session.merge(offer)
        working = begin(session, organisation="o", by="account:1", offer=offer, values=values_of(draft()))
        move(session, offer, "confirm", WRITER)
        assert written_meanwhile(session, working) is None
        hand_in(session, publishing, draft(summary="Anders"), EDITOR, offer=offer, base_version=offer.version)
        assert written_meanwhile(session, working).draft.summary == "Anders"
        follow(session, working)
        assert written_meanwhile(session, working) is None
        assert working.base_version == offer.version
