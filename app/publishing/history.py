"""An offer's history as its organisation may read it: who did it in plain terms, never which account (promise 34)."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from sqlmodel import Session, col, select

from app.accounts.models import Account
from app.accounts.rights import Role
from app.social_map.lifecycle import MAIL_LINK
from app.social_map.models import OfferEvent

ACCOUNT: Final = "account:"


class By(StrEnum):
    """Whose hand it was. `list`: an import, of a register or somebody's own list; `site`: the site itself, by its rules."""

    ORGANISATION = "organisation"
    EDITORS = "editors"
    LIST = "list"
    SITE = "site"


def by_whom(session: Session, actors: Iterable[str]) -> dict[str, By]:
    """Whose hand each of these actors is; one question to the database.

    An actor is `account:<number>`, `mail link`, `upkeep`, or the name of an import or of an earlier editor's account.
    """
    wanted = set(actors)
    numbers = {name: int(name.removeprefix(ACCOUNT)) for name in wanted if _is_account(name)}
    known: dict[int, Role] = {}
    if numbers:
        rows = session.exec(select(Account.id, Account.role).where(col(Account.id).in_(numbers.values()))).all()
        known = {number: Role(role) for number, role in rows if number}
    return {name: _by(name, known.get(numbers[name]) if name in numbers else None) for name in wanted}


def _is_account(name: str) -> bool:
    number = name.removeprefix(ACCOUNT)
    return name.startswith(ACCOUNT) and number.isascii() and number.isdigit() and len(number) < 10  # noqa: PLR2004  (a row's number)


def _by(name: str, role: Role | None) -> By:
    if name == MAIL_LINK or role is Role.ORGANISATION:
        return By.ORGANISATION
    if name == "upkeep":
        return By.SITE
    if role is not None or "@" in name or name.startswith(ACCOUNT):
        return By.EDITORS
    return By.LIST


def last_event(session: Session, offer_id: int) -> OfferEvent | None:
    """The newest line of an offer's history."""
    return session.exec(
        select(OfferEvent).where(OfferEvent.offer_id == offer_id).order_by(col(OfferEvent.id).desc()).limit(1)
    ).first()
