"""Which rows answer a question, on both databases: the same choice is made wherever the map is kept."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from app import clock
from app.content.whole import Content
from app.open_data import choosing
from app.open_data.choosing import Hours, Wanted, is_there
from app.open_data.counting_places import spots
from app.open_data.freshness import stamp
from app.open_data.locating import Ids, organisations_of
from app.open_data.taxonomies import taxonomy_id, term_id
from app.places.located import Located
from app.social_map.draft import Accessibility, Carried
from app.social_map.models import Offer, OfferEvent, Organisation, Place
from app.social_map.vocabulary import Level, Status
from tests.databases import address, database  # noqa: F401  (fixtures)
from tests.installing import shipped_content

HERE = Located(52.47, 6.07, "8051", "Hattem", "Hattem", "pc4", "test", "8051")
LONG_AGO = clock.now() - timedelta(days=400)
CARRIED = "6f9619ff-8b86-4011-b42d-00cf4fc964ff"


def offer(session: Session, organisation: Organisation, name: str, place: Place | None = None, **fields) -> Offer:
    place = place or Place(kern="Hattem", municipality="Hattem", lat=52.471, lon=6.071, town="Hattem")
    session.add(place)
    session.flush()
    given = {"kind": "ontmoeting", "level": Level.GENERAL, "status": Status.PUBLISHED, "updated_at": LONG_AGO} | fields
    made = Offer(slug=name, identity=name, name=name, organisation_id=organisation.id, place_id=place.id, **given)
    session.add(made)
    session.flush()
    return made


@pytest.fixture
def filled(database):
    with database.writing() as session:
        one = Organisation(name="Stichting Een", name_key="stichting een", updated_at=LONG_AGO)
        two = Organisation(name="Twee", name_key="twee", updated_at=LONG_AGO, carried=Carried(document={"id": CARRIED}))
        session.add_all([one, two])
        session.flush()
        offer(session, one, "koffie", domains=("sociaal-netwerk",), times="ma 10:00-12:00", age="18+")
        offer(session, one, "avond", times="di 19:00-21:00", target_groups=("mensen met dementie",))
        offer(
            session, two, "geheim", Place(confidential=True, lat=52.47, lon=6.07, kern="Hattem", municipality="Hattem")
        )
        offer(session, two, "ver", Place(lat=51.9, lon=5.8, municipality="Overbetuwe"), area_served=("regio",))
        offer(session, two, "concept", status=Status.DRAFT)
        offer(session, two, "oud", historical=True)
        offer(session, two, "zonder-plek", Place(), age="8 tot 12 jaar", accessibility=Accessibility())
        gone = offer(session, two, "gestopt", status=Status.WITHDRAWN, updated_at=clock.now())
        session.add(OfferEvent(offer_id=gone.id, action="publish", before="review", after="published", at=LONG_AGO))
        offer(session, two, "nooit", status=Status.WITHDRAWN, updated_at=clock.now())
    return database


def names(database, **wanted):
    with database.looking() as connection:
        numbers = choosing.offers(connection, shipped_content(), Wanted(**wanted))
    with database.reading() as session:
        return [session.get(Offer, number).name for number in numbers]


def test_only_what_the_public_sees(filled):
    assert names(filled) == ["koffie", "avond", "geheim", "ver", "zonder-plek"]


def test_an_example_stays_out_of_a_real_region(filled):
    content = shipped_content()
    real = Content.model_validate(content.model_dump() | {"region": content.region.model_dump() | {"example": False}})
    with filled.writing() as session:
        session.get(Offer, 1).example = True
    with filled.looking() as connection:
        assert 1 in choosing.offers(connection, content, Wanted())
        assert 1 not in choosing.offers(connection, real, Wanted())


def test_terms_and_taxonomies(filled):
    assert names(filled, terms=(term_id("leefgebied", "sociaal-netwerk"),)) == ["koffie"]
    assert names(filled, terms=(term_id("doelgroep", "dementie"),)) == ["avond"], "target groups as people write them"
    assert names(filled, terms=(term_id("leefgebied", "sociaal-netwerk"), term_id("doelgroep", "dementie"))) == []
    assert names(filled, taxonomies=(taxonomy_id("leefgebied"),)) == ["koffie"]
    assert names(filled, terms=("00000000-0000-4000-8000-000000000000",)) == []


def test_times_and_ages(filled):
    assert names(filled, hours=Hours(day=0)) == ["koffie"]
    assert names(filled, hours=Hours(start=18 * 60)) == ["avond"]
    assert names(filled, hours=Hours(start=11 * 60, end=12 * 60)) == ["koffie"]
    assert names(filled, youngest=30) == ["koffie", "avond", "geheim", "ver"]
    assert names(filled, oldest=10) == ["avond", "geheim", "ver", "zonder-plek"]


@pytest.mark.parametrize(
    ("times", "hours", "there"),
    [
        ("ma 9:00-12:00", Hours(0, 12 * 60), False),
        ("ma 9:00-12:00", Hours(0, 11 * 60 + 59), True),
        ("ma 9:00-12:00", Hours(0, None, 9 * 60), False),
        ("op afspraak", Hours(0), False),
        ("", Hours(), False),
    ],
)
def test_a_time_counts_from_its_first_to_its_last_minute(times, hours, there):
    assert is_there(times, hours) is there


def test_near_and_serving(filled):
    assert names(filled, around=HERE, metres=5000) == ["koffie", "avond"], "a confidential place is nowhere"
    assert names(filled, around=HERE, metres=100_000) == ["koffie", "avond", "ver"]
    assert names(filled, around=HERE) == ["koffie", "avond", "geheim", "ver", "zonder-plek"]


def test_what_changed_since(filled):
    lately = clock.now() - timedelta(days=1)
    assert names(filled, since=lately) == []
    assert names(filled, since=lately, gone=True) == ["gestopt"], "and never what the public never saw"
    with filled.writing() as session:
        session.get(Organisation, 1).updated_at = clock.now()
    assert names(filled, since=lately) == ["koffie", "avond"]


def test_organisations_by_words_and_terms(filled):
    with filled.looking() as connection:
        content = shipped_content()
        assert choosing.organisations(connection, content) == (1, 2)
        assert choosing.organisations(connection, content, words="STICHTING een") == (1,)
        assert choosing.organisations(connection, content, words="100%") == ()
        assert choosing.organisations(connection, content, terms=[term_id("doelgroep", "dementie")]) == (1,)
        assert organisations_of(connection, CARRIED) == (2,)


def test_places_are_counted_as_they_are_written(filled):
    with filled.reading() as session:
        assert [spot.offer for spot in spots(session, (1, 2, 3, 4, 7))] == [1, 2, 4]


def test_ids_lead_back_to_rows(filled):
    ids = Ids()
    with filled.reading() as session:
        uid = session.get(Offer, 1).uid
    with filled.writing() as session:
        later = offer(session, session.get(Organisation, 1), "later", source_id=CARRIED.upper())
        number = later.id
    with filled.looking() as connection:
        assert ids.offers(connection, uid) == (1,)
        assert ids.offers(connection, CARRIED) == (number,)


def test_ids_that_sources_gave_to_places_lead_back_and_unknown_ones_cost_one_look_a_minute(filled):
    """Every document used to be read again for each id that nobody knows: one visitor kept the database busy with it."""
    ids = Ids()
    theirs = Carried(document={"service_at_locations": [{"id": "x"}, {"id": CARRIED}]}, base={})
    with filled.writing() as session:
        number = offer(session, session.get(Organisation, 1), "brought", carried=theirs).id
        offer(session, session.get(Organisation, 1), "bare", carried=Carried(document={"name": "x"}, base={}))
    with filled.looking() as connection:
        asked = []
        sa.event.listen(connection, "before_cursor_execute", lambda *told: asked.append(told[2]))
        assert ids.offers_at(connection, CARRIED) == (number,)
        for unknown in range(20):
            assert ids.offers_at(connection, f"{unknown:08}-8b86-4011-b42d-00cf4fc964ff") == ()
        assert sum("service_at_locations" in words for words in asked) == 1


def test_a_stamp_changes_with_the_map_and_only_then(filled, installation_content):
    def now():
        with filled.looking() as connection:
            return stamp(connection, installation_content)

    before = now()
    assert now() == before
    with filled.writing() as session:
        session.get(Offer, 1).updated_at = clock.now()
    assert now().mark != before.mark


@pytest.fixture
def installation_content(filled):
    from app.content.live import LiveContent

    return LiveContent(shipped_content(), filled)
