"""Telling an organisation that somebody would like a call, and the desk that nobody answered: mails without any person in them.

The link in the mail to the organisation is sealed for this purpose alone. It opens one request,
and nothing changes before somebody presses a button (promise 33).
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.content.letterhead import day_in_words, site_of
from app.content.models import Municipality
from app.conversation.channels.errand import message
from app.conversation.office import Office
from app.mailing.letters import Letter
from app.mailing.waiting import post_letter
from app.publishing.house import Publishing
from app.publishing.letters import write_letter
from app.referring.models import CallBack, CallBackState
from app.sealing import Unopened, box, seal, unseal
from app.settings import Settings
from app.social_map.merged import lasting
from app.social_map.models import Offer, Organisation
from app.upkeep.telling import mail_addresses

PAGE: Final = "bericht-terugbellen"
ADDRESS: Final = "/terugbellen"
LONGEST_TOKEN: Final = 600
LONGEST_OPEN: Final = timedelta(days=60)
"""A link opens nothing after this, whatever became of the request."""
_PURPOSE: Final = "call-back link"
_MOST_LINES: Final = 100
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICRO: Final = timedelta(microseconds=1)


class LinkOver(Exception):
    """This link opens nothing (any more)."""


@dataclass(frozen=True, slots=True)
class Link:
    """What a link says: which request (uid), and when it was made."""

    call_back: str
    made: datetime


def make_link(settings: Settings, row: CallBack) -> str:
    """The token for `?sleutel=`: letters, digits, `-`, `_` and `=`."""
    value = {"of": row.uid, "at": (clock.now() - _EPOCH) // _MICRO}  # short: a mail program breaks long lines
    return seal(box(_PURPOSE, settings.secrets), value)


def read_link(settings: Settings, token: str) -> Link:
    """What a token says.

    :raises LinkOver: it is not ours, damaged, or too old.
    """
    if not token or len(token) > LONGEST_TOKEN:
        raise LinkOver
    try:
        value = unseal(box(_PURPOSE, settings.secrets), token)
        link = Link(str(value["of"]), _EPOCH + value["at"] * _MICRO)
    except (Unopened, KeyError, ValueError, TypeError, OverflowError):
        raise LinkOver from None
    if clock.now() > link.made + LONGEST_OPEN:
        raise LinkOver
    return link


def opens(session: Session, link: Link, *, hold: bool = False) -> CallBack:
    """The request a link is for.

    :param hold: it is going to be changed, in a writing session.
    :raises LinkOver: it was erased, or the editors made older links of this organisation invalid.
    """
    question = select(CallBack).where(CallBack.uid == link.call_back)
    row = session.exec(question.with_for_update() if hold else question).first()
    if row is None:
        raise LinkOver
    organisation = session.exec(select(Organisation).where(Organisation.uid == row.organisation)).first()
    if organisation is None:
        raise LinkOver
    for each in (organisation, lasting(session, organisation)):  # editors see only what it became, and lock it there
        if each.links_since is not None and link.made < each.links_since:
            raise LinkOver
    return row


def ask_the_provider(session: Session, office: Office, row: CallBack, offer: Offer, organisation: Organisation) -> bool:
    """Mail that somebody would like a call, to each address of the organisation; False without one: then the desk calls."""
    publishing = Publishing(office.database, office.content, office.settings, office.gazetteer)
    town = office.town(row.municipality)
    facts = {
        "organisation": organisation.name,
        "offer": offer.name,
        "link": f"{site_of(office.settings, town)}{ADDRESS}?sleutel={make_link(office.settings, row)}",
        "day": day_in_words(row.answer_by, "nl"),
    }
    about = f"call_back:{row.id}"
    sent = [
        write_letter(session, publishing, each, PAGE, town, about=about, **facts)
        for each in mail_addresses(session, organisation)
    ]
    return any(sent)


def tell_what_nobody_answered(office: Office) -> int:
    """Mail each desk once about requests nobody answered in time. Returns how many were new."""
    with office.database.reading() as session:
        if not _unanswered(session):
            return 0
    told = 0
    with suppress(sa.exc.IntegrityError), office.database.writing() as session:
        rows = _unanswered(session, hold=True)
        for slug, some in groupby(rows, key=lambda row: row.municipality):
            these = list(some)
            _tell(session, office, office.town(slug), these)
            told += len(these)
    return told


def _unanswered(session: Session, *, hold: bool = False) -> Sequence[CallBack]:
    question = (
        select(CallBack)
        .where(
            CallBack.state == CallBackState.NEW,
            col(CallBack.settled_at).is_(None),
            col(CallBack.alarmed_at).is_(None),
            col(CallBack.answer_by) < clock.today(),
        )
        .order_by(col(CallBack.municipality), col(CallBack.id))
    )
    return session.exec(question.with_for_update() if hold else question).all()


def _tell(session: Session, office: Office, town: Municipality, rows: Sequence[CallBack]) -> None:
    names = {
        offer.id: offer.name
        for offer in session.exec(select(Offer).where(col(Offer.id).in_({row.offer_id for row in rows})))
    }
    lines = [
        f"- terugbelverzoek {row.id} ({names.get(row.offer_id, '')}): niet beantwoord, dat kon tot en met "
        f"{day_in_words(row.answer_by, 'nl')}"
        for row in rows[:_MOST_LINES]
    ]
    if len(rows) > _MOST_LINES:
        lines.append(f"- en nog {len(rows) - _MOST_LINES}")
    facts = {"list": "\n".join(lines), "link": f"{site_of(office.settings, town)}/loket/terugbellen"}
    subject, text = message(office, town, "bericht-te-laat", facts)
    post_letter(session, office.settings, Letter(town.conversation.late_to or town.desk.email, subject, text))
    for row in rows:
        row.alarmed_at = clock.now()
        session.add(row)
