"""Looking after accounts: who there is, closing and opening, another role. The last administrator always stays."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.accounts.keeping import AccountRefused, disable_account, withdraw_invitations_of
from app.accounts.models import Account, SecurityKey
from app.accounts.rights import RIGHTS, Right, Role
from app.accounts.staff_sessions import end_sessions
from app.audit import record


def accounts_of(session: Session, municipality: str = "") -> Sequence[Account]:
    """All accounts, or those of one municipality: open ones first, then by address."""
    wanted = select(Account)
    if municipality:
        wanted = wanted.where(Account.municipality == municipality)
    return session.exec(wanted.order_by(col(Account.disabled_at).is_not(None), col(Account.email))).all()


def with_security_key(session: Session) -> frozenset[int]:
    """The numbers of the accounts that have a security key."""
    return frozenset(session.exec(select(SecurityKey.account_id)).all())


def second_step_stands(session: Session, account: Account) -> bool:
    """Whether this account can do its second step: an app with codes, or a security key."""
    if account.sealed_secret:
        return True
    found = session.exec(select(SecurityKey.id).where(SecurityKey.account_id == account.id).limit(1)).first()
    return found is not None


def close(session: Session, account: Account, *, by: str) -> int:
    """Close an account; its sessions end at once. Returns how many ended.

    :raises AccountRefused: when it is the last administrator's.
    """
    _keep_an_administrator(session, account)
    return disable_account(session, account, by)


def reopen(session: Session, account: Account, *, by: str) -> None:
    """Open an account again, as it was: password and second step stay needed."""
    if account.disabled_at is not None:
        account.disabled_at = None
        account.changed_at = clock.now()
        session.add(account)
        record(session, by, "account.enable", f"account:{account.id}")


def sign_out_everywhere(session: Session, account: Account, *, by: str) -> int:
    """End all sessions of an account. Returns how many ended."""
    ended = end_sessions(session, account.id or 0)
    record(session, by, "account.end-sessions", f"account:{account.id}")
    return ended


def change_place(
    session: Session,
    account: Account,
    *,
    role: Role,
    municipality: str,
    name: str,
    by: str,
    employer: str | None = None,
) -> None:
    """Another role, municipality, name or employer. Sessions end when what the account may do changes.

    :param employer: uid of the organisation that employs somebody at the desk, "" for the municipality; None leaves it
        as it is. Who leaves the desk has none: another role holds nothing of an organisation.
    :raises AccountRefused: the last administrator, or from or to the role of an organisation.
    """
    if role is not account.role and Role.ORGANISATION in {role, account.role}:
        raise AccountRefused("Een account van een organisatie houdt die rol. Sluit het en nodig opnieuw uit.")
    name = " ".join(name.split())[:80]
    _change_employer(session, account, role, employer, by)
    if (role, municipality) != (account.role, account.municipality):
        if role is not Role.ADMINISTRATOR or municipality not in {"", account.municipality}:
            _keep_an_administrator(session, account)
        withdraw_invitations_of(session, account)
        account.role, account.municipality = role, municipality
        account.changed_at = clock.now()
        end_sessions(session, account.id or 0)
        record(session, by, "account.change-role", f"account:{account.id} {role.value} {municipality or 'region'}")
    elif name != account.name:
        record(session, by, "account.change-name", f"account:{account.id}")
    account.name = name
    session.add(account)


def _change_employer(session: Session, account: Account, role: Role, employer: str | None, by: str) -> None:
    if account.role is Role.ORGANISATION:
        return
    wanted = "" if role is not Role.DESK else account.organisation if employer is None else employer
    if wanted != account.organisation:
        account.organisation = wanted
        account.changed_at = clock.now()
        record(session, by, "account.change-employer", f"account:{account.id}")


def _keep_an_administrator(session: Session, account: Account) -> None:
    """Somebody must stay who can look after the accounts this one looks after."""
    if account.role not in RIGHTS[Right.MANAGE_ACCOUNTS] or account.disabled_at is not None:
        return
    # All administrators are held, so that two of them cannot close each other at the same moment.
    others = session.exec(
        select(Account)
        .where(
            col(Account.role).in_(RIGHTS[Right.MANAGE_ACCOUNTS]),
            col(Account.disabled_at).is_(None),
            sa.or_(col(Account.municipality) == "", col(Account.municipality) == account.municipality),
        )
        .order_by(col(Account.id))
        .with_for_update()
    ).all()
    if not any(each.id != account.id and second_step_stands(session, each) for each in others):
        raise AccountRefused("Dit is de laatste beheerder. Maak eerst iemand anders beheerder.")
