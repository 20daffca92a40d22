"""Making, closing and mending accounts. There is no account until somebody makes one."""

from dataclasses import dataclass

import sqlalchemy as sa
from email_validator import EmailNotValidError, validate_email
from sqlmodel import Session, col, select

from app import clock
from app.accounts import passwords, second_factor, security_keys
from app.accounts.keys import AccountKeys
from app.accounts.models import Account, Invitation
from app.accounts.rights import BELONGS_TO_ORGANISATION, Role
from app.accounts.signing_in import plain_email
from app.accounts.staff_sessions import end_sessions
from app.audit import record


class AccountRefused(Exception):
    """This account cannot be made or changed so; the message names the field and how to mend it, in Dutch."""


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account that was just made, with what is shown once: the secret for the app and the recovery codes."""

    account: Account
    secret: str
    recovery_codes: tuple[str, ...]

    @property
    def address_for_app(self) -> str:
        """The `otpauth://` address."""
        return second_factor.address_for_app(self.secret, self.account.email)


def create_account(
    session: Session,
    keys: AccountKeys,
    *,
    email: str,
    password: str,
    role: Role,
    organisation: str = "",
    municipality: str = "",
    context: tuple[str, ...] = (),
    actor: str = "cli",
) -> NewAccount:
    """Make an account, in a writing session.

    :param organisation: uid of the organisation: needed for the role `organisation`; of a desk account, its employer.
    :param municipality: slug of the only municipality it works for; empty for the whole region.
    :param context: words the password may not hold.
    :raises AccountRefused: when something does not fit; nothing is kept then.
    """
    email = checked_email(email)
    if session.exec(select(Account).where(Account.email == email)).first() is not None:
        raise AccountRefused("--email: er is al een account met dit adres.")
    check_organisation(role, organisation)
    check_password(password, (email, municipality, *context))
    secret = second_factor.new_secret()
    account = Account(
        email=email, role=role, organisation=organisation, municipality=municipality,
        password_hash=passwords.hashed(password), sealed_secret=keys.seal(secret),
    )  # fmt: skip
    session.add(account)
    session.flush()
    codes = second_factor.new_recovery_codes(session, account)
    record(session, actor, "account.create", f"account:{account.id} {role.value}")
    return NewAccount(account, secret, tuple(codes))


def check_organisation(role: Role, organisation: str) -> None:
    """Refuse an organisation where none belongs, and a missing one where one is needed.

    :raises AccountRefused: with the reason.
    """
    if role is Role.ORGANISATION and not organisation:
        raise AccountRefused("--organisation: noem de organisatie waarvoor dit account is.")
    if organisation and role not in BELONGS_TO_ORGANISATION:
        raise AccountRefused("--organisation hoort alleen bij de rollen 'organisation' en 'desk'.")


def checked_email(email: str) -> str:
    """The address as it is kept.

    :raises AccountRefused: when it is no e-mail address.
    """
    try:
        found = validate_email(email.strip(), check_deliverability=False, test_environment=True)
    except EmailNotValidError as problem:
        raise AccountRefused("--email: dit is geen e-mailadres. Schrijf het zo: naam@voorbeeld.nl.") from problem
    return plain_email(found.normalized)


def check_password(password: str, context: tuple[str, ...] = ()) -> None:
    """Refuse what is easily guessed.

    :raises AccountRefused: with the reason.
    """
    reason = passwords.why_refused(password, context)
    if reason:
        raise AccountRefused(reason)


def find_account(session: Session, email: str) -> Account:
    """The account with this address.

    :raises AccountRefused: when there is none.
    """
    account = session.exec(select(Account).where(Account.email == plain_email(email))).first()
    if account is None:
        raise AccountRefused("--email: er is geen account met dit adres.")
    return account


def disable_account(session: Session, account: Account, actor: str = "cli") -> int:
    """Close an account and end its sessions at once; whom it invited cannot answer any more. Returns how many sessions ended."""
    if account.disabled_at is None:
        withdraw_invitations_of(session, account)
        account.disabled_at = clock.now()
        account.changed_at = clock.now()
        session.add(account)
        record(session, actor, "account.disable", f"account:{account.id}")
    return end_sessions(session, account.id or 0)


def withdraw_invitations_of(session: Session, account: Account) -> None:
    """Who loses a right must not have sent themselves a way back in: what they gave out and nobody answered is void.

    A link to set a second step up anew stays: it opens with the password of whom it is for, and nothing more.
    """
    void_invitations(
        session, col(Invitation.invited_by) == f"account:{account.id}", col(Invitation.account_id).is_(None)
    )


def void_invitations(session: Session, *which: sa.ColumnElement[bool]) -> None:
    """Nobody can answer these invitations any more; the password somebody chose half-way goes with them."""
    session.execute(
        sa.update(Invitation)
        .where(*which, col(Invitation.used_at).is_(None), col(Invitation.withdrawn_at).is_(None))
        .values(withdrawn_at=clock.now(), password_hash="")
    )


def reset_second_factor(session: Session, keys: AccountKeys, account: Account, actor: str = "cli") -> NewAccount:
    """A new secret and new recovery codes; the old ones and all keys stop working, every session ends. The password stays."""
    secret = second_factor.new_secret()
    account.sealed_secret = keys.seal(secret)
    account.changed_at = clock.now()
    session.add(account)
    security_keys.forget_all(session, account.id or 0)
    codes = second_factor.new_recovery_codes(session, account)
    end_sessions(session, account.id or 0)
    record(session, actor, "account.reset-second-factor", f"account:{account.id}")
    return NewAccount(account, secret, tuple(codes))


def change_password(
    session: Session, account: Account, old: str, new: str, *, here: int, context: tuple[str, ...] = ()
) -> None:
    """Another password; every other session of this account ends.

    :param here: number of the session in which it is changed; it stays.
    :raises AccountRefused: when the old one does not fit or the new one is easily guessed.
    """
    if not passwords.fits(account.password_hash, old):
        raise AccountRefused("Dit is niet uw wachtwoord van nu. Typ het nog eens.")
    check_password(new, (account.email, *context))
    account.password_hash = passwords.hashed(new)
    account.changed_at = clock.now()
    session.add(account)
    end_sessions(session, account.id or 0, but=here)
    record(session, f"account:{account.id}", "account.change-password", f"account:{account.id}")


def reset_password(
    session: Session, account: Account, new: str, *, context: tuple[str, ...] = (), actor: str = "cli"
) -> None:
    """Another password by an administrator's hand; every session ends, the second step stays needed.

    :raises AccountRefused: when it is easily guessed.
    """
    check_password(new, (account.email, *context))
    account.password_hash = passwords.hashed(new)
    account.changed_at = clock.now()
    session.add(account)
    end_sessions(session, account.id or 0)
    record(session, actor, "account.reset-password", f"account:{account.id}")
