"""Exchange events (beursvloer, I-35): offers and questions of one day brought together, and asked after three months later.

An event is made, changed and closed by the mediating organisation. What comes out of here about notices is what a mediator
may put on a screen in a hall: tasks and the line that was checked, never a name, a number to call or a village.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Final, Literal, Self

import sqlalchemy as sa
from dateutil.relativedelta import relativedelta
from pydantic import Field, StringConstraints, model_validator
from sqlmodel import Session, col, select

from app import clock
from app.audit import record
from app.matching.mediation import Mediation, NobodyThere
from app.matching.models import ExchangeEvent, Notice, Pair, PairState, Side, Standing
from app.matching.pair_states import PairNotPossible
from app.matching.pairs import end
from app.matching.shapes import Long, Shape
from app.matching.together import Together, holding_pair

FOLLOW_UP_AFTER: Final = relativedelta(months=3)
ASK_AGAIN_AFTER: Final = timedelta(days=28)
LONGEST_SLUG: Final = 100
Outcome = Literal["going", "done", "stopped", "unknown"]
OUTCOMES: Final[tuple[Outcome, ...]] = ("going", "done", "stopped", "unknown")


class EventNotPossible(Exception):
    """This cannot be done. `why`: nobody (no organisation mediates there) or closed."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


class NewEvent(Shape):
    """An event as a mediator types it. `description` is public. `follow_up_on` empty: three months after the day."""

    municipality: str
    name: Annotated[str, StringConstraints(min_length=3, max_length=200, strip_whitespace=True)]
    place: Annotated[str, StringConstraints(max_length=300, strip_whitespace=True)] = ""
    times: Annotated[str, StringConstraints(max_length=300, strip_whitespace=True)] = ""
    held_on: date
    description: Long = ""
    follow_up_on: date | None = Field(default=None)
    example: bool = False

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.follow_up_on is not None and self.follow_up_on <= self.held_on:
            raise ValueError("the follow-up is not after the day itself")
        return self

    @property
    def asks_on(self) -> date:
        """The day on which to ask what became of it."""
        return self.follow_up_on or self.held_on + FOLLOW_UP_AFTER


@dataclass(frozen=True, slots=True)
class EventList:
    """The events of a municipality: what is still to come (the first first) and what is over or closed (the last first)."""

    coming: tuple[ExchangeEvent, ...]
    past: tuple[ExchangeEvent, ...]


@dataclass(frozen=True, slots=True)
class EventNotice:
    """An offer or question of an event, without anything that tells who it is."""

    id: int
    reference: str
    side: Side
    standing: Standing
    tasks: tuple[str, ...]
    public_line: str
    urgent: bool


@dataclass(frozen=True, slots=True)
class EventPair:
    """A match of which both sides belong to the event. `outcome` is empty until somebody asked."""

    id: int
    offer_id: int
    offer_reference: str
    question_id: int
    question_reference: str
    tasks: tuple[str, ...]
    state: PairState
    agreed: bool
    outcome: str


@dataclass(frozen=True, slots=True)
class EventRows:
    """Everything of one event, for staff.

    :ivar counts: offers, questions, proposed, agreed (ever), and how many of the agreed are going, done, stopped, unknown
        or to_ask. For staff only: small numbers are not hidden.
    """

    event: ExchangeEvent
    offers: tuple[EventNotice, ...]
    questions: tuple[EventNotice, ...]
    pairs: tuple[EventPair, ...]
    counts: dict[str, int]


def create(mediation: Mediation, new: NewEvent, actor: str) -> int:
    """Make an event. Its address comes from its name and year, and never changes.

    :raises EventNotPossible: nobody mediates in this municipality.
    """
    town = mediation.content.now().municipality(new.municipality)
    if town is None or town.mediation is None:
        raise EventNotPossible("nobody")
    with mediation.database.writing() as session:
        event = ExchangeEvent(
            slug=_free_slug(session, new),
            municipality=new.municipality,
            name=new.name,
            place=new.place,
            times=new.times,
            held_on=new.held_on,
            description=new.description,
            follow_up_on=new.asks_on,
            example=new.example,
        )
        session.add(event)
        session.flush()
        record(session, actor, "event.create", f"event:{event.id}")
        return event.id or 0


