"""All that a public page may show of offers and questions: names of tasks, and the lines a mediator checked (I-34, I-35).

One place for it, so that what stands outside can be read at a glance: no person, no village, no time, no count.
"""

from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from app.matching.mediation import Mediation
from app.matching.models import ExchangeEvent, Notice, Side, Standing


@dataclass(frozen=True, slots=True)
class PublicLine:
    """A line about one offer or question that the mediator checked, with what it is about (task slugs)."""

    side: Side
    tasks: tuple[str, ...]
    line: str


def tasks_asked(mediation: Mediation, municipality: str) -> tuple[str, ...]:
    """The tasks that are asked for now, each once, in the order of the content: never how often, by whom or where."""
    with mediation.database.reading() as session:
        found = session.exec(
            select(Notice.tasks).where(
                Notice.municipality == municipality,
                Notice.side == Side.QUESTION,
                Notice.standing == Standing.OPEN,
            )
        ).all()
    asked = {slug for tasks in found for slug in tasks}
    return tuple(task.slug for task in mediation.content.now().tasks if task.slug in asked and task.volunteers)


def coming_events(mediation: Mediation, municipality: str, today: date) -> tuple[ExchangeEvent, ...]:
    """The exchange events that are not over, the first one first."""
    with mediation.database.reading() as session:
        found = session.exec(
            select(ExchangeEvent)
            .where(
                ExchangeEvent.municipality == municipality,
                col(ExchangeEvent.closed_at).is_(None),
                col(ExchangeEvent.held_on) >= today,
            )
            .order_by(col(ExchangeEvent.held_on), col(ExchangeEvent.id))
        ).all()
    return tuple(found)


def event_with(mediation: Mediation, slug: str, municipality: str) -> ExchangeEvent | None:
    """The exchange event with this name in its address; None when there is none here."""
    with mediation.database.reading() as session:
        return session.exec(
            select(ExchangeEvent).where(ExchangeEvent.slug == slug, ExchangeEvent.municipality == municipality)
        ).first()


def public_lines(mediation: Mediation, event_id: int) -> tuple[PublicLine, ...]:
    """The checked lines of what is open in this event, questions first."""
    with mediation.database.reading() as session:
        found = session.execute(
            select(Notice.side, Notice.tasks, Notice.public_line)
            .where(Notice.event_id == event_id, Notice.standing == Standing.OPEN, Notice.public_line != "")
            .order_by(col(Notice.side).desc(), col(Notice.public_line))
        ).all()
    return tuple(PublicLine(Side(side), tuple(tasks), line) for side, tasks, line in found)
