"""Guessing is slowed, never locked: after a few misses the next try is heard later, and later again.

Counted in the database, so that all workers count together, and before the password is reckoned, so that forty tries
at once do not all slip through (reliability.md, promise 40). Counted per account (known or not: the answer is the same)
and per network. A try that comes too early is not heard and does not count, so that nobody can keep somebody out for long.
"""

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from app import clock
from app.accounts.keys import AccountKeys
from app.accounts.models import SignInAttempt
from app.db import Database

FREE_PER_ACCOUNT: Final = 5
FREE_PER_NETWORK: Final = 25
FIRST_WAIT: Final = timedelta(seconds=4)
LONGEST_WAIT: Final = timedelta(minutes=5)
_DOUBLINGS: Final = 10
_NETWORK_BITS: Final = {4: 24, 6: 64}


class TooSoon(Exception):
    """This try came before its time. `seconds` is how long to wait."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(f"Wacht {seconds} seconden en probeer het dan nog eens.")


@dataclass(frozen=True, slots=True)
class Counted:
    """Something tries are counted for, and how many are free."""

    key: str
    free: int


def network_of(address: str | None) -> str:
    """The neighbourhood of an address: /24 for IPv4, /64 for IPv6."""
    try:
        number = ipaddress.ip_address((address or "").partition("%")[0])
    except ValueError:
        return "unknown"
    if number.version == 6 and number.ipv4_mapped:  # noqa: PLR2004  (IP version)
        number = number.ipv4_mapped
    return str(ipaddress.ip_network(f"{number}/{_NETWORK_BITS[number.version]}", strict=False))


def counted_today(keys: AccountKeys, what: str, free: int) -> Counted:
    """A counter of this day.

    :param what: what is counted and for whom, in words that no other counter has; only a mark of it is kept.
    """
    return Counted(keys.of_the_day(clock.today(), what), free)


def counted_for(keys: AccountKeys, who: str, address: str | None) -> tuple[Counted, Counted]:
    """What a try is counted for: who was typed, and the network it came from."""
    return (
        counted_today(keys, f"account|{who}", FREE_PER_ACCOUNT),
        counted_today(keys, f"network|{network_of(address)}", FREE_PER_NETWORK),
    )


def take_turn(database: Database, counted: tuple[Counted, ...], longest: timedelta = LONGEST_WAIT) -> None:
    """Count one try, before anything is looked up.

    :param longest: no wait is longer than this.
    :raises TooSoon: when it may not be made yet; it is not counted then.
    """
    with database.writing() as session:
        moment = clock.now()
        _forget_earlier_days(session)
        rows = [(_row(session, each, moment), each.free) for each in sorted(counted, key=lambda each: each.key)]
        # A clock that was set back must not keep people out: further away than the longest wait does not count.
        slowed = [row.not_before - moment for row, free in rows if row.failures >= free]
        waits = [wait for wait in slowed if timedelta(0) < wait <= LONGEST_WAIT]
        if waits:
            raise TooSoon(int(max(waits).total_seconds()) + 1)
        for row, free in rows:
            row.failures += 1
            if row.failures >= free:
                row.not_before = moment + min(wait_after(row.failures - free), longest)
            session.add(row)


def within_the_day(session: Session, counted: Counted) -> bool:
    """Count one of something that may be done `counted.free` times a day, in a writing session. False when it is over:
    it is not counted then. The key means nothing tomorrow, so nobody can follow a person or an address.
    """
    _forget_earlier_days(session)
    row = _row(session, counted, clock.now())
    if row.failures >= counted.free:
        return False
    row.failures += 1
    session.add(row)
    return True


def counter_row(session: Session, counted: Counted, moment: datetime) -> SignInAttempt:
    """A counter's row in a writing session, held until the transaction ends: for who counts in a way of their own.

    :param moment: what a row that is new has as `not_before`.
    """
    _forget_earlier_days(session)
    return _row(session, counted, moment)


def wait_after(more_than_free: int) -> timedelta:
    """How long the next try waits: doubling, up to five minutes."""
    doubled: int = 1 << min(more_than_free, _DOUBLINGS)
    return min(FIRST_WAIT * doubled, LONGEST_WAIT)


def succeeded(session: Session, who: tuple[Counted, ...], network: Counted, turns: int) -> None:
    """Somebody got in: their own counts start again, and the network gets back the turns that were taken."""
    keys = [each.key for each in who]
    # All rows are taken in one order, as take_turn does, so that two sign-ins never wait for each other.
    rows = session.exec(
        select(SignInAttempt)
        .where(col(SignInAttempt.key).in_([*keys, network.key]))
        .order_by(col(SignInAttempt.key))
        .with_for_update()
    ).all()
    for row in rows:
        if row.key in keys:
            session.delete(row)
            continue
        row.failures = max(0, row.failures - turns)
        if row.failures < network.free:
            row.not_before = clock.now()
        session.add(row)


def _forget_earlier_days(session: Session) -> None:
    session.execute(sa.delete(SignInAttempt).where(col(SignInAttempt.day) < clock.today() - timedelta(days=1)))


def _row(session: Session, each: Counted, moment: datetime) -> SignInAttempt:
    """This counter's row, held until the transaction ends."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    session.execute(
        dialect.insert(SignInAttempt)
        .values(key=each.key, day=clock.today(), failures=0, not_before=moment)
        # Also when it is there: the update takes the row, so that nobody removes it before we counted.
        .on_conflict_do_update(index_elements=["key"], set_={"day": clock.today()})
    )
    return session.exec(select(SignInAttempt).where(SignInAttempt.key == each.key)).one()
