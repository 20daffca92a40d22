"""Coming in: a password, then a code or a key. Who does not come in hears the same, whatever was wrong."""

from dataclasses import dataclass

from sqlmodel import Session, select

from app.accounts import passwords, second_factor, security_keys
from app.accounts.keys import AccountKeys, SealBroken
from app.accounts.models import Account
from app.accounts.security_keys import Challenge, KeyRefused, Party
from app.accounts.slowing import Counted, counted_for, succeeded, take_turn
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
            account = self._still(session, half)
            try:
                right = second_factor.accept(session, account, typed, self.keys)
            except SealBroken as problem:
                raise NotRecognised from problem
            if not right:
                raise NotRecognised
            return self._come_in(session, account, counted, address, user_agent), account

    def key(
        self,
        half: HalfWay,
        answer: str,
        *,
        challenge: Challenge,
        party: Party,
        address: str | None,
        user_agent: str = "",
    ) -> tuple[str, Account]:
        """The second step with a security key or passkey, slowed and answered as a code is.

        :param answer: what the browser got from the key, as JSON.
        :raises TooSoon: when tries follow each other too fast.
        :raises NotRecognised: when it is not right, was used before, or is not a key of this account.
        """
        counted = counted_for(self.keys, f"code {half.account_id}", address)
        take_turn(self.database, counted)
        try:
            number, sign_count = security_keys.accepted(self.database, half.account_id, party, challenge, answer)
        except KeyRefused as problem:
            raise NotRecognised from problem
        with self.database.writing() as session:
            account = self._still(session, half)
            if not security_keys.use(session, number, sign_count, challenge):
                raise NotRecognised
            return self._come_in(session, account, counted, address, user_agent), account

    def vouched_for(self, half: HalfWay, user_agent: str = "") -> tuple[str, Account]:
        """No second step here, because the municipality's own sign-in saw to it.

        :raises NotRecognised: when the account was closed or changed meanwhile.
        """
        with self.database.writing() as session:
            account = self._still(session, half)
            token = open_session(session, account, user_agent)
            record(session, f"account:{account.id}", "sign-in.municipal")
            return token, account

    def _come_in(
        self, session: Session, account: Account, counted: tuple[Counted, Counted], address: str | None, user_agent: str
    ) -> str:
        token = open_session(session, account, user_agent)
        by_password = counted_for(self.keys, account.email, address)[0]
        succeeded(session, (by_password, counted[0]), counted[1], _TURNS)
        record(session, f"account:{account.id}", "sign-in")
        return token

    @staticmethod
    def _still(session: Session, half: HalfWay) -> Account:
        """The account of a first step, when it is open and did not change since."""
        account = session.get(Account, half.account_id)
        if account is None or account.disabled_at is not None or mark_of(account) != half.mark:
            raise NotRecognised
        return account


def plain_email(email: str) -> str:
    """An address as it is kept: without spaces around it, in small letters."""
    return email.strip().casefold()[:254]


def mark_of(account: Account) -> str:
    """Something that changes when the password or the second factor does, and tells nothing about either."""
    return account.changed_at.isoformat()
