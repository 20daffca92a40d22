"""Telling people that something is late: once per step, in the transaction that writes down that they were told.

A mail may be late itself when the mail server is the trouble; that is why the same list stands on the desk's page, on
paper, in doctor and in /metrics, which need no mail (promises 5 and 58).
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import time, timedelta
from itertools import groupby
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, delete, select

from app import clock
from app.content.letterhead import site_of
from app.content.models import Municipality
from app.conversation.channels.errand import message, moment_in_words
from app.conversation.lateness import WORDS, Late, late_things
from app.conversation.models import Escalation
from app.conversation.office import Office
from app.mailing.letters import Letter
from app.mailing.waiting import post_letter
from app.references import spaced_reference
from app.working_days import is_working_day

DIGEST_AT: Final = time(8, 0)
STEPS: Final = {
    "delivery_quarter": "quarter",
    "delivery_hours": "four_hours",
    "delivery_day": "next_day",
    "refused": "refused",
    "letter": "letter",
    "unseen": "unseen",
    "near_term": "near_term",
    "past_term": "past_term",
    "support_question": "support_question",
}
_KEEP_DIGESTS: Final = timedelta(days=30)
_MOST_LINES: Final = 300


def escalate(office: Office) -> int:
    """Tell each municipality what became late since the last time, in one mail; returns how many things were new."""
    with office.database.reading() as session:
        if not _new(session, late_things(session)):
            return 0
    with suppress(sa.exc.IntegrityError), office.database.writing() as session:
        fresh = _new(session, late_things(session))
        for late in fresh:
            session.add(Escalation(subject=late.subject, step=STEPS[late.kind]))
        session.flush()  # on PostgreSQL a second worker stops here, before any mail is written
        for town, things in _by_town(office, fresh):
            _tell(session, office, town, "bericht-te-laat", things)
        return len(fresh)
    return 0


def send_digests(office: Office) -> int:
    """On working days at eight: everything that is late now, to each municipality that has something. Returns the mails."""
    moment = clock.local_now()
    if not is_working_day(moment.date()) or moment.time() < DIGEST_AT:
        return 0
    mark = f"digest:{moment.date().isoformat()}"
    if _told(office, mark):
        return 0
    with suppress(sa.exc.IntegrityError), office.database.writing() as session:
        if _marked(session, mark):
            return 0
        session.execute(
            delete(Escalation).where(col(Escalation.step) == "digest", col(Escalation.at) < clock.now() - _KEEP_DIGESTS)
        )
        session.add(Escalation(subject=mark, step="digest"))
        session.flush()
        towns = _by_town(office, late_things(session))
        for town, things in towns:
            _tell(session, office, town, "bericht-overzicht", things)
        return len(towns)
    return 0


def _new(session: Session, things: Sequence[Late]) -> list[Late]:
    told = {(each.subject, each.step) for each in session.exec(select(Escalation)).all()}
    return [late for late in things if (late.subject, STEPS[late.kind]) not in told]


def _told(office: Office, mark: str) -> bool:
    with office.database.reading() as session:
        return _marked(session, mark)


def _marked(session: Session, mark: str) -> bool:
    return session.exec(select(Escalation.id).where(Escalation.subject == mark)).first() is not None


def _by_town(office: Office, things: Sequence[Late]) -> list[tuple[Municipality, list[Late]]]:
    ordered = sorted(things, key=lambda late: (late.municipality, late.since, late.subject))
    return [(office.town(slug), list(some)) for slug, some in groupby(ordered, key=lambda late: late.municipality)]


def _tell(session: Session, office: Office, town: Municipality, page: str, things: Sequence[Late]) -> None:
    lines = [
        f"- {spaced_reference(late.reference)}: {WORDS[late.kind]} (sinds {moment_in_words(late.since, 'nl')})"
        for late in things[:_MOST_LINES]
    ]
    if len(things) > _MOST_LINES:
        lines.append(f"- en nog {len(things) - _MOST_LINES}")
    facts = {"list": "\n".join(lines), "link": f"{site_of(office.settings, town)}/loket"}
    subject, text = message(office, town, page, facts)
    post_letter(session, office.settings, Letter(town.conversation.late_to or town.desk.email, subject, text))
