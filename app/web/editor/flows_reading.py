"""What an editor typed about a step or a part, read from the form; Dutch and English beside each other.

A form is read into plain values first, so that everything typed stays on the page when something is not right yet.
Names of fields: `heading`, `heading-en`, `ask-<question>-label`, `ask-<question>-option-<answer>-to` and the like.
"""

import re
from typing import Any

from flask import request
from flask_babel import gettext as _
from pydantic import BaseModel, ValidationError

from app.content.problems import reason_in_dutch
from app.guide.flow import ANSWER, BEARING_ASKS, DONT_KNOW, FOR_WHOM, INPUTS, PEOPLE, SHOWS, Step
from app.guide.steps import Shown
from app.guide.translating import ShownWords, StepWords
from app.social_map.names import slug_of
from app.web.editor.flows_working import Errors
from app.web.staff.typed import as_typed, number_in

Values = dict[str, Any]
LONGEST_TYPED = 10_000
LONGEST_VALUE = 40
_WAYS = ("to", "to_when_strained", "to_when_young", "unresolved_to")
_FIRST_ANSWERS = {
    ANSWER: (("ja", "Ja", "Yes"), ("nee", "Nee", "No"), (DONT_KNOW, "Dat weet ik niet", "I do not know")),
}
_NAME = re.compile(r"(?=.{1,64}$)[a-z0-9]+(_[a-z0-9]+)*")
_UNKNOWN = ((DONT_KNOW, "Dat weet ik niet", "I do not know"),)


def values_of(step: Step, words: StepWords | None) -> tuple[Values, Values]:
    """The step and its English words as plain values, as the form shows them."""
    return step.model_dump(mode="json"), (words or StepWords()).model_dump(mode="json")


def missing_asks(step: Values) -> list[str]:
    """Questions that can still be added to a step of this kind."""
    wanted: tuple[str, ...] = {"words": (FOR_WHOM,), "question": (ANSWER,), "bearing": BEARING_ASKS}.get(
        step["kind"], ()
    )
    return [name for name in wanted if name not in {ask["id"] for ask in step["asks"]}]


def missing_values(ask: Values) -> list[str]:
    """Answers with a meaning of their own that this question does not have yet."""
    wanted = {
        FOR_WHOM: PEOPLE,
        ANSWER: ("ja", "nee", DONT_KNOW),
        "wie_neemt_over": ("niemand", DONT_KNOW),
    }.get(ask["id"], (DONT_KNOW,))
    return [value for value in wanted if value not in {option["value"] for option in ask["options"]}]


def read_step(before: Values, ids: set[str]) -> tuple[Values, Values]:
    """The step and its English words as typed. `ids`: the steps an answer may lead to."""
    asks, ask_words = [], {}
    for ask in _asked(before):
        if not _ticked(f"ask-{ask['id']}-weg"):
            read, words = _read_ask(ask, ids)
            asks.append(read)
            ask_words[ask["id"]] = words
    added = as_typed("new-ask", LONGEST_VALUE)
    if added in missing_asks(before):
        answers = _FIRST_ANSWERS.get(added, _UNKNOWN)
        label = _line("new-ask-label") or before["heading"]
        options = [{"value": value, "label": dutch} for value, dutch, english in answers]
        asks.append({"id": added, "label": label, "options": options})
        ask_words[added] = {"options": {value: {"label": english} for value, dutch, english in answers}}
    inputs = [name for name in _ordered(before, "inputs") if _ticked(f"input-{name}")]
    shows = [show for show in request.form.getlist("shows") if show in SHOWS]
    step = before | {
        "heading": _line("heading"),
        "text": as_typed("text", LONGEST_TYPED),
        "label": _line("label"),
        "stage": number_in(as_typed("stage", 2)),
        "shows": [*(show for show in before["shows"] if show in shows), *_new(shows, before["shows"])],
        "inputs": [
            {"id": name, "label": _line(f"input-{name}-label"), "help": _line(f"input-{name}-help")} for name in inputs
        ],
        "asks": asks,
    }
    step |= {way: _target(way, ids, before[way]) for way in _WAYS}
    words = {
        "heading": _line("heading-en") or None,
        "text": as_typed("text-en", LONGEST_TYPED) or None,
        "label": _line("label-en") or None,
        "asks": ask_words,
        "inputs": {
            name: {"label": _line(f"input-{name}-label-en") or None, "help": _line(f"input-{name}-help-en") or None}
            for name in inputs
        },
    }
    return step, words


def _asked(before: Values) -> list[Values]:
    """The questions on the form with their answers: those of the step, and those added on a form that was not kept yet."""
    there = {ask["id"]: ask for ask in before["asks"]}
    found = []
    for name in dict.fromkeys(request.form.getlist("asks")):
        if name in there or name in missing_asks(before):
            ask = there.get(name, {"id": name, "options": []})
            old = {option["value"]: option["to"] for option in ask["options"]}
            values = [value for value in request.form.getlist(f"ask-{name}-values") if _NAME.fullmatch(value)]
            found.append(ask | {"options": [{"value": value, "to": old.get(value)} for value in dict.fromkeys(values)]})
    return found


