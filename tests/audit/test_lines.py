import pytest
import sqlalchemy as sa
from sqlmodel import select

from app.audit import first_broken, record
from app.audit.models import AuditLine


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
