"""Who is signed in where: a row for each browser, so that signing out really ends it, in every copy of the cookie."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.accounts.models import Account, StaffSession
from app.accounts.rights import Right, Role, may
from app.db import Database

IDLE: Final = timedelta(minutes=30)
ABSOLUTE: Final = timedelta(hours=12)
_NOTE_EVERY: Final = timedelta(minutes=1)
_SYSTEMS: Final = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)
_BROWSERS: Final = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody who is signed in, as the pages know them."""

    session_id: int
    account_id: int
    email: str
    role: Role
    organisation: str
    municipality: str

    @property
    def actor(self) -> str:
        """How this account stands in the audit lines."""
        return f"account:{self.account_id}"

    def may(self, right: Right) -> bool:
        """Whether this account holds a right."""
        return may(self.role, right)


def digest_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def device_of(user_agent: str) -> str:
    """A browser and a system in a few words, to recognise one's own; nothing finer is kept."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "Browser")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "onbekend apparaat")
    return f"{browser}, {system}"


def open_session(session: Session, account: Account, user_agent: str = "") -> str:
    """Sign this account in in one browser. Returns the token (256 random bits) for its sealed cookie."""
    token = secrets.token_urlsafe(32)
    moment = clock.now()
    row = StaffSession(
        account_id=account.id or 0,
        token_digest=digest_of(token),
        device=device_of(user_agent),
        created_at=moment,
        seen_at=moment,
    )
    session.add(row)
    account.seen_at = moment
    session.add(account)
    session.flush()
    return token


def who_holds(database: Database, token: str) -> SignedIn | None:
    """Who is signed in with this token, or None when it ended, timed out, or the account is closed.

    Being seen is written down once a minute.
    """
    moment = clock.now()
    with database.reading() as session:
        found = session.exec(
            select(StaffSession, Account)
            .join(Account, col(Account.id) == StaffSession.account_id)
            .where(StaffSession.token_digest == digest_of(token))
        ).first()
    if found is None or not _alive(found[0], moment) or found[1].disabled_at is not None:
        return None
    row, account = found
    if moment - row.seen_at >= _NOTE_EVERY:
        with database.writing() as session:
            session.execute(
                sa.update(StaffSession)
                .where(col(StaffSession.id) == row.id, col(StaffSession.ended_at).is_(None))
                .values(seen_at=moment)
            )
            session.execute(sa.update(Account).where(col(Account.id) == account.id).values(seen_at=moment))
    return SignedIn(
        row.id or 0, account.id or 0, account.email, account.role, account.organisation, account.municipality
    )


def _alive(row: StaffSession, moment: datetime) -> bool:
    return row.ended_at is None and moment - row.seen_at <= IDLE and moment - row.created_at <= ABSOLUTE


def living_sessions(session: Session, account_id: int) -> list[StaffSession]:
    """Where this account is signed in now, newest first."""
    moment = clock.now()
    rows = session.exec(
        select(StaffSession)
        .where(StaffSession.account_id == account_id, col(StaffSession.ended_at).is_(None))
        .order_by(col(StaffSession.seen_at).desc())
    ).all()
    return [row for row in rows if _alive(row, moment)]


def end_sessions(session: Session, account_id: int, *, only: int | None = None, but: int | None = None) -> int:
    """Sign this account out: everywhere, in one browser (`only`), or everywhere but here (`but`). Returns how many ended."""
    ending = sa.update(StaffSession).where(
        col(StaffSession.account_id) == account_id, col(StaffSession.ended_at).is_(None)
    )
    if only is not None:
        ending = ending.where(col(StaffSession.id) == only)
    if but is not None:
        ending = ending.where(col(StaffSession.id) != but)
    return int(getattr(session.execute(ending.values(ended_at=clock.now())), "rowcount", 0))


def forget_old(session: Session) -> int:
    """Remove rows of sessions that ended or ran out more than a day ago."""
    before = clock.now() - ABSOLUTE - timedelta(days=1)
    return int(
        getattr(session.execute(sa.delete(StaffSession).where(col(StaffSession.created_at) < before)), "rowcount", 0)
    )
