"""The polite checker: which addresses on the map do not work, found slowly and told to people, never acted upon.

One website at a time, about once a month, at most 200 a day, never the same host twice within ten seconds. A website is
called dead only when it failed at least three times over at least a week. Nothing is hidden or removed because of it: an
editor and the organisation read it (I-38, issue 5 item 4). No transaction is open while a website is visited, and who is
visited is written down first, so that a crash repeats one call at most, a day after.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.db import Database
from app.upkeep.addresses import MONTH, SITES
from app.upkeep.models import CheckedAddress
from app.upkeep.reasons import in_words
from app.upkeep.site_visit import Seen, Verdict, address_of, host_of, visit
from app.upkeep.vocabulary import Checked

MOST_A_DAY: Final = 200
APART: Final = timedelta(seconds=10)
AGAIN_AFTER: Final = (timedelta(days=1), timedelta(days=3), timedelta(days=7))
"""When a website that failed is visited again, counted from the first time it failed."""
FAILURES_TO_BE_SURE: Final = 3
SURE_AFTER: Final = timedelta(days=7)
ODD_AGAIN_AFTER: Final = timedelta(days=7)
LATE_AFTER: Final = timedelta(days=30)
_DAY: Final = timedelta(days=1)
_JITTER_SECONDS: Final = 3 * 24 * 3600
_LOOK_AHEAD: Final = 100
_BATCH: Final = 500
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Finding:
    """One address that may not work.

    :ivar what: `website`, `phone`, `email`, or one of these with `organisation_` before it.
    :ivar state: `ODD` (somebody may look) or `DEAD` (sure enough to ask).
    :ivar reason: in Dutch, a part of a sentence.
    """

    what: str
    value: str
    state: Checked
    reason: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for somebody: how many different websites and other addresses are dead, and how many of them too long."""

    sites: int
    others: int
    late: int


def check_next(database: Database, agent: str) -> str:
    """Visit the next website that is due, if one may be visited now. Returns its address as typed, or nothing.

    :param agent: who we say we are (the User-Agent).
    """
    value = _claim(database)
    if not value:
        return ""
    seen = visit(address_of(value), agent)
    log.info("website visited", verdict=seen.verdict.value, reason=seen.reason)
    with database.writing() as session:
        for row in session.exec(_same(value)):
            judge(row, seen, clock.now())
            session.add(row)
    return value


def agent_of(site: str) -> str:
    """How we introduce ourselves, with an address where people can read who we are."""
    return f"Leefplein-linkcontrole (+{site}; een keer per maand)"


def judge(row: CheckedAddress, seen: Seen, now: datetime) -> None:
    """Write down what a visit says, and when the next one is. Odd proves nothing, so it neither kills nor revives."""
    row.checked_at = now
    if seen.verdict is Verdict.ALIVE:
        row.state, row.reason, row.failures, row.failing_since = Checked.FINE, "", 0, None
        row.next_at = now + _about_a_month()
        return
    if seen.verdict is Verdict.ODD:
        known = row.reason == seen.reason
        if row.state is not Checked.DEAD:
            row.state, row.reason = Checked.ODD, seen.reason
        row.next_at = now + (_about_a_month() if known else ODD_AGAIN_AFTER)
        return
    row.failures += 1
    row.failing_since = row.failing_since or now
    row.reason = seen.reason
    lasted = now - row.failing_since
    sure = row.failures >= FAILURES_TO_BE_SURE and lasted >= SURE_AFTER
    row.state = Checked.DEAD if sure or row.state is Checked.DEAD else Checked.ODD
    later = [row.failing_since + wait for wait in AGAIN_AFTER if row.failing_since + wait > now]
    row.next_at = now + _about_a_month() if sure else later[0] if later else now + _DAY


