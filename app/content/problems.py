"""What is wrong with the content, said so that the editor who wrote it can mend it.

All problems are collected before anything is raised: an editor mends a folder once, not file by file.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic_core import ErrorDetails


@dataclass(frozen=True, slots=True)
class ContentProblem:
    """One thing to mend. `place` is the key path inside the file; `line` counts from 1."""

    file: str
    place: str
    reason: str
    line: int | None = None

    def __str__(self) -> str:
        """File, line, place and reason, as in `municipalities/hattem.yaml, regel 12, desk > phone: dit veld ontbreekt.`."""
        where = [self.file]
        if self.line is not None:
            where.append(f"regel {self.line}")
        if self.place:
            where.append(self.place)
        return f"{', '.join(where)}: {self.reason}"


class ContentProblems(Exception):
    """The content cannot be used; `problems` holds everything that is wrong, in the order of the files."""

    def __init__(self, problems: Iterable[ContentProblem]) -> None:
        """Keep the problems and put all of them in the message."""
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


_REASONS = {
    "missing": "dit veld ontbreekt.",
    "string_too_short": "dit mag niet leeg zijn.",
    "too_short": "hier hoort er minstens één te staan.",
    "bool_parsing": "hier hoort true (ja) of false (nee) te staan.",
    "bool_type": "hier hoort true (ja) of false (nee) te staan.",
    "int_parsing": "hier hoort een heel getal te staan.",
    "int_type": "hier hoort een heel getal te staan.",
    "int_from_float": "hier hoort een heel getal te staan.",
    "float_parsing": "hier hoort een getal te staan, met een punt voor de decimalen.",
    "float_type": "hier hoort een getal te staan, met een punt voor de decimalen.",
    "date_type": "hier hoort een datum te staan, zoals 2026-11-22.",
    "date_parsing": "hier hoort een datum te staan, zoals 2026-11-22.",
    "date_from_datetime_parsing": "hier hoort een datum te staan, zoals 2026-11-22.",
    "date_from_datetime_inexact": "hier hoort een datum zonder tijd te staan, zoals 2026-11-22.",
    "tuple_type": "hier hoort een lijst te staan, elk deel op een regel met een streepje ervoor.",
    "list_type": "hier hoort een lijst te staan, elk deel op een regel met een streepje ervoor.",
    "dict_type": "hier horen velden met een naam te staan, zoals naam: waarde.",
    "model_type": "hier horen velden met een naam te staan, zoals naam: waarde.",
    "model_attributes_type": "hier horen velden met een naam te staan, zoals naam: waarde.",
}

_PATTERNS = {
    r"^[a-z0-9]+(_": "gebruik alleen kleine letters, cijfers en een liggend streepje, zoals weet_niet.",
    r"^[a-z0-9]+(": "gebruik alleen kleine letters, cijfers en streepjes, zoals waar-kan-ik-terecht.",
    r"^\+?[0-9]{3": "een nummer om te bellen heeft alleen cijfers, zoals 0381234567.",
    r"^[^@\s": "dit is geen e-mailadres.",
    r"^https?": "een webadres begint met https:// en heeft geen spaties.",
    r"^[1-9][0-9]": "dit zijn niet de vier cijfers van een postcode.",
    r"^[^\r\n]": "dit hoort op één regel te staan.",
    r"^[a-z0-9](": "dit is geen naam van een website, zoals hattem.localhost.",
    r"^[a-z0-9-]+\.css": "hier hoort de naam van een themabestand te staan, zoals hattem.css.",
}


def reason_in_dutch(error: "ErrorDetails", model: type["BaseModel"] | None = None) -> str:
    """A pydantic error as a sentence in plain Dutch that says how to mend it."""
    kind = error["type"]
    context = error.get("ctx", {})
    if kind in _REASONS:
        reason = _REASONS[kind]
    elif kind == "in_dutch":  # a model of ours that said itself what is wrong
        reason = str(context["reason"])
    elif kind == "extra_forbidden":
        guess = _nearest(str(error["loc"][-1]), model)
        reason = "dit veld kennen we niet." + (f" Bedoelde u {guess}?" if guess else "")
    elif kind == "string_type":
        reason = f"hier hoort tekst te staan; zet aanhalingstekens om {error['input']!r}."
    elif kind == "string_too_long":
        reason = f"dit is te lang: hooguit {context.get('max_length')} tekens."
    elif kind in {"literal_error", "enum"}:
        reason = f"hier kan alleen staan: {context.get('expected', '').replace(' or ', ' of ')}."
    elif kind.startswith(("greater_than", "less_than")):
        bounds = [f"{word} {context[key]}" for key, word in _BOUNDS.items() if key in context]
        reason = f"dit getal hoort {' en '.join(bounds)} te zijn."
    else:
        pattern = str(context.get("pattern", ""))
        unreadable = f"deze waarde kunnen we niet lezen ({error['input']!r})."
        reason = next((said for start, said in _PATTERNS.items() if pattern.startswith(start)), unreadable)
    return reason


_BOUNDS = {"ge": "minstens", "gt": "meer dan", "le": "hooguit", "lt": "minder dan"}


def _nearest(word: str, model: type["BaseModel"] | None) -> str | None:
    near = get_close_matches(word, list(model.model_fields), n=1, cutoff=0.6) if model is not None else []
    return near[0] if near else None
