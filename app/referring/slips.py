"""Call slips with a code: what the desk advised somebody can be looked up for a while, alive, and then it is gone.

A slip holds offers and nothing about who called. Its code is short enough to read aloud, so looking up is slowed where
codes are typed; who guesses one sees offers that anybody may see.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.accounts.models import Account
from app.references import SIGNS, check_sign, read_code
from app.referring.models import Slip
from app.social_map.finding import Card, cards_by_slug, gone, not_sure
from app.social_map.merged import organisation_of
from app.social_map.models import Offer, Organisation

LENGTH: Final = 6
_GROUP: Final = 3
_TRIES: Final = 20
MOST_OFFERS: Final = 60


def make_slip(session: Session, offers: Sequence[str], *, municipality: str, by: str, days: int) -> Slip:
    """Keep these offers under a new code, in a writing session.

    :param offers: slugs, in the order of the slip.
    :param by: the account that made it (`account:1`), so that a slip of one employer's offers can say so.
    :param days: how long the code shows it (`policy.slip_valid_days`).
    """
    moment = clock.now()
    made = Slip(
        code=_new_code(session), municipality=municipality, offers=tuple(offers)[:MOST_OFFERS], made_by=by[:40],
        created_at=moment, ends_at=_last_moment(moment, days),
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def open_slip(session: Session, code: str) -> Slip | None:
    """The slip of a code as `read_slip_code` read it; None when there is none, or not any more."""
    return session.exec(select(Slip).where(Slip.code == code, col(Slip.ends_at) > clock.now())).first()


def forget_ended(session: Session) -> int:
    """Remove the slips whose time is over, in a writing session. Returns how many."""
    gone_now = session.execute(sa.delete(Slip).where(col(Slip.ends_at) <= clock.now()))
    return int(getattr(gone_now, "rowcount", 0))


def read_slip_code(typed: str) -> str | None:
    """The code somebody typed; None when it cannot be one (its last sign is a check on the others)."""
    code = read_code(typed)
    if len(code) != LENGTH + 1 or any(sign not in SIGNS for sign in code):
        return None
    return code if check_sign(code[:-1]) == code[-1] else None


def spaced_slip_code(code: str) -> str:
    """As people see and hear it: XXX-XXXX."""
    return f"{code[:_GROUP]}-{code[_GROUP:]}"


@dataclass(frozen=True, slots=True)
class Followed:
    """What became of the offers of a slip: those that stand, in order, and the names of those that are not on
    the map any more.

    :ivar instead: by the slug of an offer that stands, the name of what it came in the place of.
    """

    cards: tuple[Card, ...]
    instead: dict[str, str]
    missing: tuple[str, ...]


def follow(session: Session, slugs: Sequence[str]) -> Followed:
    """The offers with these slugs as they are now; one that was withdrawn is followed to its successor."""
    now = {card.slug: card for card in cards_by_slug(session, slugs)}
    instead: dict[str, str] = {}
    missing: list[str] = []
    order: dict[str, None] = {}
    for slug in slugs:
        if slug in now:
            order[slug] = None
            continue
        moved = gone(session, slug)
        if moved is not None and moved.slug:
            order[moved.slug] = None
            instead.setdefault(moved.slug, moved.name)
        elif moved is not None:
            missing.append(moved.name)
        elif (unsure := not_sure(session, slug)) is not None:
            missing.append(unsure.name)
    found = {card.slug: card for card in cards_by_slug(session, list(order))}
    return Followed(tuple(found[slug] for slug in order if slug in found), instead, tuple(missing))


def organisations_of(session: Session, numbers: Sequence[int]) -> dict[int, int]:
    """By the row of an offer, the row of the organisation that gives it."""
    if not numbers:
        return {}
    rows = session.execute(sa.select(col(Offer.id), col(Offer.organisation_id)).where(col(Offer.id).in_(numbers)))
    return {int(offer): int(organisation) for offer, organisation in rows}


def employer_of(session: Session, by: str) -> Organisation | None:
    """The organisation on the map that employs who made a slip (`account:1`); None when that is the municipality."""
    number = by.removeprefix("account:")
    account = session.get(Account, int(number)) if number.isascii() and number.isdigit() else None
    return organisation_of(session, account.organisation) if account is not None and account.organisation else None


def only_of(employer: Organisation | None, given: Sequence[int]) -> bool:
    """Whether a slip holds nothing but offers of this employer (I-06).

    :param given: rows of the organisations of the offers on it.
    """
    return employer is not None and bool(given) and all(each == employer.id for each in given)


def _last_moment(moment: datetime, days: int) -> datetime:
    """The end of the last day, as people count days."""
    day = moment.astimezone(clock.AMSTERDAM) + timedelta(days=days)
    return day.replace(hour=23, minute=59, second=59, microsecond=0).astimezone(moment.tzinfo)


def _new_code(session: Session) -> str:
    """A code no slip has, not even one that just ended: else an old note would show somebody else's slip."""
    for _ in range(_TRIES):
        start = "".join(secrets.choice(SIGNS) for _ in range(LENGTH))
        code = start + check_sign(start)
        if session.exec(select(Slip.id).where(Slip.code == code)).first() is None:
            return code
    message = "no free code for a slip"
    raise RuntimeError(message)
