"""What the request form holds when it opens: what somebody typed in it before, told the route, or tried from their list.

Nobody is asked anything twice (P19); everything that is filled in can be changed or taken out.
"""

from dataclasses import replace
from typing import Any

from flask_babel import gettext as _

from app.places.postcodes import read_postcode
from app.web import own_answers
from app.web.resident.asking_fields import FILLED_IN, LONGEST_LINE, Answers, unpacked
from app.web.resident.asking_rules import FOR_WHOM
from app.web.resident.list_page import Line


def first_answers(shortlist: list[Line]) -> Answers:
    """A form somebody began goes before what the route holds; where it is empty, the route fills it in."""
    began = unpacked(own_answers.kept(own_answers.DRAFT))
    told = _told()
    questions = began.questions
    if not any(text for text, about in questions) and told.get("vraag"):
        questions = ((told["vraag"], ""), *questions[1:])
    place = told.get("plaats", "")[:LONGEST_LINE]
    known = read_postcode(place)
    address = {"postcode": str(known)} if known else {"plaats": place}
    if began["postcode"] or began["plaats"]:
        address = {}
    tried = _tried(shortlist)
    values = dict(began.values)
    if len(tried) > int(began[FILLED_IN] or 0):
        there = began["geprobeerd"].split("\n") if began["geprobeerd"] else []
        values["geprobeerd"] = "\n".join(dict.fromkeys([*there, *tried]))
    values[FILLED_IN] = str(len(tried) or "")
    return replace(began, values=values, questions=questions).with_values(
        gewenst_resultaat=told.get("gewenst_resultaat", ""),
        voor_wie=_for_whom(told),
        opmerking=_("Leeftijd: %(age)s", age=told["leeftijd"][:LONGEST_LINE]) if "leeftijd" in told else "",
        **address,
    )


def _for_whom(told: dict[str, str]) -> str:
    """What the form says of it; who asked for a child of somebody under 18, asks in the name of another."""
    given = "namens" if told.get("voor_wie") == "kind" else told.get("voor_wie", "")
    return given if given in FOR_WHOM else ""


def _told() -> dict[str, str]:
    """What the steps of the route were told, by field."""
    steps = own_answers.kept(own_answers.ROUTE).get("a")
    found: dict[str, str] = {}
    for given in (steps if isinstance(steps, dict) else {}).values():
        fields: dict[str, Any] = given if isinstance(given, dict) else {}
        for name in ("vraag", "gewenst_resultaat", "voor_wie", "leeftijd", "plaats"):
            if isinstance(fields.get(name), str) and fields[name].strip():
                found.setdefault(name, fields[name].strip())
    return found


def _tried(shortlist: list[Line]) -> list[str]:
    """One line for each thing that was tried, so that nobody proposes it again (001:943-945)."""
    tried = own_answers.kept(own_answers.ROUTE).get("tried")
    names = [each for each in (tried if isinstance(tried, list) else []) if isinstance(each, str)]
    said = [_("%(name)s geprobeerd", name=name) for name in names]
    said += [
        _("%(name)s gebeld", name=line.card.name) for line in shortlist if line.called and line.card.name not in names
    ]
    return said