def change(mediation: Mediation, event_id: int, new: NewEvent, actor: str, *, municipality: str = "") -> None:
    """Change what is said about an event; its address and municipality stay. Another day moves the day of asking along.

    :raises NobodyThere: it is not there, or not here.
    :raises EventNotPossible: it is closed.
    """
    with mediation.database.writing() as session:
        event = _held(session, event_id, municipality)
        if event.closed_at is not None:
            raise EventNotPossible("closed")
        event.name, event.place, event.times = new.name, new.place, new.times
        event.held_on, event.description, event.follow_up_on = new.held_on, new.description, new.asks_on
        session.add(event)
        record(session, actor, "event.change", f"event:{event_id}")


def close(mediation: Mediation, event_id: int, actor: str, *, municipality: str = "") -> None:
    """Nothing is posted for it any more. What was posted stands as any other offer or question. Twice is once.

    :raises NobodyThere: it is not there, or not here.
    """
    with mediation.database.writing() as session:
        event = _held(session, event_id, municipality)
        if event.closed_at is None:
            event.closed_at = clock.now()
            session.add(event)
            record(session, actor, "event.close", f"event:{event_id}")


def followed_up(mediation: Mediation, event_id: int, actor: str, *, municipality: str = "") -> None:
    """Everybody was asked who could be: the event is off the list of what there is to do.

    :raises NobodyThere: it is not there, or not here.
    """
    with mediation.database.writing() as session:
        event = _held(session, event_id, municipality)
        event.followed_up_at = clock.now()
        session.add(event)
        record(session, actor, "event.followed_up", f"event:{event_id}")


def of(mediation: Mediation, municipality: str, today: date) -> EventList:
    """The events of a municipality; of the whole region when empty."""
    with mediation.database.reading() as session:
        found = session.exec(
            select(ExchangeEvent)
            .where(*_within(municipality))
            .order_by(col(ExchangeEvent.held_on), col(ExchangeEvent.id))
        ).all()
    coming = tuple(event for event in found if event.closed_at is None and event.held_on >= today)
    ids = {event.id for event in coming}
    return EventList(coming, tuple(event for event in reversed(found) if event.id not in ids))


def rows(mediation: Mediation, event_id: int, *, municipality: str = "") -> EventRows:
    """An event with its offers, questions and matches, at one moment.

    :raises NobodyThere: it is not there, or not here.
    """
    with mediation.database.reading() as session:
        event = session.get(ExchangeEvent, event_id)
        if event is None or (municipality and event.municipality != municipality):
            raise NobodyThere
        notices = _notices(session, event_id)
        pairs = _pairs(session, event_id)
    offers = tuple(each for each in notices if each.side is Side.OFFER)
    questions = tuple(each for each in notices if each.side is Side.QUESTION)
    return EventRows(event, offers, questions, pairs, _counts(offers, questions, pairs))


def follow_up_due(mediation: Mediation, today: date, *, municipality: str = "") -> tuple[ExchangeEvent, ...]:
    """The events of which it is time to ask what became of the matches, the longest ago first."""
    with mediation.database.reading() as session:
        found = session.exec(
            select(ExchangeEvent)
            .where(
                col(ExchangeEvent.follow_up_on) <= today,
                col(ExchangeEvent.followed_up_at).is_(None),
                *_within(municipality),
            )
            .order_by(col(ExchangeEvent.follow_up_on), col(ExchangeEvent.id))
        ).all()
    return tuple(found)


def record_follow_up(
    mediation: Mediation, pair_id: int, outcome: Outcome, actor: str, *, municipality: str = ""
) -> None:
    """What the mediator heard about a match of an event. What is over ends it, and closes the contact.

    What goes on is asked again after the usual length of a notice; what nobody could say, in four weeks.

    :raises NobodyThere: there is no such match, or not here.
    :raises PairNotPossible: `pair_state`: it was never agreed, or has ended already and going on was said.
    """
    with mediation.database.reading() as session:
        pair = session.get(Pair, pair_id)
        agreed_now = pair is not None and pair.state is PairState.AGREED
    if agreed_now and outcome in {"done", "stopped"}:
        end(mediation, pair_id, actor, "done" if outcome == "done" else "stopped", municipality=municipality)
        return
    with holding_pair(mediation, pair_id, municipality) as (work, pair):
        _note_outcome(mediation, work, pair, outcome, actor)


