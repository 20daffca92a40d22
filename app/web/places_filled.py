"""Filling in how many places are free: the same form for an editor who hears it by phone and for who gives the care (I-31)."""

from typing import Final

from flask_babel import gettext as _
from sqlmodel import Session

from app.social_map.places_free import LONGEST_NOTE, LONGEST_UNIT, Places, WrongPlaces, set_places
from app.web.saying import as_said
from app.web.staff.typed import as_typed

_FIELDS: Final = {"available": "vrij", "maximum": "totaal"}
_LONGEST_NUMBER: Final = 4
Said = dict[str, str]
Errors = list[tuple[str, str]]


def as_known(known: Places | None) -> Said:
    """The fields of the form as they were filled in last."""
    return {
        "vrij": _written(known.available if known else None),
        "totaal": _written(known.maximum if known else None),
        "waarvan": known.unit if known else "",
        "bijzonderheid": known.note if known else "",
    }


def as_sent() -> Said:
    """The fields of the form as they come in with this request."""
    return {
        "vrij": as_typed("vrij", 40),
        "totaal": as_typed("totaal", 40),
        "waarvan": as_typed("waarvan", LONGEST_UNIT),
        "bijzonderheid": as_typed("bijzonderheid", LONGEST_NOTE),
    }


def keep_places(session: Session, number: int, said: Said, actor: str) -> Errors:
    """Keep it as said today, in a writing session; what is wrong instead, as (field, how to mend it), and then nothing is kept."""
    errors = [
        (field, _("Schrijf een heel getal, bijvoorbeeld 2. Niet bekend? Laat het dan leeg."))
        for field in _FIELDS.values()
        if said[field] and not _is_number(said[field])
    ]
    if errors:
        return errors
    try:
        set_places(
            session, number, _number(said["vrij"]), _number(said["totaal"]), unit=said["waarvan"], note=said["bijzonderheid"],
            actor=actor,
        )  # fmt: skip
    except WrongPlaces as problem:
        return [(_FIELDS[problem.field], as_said(str(problem)))]
    return []


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER


def _number(text: str) -> int | None:
    return int(text) if text else None


def _written(number: int | None) -> str:
    return "" if number is None else str(number)
