"""Erased is erased: rows, messages, marks and key, also after a crash half way."""

import multiprocessing
import os
import signal
from datetime import date
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel, col, select

from app import clock
from app.audit import first_broken, record
from app.audit.changed import open_changes, seal_changes
from app.audit.models import AuditLine
from app.conversation.deliveries import KIND
from app.conversation.models import ConversationRequest, Delivery, ErasedCount, Escalation
from app.conversation.office import subject_of
from app.data_keys import Erased
from app.handlers import HANDS
from app.outbox.models import OutboxMessage
from app.outbox.worker import Worker
from app.privacy.erasure import erase
from app.privacy.finishing import ORDER
from tests.privacy.ended import ended, numbers

DAY = date(2026, 12, 1)
ABOUT = (
    "conversation_request",
    "request_access",
    "request_event",
    "request_outcome",
    "delivery",
    "sent_form",
    "escalation",
)


def rows(office):
    with office.database.looking() as connection:
        return {
            name: connection.execute(
                sa.select(sa.func.count()).select_from(SQLModel.metadata.tables[name])
            ).scalar_one()
            for name in ABOUT
        }


def seal_of(office, number):
    with office.database.reading() as session:
        uid = session.get(ConversationRequest, number).uid
    return uid, office.keys.open(subject_of(uid))


def test_nothing_is_left_but_a_count_and_a_line(office):
    number = ended(office, DAY, arrived=False)
    uid, seal = seal_of(office, number)
    with office.database.writing() as session:
        delivery = session.exec(select(Delivery.id)).first()
        session.add(Escalation(subject=f"delivery:{delivery}", step="quarter"))
        session.add(Escalation(subject=f"request:{number}", step="digest"))
        record(
            session,
            "person",
            "conversation.corrected",
            f"request:{number}",
            seal_changes(seal, uid, {"phone": ("1", "2")}),
        )
    assert erase(office, number, "system")
    assert set(rows(office).values()) == {0}
    with office.database.reading() as session:
        counted = session.exec(select(ErasedCount)).one()
        line = session.exec(select(AuditLine).where(AuditLine.action == "conversation.erase")).one()
        waiting = session.exec(select(OutboxMessage)).all()
        assert first_broken(session) is None
    assert (counted.municipality, counted.month, counted.number) == ("hattem", clock.today().replace(day=1), 1)
    assert (line.actor, line.subject, line.detail) == ("system", f"request:{number}", None)
    assert waiting == []
    with pytest.raises(Erased):
        office.keys.open(subject_of(uid))


def test_old_and_new_values_in_the_audit_lines_go_with_the_key_and_the_chain_stays_whole(office):
    number = ended(office, DAY)
    uid, seal = seal_of(office, number)
    with office.database.writing() as session:
        record(
            session,
            "person",
            "conversation.corrected",
            f"request:{number}",
            seal_changes(seal, uid, {"phone": ("1", "2")}),
        )
    erase(office, number, "system")
    with office.database.reading() as session:
        line = session.exec(select(AuditLine).where(AuditLine.action == "conversation.corrected")).one()
        assert first_broken(session) is None
    assert open_changes(seal, uid, line.detail) == {"phone": ("1", "2")}  # only who kept the key itself
    assert office.keys.missing([subject_of(uid)]) == frozenset()


def test_another_request_keeps_everything(office):
    one, other = ended(office, DAY, "one", arrived=False), ended(office, DAY, "other", arrived=False)
    with office.database.writing() as session:
        session.execute(sa.update(ConversationRequest).where(col(ConversationRequest.id) == other).values(again_of=one))
    erase(office, one, "system")
    assert numbers(office) == {other}
    with office.database.reading() as session:
        deliveries = set(session.exec(select(Delivery.id)).all())
        messages = {
            each.payload["delivery"] for each in session.exec(select(OutboxMessage).where(OutboxMessage.kind == KIND))
        }
        assert session.get(ConversationRequest, other).again_of is None
    assert deliveries == messages != set()
    seal_of(office, other)


def test_a_number_is_never_given_out_again(office):
    number = ended(office, DAY)
    erase(office, number, "system")
    assert ended(office, DAY, "another") != number


def test_erasing_twice_is_once(office):
    number = ended(office, DAY)
    assert [erase(office, number, "system"), erase(office, number, "system")] == [True, False]
    with office.database.reading() as session:
        assert session.exec(select(ErasedCount)).one().number == 1


def test_what_changed_meanwhile_is_left_alone(office):
    number = ended(office, DAY)
    assert not erase(office, number, "system", only_if=lambda session, request: False)
    assert numbers(office) == {number}


@pytest.mark.parametrize("step", ["rows erased", "keys destroyed"])
def test_a_crash_half_way_is_finished_by_the_worker(office, step):
    number = ended(office, DAY)
    uid, _ = seal_of(office, number)
    office.database.close()
    office.keys.close()
    child = multiprocessing.get_context("fork").Process(target=_die_half_way, args=(office, number, step))
    child.start()
    child.join(30)
    assert child.exitcode == -signal.SIGKILL
    assert numbers(office) == set()
    assert (subject_of(uid) in office.keys.subjects()) == (step == "rows erased")
    with office.database.reading() as session:
        assert session.exec(select(OutboxMessage.payload).where(OutboxMessage.kind == ORDER)).one()[
            "subject"
        ] == subject_of(uid)
    Worker(office.database, SimpleNamespace(office=office), {ORDER: HANDS[ORDER]}).once()
    with pytest.raises(Erased):
        office.keys.open(subject_of(uid))
    with office.database.reading() as session:
        assert session.exec(select(OutboxMessage).where(OutboxMessage.kind == ORDER)).all() == []


def _die_half_way(office, number, step):
    os.environ["LEEFPLEIN_CRASH_AT"] = step
    erase(office, number, "system")
