import pytest
from sqlmodel import select

from app import handlers
from app.conversation.asking import ask
from app.conversation.models import Delivery
from app.handlers import HANDS, all_hands
from app.outbox.models import OutboxMessage
from app.outbox.posting import post
from app.search.engine import IndexUnavailable
from app.search.indexing import disconnects
from app.working import keep_the_index, worker
from tests.conversation.conftest import a_request
from tests.search.losing import lose_the_index
from tests.search.small_map import small_map
from tests.social_map.drafts import draft, shelve


@pytest.fixture
def services(tmp_path):
    made = small_map(tmp_path)
    worker(made).once()
    yield made
    made.database.close()


def well(services):
    return disconnects(services.database, services.finder.engines.primary) == (set(), set())


def test_everything_that_is_posted_has_a_hand():
    assert {"search.index", "search.rebuild", "mail.send", "request.deliver"} <= set(HANDS)


def test_one_delivery_that_fails_keeps_no_other_waiting(services):
    ask(services.office, a_request(), "form")
    with services.database.writing() as session:
        first = session.exec(select(Delivery).order_by(Delivery.id)).first()
        first.channel = "webhook"  # which is not set up: it waits
        session.add(first)
    worker(services).once()
    with services.database.reading() as session:
        states = [(each.channel, each.state.value) for each in session.exec(select(Delivery).order_by(Delivery.id))]
        left = session.exec(select(OutboxMessage).where(OutboxMessage.done_at == None)).all()  # noqa: E711
    assert states == [("webhook", "waiting"), ("support_mail", "delivered")]
    assert [each.payload["delivery"] for each in left] == [1]


def test_who_stands_last_in_a_long_turn_comes_back(services, monkeypatch):
    monkeypatch.setattr(handlers, "TURN_SECONDS", -1.0)
    ask(services.office, a_request(), "form")
    worker(services).once()
    with services.database.reading() as session:
        assert {each.state.value for each in session.exec(select(Delivery)).all()} == {"waiting"}
        assert all(each.lease_until is None for each in session.exec(select(OutboxMessage)).all())


def test_offers_that_changed_are_indexed_in_one_batch(services, monkeypatch):
    for number in range(5):
        shelve(services.database, draft(f"Nieuw {number}", source_id=f"N{number}"))
    batches = []
    real = services.finder.engines.primary.index
    monkeypatch.setattr(
        type(services.finder.engines.primary), "index", lambda self, documents: batches.append(1) or real(documents)
    )
    assert worker(services).once() == 5
    assert len(batches) == 1
    assert well(services)


def test_an_index_that_is_away_is_made_anew_by_the_first_change(services):

    lose_the_index(services)
    shelve(services.database, draft("Nieuw", source_id="N"))
    worker(services).once()
    assert well(services)


def test_an_index_that_is_busy_is_tried_again_later(services, monkeypatch):
    def busy(self, documents):
        raise IndexUnavailable("busy", "bezig")

    monkeypatch.setattr(type(services.finder.engines.primary), "index", busy)
    shelve(services.database, draft("Nieuw", source_id="N"))
    worker(services).once()
    assert not well(services)


def test_a_rebuild_can_be_asked_for(services):
    with services.database.writing() as session:
        post(session, "search.rebuild")
    generation = services.finder.health().generation
    assert worker(services).once() == 1
    assert services.finder.health().generation != generation


def test_a_whole_index_is_left_alone(services):
    generation = services.finder.health().generation
    keep_the_index(services)
    assert services.finder.health().generation == generation


def test_an_index_made_anew_leaves_nothing_to_be_done_twice(services):

    shelve(services.database, draft("Nieuw", source_id="N"))
    lose_the_index(services)
    keep_the_index(services)
    assert well(services)
    assert worker(services).once() == 0


def test_what_changes_while_the_index_is_made_is_still_indexed_afterwards(services, monkeypatch):

    engine = type(services.finder.engines.primary)
    real = engine.rebuild

    def slow(self, documents):
        written = real(self, documents)
        shelve(services.database, draft("Nieuw", source_id="N"))
        return written

    lose_the_index(services)
    monkeypatch.setattr(engine, "rebuild", slow)
    keep_the_index(services)
    assert worker(services).once() == 1
    assert well(services)


def test_hands_from_outside_join_ours_and_never_replace_them():
    hands = all_hands()
    assert {"import.look", "import.run", "import.undo"} <= set(hands)
    assert all(hands[kind] is hand for kind, hand in HANDS.items())
