"""Example offers and questions, so that who tries the product sees a mediator's board at work. All invented.

They go the same way as real ones: posted, looked at, proposed, answered. Only their dates are put back afterwards.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import sqlalchemy as sa
from sqlmodel import col, select

from app import clock
from app.accounts.models import Account
from app.accounts.rights import Role
from app.matching import events, mediating, pairs
from app.matching.board import board
from app.matching.example_people import HATTEM, OFFERS, QUESTIONS, TOWN, Example
from app.matching.lifecycle import Action
from app.matching.mediation import Mediation, subject_of
from app.matching.models import ExchangeEvent, Notice, Pair, Says, Side
from app.matching.own_changes import pause, withdraw
from app.matching.posting import Posted, post_notice
from app.matching.together import holding

ACTOR: Final = "demo"
SHOWN: Final = "Karel"
"""Whose number and code the demo prints: a question with an appointment, so that the other side can be seen."""
NEW: Final = frozenset({"Frits", "Nel", "Piet", "Sjaak", "Ingrid"})
"""Not looked at yet; one of them is refused after all."""
PROPOSED: Final = (
    *(("Anna", "Karel"), ("Anna", "Mien"), ("Dirk", "Olga"), ("Club", "Zangers"), ("Bakker", "Buurt")),
    *(("Jaap", "Truus"), ("Lies", "Udo"), ("Paul", "Vera"), ("Klaas", "Wim"), ("Maria", "Xandra")),
    *(("Quirine", "Yvonne"), ("Rob", "Zeger"), ("Vincent", "Arie"), ("Ursula", "Bep")),
)
TO_CALL: Final = frozenset({"Ingrid", "Mien", "Vera", "Xandra", "Rob", "Zeger"})
"""Who is still to be phoned; the mediator spoke with everybody else."""
AGREED: Final = frozenset({"Karel", "Olga", "Zangers", "Vera", "Yvonne", "Arie", "Bep"})


@dataclass(frozen=True, slots=True)
class ExampleNotices:
    """How many there are, and the number and code of one to look at on its own page."""

    count: int
    reference: str
    code: str


@dataclass(frozen=True, slots=True)
class _Region:
    """The examples while they are made: numbers by name, and who mediates where."""

    mediation: Mediation
    posted: dict[str, Posted]
    mediators: dict[str, str]

    def number(self, name: str) -> int:
        return self.posted[name].notice_id

    def by(self, name: str) -> str:
        return self.mediators.get(self.posted[name].municipality, ACTOR)


def make_example_notices(mediation: Mediation) -> ExampleNotices:
    """Offers, questions, matches and an exchange event, in every state; anew, in the place of those of an earlier time."""
    remove_example_notices(mediation)
    region = _Region(mediation, _post(mediation, _event(mediation)), _mediators(mediation))
    for example in (*OFFERS, *QUESTIONS):
        _look_at(region, example)
    numbers = {names: _propose(region, *names) for names in PROPOSED}
    _carry_on(region, numbers)
    _phone(region)
    _let_time_pass(region, numbers)
    shown = region.posted[SHOWN]
    return ExampleNotices(len(region.posted), shown.reference, shown.code)


def remove_example_notices(mediation: Mediation) -> int:
    """Take them away with their keys, matches and events. Returns how many offers and questions there were."""
    with mediation.database.writing() as session:
        uids = session.exec(select(Notice.uid).where(col(Notice.example))).all()
        session.execute(sa.delete(Notice).where(col(Notice.uid).in_(uids)))  # history and matches go along
        session.execute(sa.delete(ExchangeEvent).where(col(ExchangeEvent.example)))
    if uids:
        mediation.keys.destroy(*(subject_of(uid) for uid in uids))
    return len(uids)


def _event(mediation: Mediation) -> int:
    new = events.NewEvent(
        municipality=HATTEM[TOWN],
        name="Beursvloer Voor elkaar (voorbeeld)",
        place="De Voorbeeldzaal, Voorbeeldplein 1, Hattem",
        times="van 15.00 tot 17.00 uur",
        held_on=clock.today() + timedelta(days=12),
        description="Een middag waarop clubs, kerken, bedrijven en buren elkaar iets bieden en iets vragen. Zonder geld.",
        example=True,
    )
    return events.create(mediation, new, ACTOR)


def _post(mediation: Mediation, event_id: int) -> dict[str, Posted]:
    today, made = clock.today(), {}
    sides = [(Side.OFFER, example) for example in OFFERS] + [(Side.QUESTION, example) for example in QUESTIONS]
    for place, (side, example) in enumerate(sides):
        new = example.notice(side, place, today, event_id)
        made[example.name] = post_notice(mediation, new, f"voorbeeld {example.name}", ACTOR)
    return made


def _mediators(mediation: Mediation) -> dict[str, str]:
    """Per municipality who mediates, as the actor of what they do."""
    with mediation.database.reading() as session:
        found = session.exec(select(Account).where(Account.role == Role.MEDIATOR)).all()
    return {account.municipality: f"account:{account.id}" for account in found}


def _look_at(region: _Region, example: Example) -> None:
    """The mediator spoke with them and placed it, or has not looked yet."""
    mediation, number, by = region.mediation, region.number(example.name), region.by(example.name)
    if example.name in NEW:
        return
    if example.vog is not None and example in OFFERS:
        met_on = clock.today() - timedelta(days=example.posted_ago // 2)
        mediating.screen(mediation, number, by, example.vog, met_on, "Kennisgemaakt aan tafel (voorbeeld).")
    mediating.approve(mediation, number, by)
    if example.line:
        mediating.set_public_line(mediation, number, by, example.line)


def _propose(region: _Region, offer: str, question: str) -> int:
    """The number of the match, with yes from both where they agreed."""
    by, sides = region.by(offer), (region.number(offer), region.number(question))
    number = pairs.propose(region.mediation, *sides, (), by)
    if question in AGREED:
        for side in sides:
            pairs.answer(region.mediation, number, side, Says.YES, by)
    return number


def _carry_on(region: _Region, numbers: dict[tuple[str, str], int]) -> None:
    """What happened since: yes and no, a thank you, a report, and everything else that makes a board real."""
    mediation, number = region.mediation, region.number

    def say(offer: str, question: str, name: str, says: Says) -> None:
        pairs.answer(mediation, numbers[offer, question], number(name), says)

    say("Anna", "Mien", "Anna", Says.YES)
    say("Rob", "Zeger", "Zeger", Says.YES)
    say("Jaap", "Truus", "Truus", Says.NO)
    hattem, putten, overbetuwe = region.by("Anna"), region.by("Paul"), region.by("Rob")
    reported = "Ik voelde mij er niet prettig bij (voorbeeld)."
    steps: tuple[Callable[[], object], ...] = (
        lambda: pairs.end(mediation, numbers["Dirk", "Olga"], hattem, "done"),
        lambda: pairs.end(mediation, numbers["Ursula", "Bep"], overbetuwe, "stopped"),
        lambda: pairs.undo(mediation, numbers["Lies", "Udo"], putten, "De dag bleek toch niet te kunnen (voorbeeld)."),
        lambda: pairs.report(mediation, numbers["Paul", "Vera"], number("Vera"), reported),
        lambda: pairs.settle_report(mediation, numbers["Paul", "Vera"], putten, "Met beiden gesproken.", block=True),
        lambda: pairs.report(mediation, numbers["Vincent", "Arie"], number("Arie"), reported),
        lambda: withdraw(mediation, number("Wim")),  # the proposal that waited lapses
        lambda: pause(mediation, number("Greet")),
        lambda: mediating.met(mediation, number("Huib"), hattem),
        lambda: mediating.met(mediation, number("Olga"), hattem),
        lambda: mediating.refuse(mediation, number("Ingrid"), hattem, "Verkopen past niet bij hulp van mens tot mens."),
    )
    for step in steps:
        step()
    with holding(mediation, (number("Otto"),), partners=True) as together:
        together.finish(together.notice(number("Otto")), Action.EXPIRE)
        together.note(together.notice(number("Otto")), "system", "expired")


def _phone(region: _Region) -> None:
    """Whoever has no mail heard it by telephone, but for a few."""
    left = {region.number(name) for name in TO_CALL}
    for row in board(region.mediation, "").to_call:
        if row.notice.id not in left and not {"report", "blocked"} & {*row.why}:
            mediating.called(region.mediation, row.notice.id, region.mediators.get(row.notice.municipality, ACTOR))


def _let_time_pass(region: _Region, numbers: dict[tuple[str, str], int]) -> None:
    """Put the dates back, so that not everything seems to have happened this minute."""
    with region.mediation.database.writing() as session:
        for example in (*OFFERS, *QUESTIONS):
            notice = session.get_one(Notice, region.number(example.name))
            ago = timedelta(days=example.posted_ago)
            notice.posted_at, notice.consent_at = notice.posted_at - ago, notice.consent_at - ago
            if example.needed_in is None:
                notice.expires_on -= ago
            if example.name not in NEW:
                notice.answer_by -= ago
            session.add(notice)
        maria = session.get_one(Notice, region.number("Maria"))
        maria.reminded_at = clock.now() - timedelta(days=4)
        visits = session.get_one(Pair, numbers["Quirine", "Yvonne"])
        visits.proposed_at -= timedelta(days=33)
        visits.agreed_at, visits.follow_up_on = clock.now() - timedelta(days=28), clock.today()
        session.add_all((maria, visits))
