import pytest
from sqlmodel import select

from app.search.asking import Question
from app.search.indexing import disconnects, document_of, index_offers, rebuild
from app.social_map.finding import all_published
from app.social_map.models import Offer
from app.social_map.vocabulary import Status
from tests.search.small_map import HATTEM, OFFERS, small_map
from tests.social_map.drafts import draft, shelve


@pytest.fixture
def services(tmp_path):
    made = small_map(tmp_path)
    yield made
    made.database.close()


def documents(services):
    with services.database.reading() as session:
        return {offer.name: document_of(offer, services.content.now()) for offer in all_published(session)}


def test_a_document_says_what_the_offer_says(services):
    found = documents(services)["Samen eten"]
    assert (found.kind, found.level, found.free, found.kern, found.municipality) == (
        "ontmoeting",
        "general",
        True,
        "Hattem",
        "Hattem",
    )
    assert (found.lat, found.lon) == (HATTEM.lat, HATTEM.lon)
    assert found.when == 1 << (1 * 4 + 2)
    assert found.kind_words


def test_a_confidential_place_is_not_told_to_any_engine(services):
    found = documents(services)["Blijf van mijn lijf voorbeeld"]
    assert (found.lat, found.lon, found.kern) == (None, None, "")
    assert found.municipality == "Hattem"


@pytest.mark.parametrize(("said", "offered"), [("", False), ("nee", False), ("Geen", False), ("wij halen u op", True)])
def test_transport_is_offered_only_when_somebody_says_so(services, said, offered):
    shelve(services.database, draft("Vervoer", source_id="T", transport=said))
    assert documents(services)["Vervoer"].transport is offered


def test_the_index_follows_what_came_changed_and_went(services):
    engine = services.finder.engines.primary
    assert disconnects(services.database, engine) == (set(), set())
    (new,) = shelve(services.database, draft("Jongleren", source_id="N"))
    (gone,) = shelve(services.database, draft("Samen eten", source_id="F1", status=Status.WITHDRAWN))
    assert disconnects(services.database, engine) == ({new.offer_id}, {gone.offer_id})
    assert index_offers(services.database, services.content.now(), engine, [new.offer_id, gone.offer_id, 99_999]) == 1
    assert disconnects(services.database, engine) == (set(), set())


def test_making_it_anew_gives_the_same(services):
    before = [each.card.name for each in services.finder.ask(Question(words="eten")).results]
    assert rebuild(services.database, services.content.now(), services.finder.engines.primary) == len(OFFERS)
    assert [each.card.name for each in services.finder.ask(Question(words="eten")).results] == before


def test_only_what_is_public_is_in_it(services):
    shelve(services.database, draft("Concept", status=Status.DRAFT))
    rebuild(services.database, services.content.now(), services.finder.engines.primary)
    with services.database.reading() as session:
        public = session.exec(select(Offer.id).where(Offer.status == Status.PUBLISHED)).all()
    assert list(services.finder.engines.primary.keys()) == sorted(public)
