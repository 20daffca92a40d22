"""Who somebody is according to the municipality's own sign-in (OpenID Connect), and which account that opens.

The provider says who is there; what they may do here is ours. So nobody gets an account this way: somebody made it
before, with the address that the provider vouches for. The first time that address finds the account; from then on only
the provider's own number of the person does, so that an address that passes to somebody else does not open it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from app.accounts import security_keys
from app.accounts.models import Account
from app.accounts.rights import Role
from app.accounts.signing_in import HalfWay, mark_of, plain_email
from app.audit import record
from app.db import Database

MUNICIPAL: Final = frozenset({Role.ADMINISTRATOR, Role.EDITOR, Role.DESK, Role.MEDIATOR})
"""An organisation is not the municipality's, and independent support must stay independent of it: they never come in so."""
_TWO_STEPS: Final = frozenset({"mfa", "otp", "hwk", "fido"})
_LONGEST: Final = 400
_MICROSOFT_SAYS_YES: Final = (True, 1, "1", "true")


class NobodyHere(Exception):
    """No open account of the municipality belongs to this person. Pages say no more than that."""


@dataclass(frozen=True, slots=True)
class Vouched:
    """What the provider said, checked by the library already.

    :ivar number: issuer and subject: who it is, for good.
    :ivar email: the address, in small letters; empty when the provider does not vouch for it.
    :ivar two_steps: whether the provider says that it asked for a second step.
    """

    number: str
    email: str
    two_steps: bool


def read_claims(claims: Mapping[str, Any]) -> Vouched:
    """The claims of an ID token of which signature, issuer, audience, nonce and term were checked.

    :raises NobodyHere: when they do not say who it is.
    """
    issuer, subject = claims.get("iss"), claims.get("sub")
    if not isinstance(issuer, str) or not isinstance(subject, str) or not issuer or not subject:
        raise NobodyHere
    number = f"{issuer}|{subject}"
    if len(number) > _LONGEST:
        raise NobodyHere
    email = claims.get("email")
    # Entra has no email_verified; its xms_edov says that the owner of the mail domain was verified.
    vouched = claims.get("email_verified") is True or claims.get("xms_edov") in _MICROSOFT_SAYS_YES
    said = claims.get("amr")
    steps = {each for each in said if isinstance(each, str)} if isinstance(said, list) else set()
    return Vouched(number, plain_email(email) if vouched and isinstance(email, str) else "", bool(steps & _TWO_STEPS))


def recognised(database: Database, who: Vouched) -> HalfWay:
    """The account of this person, as far as after a right password: the second step is the caller's to see to.

    :raises NobodyHere: when there is none, it is closed, or it is not the municipality's.
    """
    with database.reading() as session:
        account = session.exec(select(Account).where(Account.external_id == who.number)).first()
    if account is None and who.email:
        account = _linked(database, who)
    if account is None or account.disabled_at is not None or account.role not in MUNICIPAL:
        raise NobodyHere
    return HalfWay(account.id or 0, mark_of(account))


def has_second_step(session: Session, account_id: int, host: str) -> bool:
    """Whether this account has a second step of ours at this host name."""
    return bool(session.get_one(Account, account_id).sealed_secret) or bool(
        security_keys.keys_of(session, account_id, host)
    )


def _linked(database: Database, who: Vouched) -> Account | None:
    """The open account with this address that nobody was linked to yet; from now on it is this person's."""
    try:
        with database.writing() as session:
            linked = session.execute(
                sa.update(Account)
                .where(
                    col(Account.email) == who.email,
                    col(Account.external_id).is_(None),
                    col(Account.disabled_at).is_(None),
                    col(Account.role).in_(MUNICIPAL),
                )
                .values(external_id=who.number)
            )
            account = session.exec(select(Account).where(Account.external_id == who.number)).first()
            if account is not None and bool(getattr(linked, "rowcount", 0)):
                record(session, f"account:{account.id}", "account.link-municipal", f"account:{account.id}")
            return account
    except IntegrityError:  # twice at once: the other one was first
        with database.reading() as session:
            return session.exec(select(Account).where(Account.external_id == who.number)).first()
