"""Which websites, telephone numbers and mail addresses stand before the public, kept in step with the map.

What can be judged by its form alone is judged here, without any call: numbers, mail addresses, and websites that are no
address at all. A value that changes begins anew, also when somebody had said that the old one was right.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

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
MOST_AT_ONCE: Final = 300
"""Offers in one transaction: a third of a second for whoever waits to write."""
MONTH: Final = timedelta(days=30)
_PUBLIC: Final = (Status.PUBLISHED, Status.HIDDEN)
_LONGEST: Final = 500
_NAMES: Final = ("website", "phone", "email")
_BETWEEN = re.compile(r"[\s,;/|]+")
_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_MAIL = re.compile(rf"<?{_LOCAL}@(?:{_LABEL}\.)+[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9]>?")


def keep_in_step(database: Database, *, sites: bool) -> int:
    """Make the list of addresses what the map now says, for some hundreds of offers at a time; cheap when nothing changed.

    What is no longer public, or was invented for an example, leaves the list.

    :param sites: whether websites are checked in this installation; when not, nothing is kept about them.
    :returns: how many offers were out of step; 0 when the list is whole.
    """
    with database.reading() as session:
        numbers = _out_of_step(session, sites=sites)[:MOST_AT_ONCE]
    if numbers:
        with database.writing() as session:
            _mend(session, numbers, sites=sites)
    return len(numbers)


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


def _out_of_step(session: Session, *, sites: bool) -> list[int]:
    now = clock.now()
    wanted = {(number, what): value for number, what, value in _wanted(session, None, sites=sites)}
    late: set[int] = set()
    row = CheckedAddress
    for number, what, value, next_at in session.exec(select(row.offer_id, row.what, row.value, row.next_at)):
        due = what not in SITES and next_at <= now
        if due or wanted.pop((number, what), None) != value:
            late.add(number)
    return sorted(late.union(number for number, _ in wanted))


def _mend(session: Session, numbers: Sequence[int], *, sites: bool) -> None:
    now = clock.now()
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
        _begin(row, value, now)
        session.add(row)
    for row in kept.values():
        session.delete(row)


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


def _wanted(session: Session, numbers: Sequence[int] | None, *, sites: bool) -> Iterator[tuple[int, str, str]]:
    """Offer, kind of address and value of all that stands before the public, or of these offers only."""
    question = (
        sa.select(
            col(Offer.id),
            *(col(getattr(Offer, name)) for name in _NAMES),
            *(col(getattr(Organisation, name)).label(f"organisation_{name}") for name in _NAMES),
        )
        .join(Organisation, col(Organisation.id) == col(Offer.organisation_id))
        .where(col(Offer.status).in_(_PUBLIC), col(Offer.example).is_(False))
    )
    if numbers is not None:
        question = question.where(col(Offer.id).in_(numbers))
    for number, *values in session.execute(question):
        own, shared = values[: len(_NAMES)], values[len(_NAMES) :]
        yield from ((number, what, value) for what, value in _addresses(own, shared, sites=sites))


def _addresses(own: Sequence[str], shared: Sequence[str], *, sites: bool) -> Iterator[tuple[str, str]]:
    """An organisation's address that is the offer's own too is looked at once."""
    for name, mine, theirs in zip(_NAMES, own, shared, strict=True):
        if name == "website" and not sites:
            continue
        one, other = ((value or "").strip()[:_LONGEST] for value in (mine, theirs))
        if one:
            yield name, one
        if other and other != one:
            yield f"organisation_{name}", other
