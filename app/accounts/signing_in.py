"""Coming in: a password, then a code. Who does not come in hears the same, whatever was wrong."""

from dataclasses import dataclass

from sqlmodel import select

from app.accounts import passwords, second_factor
from app.accounts.keys import AccountKeys, SealBroken
from app.accounts.models import Account
from app.accounts.slowing import counted_for, succeeded, take_turn
from app.accounts.staff_sessions import open_session
from app.audit import record
from app.db import Database

_TURNS = 2
"""Turns that one whole sign-in takes: password and code."""


class NotRecognised(Exception):
    """This combination is not known. Never says which part, nor whether there is such an account."""


@dataclass(frozen=True, slots=True)
class HalfWay:
    """The password was right. `mark` changes with the password, so that an old half of a sign-in is worth nothing."""

    account_id: int
    mark: str


@dataclass(frozen=True, slots=True)
class Door:
    """Where people come in."""

    database: Database
    keys: AccountKeys

    def password(self, email: str, password: str, address: str | None) -> HalfWay:
        """The first step.

        :raises TooSoon: when tries follow each other too fast.
        :raises NotRecognised: when it is not right.
        """
        email = plain_email(email)
        take_turn(self.database, counted_for(self.keys, email, address))
        with self.database.reading() as session:
            account = session.exec(select(Account).where(Account.email == email)).first()
        right = passwords.fits(account.password_hash if account else "", password)
        if account is None or not right or account.disabled_at is not None:
            raise NotRecognised
        return HalfWay(account.id or 0, mark_of(account))

    def code(self, half: HalfWay, typed: str, address: str | None, user_agent: str = "") -> tuple[str, Account]:
        """The second step. Returns the token for the browser's sealed cookie, and the account.

        :raises TooSoon: when tries follow each other too fast.
        :raises NotRecognised: when it is not right, or was used before.
        """
        counted = counted_for(self.keys, f"code {half.account_id}", address)
        take_turn(self.database, counted)
        with self.database.writing() as session:
            account = session.get(Account, half.account_id)
            if account is None or account.disabled_at is not None or mark_of(account) != half.mark:
                raise NotRecognised
            try:
                right = second_factor.accept(session, account, typed, self.keys)
            except SealBroken as problem:
                raise NotRecognised from problem
            if not right:
                raise NotRecognised
            token = open_session(session, account, user_agent)
            by_password = counted_for(self.keys, account.email, address)[0]
            succeeded(session, (by_password, counted[0]), counted[1], _TURNS)
            record(session, f"account:{account.id}", "sign-in")
            return token, account


def plain_email(email: str) -> str:
    """An address as it is kept: without spaces around it, in small letters."""
    return email.strip().casefold()[:254]


def mark_of(account: Account) -> str:
    """Something that changes when the password or the second factor does, and tells nothing about either."""
    return account.changed_at.isoformat()