def findings(session: Session, offer_ids: Sequence[int]) -> dict[int, tuple[Finding, ...]]:
    """What was found about these offers and nobody has settled; offers without a finding are left out."""
    found: dict[int, list[Finding]] = {}
    numbers = list(offer_ids)
    for start in range(0, len(numbers), _BATCH):
        question = select(CheckedAddress).where(
            col(CheckedAddress.offer_id).in_(numbers[start : start + _BATCH]),
            CheckedAddress.state != Checked.FINE,
            col(CheckedAddress.settled_at).is_(None),
        )
        for row in session.exec(question.order_by(col(CheckedAddress.offer_id), col(CheckedAddress.id))):
            one = Finding(row.what, row.value, row.state, in_words(row.reason), row.failing_since or row.checked_at)
            found.setdefault(row.offer_id, []).append(one)
    return {number: tuple(each) for number, each in found.items()}


def settle(session: Session, offer_id: int, what: str, value: str) -> bool:
    """An editor says that an address is right as it stands; it holds until the value changes.

    :param value: what the editor saw. Another value meanwhile: nothing is settled, and False comes back.
    """
    row = session.exec(
        select(CheckedAddress).where(
            CheckedAddress.offer_id == offer_id, CheckedAddress.what == what, CheckedAddress.value == value
        )
    ).first()
    if row is None:
        return False
    row.settled_at = clock.now()
    session.add(row)
    return True


def waiting(session: Session) -> Waiting:
    """How many dead addresses wait for somebody."""
    dead = (CheckedAddress.state == Checked.DEAD, col(CheckedAddress.settled_at).is_(None))
    rows = session.exec(
        select(CheckedAddress.what, CheckedAddress.value, func.min(CheckedAddress.failing_since))
        .where(*dead)
        .group_by(CheckedAddress.what, CheckedAddress.value)
    ).all()
    sites = {value for what, value, _ in rows if what in SITES}
    others = {value for what, value, _ in rows if what not in SITES}
    long_ago = clock.now() - LATE_AFTER - SURE_AFTER
    late = {value for _, value, since in rows if since is not None and since < long_ago}
    return Waiting(len(sites), len(others), len(late))


def _claim(database: Database) -> str:
    """Choose the next website and write down that it is being visited, so that nobody else does."""
    with database.writing() as session:
        now = clock.now()
        lately = _visited_since(session, now - _DAY)
        if len(lately) >= MOST_A_DAY:
            return ""
        busy = {host_of(value) for value, moment in lately.items() if moment > now - APART}
        due = session.exec(
            select(CheckedAddress.value)
            .where(
                col(CheckedAddress.what).in_(SITES),
                CheckedAddress.next_at <= now,
                col(CheckedAddress.settled_at).is_(None),
            )
            .order_by(col(CheckedAddress.next_at), col(CheckedAddress.id))
            .limit(_LOOK_AHEAD)
        ).all()
        value = next((each for each in due if address_of(each) and host_of(each) not in busy), "")
        # Two workers may have chosen the same one: whoever locks its rows first visits it.
        mine = session.exec(_same(value).where(CheckedAddress.next_at <= now).with_for_update(skip_locked=True)).all()
        for row in mine:
            row.checked_at, row.next_at = now, now + _DAY
            session.add(row)
        return value if mine else ""


def _visited_since(session: Session, moment: datetime) -> Mapping[str, datetime]:
    rows = session.exec(
        select(CheckedAddress.value, func.max(CheckedAddress.checked_at))
        .where(col(CheckedAddress.what).in_(SITES), CheckedAddress.checked_at > moment)
        .group_by(CheckedAddress.value)
    ).all()
    return dict(rows)


def _same(value: str) -> SelectOfScalar[CheckedAddress]:
    return select(CheckedAddress).where(col(CheckedAddress.what).in_(SITES), CheckedAddress.value == value)


def _about_a_month() -> timedelta:
    return MONTH + timedelta(seconds=secrets.randbelow(2 * _JITTER_SECONDS) - _JITTER_SECONDS)
