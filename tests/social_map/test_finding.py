from datetime import date

import pytest
from sqlalchemy import event
from sqlalchemy.exc import InvalidRequestError
from sqlmodel import select

from app.social_map.draft import Carried, Cost, PlaceDraft
from app.social_map.finding import (
    Moved,
    accessibility_of,
    all_published,
    cards,
    cards_by_slug,
    counts,
    everything_of,
    gone,
    published,
    related,
)
from app.social_map.models import Offer, OldAddress
from app.social_map.vocabulary import CostKind, RespiteWeight, Status, Vog
from tests.social_map.drafts import draft, shelve

SECRET = PlaceDraft(
    street="Geheimweg 1",
    postcode="8051AA",
    kern="Hattem",
    municipality="Hattem",
    lat=52.47,
    lon=6.06,
    confidential=True,
)


def test_a_card_says_what_the_offer_says(database):
    facts = {
        "costs": (Cost(kind=CostKind.PRICE, amount="2.50", unit="keer"),), "domains": ("sociaal-netwerk",), "area_served": ("Hattem", "regio"),
        "respite": RespiteWeight.DAY, "last_confirmed": date(2026, 3, 1), "phone": "038 123 45 67", "source_id": "K1", "vog": Vog.YES,
    }  # fmt: skip
    (received,) = shelve(database, draft(**facts))
    with database.reading() as session:
        card = cards(session, [received.offer_id])[received.offer_id]
    for name in ("costs", "domains", "area_served", "last_confirmed", "phone", "source_id"):
        assert getattr(card, name) == facts[name]
    assert (card.respite, card.level, card.vog, card.example) == ("day", "general", "yes", True)
    assert (card.organisation, card.kern, card.lat, card.confidential) == (
        "Stichting Voorbeeld",
        "Hattem",
        52.47,
        False,
    )
    assert card.public_id == "K1"


def test_only_what_is_published_is_ever_shown(database):
    received = shelve(
        database,
        *(draft(f"In {each}", status=each) for each in Status if each is not Status.REVIEW),
        draft("Oud", historical=True),
    )
    received += shelve(database, draft("In review", status=Status.REVIEW), publish=False)
    numbers = [each.offer_id for each in received]
    with database.reading() as session:
        assert [card.name for card in cards(session, numbers).values()] == ["In published"]
        assert [card.name for card in cards_by_slug(session, [each.offer.slug for each in received])] == [
            "In published"
        ]
        assert [offer.name for offer in all_published(session)] == ["In published"]
        assert [bool(published(session, each.offer.slug)) for each in received].count(True) == 1
        assert counts(session) == {"draft": 1, "review": 2, "published": 1, "hidden": 1, "withdrawn": 1}


def test_a_confidential_place_never_leaves(database):
    (received,) = shelve(database, draft(place=SECRET))
    with database.reading() as session:
        card = cards(session, [received.offer_id])[received.offer_id]
    assert (card.kern, card.town, card.lat, card.lon, card.confidential) == ("", "", None, None, True)
    assert card.municipality == "Hattem"
    assert "Geheimweg" not in repr(card)


def test_cards_come_with_one_question_whatever_their_number(database):
    received = shelve(database, *(draft(f"Aanbod {number}") for number in range(20)))
    asked = []
    event.listen(database.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    with database.reading() as session:
        assert len(cards(session, [each.offer_id for each in received])) == 20
    assert len([each for each in asked if each.startswith("SELECT")]) == 1


def test_no_numbers_no_question(database):
    with database.reading() as session:
        assert cards(session, []) == {}
        assert cards_by_slug(session, []) == []
        assert accessibility_of(session, []) == {}


def test_cards_by_slug_keep_the_order_that_was_asked(database):
    shelve(database, draft("Een"), draft("Twee"), draft("Drie"))
    with database.reading() as session:
        assert [card.slug for card in cards_by_slug(session, ["drie", "nergens", "een"])] == ["drie", "een"]


def test_every_public_offer_comes_by_once_with_its_organisation_and_place(database):
    shelve(database, *(draft(f"Aanbod {number}") for number in range(401)))
    with database.reading() as session:
        found = [(offer.id, offer.organisation.name, offer.place.kern) for offer in all_published(session)]
        some = [offer.id for offer in all_published(session, [found[0][0], found[400][0], 99_999])]
    assert len(set(found)) == len(found) == 401
    assert some == [found[0][0], found[400][0]]


def test_what_a_source_carries_stays_out_of_pages_and_of_the_index(database):
    carried = Carried(document={"name": "In 't wit", "phones": [{"number": "038 123 45 67"}]}, base={"name": "x"})
    (received,) = shelve(database, draft(carried=carried))
    with database.looking() as connection:
        found = published(connection, received.offer.slug)
    hash(everything_of(found))  # pages are remembered by it, and a document cannot be hashed
    assert "carried" not in found.__dict__
    with database.reading() as session:
        (whole,) = all_published(session)
        assert whole.carried == carried
    with database.reading() as session:
        bare = next(iter(all_published(session, carried=False)))
        assert (bare.name, bare.organisation.name) == (whole.name, whole.organisation.name)
        with pytest.raises(InvalidRequestError):
            _ = bare.carried


def test_an_old_address_leads_to_the_new_one(database):
    (received,) = shelve(database, draft("Nieuw"))
    with database.writing() as session:
        session.add(OldAddress(slug="oud", offer_id=received.offer_id))
    with database.reading() as session:
        assert gone(session, "oud") == Moved("nieuw", "Nieuw")


def test_a_withdrawn_offer_points_to_its_successor_as_long_as_that_is_public(database):
    shelve(
        database, draft("Weg", source_id="1", successor="2", status=Status.WITHDRAWN), draft("Opvolger", source_id="2")
    )
    shelve(
        database,
        draft("Ook weg", source_id="3", successor="4", status=Status.WITHDRAWN),
        draft("Nooit gepubliceerd", source_id="4", status=Status.DRAFT),
    )
    shelve(database, draft("Zomaar weg", source_id="5", status=Status.WITHDRAWN))
    with database.reading() as session:
        assert gone(session, "weg") == Moved("opvolger", "Weg")
        assert gone(session, "ook-weg") == Moved("", "Ook weg")
        assert gone(session, "zomaar-weg") == Moved("", "Zomaar weg")
        assert gone(session, "nooit-gepubliceerd") is None
        assert gone(session, "nooit-bestaan") is None


def test_what_it_works_with_shows_only_what_is_public_and_of_the_same_source(database):
    shelve(
        database,
        draft("Een", source_id="1", works_with=("2", "3", "vier")),
        draft("Twee", source_id="2"),
        draft("Drie", source_id="3", status=Status.WITHDRAWN),
        draft("Vier", source_id="4"),
        draft("Vreemd", source_id="2", source="ander"),
    )
    with database.reading() as session:
        offer = session.exec(select(Offer).where(Offer.slug == "een")).one()
        assert sorted(card.name for card in related(session, offer)) == ["Twee", "Vier"]


def test_accessibility_is_read_for_those_that_are_asked(database):
    received = shelve(database, draft("Een"), draft("Twee"))
    with database.reading() as session:
        assert set(accessibility_of(session, [received[0].offer_id])) == {received[0].offer_id}
