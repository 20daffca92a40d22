"""Where somebody is on the route: the answers are replayed at every request, so going back simply works.

There is no state: nothing is kept here, and an answer to a step that is no longer on the way is passed over
but stays in the answers, so that it is there again when the person turns back (requirements.md 2.3).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from app.guide.advice import is_young, young_by_age
from app.guide.steps import ANSWER, CHOSEN, DONT_KNOW, FOR_WHOM, INPUTS, SOLVED, Ask, Flow, Step

Answers = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Place:
    """A step that was reached. `number` counts from 1; `given` holds the answers that can be read."""

    number: int
    step: Step
    given: Mapping[str, str]
    flow: Flow


@dataclass(frozen=True, slots=True)
class Route:
    """The places in order; the last one is where the person is.

    `strained`: a bearing check on the way showed that it is getting too much. `young`: it is about somebody
    under 18. `carer`: the person cares for somebody. `chosen`: slug of the offer chosen on the way.
    """

    places: tuple[Place, ...]
    strained: bool
    young: bool
    carer: bool
    chosen: str | None

    def at(self, number: int) -> Place | None:
        """The place with this number, when it was reached."""
        return self.places[number - 1] if 1 <= number <= len(self.places) else None

    @property
    def here(self) -> Place:
        """Where the person is."""
        return self.places[-1]


def follow(flow: Flow, answers: Answers) -> Route:
    """Replay the answers from the start. Ends at the first step that is not answered yet, or at an end.

    A words step is passed as soon as its id stands in the answers, also with nothing filled in (P13); a
    bearing check as soon as one of its questions is answered: the others then count as "weet ik niet".
    A draft that goes in circles or leads nowhere stops there. Raises ValueError when `start` does not exist.
    """
    step = flow.step(flow.start)
    if step is None:
        reason = "a flow needs a first step"
        raise ValueError(reason)
    places: list[Place] = []
    passed: set[str] = set()
    while step is not None and step.id not in passed:
        passed.add(step.id)
        places.append(Place(len(places) + 1, step, given_to(step, answers.get(step.id, {})), flow))
        step = flow.step(_next(step, places[-1].given, answers))
    way = {place.step.id: place.given for place in places}
    return Route(
        places=tuple(places),
        strained=any(is_strained(place.step, place.given) for place in places),
        young=is_young(way),
        carer=any(given.get(FOR_WHOM) == "mantelzorger" for given in way.values()),
        chosen=next((given[CHOSEN] for given in reversed(way.values()) if CHOSEN in given), None),
    )


def given_to(step: Step, answer: Mapping[str, str]) -> dict[str, str]:
    """The answers to this step that can be read; a value that nobody offered counts as not given."""
    given = {ask.id: answer[ask.id] for ask in step.asks if ask.option(answer.get(ask.id)) is not None}
    free = {"words": INPUTS, "question": (CHOSEN,), "end": (SOLVED,)}.get(step.kind, ())
    for name in free:
        value = answer.get(name)
        if isinstance(value, str) and value.strip():
            given[name] = value
    return given


def is_strained(step: Step, given: Mapping[str, str]) -> bool:
    """Whether the answers to a bearing check say that it is getting too much. Nothing given at all says nothing."""
    return step.kind == "bearing" and bool(given) and any(_strains(ask, given) for ask in step.asks)


def _strains(ask: Ask, given: Mapping[str, str]) -> bool:
    option = ask.option(given.get(ask.id, DONT_KNOW))
    return option is not None and option.strain


def _next(step: Step, given: Mapping[str, str], answers: Answers) -> str | None:
    if step.kind == "words":
        return _after_words(step, given, sent=step.id in answers)
    if step.kind == "question":
        ask = step.ask(ANSWER)
        option = ask.option(given.get(ANSWER)) if ask is not None else None
        return None if option is None else option.to or step.to
    if step.kind == "bearing":
        if not given:
            return None
        return step.to_when_strained if is_strained(step, given) else step.to
    if step.kind == "end":
        return step.unresolved_to if given.get(SOLVED) == "nee" else None
    return None


def _after_words(step: Step, given: Mapping[str, str], *, sent: bool) -> str | None:
    """An age that was filled in weighs more than the way somebody chose, and that more than a guess from words."""
    if not sent:
        return None
    ask = step.ask(FOR_WHOM)
    option = ask.option(given.get(FOR_WHOM)) if ask is not None else None
    if step.to_when_young is not None and young_by_age(given):
        return step.to_when_young
    if option is not None and option.to is not None:
        return option.to
    if step.to_when_young is not None and is_young({step.id: given}):
        return step.to_when_young
    return step.to
