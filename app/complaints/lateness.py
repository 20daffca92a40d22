"""Complaints whose day has passed: told to who holds them, once a day at most, and counted in doctor. Never to the desk."""

from contextlib import suppress
from datetime import date
from itertools import groupby
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.complaints.handling import OPEN, acknowledge_is_late, answer_is_late
from app.complaints.models import Complaint
from app.complaints.telling import ROOM, address_of
from app.content.letterhead import day_in_words, site_of
from app.conversation.channels.errand import message
from app.conversation.escalating import DIGEST_AT
from app.conversation.models import Escalation
from app.conversation.office import Office
from app.mailing.letters import Letter
from app.mailing.waiting import post_letter
from app.references import spaced_reference
from app.working_days import is_working_day

STEP: Final = "digest"
_MOST_LINES: Final = 300


def late_complaints(session: Session, today: date) -> list[Complaint]:
    """Open complaints that wait too long for a word that they were read, or for an answer."""
    before = sa.or_(
        sa.and_(col(Complaint.acknowledged_at).is_(None), col(Complaint.acknowledge_by) < today),
        col(Complaint.due_on) < today,
    )
    question = select(Complaint).where(col(Complaint.state).in_(OPEN), before)
    return list(session.exec(question.order_by(col(Complaint.municipality), col(Complaint.holder), col(Complaint.id))))


def tell_of_late(office: Office) -> int:
    """On working days from eight o'clock, once: a mail to each holder who has something late. Returns the mails."""
    moment = clock.local_now()
    today = moment.date()
    if not is_working_day(today) or moment.time() < DIGEST_AT:
        return 0
    mark = f"complaints:{today.isoformat()}"
    with office.database.reading() as session:
        if _told(session, mark) or not late_complaints(session, today):
            return 0
    with suppress(sa.exc.IntegrityError), office.database.writing() as session:
        if _told(session, mark):
            return 0
        session.add(Escalation(subject=mark, step=STEP))
        session.flush()  # on PostgreSQL a second worker stops here, before any mail is written
        mails = 0
        groups = groupby(late_complaints(session, today), key=lambda each: (each.municipality, each.holder))
        for (slug, holder), found in groups:
            town, late = office.town(slug), list(found)
            lines = [_line(each, today) for each in late[:_MOST_LINES]]
            if len(late) > _MOST_LINES:
                lines.append(f"- en nog {len(late) - _MOST_LINES}")
            facts = {"list": "\n".join(lines), "link": f"{site_of(office.settings, town)}{ROOM}"}
            subject, text = message(office, town, "bericht-klacht-te-laat", facts)
            post_letter(session, office.settings, Letter(address_of(town, holder), subject, text))
            mails += 1
        return mails
    return 0


def _line(complaint: Complaint, today: date) -> str:
    late = []
    if acknowledge_is_late(complaint, today):
        late.append(f"bevestigen kon tot en met {day_in_words(complaint.acknowledge_by, 'nl')}")
    if answer_is_late(complaint, today):
        late.append(f"antwoorden kon tot en met {day_in_words(complaint.due_on, 'nl')}")
    return f"- {spaced_reference(complaint.reference)}: {' en '.join(late)}"


def _told(session: Session, mark: str) -> bool:
    return session.exec(select(Escalation.id).where(Escalation.subject == mark)).first() is not None
