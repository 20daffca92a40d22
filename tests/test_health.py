import sqlite3
from datetime import timedelta

import pytest
import time_machine
from sqlmodel import select

from app import clock, health
from app.audit import record
from app.audit.copied import Copied, note_copy
from app.conversation.asking import ask
from app.health import examine, ready
from app.matching.posting import post_notice
from app.outbox.models import WorkerBeat
from app.outbox.posting import LATE_AFTER
from app.social_map.models import Offer
from app.upkeep.addresses import keep_in_step
from app.working import worker
from tests.conversation.conftest import a_request
from tests.matching.conftest import a_question
from tests.referring.asked import asked
from tests.search.small_map import small_map
from tests.social_map.drafts import draft, shelve


@pytest.fixture
def services(tmp_path):
    made = small_map(tmp_path, data_keys=tmp_path / "keys" / "data-keys.sqlite", smtp_url="smtp://mail.example.org")
    made.keys.make("request:1")
    worker(made).once()
    with made.database.writing() as session:
        session.add(WorkerBeat(name="x", at=clock.now()))
    yield made
    made.database.close()


def wrong(services):
    return {finding.name for finding in examine(services) if not finding.ok}


def test_all_is_well(services):
    assert wrong(services) == set()
    assert [finding.serving for finding in ready(services)] == [True] * 3


def test_a_worker_that_is_silent_is_noticed_within_five_minutes(services):
    with time_machine.travel(clock.now() + timedelta(minutes=5)):
        assert wrong(services) - {"klok"} == {"werker"}  # the clock of a server goes on as it was


def copies(services):
    (found,) = [finding for finding in examine(services) if finding.name == "kopieën"]
    return found


def test_a_fresh_installation_has_two_days_for_its_first_copies(services):
    with services.database.writing() as session:
        record(session, "cli", "import", "x")
    assert copies(services).ok
    with time_machine.travel(clock.now() + health.FIRST_COPY_WITHIN + timedelta(minutes=1)):
        assert not copies(services).ok


def test_both_copies_have_to_be_fresh(services):
    with services.database.writing() as session:
        note_copy(session, Copied.DATABASE)
    with time_machine.travel(clock.now() + timedelta(days=3)):
        assert not copies(services).ok
        with services.database.writing() as session:
            note_copy(session, Copied.DATABASE)
        assert not copies(services).ok, "of the keys there is none"
        with services.database.writing() as session:
            note_copy(session, Copied.KEYS)
        assert copies(services).ok
    assert "LEEFPLEIN_BACKUP_KEY ontbreekt" in copies(services).words


def test_how_many_workers_live_and_who_is_told_is_said(services):
    with services.database.writing() as session:
        session.add(WorkerBeat(name="y", at=clock.now()))
    (found,) = [finding for finding in examine(services) if finding.name == "werker"]
    assert "2 leven" in found.words
    assert "LEEFPLEIN_ALERT_TO ontbreekt" in found.words


def test_messages_that_wait_too_long_are_noticed(services):
    shelve(services.database, draft("Nieuw", source_id="N"))
    with time_machine.travel(clock.now() + LATE_AFTER + timedelta(minutes=1)):
        assert "berichten" in wrong(services)


def test_an_index_that_differs_is_noticed(services):
    shelve(services.database, draft("Nieuw", source_id="N"))
    assert wrong(services) == {"zoekindex"}


def test_help_numbers_nobody_looked_at_for_long_are_noticed(services):
    days = services.content.now().policy.help_numbers_valid_days
    with time_machine.travel(clock.now() + timedelta(days=days + 1)):
        assert "hulpnummers" in wrong(services)


def test_a_full_disk_is_noticed_before_it_is_full(services, monkeypatch):
    monkeypatch.setattr(health, "LEAST_FREE_BYTES", 10**18)
    assert wrong(services) == {"schijf"}


def test_a_key_store_that_is_gone_is_noticed(services):
    services.keys.close()
    services.keys.place.unlink()
    assert wrong(services) == {"sleutels"}
    assert not services.keys.place.exists()  # looking makes none


def said_of_the_keys(services):
    (found,) = [finding for finding in examine(services) if finding.name == "sleutels"]
    return found.words


def test_keys_that_lie_beside_the_database_are_noticed(tmp_path):
    made = small_map(tmp_path)
    assert "LEEFPLEIN_DATA_KEYS ontbreekt" in said_of_the_keys(made)
    made.keys.make("request:1")
    assert "naast de database" in said_of_the_keys(made)
    made.database.close()
    made.keys.close()


def test_keys_that_do_not_open_are_noticed(services):
    with sqlite3.connect(services.keys.place) as connection:
        connection.execute("UPDATE data_key SET master = 'of-another-one'")
    connection.close()
    assert "LEEFPLEIN_SECRET_KEY is niet de sleutel" in said_of_the_keys(services)
    assert wrong(services) == {"sleutels"}


def test_a_folder_of_keys_that_others_can_look_into_is_noticed(services):
    services.keys.place.parent.chmod(0o755)
    assert "chmod 700" in said_of_the_keys(services)
    assert wrong(services) == {"sleutels"}


@pytest.mark.sqlite
def test_a_database_that_is_away_is_one_finding_and_no_trace(services):
    services.database.close()
    path = services.settings.data_dir / "leefplein.sqlite"
    path.write_bytes(b"weg" * 5000)
    found = {finding.name: finding.ok for finding in examine(services)}
    assert found["database"] is False
    assert found["schema"] is False


def test_a_request_that_does_not_reach_the_desk_is_noticed_within_half_an_hour(services):
    ask(services.office, a_request(), "form")
    assert "berichten" not in wrong(services)
    with time_machine.travel(clock.now() + timedelta(minutes=30)):
        assert "berichten" in wrong(services)
        assert health.late_counts(services) == {"delivery_quarter": 1}
    assert health.waiting_deliveries(services) == {"mail": 1, "support_mail": 1}


def test_a_request_that_nobody_opened_is_noticed(services):
    ask(services.office, a_request(), "form")
    with time_machine.travel(clock.now() + timedelta(days=7)):
        assert "aanvragen" in wrong(services)


def test_who_waits_longer_for_the_mediator_than_was_promised_is_noticed(services):
    post_notice(services.mediation, a_question(), "form")
    assert "bemiddeling" not in wrong(services)
    with time_machine.travel(clock.now() + timedelta(days=15)):
        assert "bemiddeling" in wrong(services)


def test_dead_addresses_are_told_and_noticed_when_nobody_looks_at_them(services):
    shelve(services.database, draft("Belt niemand", source_id="B", example=False, phone="038 444"))
    worker(services).once()
    keep_in_step(services.database, sites=False)
    (told,) = [finding for finding in examine(services) if finding.name == "adressen"]
    assert told.ok
    assert "1 nummers of mailadressen" in told.words
    with time_machine.travel(clock.now() + timedelta(days=38)):
        assert "adressen" in wrong(services)


def test_a_call_nobody_made_is_noticed(services):
    with services.database.reading() as session:
        number = session.exec(select(Offer.id)).first()
    before = wrong(services)
    asked(services.office, number)
    assert wrong(services) - before <= {"berichten"}, "in time, nothing is late yet"
    with time_machine.travel(clock.now() + timedelta(days=7)):
        assert "terugbellen" in wrong(services)
