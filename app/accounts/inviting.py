"""Invitations: an account begins with a link that works once, and stands only when its second step stands (promise 35).

Until then there is no account: the password that was chosen waits with the invitation, so that a set-up that was broken
off is taken up again with the same link, and nobody can sign in half-way.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.accounts import passwords, second_factor
from app.accounts.keeping import AccountRefused, check_organisation, check_password, checked_email
from app.accounts.keys import AccountKeys
from app.accounts.models import Account, Invitation, PasswordLink, RecoveryCode, SecurityKey
from app.accounts.rights import Role
from app.accounts.staff_sessions import digest_of, end_sessions
from app.audit import record

LONGEST_NAME: Final = 80
SECOND_STEP_DAYS: Final = 7
"""How long somebody has to set up a second step that was taken away."""


class InvitationOver(Exception):
    """This invitation opens nothing: unknown, used, withdrawn or too old. It does not say which."""


@dataclass(frozen=True, slots=True)
class SetUp:
    """An account that now stands: it may sign in. `recovery_codes` are shown once."""

    account: Account
    recovery_codes: tuple[str, ...]


def invite(
    session: Session,
    keys: AccountKeys,
    *,
    email: str,
    role: Role,
    organisation: str = "",
    municipality: str = "",
    name: str = "",
    by: str,
    days: int,
) -> tuple[Invitation, str]:
    """Invite somebody, in a writing session. An earlier invitation to the same address for the same work stops working.

    :param organisation: uid: needed for the role `organisation`; of a desk account, its employer.
    :param by: who invites, as in the audit lines (`account:1`, `cli`).
    :returns: the invitation, and its token (256 bits), which is shown or mailed once and kept nowhere.
    :raises AccountRefused: no address, there is an account already, or role and organisation do not fit.
    """
    del keys  # nothing is sealed before somebody answers; every caller has them at hand
    email = checked_email(email)
    if session.exec(select(Account.id).where(Account.email == email)).first() is not None:
        raise AccountRefused("--email: er is al een account met dit adres.")
    check_organisation(role, organisation)
    made = Invitation(
        digest="", email=email, name=" ".join(name.split())[:LONGEST_NAME], role=role, organisation=organisation,
        municipality=municipality, invited_by=by[:80], expires_at=clock.now() + timedelta(days=days),
    )  # fmt: skip
    token = _keep(session, made)
    record(session, by, "account.invite", f"invitation:{made.id} {role.value}")
    return made, token


def invite_again(session: Session, invitation: Invitation, *, by: str, days: int) -> tuple[Invitation, str]:
    """The same invitation with a new token; the old link stops working.

    :raises InvitationOver: when it was used or withdrawn.
    """
    if invitation.used_at is not None or invitation.withdrawn_at is not None:
        raise InvitationOver
    made = Invitation(
        digest="", email=invitation.email, name=invitation.name, role=invitation.role, organisation=invitation.organisation,
        municipality=invitation.municipality, invited_by=by[:80], account_id=invitation.account_id,
        expires_at=clock.now() + timedelta(days=days),
    )  # fmt: skip
    token = _keep(session, made)
    record(session, by, "account.invite-again", f"invitation:{made.id} {made.role.value}")
    return made, token


def withdraw(session: Session, invitation: Invitation, *, by: str) -> None:
    """Nobody can answer it any more."""
    if invitation.used_at is None and invitation.withdrawn_at is None:
        invitation.withdrawn_at = clock.now()
        invitation.password_hash = ""
        session.add(invitation)
        record(session, by, "account.withdraw-invitation", f"invitation:{invitation.id}")


def take_second_step(session: Session, account: Account, *, by: str) -> tuple[Invitation, str]:
    """Take away the second step of an account, and make a link to set it up anew. Its password stays, and stays needed.

    Nobody sees a secret: not who asks for this, nor who finds the link without the password.

    :raises AccountRefused: when the account is closed.
    """
    if account.disabled_at is not None:
        raise AccountRefused("Dit account is gesloten. Open het eerst weer.")
    account.sealed_secret = ""
    account.changed_at = clock.now()
    session.add(account)
    for table in (RecoveryCode, SecurityKey):
        session.execute(sa.delete(table).where(col(table.account_id) == account.id))
    end_sessions(session, account.id or 0)
    made = Invitation(
        digest="", email=account.email, name=account.name, role=account.role, organisation=account.organisation,
        municipality=account.municipality, invited_by=by[:80], account_id=account.id,
        expires_at=clock.now() + timedelta(days=SECOND_STEP_DAYS),
    )  # fmt: skip
    token = _keep(session, made)
    record(session, by, "account.reset-second-factor", f"account:{account.id}")
    return made, token


def open_invitation(session: Session, token: str) -> Invitation:
    """The invitation this token opens; nothing changes.

    :raises InvitationOver: when it opens nothing.
    """
    return _still_open(session, session.exec(select(Invitation).where(Invitation.digest == digest_of(token))).first())


def still_open(session: Session, number: int) -> Invitation:
    """The invitation with this number, for who opened it before in the same browser.

    :raises InvitationOver: when it opens nothing any more.
    """
    return _still_open(session, session.get(Invitation, number))


def is_open(invitation: Invitation) -> bool:
    """Whether somebody can still answer it."""
    return invitation.used_at is None and invitation.withdrawn_at is None and invitation.expires_at > clock.now()


def open_invitations(session: Session) -> list[Invitation]:
    """Those that were not answered or withdrawn, also when they ran out; newest first."""
    return list(
        session.exec(
            select(Invitation)
            .where(col(Invitation.used_at).is_(None), col(Invitation.withdrawn_at).is_(None))
            .order_by(col(Invitation.created_at).desc(), col(Invitation.id).desc())
        )
    )


def choose_password(session: Session, invitation: Invitation, password: str, context: Iterable[str] = ()) -> None:
    """Keep the password until the second step stands. Choosing again replaces it.

    :raises AccountRefused: when it is easily guessed.
    """
    check_password(password, (invitation.email, invitation.name, invitation.municipality, *context))
    invitation.password_hash = passwords.hashed(password)
    session.add(invitation)


def knows_password(session: Session, invitation: Invitation, password: str) -> bool:
    """Whether this is the password of the account that sets its second step up anew."""
    account = session.get(Account, invitation.account_id) if invitation.account_id else None
    return passwords.fits(account.password_hash if account else "", password)


def finish(session: Session, keys: AccountKeys, invitation: Invitation, *, secret: str = "", step: int = 0) -> SetUp:
    """The second step stands: now there is an account. Works once, also when two browsers answer at the same moment.

    :param secret: of the app with codes, confirmed with a code by the caller; empty when the caller adds a security key to
        the account in this same transaction.
    :param step: time step of that code, which does not work a second time.
    :raises InvitationOver: when it was answered meanwhile, or no password was chosen.
    """
    taken = session.execute(
        sa.update(Invitation)
        .where(
            col(Invitation.id) == invitation.id,
            col(Invitation.used_at).is_(None),
            col(Invitation.withdrawn_at).is_(None),
        )
        .values(used_at=clock.now())
    )
    if not getattr(taken, "rowcount", 0):
        raise InvitationOver
    account = _account_for(session, invitation)
    account.sealed_secret = keys.seal(secret) if secret else ""
    account.last_counter = step
    account.changed_at = clock.now()
    session.add(account)
    session.flush()
    codes = second_factor.new_recovery_codes(session, account)
    invitation.password_hash = ""
    session.add(invitation)
    action = "account.set-up-second-step" if invitation.account_id else "account.create"
    record(session, f"account:{account.id}", action, f"account:{account.id} {account.role.value}")
    return SetUp(account, tuple(codes))


def _account_for(session: Session, invitation: Invitation) -> Account:
    """The account that sets its second step up anew, or a new one."""
    if invitation.account_id is not None:
        account = session.get(Account, invitation.account_id)
        if account is None or account.disabled_at is not None:
            raise InvitationOver
        return account
    known = session.exec(select(Account.id).where(Account.email == invitation.email)).first()
    if not invitation.password_hash or known is not None:
        raise InvitationOver
    return Account(
        email=invitation.email, name=invitation.name, role=invitation.role, organisation=invitation.organisation,
        municipality=invitation.municipality, password_hash=invitation.password_hash,
    )  # fmt: skip


def _keep(session: Session, made: Invitation) -> str:
    """Add it with a fresh token; the same invitation to the same address is void. Password links are none of its business.

    Only the same one: else whoever may invite (an organisation, an administrator of one municipality) could take away what
    somebody else sent. Who answers one of two has an account, and then the other opens nothing.
    """
    session.execute(
        sa.update(Invitation)
        .where(
            col(Invitation.email) == made.email,
            sa.or_(
                sa.and_(
                    col(Invitation.role) == made.role,
                    col(Invitation.organisation) == made.organisation,
                    col(Invitation.municipality) == made.municipality,
                ),
                col(Invitation.account_id) == (made.account_id or 0),  # the account may have another role since
            ),
            col(Invitation.used_at).is_(None),
            col(Invitation.withdrawn_at).is_(None),
        )
        .values(withdrawn_at=clock.now(), password_hash="")
    )
    token = secrets.token_urlsafe(32)
    made.digest = digest_of(token)
    session.add(made)
    session.flush()
    return token


def _still_open(session: Session, found: Invitation | None) -> Invitation:
    if found is None or not is_open(found):
        raise InvitationOver
    if found.account_id is not None:
        account = session.get(Account, found.account_id)
        if account is None or account.disabled_at is not None:
            raise InvitationOver
    elif session.exec(select(Account.id).where(Account.email == found.email)).first() is not None:
        raise InvitationOver
    return found


def forget_old(session: Session) -> int:
    """Remove invitations and password links that nobody can use any more, thirty days after their end."""
    before = clock.now() - timedelta(days=30)
    gone = 0
    for table in (Invitation, PasswordLink):
        gone += int(getattr(session.execute(sa.delete(table).where(col(table.expires_at) < before)), "rowcount", 0))
    return gone
