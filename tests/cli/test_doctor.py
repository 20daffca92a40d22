import json

import pytest

from app import clock
from app.audit import record
from app.audit.models import AuditLine
from app.outbox.models import WorkerBeat
from app.services import build_services
from tests.installing import settings_in


def findings(said):
    return {each["name"]: each["ok"] for each in json.loads(said)["findings"]}


@pytest.mark.usefixtures("bare")
def test_before_there_is_a_database_it_says_what_to_do(run):
    code, said, _ = run("doctor")
    assert code == 1
    assert "leefplein database upgrade" in said


def test_it_is_0_only_when_all_is_well(installed, run, monkeypatch, tmp_path):
    run("search", "rebuild")
    code, said, _ = run("doctor", "--json")
    assert code == 1
    assert {name for name, ok in findings(said).items() if not ok} >= {"werker", "mail", "sleutels"}
    services = build_services(settings_in(installed))
    with services.database.writing() as session:
        session.add(WorkerBeat(name="x", at=clock.now()))
    services.database.close()
    monkeypatch.setenv("LEEFPLEIN_DATA_KEYS", str(tmp_path / "keys" / "data-keys.sqlite"))
    services = build_services(settings_in(installed, data_keys=tmp_path / "keys" / "data-keys.sqlite"))
    services.keys.make("request:1")
    services.keys.close()
    monkeypatch.setenv("LEEFPLEIN_SMTP_URL", "smtp://mail.example.org")
    code, said, _ = run("doctor", "--json")
    assert (code, [name for name, ok in findings(said).items() if not ok]) == (0, [])


def test_the_wrong_ones_come_first(installed, run):
    lines = run("doctor")[1].splitlines()
    assert [line.startswith("MIS") for line in lines] == sorted(
        (line.startswith("MIS") for line in lines), reverse=True
    )


def test_a_line_of_the_audit_that_was_changed_is_noticed(installed, run):
    services = build_services(settings_in(installed))
    with services.database.writing() as session:
        line = record(session, "cli", "import", "first")
        record(session, "cli", "import", "second")
    assert findings(run("doctor", "--json")[1])["logboek"] is True
    with services.database.writing() as session:
        session.get_one(AuditLine, line.id).subject = "another"
    services.database.close()
    assert findings(run("doctor", "--json")[1])["logboek"] is False
