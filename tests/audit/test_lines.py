import hashlib
import json

import pytest
import sqlalchemy as sa
from sqlmodel import select

from app.audit import first_broken, record
from app.audit.models import AuditLine
from app.data_keys import FieldSeal


def fill(database):
    with database.writing() as session:
        for number in range(5):
            record(session, "cli", "did", f"thing:{number}")


def broken(database):
    with database.reading() as session:
        return first_broken(session)


def test_lines_follow_each_other(database):
    fill(database)
    with database.reading() as session:
        lines = session.exec(select(AuditLine)).all()
    assert [line.previous for line in lines[1:]] == [line.digest for line in lines[:-1]]
    assert broken(database) is None


def test_a_changed_line_shows(database):
    fill(database)
    with database.writing() as session:
        session.execute(sa.text("update audit_line set subject = 'thing:9' where id = 3"))
    assert broken(database) == 3


def test_a_missing_line_shows(database):
    fill(database)
    with database.writing() as session:
        session.execute(sa.text("delete from audit_line where id = 2"))
    assert broken(database) == 3


def fail_after_recording(database):
    with database.writing() as session:
        record(session, "cli", "did")
        raise InterruptedError


def test_a_line_stands_or_falls_with_its_decision(database):
    with pytest.raises(InterruptedError):
        fail_after_recording(database)
    with database.reading() as session:
        assert session.exec(select(AuditLine)).all() == []


def sealed_line(database, detail):
    fill(database)
    with database.writing() as session:
        return record(session, "cli", "request.correct", "request:1", detail).id


@pytest.mark.parametrize("instead", ["NULL", "other"])
def test_a_detail_that_was_changed_or_taken_away_shows(database, instead):
    number = sealed_line(database, b"sealed")
    assert broken(database) is None
    with database.writing() as session:
        value = None if instead == "NULL" else b"other"
        session.execute(sa.update(AuditLine).where(AuditLine.id == number).values(detail=value))
    assert broken(database) == number


def test_a_detail_put_on_a_line_without_one_shows(database):
    fill(database)
    with database.writing() as session:
        session.execute(sa.update(AuditLine).where(AuditLine.id == 3).values(detail=b"other"))
    assert broken(database) == 3


def test_what_was_corrected_opens_with_the_key_of_its_request_only(database):
    seal = FieldSeal(b"k" * 32)
    number = sealed_line(database, seal.seal("audit_line", "detail", "request:1", "van Voorbeeld naar Ander"))
    with database.reading() as session:
        kept = session.get_one(AuditLine, number).detail
    assert b"Voorbeeld" not in kept
    assert seal.open("audit_line", "detail", "request:1", kept) == "van Voorbeeld naar Ander"


def test_lines_without_a_detail_have_the_digest_they_always_had(database):
    """So that the chain of an installation from before details stays whole."""
    fill(database)
    with database.reading() as session:
        line = session.exec(select(AuditLine)).first()
    said = ["", line.at.isoformat(), "cli", "did", "thing:0"]
    assert line.digest == hashlib.sha256(json.dumps(said).encode()).hexdigest()
