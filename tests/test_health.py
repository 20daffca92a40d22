from datetime import timedelta

import pytest
import time_machine

from app import clock, health
from app.health import examine, ready
from app.outbox.models import WorkerBeat
from app.outbox.posting import LATE_AFTER
from app.working import worker
from tests.search.small_map import small_map
from tests.social_map.drafts import draft, shelve


@pytest.fixture
def services(tmp_path):
    made = small_map(tmp_path, data_keys=tmp_path / "keys", smtp_url="smtp://mail.example.org")
    (tmp_path / "keys").write_text("x")
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
        assert wrong(services) == {"werker"}


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
    services.settings.data_keys.unlink()
    assert wrong(services) == {"sleutels"}


def test_a_database_that_is_away_is_one_finding_and_no_trace(services):
    services.database.close()
    path = services.settings.data_dir / "leefplein.sqlite"
    path.write_bytes(b"weg" * 5000)
    found = {finding.name: finding.ok for finding in examine(services)}
    assert found["database"] is False
    assert found["schema"] is False
