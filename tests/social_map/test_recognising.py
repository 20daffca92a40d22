"""The same offer found again, and what only looks like it."""

import pytest

from app.social_map.draft import OfferDraft, OrganisationDraft, PlaceDraft
from app.social_map.names import loose_name
from app.social_map.recognising import KnownOffers
from app.social_map.shelving import Shelf
from app.social_map.vocabulary import Level
from tests.databases import address, database

__all__ = ["address", "database"]


def draft(name, organisation="Stichting De Hoek", kern="Putten", source_id="", source="gids"):
    return OfferDraft(
        source=source,
        source_id=source_id,
        name=name,
        organisation=OrganisationDraft(name=organisation),
        kind="ontmoeting",
        level=Level.GENERAL,
        place=PlaceDraft(kern=kern),
    )


@pytest.fixture
def known(database):
    def known(*drafts):
        with database.writing() as session:
            shelf = Shelf(session)
            for each in drafts:
                shelf.receive(each, actor="proef")
            shelf.finish()
        with database.reading() as session:
            return KnownOffers(session, "gids")

    return known


@pytest.mark.parametrize(
    ("name", "organisation", "kern"),
    [
        ("Koffie inloop ‘t Huus", "Stichting De Hoek", "Putten"),
        ("koffieinloop t huus", "De Hoek", "PUTTEN"),
        ("Koffie–inloop ’t Huús", "hoek", "Putten"),
        ("Koffie-inloop 't Huus", "Stichting de Hoek.", "Putten"),
    ],
)
def test_other_signs_are_the_same_offer(known, name, organisation, kern):
    found = known(draft("Koffie-inloop 't Huus")).loose(draft(name, organisation, kern))
    assert found is not None


@pytest.mark.parametrize(
    "other",
    [
        draft("Koffie-inloop 't Huis"),
        draft("Koffie-inloop 't Huus 2"),
        draft("Koffie-inloop 't Huus", kern="Ermelo"),
        draft("Koffie-inloop 't Huus", organisation="De Haak"),
        draft("Koffie-inloop 't Huus", source_id="7"),
    ],
)
def test_another_letter_number_place_or_id_is_not(known, other):
    assert known(draft("Koffie-inloop 't Huus")).loose(other) is None


def test_when_two_fit_nobody_chooses(known):
    there = known(draft("Koffie inloop", "De Hoek"), draft("Koffie-inloop", "Stichting Hoek"))
    assert there.loose(draft("Koffieinloop", "Vereniging de Hoek")) is None


def test_one_row_for_every_offer(known):
    there = known(draft("Koffie inloop"))
    assert there.exact(draft("Koffie inloop")) is not None
    assert there.loose(draft("Koffieinloop")) is None


def test_what_looks_like_another_is_said_of_the_second_only(known):
    there = known(draft("Praattafel De Beuk"))
    assert there.like(draft("Praattafel De Beuk"), there.exact(draft("Praattafel De Beuk"))) is None
    assert there.like(draft("Praattafel De Beek")) == "Praattafel De Beuk"
    assert there.like(draft("Bingo avond")) is None
    assert there.like(draft("Praattafel De Beuk 2")) is None


def test_a_name_of_signs_alone_keeps_them():
    assert loose_name("’t Café-restaurant") == loose_name("'t cafe restaurant") == "tcaferestaurant"
    assert loose_name("!!!") == "!!!"
