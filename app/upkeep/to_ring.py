"""The editor's list: what nobody confirmed, sorted by who would miss it most, a page at a time (I-02; S27).

After a first import of thousands of offers without an address this list is long. So it begins with help in a crisis and
people who take over for a while, and then what was confirmed longest ago; nobody has to look for where to begin.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from app import clock
from app.accounts.models import Account
from app.accounts.rights import Role
from app.content.models import Policy
from app.social_map.models import Offer, Organisation, Place
from app.social_map.vocabulary import PUBLIC_BEFORE, ConfirmedBy, Status
from app.upkeep.models import CheckedAddress, FreshnessStep
from app.upkeep.standing import CLIENT_SUPPORT, OVERNIGHT
from app.upkeep.telling import dead_addresses, prices_past
from app.upkeep.vocabulary import Checked, Step, Told

RING: Final = "bellen"
STEPS: Final = {
    "gevraagd": Step.ASK,
    "herinnerd": Step.REMIND,
    "gewaarschuwd": Step.WARN,
    "verborgen": Step.HIDE,
    "blijft": Step.KEEP,
}
FILTERS: Final = (RING, *STEPS, "nooit", "prijzen", "adressen", "geen-mail")
_RANK: Final = {step: place for place, step in enumerate(Step)}
_RING_ANYWAY: Final = (Step.WARN, Step.HIDE, Step.KEEP)


@dataclass(frozen=True, slots=True)
class Line:
    """One offer to ring about. `phone`: the offer's own, else the organisation's."""

    offer: Offer
    organisation: Organisation
    place: Place
    step: Step | None
    told: Told | None
    called_at: datetime | None
    price_until: date | None
    dead: tuple[CheckedAddress, ...]

    @property
    def phone(self) -> str:
        """The number to ring."""
        return self.offer.phone or self.organisation.phone


def lines(
    session: Session, what: str, policy: Policy, walls: sa.ColumnElement[bool], *, limit: int, offset: int = 0
) -> list[Line]:
    """A page of the list.

    :param what: one of FILTERS. :param walls: condition on `Place` of what this editor may see.
    """
    rows = session.execute(
        _narrow(sa.select(Offer, Organisation, Place), session, what, walls)
        .order_by(_need(policy), sa.func.coalesce(col(Offer.last_confirmed), date(1, 1, 1)), col(Offer.id))
        .limit(limit)
        .offset(offset)
    ).all()
    numbers = [offer.id for offer, _organisation, _place in rows]
    steps, dead = _last_steps(session, numbers), dead_addresses(session, numbers)
    found = []
    for offer, organisation, place in rows:
        last = steps.get(offer.id)
        past = prices_past(offer.costs, clock.today())
        found.append(
            Line(
                offer, organisation, place, last.step if last else None, last.told if last else None,
                last.called_at if last else None, past[-1] if past else None, tuple(dead.get(offer.id, ())),
            )
        )  # fmt: skip
    return found


def how_many(session: Session, what: str, walls: sa.ColumnElement[bool]) -> int:
    """How many offers stand on this list."""
    return int(session.execute(_narrow(sa.select(sa.func.count(col(Offer.id))), session, what, walls)).scalar_one())


def note_call(session: Session, offer: Offer) -> None:
    """Somebody rang about this offer today, whoever answered."""
    for row in session.exec(select(FreshnessStep).where(FreshnessStep.offer_id == offer.id)):
        if row.called_at is None and (offer.last_confirmed is None or row.since >= offer.last_confirmed):
            row.called_at = clock.now()
            session.add(row)


def _narrow(question: Any, session: Session, what: str, walls: sa.ColumnElement[bool]) -> Any:
    question = (
        question.select_from(Offer)
        .join(Organisation, col(Organisation.id) == Offer.organisation_id)
        .join(Place, col(Place.id) == Offer.place_id)
        .where(walls, col(Offer.status).in_(PUBLIC_BEFORE))
    )
    if what == "prijzen":
        return question.where(col(Offer.id).in_(_with_old_prices(session)))
    return question.where(_condition(what))


def _condition(what: str) -> sa.ColumnElement[bool]:
    if what in STEPS:
        step = STEPS[what]
        further = [each for each in Step if _RANK[each] > _RANK[step]]
        return sa.and_(_has_step(step), *[~_has_step(each) for each in further])
    if what == "nooit":
        return sa.or_(
            col(Offer.last_confirmed).is_(None),
            col(Offer.confirmed_by).is_(None),
            col(Offer.confirmed_by) == ConfirmedBy.SOURCE,
        )
    if what == "adressen":
        return sa.exists().where(
            col(CheckedAddress.offer_id) == Offer.id,
            col(CheckedAddress.state) == Checked.DEAD,
            col(CheckedAddress.settled_at).is_(None),
        )
    if what == "geen-mail":
        account = sa.exists().where(
            col(Account.organisation) == Organisation.uid,
            col(Account.role) == Role.ORGANISATION,
            col(Account.disabled_at).is_(None),
        )
        other = aliased(Offer)
        told = sa.exists().where(
            col(other.organisation_id) == Organisation.id,
            col(other.email) != "",
            col(other.status).in_(PUBLIC_BEFORE),
        )
        return sa.and_(col(Organisation.email) == "", ~account, ~told)
    return sa.exists().where(
        col(FreshnessStep.offer_id) == Offer.id,
        _current(),
        col(FreshnessStep.called_at).is_(None),
        sa.or_(col(FreshnessStep.told) == Told.CALL, col(FreshnessStep.step).in_(_RING_ANYWAY)),
    )


def _has_step(step: Step) -> sa.ColumnElement[bool]:
    return sa.exists().where(col(FreshnessStep.offer_id) == Offer.id, _current(), col(FreshnessStep.step) == step)


def _current() -> sa.ColumnElement[bool]:
    """The step belongs to the round that runs now: nobody confirmed since."""
    return sa.or_(col(Offer.last_confirmed).is_(None), col(FreshnessStep.since) >= col(Offer.last_confirmed))


def _need(policy: Policy) -> sa.ColumnElement[int]:
    """Who is missed most when it is not right: crisis and client support, then respite, then the rest."""
    first = [*policy.never_hide, CLIENT_SUPPORT]
    return sa.case(
        (col(Offer.kind).in_(first), 0),
        (sa.or_(col(Offer.respite).is_not(None), col(Offer.kind) == OVERNIGHT), 1),
        else_=2,
    )


def _last_steps(session: Session, offers: Collection[int]) -> dict[int, FreshnessStep]:
    found: dict[int, FreshnessStep] = {}
    rows = session.exec(
        select(FreshnessStep)
        .join(Offer, col(Offer.id) == FreshnessStep.offer_id)
        .where(col(FreshnessStep.offer_id).in_(list(offers)), _current())
    )
    for row in rows:
        known = found.get(row.offer_id)
        if known is None or _RANK[row.step] > _RANK[known.step]:
            found[row.offer_id] = row
    return found


def _with_old_prices(session: Session) -> list[int]:
    """Public offers with a price past its date; dates stand in JSON, so they are compared here."""
    dated = sa.cast(col(Offer.costs), sa.Text).like('%"valid_until"%"2%')
    rows = session.execute(
        sa.select(col(Offer.id), col(Offer.costs)).where(col(Offer.status) == Status.PUBLISHED, dated)
    )
    return [number for number, costs in rows if prices_past(costs, clock.today())]
