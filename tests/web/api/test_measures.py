"""The numbers of /metrics: their names are a promise, and docs/operators/watching.md lists them all."""

import re
from datetime import timedelta

import pytest
import time_machine

from app import clock
from app.audit.copied import Copied, note_copy
from app.outbox.models import WorkerBeat
from app.social_map.models import ImportSource
from tests.installing import ROOT
from tests.web.api.test_machines import numbers

NAMES = {
    "leefplein_backup_age_seconds", "leefplein_deliveries_waiting", "leefplein_index_documents", "leefplein_index_lag",
    "leefplein_index_ok", "leefplein_info", "leefplein_keys_backup_age_seconds", "leefplein_late", "leefplein_offers",
    "leefplein_outbox_late", "leefplein_outbox_oldest_seconds", "leefplein_outbox_waiting", "leefplein_ready",
    "leefplein_schema_ok", "leefplein_sign_in_failures_today", "leefplein_sources", "leefplein_worker_heartbeat_age_seconds",
    "leefplein_workers_alive",
}  # fmt: skip


def test_the_names_are_these_and_the_page_lists_them(client):
    said = client.get("/metrics", headers={"Host": "localhost"}).text
    assert set(re.findall(r"^# TYPE (\S+)", said, re.MULTILINE)) == NAMES
    page = (ROOT / "docs" / "operators" / "watching.md").read_text(encoding="utf-8")
    assert set(re.findall(r"`(leefplein_[a-z_]+)", page)) == NAMES


def test_never_is_longer_ago_than_anything(client):
    found = numbers(client)
    for name in ("worker_heartbeat_age_seconds", "backup_age_seconds", "keys_backup_age_seconds"):
        assert found[f"leefplein_{name}"] == "+Inf"


def test_what_happened_is_counted(installation, client):
    with installation.database.writing() as session:
        session.add(WorkerBeat(name="a", at=clock.now()))
        session.add(WorkerBeat(name="b", at=clock.now() - timedelta(hours=1)))
        note_copy(session, Copied.DATABASE)
        session.add(ImportSource(name="x", format="open-referral", state="failed"))
    client.post("/inloggen", data={"email": "niemand@voorbeeld.example", "wachtwoord": "geen-idee-van-het-goede"})
    with time_machine.travel(clock.now() + timedelta(minutes=1), tick=False):
        found = numbers(client)
    assert found["leefplein_workers_alive"] == "1.0"
    assert float(found["leefplein_worker_heartbeat_age_seconds"]) == pytest.approx(60, abs=5)
    assert float(found["leefplein_backup_age_seconds"]) == pytest.approx(60, abs=5)
    assert found['leefplein_sources{state="failed"}'] == "1.0"
    assert float(found["leefplein_sign_in_failures_today"]) >= 1
    assert (found["leefplein_ready"], found["leefplein_schema_ok"], found["leefplein_index_lag"]) == (
        "1.0",
        "1.0",
        "0.0",
    )