def _note_outcome(mediation: Mediation, work: Together, pair: Pair, outcome: Outcome, actor: str) -> None:
    """An outcome that ends nothing: it goes on, nobody knows, or it was over already."""
    goes_on = pair.state is PairState.AGREED
    if pair.agreed_at is None or (outcome == "going" and not goes_on):
        raise PairNotPossible("pair_state")
    pair.follow_up = outcome
    if goes_on:
        terms = mediation.terms(work.notice(pair.question_id).municipality)
        usual = timedelta(days=terms.keep_days if terms else 180)
        pair.follow_up_on = clock.today() + (usual if outcome == "going" else ASK_AGAIN_AFTER)
    if outcome == "going":
        for number in (pair.offer_id, pair.question_id):
            work.note(work.notice(number), actor, "pair_goes_on", pair)
    work.session.add(pair)
    record(work.session, actor, f"pair.follow_up_{outcome}", f"pair:{pair.id}")


def _held(session: Session, event_id: int, municipality: str) -> ExchangeEvent:
    event = session.exec(select(ExchangeEvent).where(ExchangeEvent.id == event_id).with_for_update()).first()
    if event is None or (municipality and event.municipality != municipality):
        raise NobodyThere
    return event


def _within(municipality: str) -> tuple[sa.ColumnElement[bool], ...]:
    return (col(ExchangeEvent.municipality) == municipality,) if municipality else ()


def _free_slug(session: Session, new: NewEvent) -> str:
    """An address of plain letters, the year behind it, and a number when that one is taken."""
    plain = unicodedata.normalize("NFKD", new.name).encode("ascii", "ignore").decode().lower()
    wanted = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_SLUG].strip("-") or "beursvloer"
    year = str(new.held_on.year)
    base = wanted if year in wanted.split("-") else f"{wanted}-{year}"
    taken = {
        *session.exec(select(ExchangeEvent.slug).where(col(ExchangeEvent.slug).startswith(base, autoescape=True))).all()
    }
    number = 1
    while (base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    return base if number == 1 else f"{base}-{number}"


def _notices(session: Session, event_id: int) -> tuple[EventNotice, ...]:
    """By column, so that nothing sealed leaves the database for a list."""
    names = ("id", "reference", "side", "standing", "tasks", "public_line", "urgent")
    asked = sa.select(*(getattr(Notice, name) for name in names))
    asked = asked.where(col(Notice.event_id) == event_id).order_by(col(Notice.id))
    return tuple(EventNotice(**row) for row in session.execute(asked).mappings())


def _pairs(session: Session, event_id: int) -> tuple[EventPair, ...]:
    offer, question = sa.orm.aliased(Notice), sa.orm.aliased(Notice)
    found = session.execute(
        sa.select(
            *(getattr(Pair, name) for name in ("id", "offer_id", "question_id", "state", "agreed_at", "follow_up")),
            col(offer.reference).label("offer_reference"),
            col(question.reference).label("question_reference"),
            col(question.tasks).label("tasks"),
        )
        .join(offer, col(offer.id) == col(Pair.offer_id))
        .join(question, col(question.id) == col(Pair.question_id))
        .where(col(offer.event_id) == event_id, col(question.event_id) == event_id)
        .order_by(col(Pair.id))
    ).all()
    return tuple(
        EventPair(
            id=row.id,
            offer_id=row.offer_id,
            offer_reference=row.offer_reference,
            question_id=row.question_id,
            question_reference=row.question_reference,
            tasks=row.tasks,
            state=row.state,
            agreed=row.agreed_at is not None,
            outcome=row.follow_up,
        )
        for row in found
    )


def _counts(
    offers: tuple[EventNotice, ...], questions: tuple[EventNotice, ...], pairs: tuple[EventPair, ...]
) -> dict[str, int]:
    agreed = [pair for pair in pairs if pair.agreed]
    told: dict[str, int] = {outcome: sum(pair.outcome == outcome for pair in agreed) for outcome in OUTCOMES}
    return {
        "offers": len(offers),
        "questions": len(questions),
        "proposed": len(pairs),
        "agreed": len(agreed),
        **told,
        "to_ask": sum(pair.state is PairState.AGREED and not pair.outcome for pair in agreed),
    }
