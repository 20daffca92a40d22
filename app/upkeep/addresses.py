"""Which websites, telephone numbers and mail addresses stand before the public, kept in step with the map.

What can be judged by its form alone is judged here, without any call: numbers, mail addresses, and websites that are no
address at all. A value that changes begins anew, also when somebody had said that the old one was right.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.db import Database
from app.social_map.models import Offer, Organisation
from app.social_map.vocabulary import Status
from app.upkeep.models import CheckedAddress
from app.upkeep.phone_numbers import UNASSIGNED, wrong_with
from app.upkeep.site_visit import address_of
from app.upkeep.vocabulary import Checked

SITES: Final = ("website", "organisation_website")
NEVER: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""`checked_at` of a website nobody visited yet."""
BATCH: Final = 500
MONTH: Final = timedelta(days=30)
_PUBLIC: Final = (Status.PUBLISHED, Status.HIDDEN)
_LONGEST: Final = 500
_BETWEEN = re.compile(r"[\s,;/|]+")
_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_MAIL = re.compile(rf"<?{_LOCAL}@(?:{_LABEL}\.)+[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9]>?")


def keep_in_step(database: Database, *, sites: bool) -> int:
    """Make the list of addresses what the map now says, a batch at a time. Returns how many were new or had changed.

    :param sites: whether websites are checked in this installation; when not, nothing is kept about them.
    """
    with database.writing() as session:
        _forget(session, sites=sites)
    changed, after = 0, 0
    while numbers := _next_offers(database, after):
        with database.writing() as session:
            changed += _in_step(session, numbers, sites=sites)
        after = numbers[-1]
    return changed


def judged_by_form(what: str, value: str) -> tuple[Checked, str]:
    """What the form alone says: the state and a code of REASONS."""
    if what.endswith("website"):
        return (Checked.FINE, "") if address_of(value) else (Checked.DEAD, "site_form")
    if what.endswith("email"):
        return (Checked.FINE, "") if is_mail(value) else (Checked.DEAD, "mail_form")
    reason = wrong_with(value)
    if not reason:
        return Checked.FINE, ""
    return (Checked.ODD if reason == UNASSIGNED else Checked.DEAD), reason


def is_mail(typed: str) -> bool:
    """Whether there is a mail address in a field, and nothing that wants to be one and is not."""
    parts = [part for part in _BETWEEN.split(typed.strip().removeprefix("mailto:")) if "@" in part]
    return bool(parts) and all(_MAIL.fullmatch(part) and len(part) <= 254 for part in parts)  # noqa: PLR2004  (RFC 5321)


def _forget(session: Session, *, sites: bool) -> None:
    """What is no longer public (or was invented for an example) is no longer looked at."""
    public = select(Offer.id).where(col(Offer.status).in_(_PUBLIC), col(Offer.example).is_(False))
    session.execute(sa.delete(CheckedAddress).where(col(CheckedAddress.offer_id).not_in(public)))
    if not sites:
        session.execute(sa.delete(CheckedAddress).where(col(CheckedAddress.what).in_(SITES)))


def _next_offers(database: Database, after: int) -> list[int]:
    with database.reading() as session:
        question = (
            select(Offer.id)
            .where(col(Offer.id) > after, col(Offer.status).in_(_PUBLIC), col(Offer.example).is_(False))
            .order_by(col(Offer.id))
            .limit(BATCH)
        )
        return [number for number in session.exec(question).all() if number]


def _in_step(session: Session, numbers: Sequence[int], *, sites: bool) -> int:
    now, changed = clock.now(), 0
    kept: dict[tuple[int, str], CheckedAddress] = {
        (row.offer_id, row.what): row
        for row in session.exec(select(CheckedAddress).where(col(CheckedAddress.offer_id).in_(numbers)))
    }
    for number, what, value in _wanted(session, numbers, sites=sites):
        row = kept.pop((number, what), None)
        if row is None:
            row = CheckedAddress(offer_id=number, what=what)
        elif row.value == value and (what in SITES or row.next_at > now):
            continue
        changed += row.value != value
        _begin(row, value, now)
        session.add(row)
    for row in kept.values():
        session.delete(row)
    return changed


def _begin(row: CheckedAddress, value: str, now: datetime) -> None:
    state, reason = judged_by_form(row.what, value)
    to_visit = row.what in SITES and state is Checked.FINE
    if row.value != value:
        row.settled_at, row.failures, row.failing_since = None, 0, None
    row.value, row.state, row.reason = value, state, reason
    row.checked_at = NEVER if to_visit else now
    row.next_at = now if to_visit else now + MONTH
    if state is Checked.FINE:
        row.failing_since = None
    elif row.failing_since is None:
        row.failing_since = now


def _wanted(session: Session, numbers: Sequence[int], *, sites: bool) -> Iterator[tuple[int, str, str]]:
    question = (
        sa.select(
            col(Offer.id),
            *(col(getattr(Offer, name)) for name in ("website", "phone", "email")),
            *(col(getattr(Organisation, name)).label(f"organisation_{name}") for name in ("website", "phone", "email")),
        )
        .join(Organisation, col(Organisation.id) == col(Offer.organisation_id))
        .where(col(Offer.id).in_(numbers))
    )
    for row in session.execute(question).mappings():
        yield from ((row["id"], what, value) for what, value in _addresses(row, sites=sites))


def _addresses(row: Mapping[Any, Any], *, sites: bool) -> Iterator[tuple[str, str]]:
    """An organisation's address that is the offer's own too is looked at once."""
    for name in ("website", "phone", "email"):
        if name == "website" and not sites:
            continue
        own, shared = ((row[key] or "").strip()[:_LONGEST] for key in (name, f"organisation_{name}"))
        if own:
            yield name, own
        if shared and shared != own:
            yield f"organisation_{name}", shared
