"""Paper maps that a team orders for people who are visited at home: asked, printed, handed over (I-47).

An order holds what to print and for which team, never for whom. It goes some months after it was done.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from urllib.parse import urlencode

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.audit import record
from app.db import LARGEST_ROW, Database
from app.paper.choosing import PaperChoice
from app.paper.models import PaperOrder, PaperOrderState

MOST: Final = 500
"""Booklets in one order: a whole district; more is a mistake in typing."""
LONGEST_REMARK: Final = 400
MOST_DONE: Final = 30
KEPT_FOR: Final = timedelta(days=180)
NEXT: Final = {
    PaperOrderState.ASKED: (PaperOrderState.PRINTED, PaperOrderState.CANCELLED),
    PaperOrderState.PRINTED: (PaperOrderState.HANDED_OVER, PaperOrderState.CANCELLED),
    PaperOrderState.HANDED_OVER: (),
    PaperOrderState.CANCELLED: (),
}
"""What an order may become."""
OPEN: Final = tuple(state for state, after in NEXT.items() if after)


class NoSuchOrder(Exception):
    """There is no such order, or it is another municipality's: for who asks, that is the same."""


class Moved(Exception):
    """Somebody else was first: the order is in another state than was shown."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asks for. `team` is a slug, or empty for the desk itself; `number` is 1 up to `MOST`."""

    choice: PaperChoice
    number: int
    team: str = ""
    wanted_on: date | None = None
    remark: str = ""


def order(session: Session, wanted: Wanted, by: str) -> PaperOrder:
    """Keep an order, in a writing session.

    :param by: `account:<number>`.
    """
    choice = wanted.choice
    kept = PaperOrder(
        municipality=choice.municipality, team=wanted.team, kern=choice.kern, domain=choice.domain,
        target_group=choice.target_group, large_print=choice.large, number=wanted.number, wanted_on=wanted.wanted_on,
        remark=wanted.remark, asked_by=by,
    )  # fmt: skip
    session.add(kept)
    session.flush()
    record(session, by, "paper.order", f"paper_order:{kept.id}")
    return kept


def order_of(session: Session, municipality: str, number: int) -> PaperOrder:
    """One order.

    :param municipality: whose desk it is; empty for a desk of the whole region.
    :raises NoSuchOrder: there is none here.
    """
    found = session.get(PaperOrder, number) if 0 < number <= LARGEST_ROW else None
    if found is None or municipality not in {"", found.municipality}:
        raise NoSuchOrder
    return found


def move(
    session: Session, municipality: str, number: int, to: PaperOrderState, *, seen: PaperOrderState, by: str
) -> PaperOrder:
    """Bring an order further, in a writing session. A second click changes nothing.

    :param municipality: whose desk it is; empty for a desk of the whole region.
    :param seen: the state that was shown to who clicked.
    :raises NoSuchOrder: there is none here.
    :raises Moved: it is in another state by now, or cannot become this.
    """
    found = order_of(session, municipality, number)
    if found.state is to:
        return found
    if found.state is not seen or to not in NEXT[found.state]:
        raise Moved
    found.state, found.changed_by, found.changed_at = to, by, clock.now()
    session.add(found)
    record(session, by, f"paper.{to.value}", f"paper_order:{number}")
    return found


def open_orders(session: Session, municipality: str) -> list[PaperOrder]:
    """What has to be printed or brought, the soonest wanted first; of every desk when the municipality is empty."""
    question = select(PaperOrder).where(*_of(municipality), col(PaperOrder.state).in_(OPEN))
    found = session.exec(question.order_by(col(PaperOrder.id))).all()
    return sorted(found, key=lambda each: (each.wanted_on is None, each.wanted_on or date.max))


def done_orders(session: Session, municipality: str) -> list[PaperOrder]:
    """What was handed over or cancelled lately, newest first."""
    question = select(PaperOrder).where(*_of(municipality), col(PaperOrder.state).not_in(OPEN))
    return list(session.exec(question.order_by(col(PaperOrder.changed_at).desc()).limit(MOST_DONE)).all())


def forget_done_orders(database: Database) -> int:
    """Remove what was done long enough ago. Returns how many."""
    with database.writing() as session:
        outcome = session.execute(
            sa.delete(PaperOrder).where(
                col(PaperOrder.state).not_in(OPEN), col(PaperOrder.changed_at) < clock.now() - KEPT_FOR
            )
        )
    return int(getattr(outcome, "rowcount", 0))


def query_of(order: PaperOrder) -> str:
    """The choice of an order as it stands in the address of a booklet, with its question mark; empty for the whole map."""
    given = {
        "kern": order.kern,
        "leefgebied": order.domain,
        "doelgroep": order.target_group,
        "letters": "groot" if order.large_print else "",
    }
    asked = urlencode({name: value for name, value in given.items() if value})
    return f"?{asked}" if asked else ""


def _of(municipality: str) -> tuple[sa.ColumnElement[bool], ...]:
    return (col(PaperOrder.municipality) == municipality,) if municipality else ()