def _read_ask(ask: Values, ids: set[str]) -> tuple[Values, Values]:
    here = f"ask-{ask['id']}"
    options, words = [], {}
    for option in ask["options"]:
        at = f"{here}-option-{option['value']}"
        if not _ticked(f"{at}-weg"):
            options.append(_read_option(at, option["value"], ids, option["to"]))
            words[option["value"]] = _words(at)
    label = _line(f"{here}-new-label")
    if label:
        value = _new_value(ask, label)
        new = _read_option(f"{here}-new", value, ids, None)
        last = bool(options) and options[-1]["value"] == DONT_KNOW
        options.insert(len(options) - last, new)
        words[value] = _words(f"{here}-new")
    read = {"id": ask["id"], "label": _line(f"{here}-label"), "help": _line(f"{here}-help"), "options": options}
    return read, _words(here) | {"options": words}


def _read_option(at: str, value: str, ids: set[str], old: str | None) -> Values:
    return {
        "value": value,
        "label": _line(f"{at}-label"),
        "help": _line(f"{at}-help"),
        "to": _target(f"{at}-to", ids, old),
        "strain": _ticked(f"{at}-strain"),
    }


def _words(at: str) -> Values:
    return {"label": _line(f"{at}-label-en") or None, "help": _line(f"{at}-help-en") or None}


def _new_value(ask: Values, label: str) -> str:
    """The name of a new answer in the answers: one with a meaning of its own when that was chosen, else from its words."""
    chosen = as_typed(f"ask-{ask['id']}-new-value", LONGEST_VALUE)
    taken = {option["value"] for option in ask["options"]}
    if chosen in missing_values(ask):
        return chosen
    base = slug_of(label)[:LONGEST_VALUE].strip("-").replace("-", "_")
    return next(name for name in (base, *(f"{base}_{number}" for number in range(2, 1000))) if name not in taken)


def read_part(before: Values) -> tuple[Values, Values]:
    """The words of what a step shows, and their English."""
    kinds, levels = request.form.getlist("kinds"), request.form.getlist("levels")
    part = {
        "heading": _line("heading"),
        "text": as_typed("text", LONGEST_TYPED),
        "lines": _lines("lines"),
        "kinds": [*(kind for kind in before["kinds"] if kind in kinds), *_new(kinds, before["kinds"])],
        "levels": levels,
    }
    words = {
        "heading": _line("heading-en") or None,
        "text": as_typed("text-en", LONGEST_TYPED) or None,
        "lines": _lines("lines-en") or None,
    }
    return part, words


def errors_in_step(step: Values, words: Values) -> Errors:
    """What of a step cannot be kept, with its field. A draft need not be sound, but it has to be readable."""
    return [
        *_errors(Step, step, lambda loc: _field_of_step(loc, step)),
        *_errors(StepWords, words, _field_of_words),
    ]


def errors_in_part(part: Values, words: Values) -> Errors:
    """What of a part cannot be kept, with its field."""
    return [
        *_errors(Shown, part, lambda loc: str(loc[0])),
        *_errors(ShownWords, words, lambda loc: f"{loc[0]}-en"),
    ]


def _errors(model: type[BaseModel], value: Values, field_of: Any) -> Errors:
    try:
        model.model_validate(value)
    except ValidationError as found:
        return [
            (field_of(each["loc"]), f"{_name_of(each['loc'])}: {reason_in_dutch(each, model)}")
            for each in found.errors()
        ]
    return []


def _name_of(loc: tuple[int | str, ...]) -> str:
    names = {
        "heading": _("Kop"), "text": _("Tekst"), "help": _("Uitleg"), "lines": _("Regels"), "stage": _("Hoort bij"),
        "kinds": _("Soorten hulp"), "levels": _("Wie beslist"), "shows": _("Wat deze stap laat zien"),
    }  # fmt: skip
    last = next((str(name) for name in reversed(loc) if isinstance(name, str)), "")
    if last == "label":
        name = _("Antwoord") if "options" in loc else _("Vraag") if "asks" in loc else _("Naam van het veld")
        return name if len(loc) > 1 else _("Label van de tekening")
    if last == "options":
        return _("Antwoorden")
    return names.get(last, last)


def _field_of_step(loc: tuple[int | str, ...], step: Values) -> str:
    where = list(loc)
    if where[0] == "asks" and len(where) > 1:
        ask = step["asks"][where[1]]
        if len(where) > 3 and where[2] == "options":  # noqa: PLR2004  (asks, number, options, number, field)
            option = ask["options"][where[3]]
            return f"ask-{ask['id']}-option-{option['value']}-{where[-1]}"
        return f"ask-{ask['id']}-label"
    if where[0] == "inputs" and len(where) > 1:
        return f"input-{step['inputs'][where[1]]['id']}-{where[-1]}"
    return str(where[0])


def _field_of_words(loc: tuple[int | str, ...]) -> str:
    where = [str(name) for name in loc]
    where = [{"asks": "ask", "inputs": "input", "options": "option"}.get(name, name) for name in where]
    return "-".join(where) + "-en"


def _target(name: str, ids: set[str], old: str | None) -> str | None:
    """A step that exists; or the one that stood there, also when that one is gone."""
    wanted = as_typed(name, 64)
    return wanted if wanted and (wanted in ids or wanted == old) else None


def _ordered(before: Values, name: str) -> list[str]:
    there = [known["id"] for known in before[name]]
    return [*there, *(known for known in INPUTS if known not in there)]


def _new(chosen: list[str], there: list[str]) -> list[str]:
    return [name for name in dict.fromkeys(chosen) if name not in there]


def _ticked(name: str) -> bool:
    return name in request.form


def _line(name: str) -> str:
    return " ".join(as_typed(name, LONGEST_TYPED).split())


def _lines(name: str) -> list[str]:
    return [line for line in (" ".join(each.split()) for each in as_typed(name, LONGEST_TYPED).split("\n")) if line]
