"""Finding activities: what is on for the public, and whose they are when organisations became one."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.agenda.draft import local_start
from app.agenda.models import Activity, ActivityStatus
from app.social_map.merged import lasting
from app.social_map.models import Organisation

MOST: Final = 200
PUBLIC: Final = (ActivityStatus.PUBLISHED, ActivityStatus.CANCELLED)


def activities(
    session: Session, *, municipality: str, first: date, last: date, domains: Sequence[str] = (), most: int = MOST
) -> list[Activity]:
    """What is on from `first` to and with `last` in this municipality (slug), or for its residents; what begins first, first.

    Cancelled ones are among them: people must not stand before a door. One question to the database.

    :param domains: slugs of life domains; empty for all. :param most: how many at most.
    """
    question = (
        select(Activity)
        .where(
            col(Activity.status).in_(PUBLIC),
            col(Activity.starts_at) < local_start(last + timedelta(days=1)),
            still_on_from(first),
            sa.or_(col(Activity.municipality) == municipality, _among(Activity.serves, municipality)),
        )
        .order_by(col(Activity.starts_at), col(Activity.id))
        .limit(most)
    )
    if domains:
        question = question.where(sa.or_(*(_among(Activity.domains, domain) for domain in domains)))
    return list(session.exec(question).all())


def still_on_from(day: date) -> sa.ColumnElement[bool]:
    """The condition that it is not over before this day begins."""
    start = local_start(day)
    return sa.or_(col(Activity.starts_at) >= start, col(Activity.ends_at) > start)


def public_activity(session: Session, slug: str) -> Activity | None:
    """The activity at this address, when the public may see it; also one that is over."""
    question = select(Activity).where(Activity.slug == slug, col(Activity.status).in_(PUBLIC))
    return session.exec(question).first()


def house_of(session: Session, organisation: Organisation) -> list[int]:
    """The row numbers of an organisation and of those that were merged into it: their activities are its own."""
    numbers, uids = [organisation.id or 0], [organisation.uid]
    while uids:
        rows = session.exec(select(Organisation).where(col(Organisation.merged_into).in_(uids))).all()
        rows = [row for row in rows if row.id not in numbers]
        numbers += [row.id or 0 for row in rows]
        uids = [row.uid for row in rows]
    return numbers


def own_activities(session: Session, organisation: Organisation, since: date, most: int = 2 * MOST) -> list[Activity]:
    """All of an organisation that are not over on `since` and not withdrawn, by day."""
    question = (
        select(Activity)
        .where(
            col(Activity.organisation_id).in_(house_of(session, organisation)),
            col(Activity.status) != ActivityStatus.WITHDRAWN,
            still_on_from(since),
        )
        .order_by(col(Activity.starts_at), col(Activity.id))
        .limit(most)
    )
    return list(session.exec(question).all())


def coming_of(session: Session, organisation: Organisation, *, most: int = 5, but: int = 0) -> list[Activity]:
    """What this organisation has for the public from today on."""
    found = own_activities(session, organisation, clock.today())
    return [each for each in found if each.status in PUBLIC and each.id != but][:most]


def organisations_of(session: Session, shown: Iterable[Activity]) -> dict[int, Organisation]:
    """Who gives each of these, by the activity's `organisation_id`; one that was merged is followed."""
    numbers = {each.organisation_id for each in shown}
    if not numbers:
        return {}
    rows = session.exec(select(Organisation).where(col(Organisation.id).in_(numbers))).all()
    return {row.id or 0: lasting(session, row) for row in rows}


def _among(column: Any, slug: str) -> sa.ColumnElement[bool]:
    """The condition that a list in a JSON column holds this slug: slugs have no signs that JSON writes otherwise."""
    return sa.cast(col(column), sa.Text).contains(f'"{slug}"', autoescape=True)
