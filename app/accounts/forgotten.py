"""A forgotten password: a link by mail that works once, for an hour, and never passes by the second step (promise 35).

Whether there is such an account is found out by the worker and not by the page, so that known and unknown addresses get
the same answer in the same time by construction (promise 39).
"""

import secrets
from collections.abc import Iterable
from datetime import timedelta
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.accounts.keeping import reset_password
from app.accounts.keys import AccountKeys
from app.accounts.managing import second_step_stands
from app.accounts.models import Account, PasswordLink
from app.accounts.signing_in import plain_email
from app.accounts.slowing import counted_today, within_the_day
from app.accounts.staff_sessions import digest_of

VALID: Final = timedelta(hours=1)
MAILS_A_DAY: Final = 3


class LinkOver(Exception):
    """This link opens nothing: unknown, used, too old, or its account is closed. It does not say which."""


def make_link(session: Session, keys: AccountKeys, email: str) -> tuple[Account, str] | None:
    """A link for who has an open account with this address, at most three a day, in a writing session.

    :returns: the account and the token (256 bits), to be mailed once; None when nobody gets a mail.
    """
    account = session.exec(select(Account).where(Account.email == plain_email(email))).first()
    if account is None or account.disabled_at is not None or not account.password_hash:
        return None
    if not second_step_stands(session, account):
        return None  # its second step is being set up anew by mail: then one mailbox must not open the password as well
    if not within_the_day(session, counted_today(keys, f"forgotten mail|{account.id}", MAILS_A_DAY)):
        return None
    token = secrets.token_urlsafe(32)
    session.add(PasswordLink(digest=digest_of(token), account_id=account.id or 0, expires_at=clock.now() + VALID))
    return account, token


def open_link(session: Session, token: str) -> Account:
    """Whose link this is; nothing changes.

    :raises LinkOver: when it opens nothing.
    """
    return _opened(session, token)[1]


def choose_new(session: Session, token: str, password: str, context: Iterable[str] = ()) -> Account:
    """Another password: every session ends, every other link of this account too. The second step stays as it is.

    :raises LinkOver: when the link opens nothing (any more).
    :raises app.accounts.keeping.AccountRefused: when the password is easily guessed; the link still works then.
    """
    link, account = _opened(session, token)
    reset_password(session, account, password, context=(account.name, *context), actor=f"account:{account.id}")
    taken = session.execute(
        sa.update(PasswordLink)
        .where(col(PasswordLink.id) == link.id, col(PasswordLink.used_at).is_(None))
        .values(used_at=clock.now())
    )
    if not getattr(taken, "rowcount", 0):
        raise LinkOver
    session.execute(
        sa.update(PasswordLink)
        .where(col(PasswordLink.account_id) == account.id, col(PasswordLink.used_at).is_(None))
        .values(used_at=clock.now())
    )
    return account


def _opened(session: Session, token: str) -> tuple[PasswordLink, Account]:
    link = session.exec(select(PasswordLink).where(PasswordLink.digest == digest_of(token))).first()
    if link is None or link.used_at is not None or link.expires_at <= clock.now():
        raise LinkOver
    account = session.get(Account, link.account_id)
    if account is None or account.disabled_at is not None or account.changed_at > link.created_at:
        raise LinkOver  # a password that was changed meanwhile is not to be changed back with an older mail
    return link, account
