"""Accounts to try the product with, made anew for each demo: nobody can guess tomorrow's from today's."""

import secrets
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.accounts import second_factor
from app.accounts.keeping import create_account
from app.accounts.keys import AccountKeys
from app.accounts.models import Account, Invitation, PasswordLink, RecoveryCode, SecurityKey, StaffSession
from app.accounts.rights import Role
from app.db import Database
from app.settings import Settings

_WORDS: Final = (
    "appel", "bakfiets", "berk", "brug", "bus", "druppel", "egel", "fluit", "gieter", "haven", "hek", "jas", "kaars", "kastanje", "kers",
    "klok", "kraan", "lepel", "linde", "mand", "merel", "molen", "mus", "nest", "oever", "paraplu", "peer", "perron", "pet", "plank",
    "pruim", "raam", "regen", "riet", "sloot", "specht", "spiegel", "stoep", "tak", "tegel", "terp", "trap", "tulp", "veer", "vlinder",
    "wilg", "wolk", "zaag",
)  # fmt: skip
_EXAMPLES: Final = (
    ("beheerder@voorbeeld.example", Role.ADMINISTRATOR, ""),
    ("redacteur@voorbeeld.example", Role.EDITOR, ""),
    ("loket.hattem@voorbeeld.example", Role.DESK, "hattem"),
    ("loket.putten@voorbeeld.example", Role.DESK, "putten"),
    ("loket.overbetuwe@voorbeeld.example", Role.DESK, "overbetuwe"),
    ("loket.dorpshart@voorbeeld.example", Role.DESK, "hattem"),
    ("naast-u.hattem@voorbeeld.example", Role.CLIENT_SUPPORT, "hattem"),
    ("voor-elkaar.hattem@voorbeeld.example", Role.MEDIATOR, "hattem"),
    ("voor-elkaar.putten@voorbeeld.example", Role.MEDIATOR, "putten"),
    ("voor-elkaar.overbetuwe@voorbeeld.example", Role.MEDIATOR, "overbetuwe"),
    ("vertrouwenspersoon.hattem@voorbeeld.example", Role.CONFIDENTIAL_ADVISER, "hattem"),
    ("klachten.hattem@voorbeeld.example", Role.COMPLAINTS_OFFICER, "hattem"),
    ("organisatie@voorbeeld.example", Role.ORGANISATION, ""),
)
_EMPLOYED: Final = "loket.dorpshart@voorbeeld.example"
"""Somebody at the desk who is employed by an organisation on the map: what that means for a slip can be seen (I-06)."""


@dataclass(frozen=True, slots=True)
class ExampleSignIn:
    """What one needs to sign in as one of the examples."""

    email: str
    role: str
    password: str
    secret: str

    def code(self) -> str:
        """The one-time code of this moment."""
        return second_factor.code_now(self.secret)


def make_example_accounts(database: Database, settings: Settings, *, organisation: str = "") -> list[ExampleSignIn]:
    """Make the examples anew, with other passwords than last time. Only for a demo.

    :param organisation: uid of the organisation that the example organisation account speaks for, and that employs one of the desk;
        empty leaves those two out.
    """
    keys = AccountKeys.of(settings)
    made = []
    with database.writing() as session:
        for email, role, municipality in _EXAMPLES:
            of_organisation = role is Role.ORGANISATION or email == _EMPLOYED
            if of_organisation and not organisation:
                continue
            speaks_for = organisation if of_organisation else ""
            _forget(session, email)
            password = "-".join(secrets.choice(_WORDS) for _ in range(5))
            while len(set(password.split("-"))) < 5:  # noqa: PLR2004  (five different words)
                password = "-".join(secrets.choice(_WORDS) for _ in range(5))
            new = create_account(
                session,
                keys,
                email=email,
                password=password,
                role=role,
                organisation=speaks_for,
                municipality=municipality,
                actor="demo",
            )
            made.append(ExampleSignIn(email, role.value, password, new.secret))
    return made


def _forget(session: Session, email: str) -> None:
    """Remove the example of an earlier run with everything that hangs on it."""
    account = session.exec(select(Account).where(Account.email == email)).first()
    if account is not None:
        for table in (RecoveryCode, StaffSession, SecurityKey, PasswordLink, Invitation):
            session.execute(sa.delete(table).where(col(table.account_id) == account.id))
        session.delete(account)
        session.flush()
