"""A flow in another language: words laid over the Dutch flow by id, so that the way itself exists only once."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from app.guide.rules import FlowProblem, forbidden_in
from app.guide.steps import Ask, Flow, Input, Line, OptionalLine, Piece, Shown, Step, Text


class OptionWords(Piece):
    """Words of one answer."""

    label: Line | None = None
    help: OptionalLine | None = None


class AskWords(Piece):
    """Words of one question with its answers, by value."""

    label: Line | None = None
    help: OptionalLine | None = None
    options: dict[str, OptionWords] = Field(default_factory=dict)


class StepWords(Piece):
    """Words of one step; `asks` and `inputs` by field name."""

    heading: Line | None = None
    text: Text | None = None
    label: OptionalLine | None = None
    asks: dict[str, AskWords] = Field(default_factory=dict)
    inputs: dict[str, OptionWords] = Field(default_factory=dict)


class ShownWords(Piece):
    """Words of what a step shows; `lines` replaces all of them."""

    heading: Line | None = None
    text: Text | None = None
    lines: tuple[Line, ...] | None = None


class FlowWords(Piece):
    """All words of a flow in one language. What is left out stays Dutch."""

    title: Line | None = None
    steps: dict[str, StepWords] = Field(default_factory=dict)
    parts: dict[str, ShownWords] = Field(default_factory=dict)


def in_language(flow: Flow, overlay: FlowWords | Mapping[str, Any]) -> Flow:
    """The flow with these words; ids that do not exist in it change nothing (`problems_of_words` names them).

    A mapping is read as `FlowWords` first; raises pydantic's ValidationError when it is something else.
    """
    words = overlay if isinstance(overlay, FlowWords) else FlowWords.model_validate(overlay)
    return flow.model_copy(
        update={
            "title": words.title or flow.title,
            "steps": tuple(_step(step, words.steps.get(step.id)) for step in flow.steps),
            "parts": {show: _shown(part, words.parts.get(show)) for show, part in flow.parts.items()},
        }
    )


def problems_of_words(flow: Flow, words: FlowWords) -> list[FlowProblem]:
    """Everything in these words that belongs to nothing in the flow, or that a resident should not read."""
    return [*_unknown(flow, words), *forbidden_in(in_language(flow, words))]


def _unknown(flow: Flow, words: FlowWords) -> Iterator[FlowProblem]:
    for show in words.parts:
        if show not in flow.parts:
            yield FlowProblem("", f"het deel {show} komt in de Nederlandse tekst niet voor.", f"parts > {show}")
    for step_id, said in words.steps.items():
        step = flow.step(step_id)
        if step is None:
            yield FlowProblem(step_id, "deze stap komt in de Nederlandse tekst niet voor.", f"steps > {step_id}")
            continue
        here = f"steps > {step_id}"
        for input_id in said.inputs:
            if input_id not in {known.id for known in step.inputs}:
                reason = f"het veld {input_id} komt in de Nederlandse tekst niet voor."
                yield FlowProblem(step_id, reason, f"{here} > inputs > {input_id}")
        yield from _unknown_asks(step, said)


def _unknown_asks(step: Step, said: StepWords) -> Iterator[FlowProblem]:
    for ask_id, asked in said.asks.items():
        here = f"steps > {step.id} > asks > {ask_id}"
        ask = step.ask(ask_id)
        if ask is None:
            yield FlowProblem(step.id, f"de vraag {ask_id} komt in de Nederlandse tekst niet voor.", here)
            continue
        for value in asked.options:
            if ask.option(value) is None:
                reason = f"het antwoord {value} komt in de Nederlandse tekst niet voor."
                yield FlowProblem(step.id, reason, f"{here} > options > {value}")


def _said(words: Piece, *names: str) -> dict[str, Any]:
    return {name: getattr(words, name) for name in names if getattr(words, name) is not None}


def _step(step: Step, words: StepWords | None) -> Step:
    if words is None:
        return step
    return step.model_copy(
        update={
            **_said(words, "heading", "text", "label"),
            "asks": tuple(_ask(ask, words.asks.get(ask.id)) for ask in step.asks),
            "inputs": tuple(_input(known, words.inputs.get(known.id)) for known in step.inputs),
        }
    )


def _ask(ask: Ask, words: AskWords | None) -> Ask:
    if words is None:
        return ask
    options = tuple(
        option.model_copy(update=_said(words.options[option.value], "label", "help"))
        if option.value in words.options
        else option
        for option in ask.options
    )
    return ask.model_copy(update={**_said(words, "label", "help"), "options": options})


def _input(known: Input, words: OptionWords | None) -> Input:
    return known if words is None else known.model_copy(update=_said(words, "label", "help"))


def _shown(part: Shown, words: ShownWords | None) -> Shown:
    return part if words is None else part.model_copy(update=_said(words, "heading", "text", "lines"))
