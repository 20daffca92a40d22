"""The loop that keeps the map true by itself: ask, remind, warn, hide; each once, and each told (I-02, I-55).

One organisation is one small transaction: its steps, its moves and its one mail stand together or not at all, so a
crash or a second worker can make nothing happen twice. An organisation gets one mail with everything that is due at
once, and then rests a week. On the first day of a large import this works through the list a part at a time.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import sqlalchemy as sa
import structlog
from dateutil.relativedelta import relativedelta
from sqlmodel import Session, col, select

from app import clock
from app.audit import record
from app.content.letterhead import day_in_words
from app.content.whole import Content
from app.db import DatabaseGone
from app.publishing.house import Publishing
from app.social_map.freshness import last_day
from app.social_map.lifecycle import MAIL_LINK, Actor, move
from app.social_map.models import Offer, OfferRevision, Organisation, Place
from app.social_map.vocabulary import Status
from app.upkeep.models import FreshnessStep
from app.upkeep.standing import (
    Round,
    asked_along,
    may_be_hidden_on,
    never_hidden,
    next_step,
    round_of,
    shortest,
    terms_for,
)
from app.upkeep.telling import Matter, tell
from app.upkeep.vocabulary import Step, Told

FIRST_HOUR, LAST_HOUR = 8, 20
MOST_AT_ONCE: Final = 25
"""Organisations in one go: about half a second, so that no mail for a resident waits long for this."""
REST: Final = timedelta(days=7)
ACTOR: Final = Actor("loop", "upkeep")
HEAVIEST_FIRST: Final = (Step.HIDE, Step.KEEP, Step.WARN, Step.REMIND, Step.ASK)
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Due:
    """One public offer of an organisation: where it stands, and which step is due."""

    offer: Offer
    place: Place
    round: Round
    step: Step | None


def keep_true(publishing: Publishing, most: int = MOST_AT_ONCE) -> int:
    """What is due now, between eight in the morning and eight in the evening. Returns how many organisations it was for.

    :param most: organisations at once; the rest comes with the next call, five minutes on: 3,600 organisations a day.
    """
    if not FIRST_HOUR <= clock.local_now().hour < LAST_HOUR:
        return 0
    done = 0
    for number in organisations_due(publishing)[:most]:
        try:
            done += attend_to(publishing, number)
        except DatabaseGone:
            raise
        except sa.exc.IntegrityError:
            continue  # another worker took the same step just now; ours was not made
        except Exception as problem:  # noqa: BLE001  (the others go on; this one comes back the next hour)
            log.error("offers not kept true", organisation=number, problem=type(problem).__name__)
    return done


def organisations_due(publishing: Publishing) -> list[int]:
    """Organisations with something due that had no mail of us this week, who waited longest first. One reading, no lock."""
    content, today = publishing.content.now(), clock.today()
    with publishing.database.reading() as session:
        rows = session.execute(_possibly_due(content, today)).all()
        steps = _steps(session, sa.select(col(Offer.id)).where(col(Offer.status) == Status.PUBLISHED))
        resting = set(session.execute(_resting()).scalars())
        answered = set(session.execute(_answered()).scalars())
    found: dict[int, date] = {}
    for row in rows:
        if row.id in answered:
            continue
        now = round_of(row.last_confirmed, row.created_at, steps.get(row.id, ()))
        if row.organisation_id not in resting and _step(row, now, content, today) is not None:
            found[row.organisation_id] = min(found.get(row.organisation_id, now.since), now.since)
    return sorted(found, key=lambda number: (found[number], number))


def attend_to(publishing: Publishing, number: int) -> bool:
    """Take the heaviest step that is due for one organisation, for all its offers that have it due; tell it once."""
    with publishing.database.writing() as session:
        organisation = session.exec(select(Organisation).where(Organisation.id == number).with_for_update()).first()
        if organisation is None or session.execute(_resting(number)).first() is not None:
            return False
        every = due_of(session, publishing, number)
        step = next((each for each in HEAVIEST_FIRST if any(due.step is each for due in every)), None)
        if step is None:
            return False
        policy, today = publishing.content.now().policy, clock.today()
        if step in {Step.HIDE, Step.KEEP}:
            _finish(session, publishing, organisation, [due for due in every if due.step in {Step.HIDE, Step.KEEP}])
            return True
        chosen = [due for due in every if due.step is step]
        if step is Step.ASK:
            content = publishing.content.now()
            chosen = [
                due
                for due in every
                if due.step is step
                or asked_along(due.round, terms_for(due.offer.kind, content), today, policy.ask_along_days)
            ]
        extra = _what_follows(step, chosen, publishing)
        told = tell(session, publishing, organisation, _matter(step, chosen, extra), _town(publishing, chosen))
        _note(session, chosen, step, told)
        record(session, "loop", f"freshness.{step.value}", f"organisation:{number}")
    return True


def due_of(session: Session, publishing: Publishing, number: int) -> list[Due]:
    """The public offers of one organisation with what is due, oldest first. What it answered with a change, which waits
    for an editor, is left alone.
    """
    content, today = publishing.content.now(), clock.today()
    rows = session.execute(
        sa.select(Offer, Place)
        .join(Place, col(Place.id) == Offer.place_id)
        .where(col(Offer.organisation_id) == number, col(Offer.status) == Status.PUBLISHED)
        .order_by(col(Offer.last_confirmed), col(Offer.id))
    ).all()
    steps = _steps(session, [offer.id for offer, _place in rows])
    answered = set(session.execute(_answered().where(col(Offer.organisation_id) == number)).scalars())
    found = []
    for offer, place in rows:
        if offer.id in answered:
            continue
        now = round_of(offer.last_confirmed, offer.created_at, steps.get(offer.id, ()))
        found.append(Due(offer, place, now, _step(offer, now, content, today)))
    return found


def is_last_of_its_kind(session: Session, offer: Offer, place: Place) -> bool:
    """Whether no other public offer of this kind is in this kern (without a kern: in this municipality).

    The rows are held until the transaction ends, so that two workers never hide the last two at the same time.
    """
    here = (
        sa.func.lower(col(Place.kern)) == place.kern.lower()
        if place.kern
        else sa.func.lower(col(Place.municipality)) == place.municipality.lower()
    )
    numbers = session.execute(
        sa.select(col(Offer.id))
        .join(Place, col(Place.id) == Offer.place_id)
        .where(col(Offer.status) == Status.PUBLISHED, col(Offer.kind) == offer.kind, here)
        .order_by(col(Offer.id))
        .with_for_update(of=Offer.__table__)  # type: ignore[attr-defined]
    ).scalars()
    return not set(numbers) - {offer.id}


def _finish(session: Session, publishing: Publishing, organisation: Organisation, every: list[Due]) -> None:
    """Hide what may be hidden. What stays is said to stay; both are told in one mail."""
    hidden, kept = [], []
    for due in every:
        if due.step is Step.KEEP or is_last_of_its_kind(session, due.offer, due.place):
            kept.append(due)
            continue
        move(session, due.offer, "hide", ACTOR)
        session.flush()
        hidden.append(due)
    step = Step.HIDE if hidden else Step.KEEP
    names = ", ".join(due.offer.name for due in kept)
    extra = f"Dit blijft staan, met erbij: vraag na of het nog klopt. {names}." if hidden and kept else ""
    if not hidden:
        extra = _STAYS
    told = tell(session, publishing, organisation, _matter(step, hidden or kept, extra), _town(publishing, every))
    _note(session, hidden, Step.HIDE, told)
    _note(session, kept, Step.KEEP, told)
    record(session, "loop", f"freshness.{step.value}", f"organisation:{organisation.id}")


_STAYS: Final = "Dit blijft op de kaart, omdat mensen het hard nodig kunnen hebben. Er staat bij: vraag na of het nog klopt. De redactie belt u."


def _what_follows(step: Step, chosen: list[Due], publishing: Publishing) -> str:
    """The sentence about what happens when nothing is heard; what is never hidden is not threatened with it."""
    content = publishing.content.now()
    if step is Step.REMIND:
        warned = min(last_day(due.round.since, terms_for(due.offer.kind, content).warn_after) for due in chosen)
        if warned <= clock.today():
            return "Bezoekers zien nu al dat dit lang niet is nagekeken."
        return f"Vanaf {day_in_words(warned, 'nl')} zien bezoekers dat dit lang niet is nagekeken."
    if step is Step.WARN:
        days = [
            may_be_hidden_on(
                Round(due.round.since, {**due.round.taken, Step.WARN: clock.today()}),
                terms_for(due.offer.kind, content),
                content.policy.remind_after_days,
            )
            for due in chosen
            if not _kept(due.offer, content)
        ]
        if not days:
            return _STAYS
        day = day_in_words(min(days), "nl")
        return f"Horen wij niets, dan laten wij het vanaf {day} niet meer zien. Het gaat niet verloren."
    return ""


def _matter(step: Step, chosen: Iterable[Due], extra: str) -> Matter:
    return Matter(step, [(due.offer, due.place) for due in chosen], extra)


def _town(publishing: Publishing, chosen: list[Due]) -> Any:
    return publishing.town(chosen[0].place.municipality)


def _note(session: Session, chosen: Iterable[Due], step: Step, told: Told) -> None:
    for due in chosen:
        session.add(FreshnessStep(offer_id=due.offer.id or 0, since=due.round.since, step=step, told=told))


def _kept(offer: Any, content: Content) -> bool:
    return never_hidden(offer.kind, offer.respite, content.policy, example=offer.example)


def _step(offer: Any, now: Round, content: Content, today: date) -> Step | None:
    terms = terms_for(offer.kind, content)
    return next_step(now, terms, today, content.policy.remind_after_days, keep=_kept(offer, content))


def _possibly_due(content: Content, today: date) -> Any:
    old = today - relativedelta(months=shortest(content.policy))
    names = ("id", "organisation_id", "kind", "respite", "example", "last_confirmed", "created_at")
    return sa.select(*[getattr(Offer, name) for name in names]).where(
        col(Offer.status) == Status.PUBLISHED,
        sa.or_(col(Offer.last_confirmed) <= old, col(Offer.last_confirmed).is_(None)),
    )


def _steps(session: Session, offers: Any) -> Mapping[int, list[tuple[date, Step, date]]]:
    """All steps of these offers: (since, step, day)."""
    found: dict[int, list[tuple[date, Step, date]]] = {}
    question = sa.select(
        col(FreshnessStep.offer_id), col(FreshnessStep.since), col(FreshnessStep.step), col(FreshnessStep.at)
    ).where(col(FreshnessStep.offer_id).in_(offers))
    for offer, since, step, at in session.execute(question):
        found.setdefault(offer, []).append((since, step, at.astimezone(clock.AMSTERDAM).date()))
    return found


def _answered() -> Any:
    """Public offers of which the organisation handed in a change that no editor has looked at yet."""
    author = col(OfferRevision.author)
    return (
        sa.select(col(Offer.id))
        .join(OfferRevision, col(OfferRevision.offer_id) == Offer.id)
        .where(
            col(Offer.status) == Status.PUBLISHED,
            col(OfferRevision.state) == "pending",
            sa.or_(author == MAIL_LINK, author.startswith("account:")),
        )
    )


def _resting(number: int | None = None) -> Any:
    """Organisations that were mailed less than a week ago."""
    question = (
        sa.select(col(Offer.organisation_id))
        .join(FreshnessStep, col(FreshnessStep.offer_id) == Offer.id)
        .where(col(FreshnessStep.at) > clock.now() - REST)
        .distinct()
    )
    return question if number is None else question.where(col(Offer.organisation_id) == number)
