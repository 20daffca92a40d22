"""What a source said, on its way out again: HSDS -> us -> HSDS gives the same, except for what was changed here.

The source's own object travels with the draft (`app.social_map.draft.Carried`) beside a fingerprint of what we made of each
field when it came in. A field that we would still render in the same way goes out as the source had it, and one that the source
did not have stays away; a field that was changed here goes out as we have it. Only what the standard knows is let through, and
only when it is valid, whatever an importer kept.
"""

import hashlib
import json
import math
from collections.abc import Callable, Mapping
from typing import Any, Final

from app.open_data.formats import is_date, is_moment, is_time, mail, stable_id, uri, uuid_of
from app.open_data.shape import ENTITIES
from app.social_map.draft import Carried

Document = dict[str, Any]

_ENCODER: Final = json.JSONEncoder(ensure_ascii=True, sort_keys=True, separators=(",", ":"))
OURS: Final = frozenset({"id", "organization_id", "organization", "last_modified"})
"""Fields that are always as we have them: who it is, whose it is, and when it last changed here."""
JOINED: Final = ("attributes", "metadata", "additional_urls")
"""Lists in which what the source had comes first, and ours after it."""
_DEEPEST: Final = 8
_LARGEST: Final = 1e15
_WITHOUT: Final = {
    "service": {"status": "active"},
    "location": {"location_type": "physical"},
    "address": {"address_type": "physical"},
}
_ROLES: Final = frozenset({"", "bron", "redactie", "systeem", "organisatie", "redactie of organisatie"})
"""Who may be named in a change log: nobody needs to know which colleague at the source typed it, so no name is given on."""
_HAVE_TO_SAY: Final = {
    "phone": ("number",),
    "url": ("url",),
    "service_capacity": ("unit", "available", "updated"),
    "organization_identifier": ("identifier",),
    "metadata": ("last_action_date",),
    "taxonomy_term": ("name",),
    "taxonomy": ("name",),
    "unit": ("name",),
}
"""Without these the object says nothing, so it stays away rather than being filled up."""


def fingerprints(document: Document) -> dict[str, str]:
    """Field -> fingerprint of what it says. Ids do not count: a draft has none yet."""
    return {name: _fingerprint(value) for name, value in document.items() if name not in OURS and name not in JOINED}


def _fingerprint(value: Any) -> str:
    if isinstance(value, (list, dict)):
        value = _without_ids(value)
    return hashlib.sha256(_ENCODER.encode(value).encode()).hexdigest()[:16]


def _without_ids(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_ids(each) for name, each in value.items() if name != "id" and not name.endswith("_id")}
    return [_without_ids(each) for each in value] if isinstance(value, list) else value


def as_the_source(ours: Document, carried: Carried | None, entity: str, *, brief: bool = False) -> Document:
    """Our rendering of an object, with what its source had where we changed nothing.

    :param ours: the whole rendering; it is not changed.
    :param entity: `service` or `organization`.
    :param brief: only the object's own values, and a program.
    """
    if carried is None:
        return ours
    shape = ENTITIES[entity]
    names = (*shape.fields, *shape.one, *(() if brief else shape.many))
    theirs = fitting({name: carried.document[name] for name in names if name in carried.document}, entity)
    now, base = fingerprints(ours), carried.base
    made = dict(ours)
    for name in names:
        if name in OURS or name in JOINED or now.get(name) != base.get(name):
            continue
        if name in theirs:
            made[name] = theirs[name]
        elif name not in shape.required:
            made.pop(name, None)
    for name in JOINED:
        if name in theirs and not brief:
            known = {each["id"] for each in ours.get(name, ())}
            made[name] = [each for each in theirs[name] if each["id"] not in known] + ours.get(name, [])
    return made


def fitting(document: Mapping[str, Any], entity: str, _path: str = "", _depth: int = 0) -> Document:
    """What of an object of a source the standard has a field for and a checker accepts; the order of its fields is kept."""
    shape = ENTITIES[entity]
    made: Document = {}
    for name, value in document.items():
        if value is None:
            continue
        if kind := shape.fields.get(name):
            if (fit := _FITTING[kind](value) if kind in _FITTING else _one_of(kind, value)) is not None:
                made[name] = fit
        elif _depth >= _DEEPEST:
            continue
        elif inner := shape.one.get(name):
            if isinstance(value, Mapping) and (whole := _whole(value, inner, f"{_path}/{name}", _depth)):
                made[name] = whole
        elif (inner := shape.many.get(name)) and isinstance(value, list):
            listed = [
                whole
                for number, each in enumerate(value)
                if isinstance(each, Mapping) and (whole := _whole(each, inner, f"{_path}/{name}/{number}", _depth))
            ]
            if listed:
                made[name] = listed
    return made


def _whole(value: Mapping[str, Any], entity: str, path: str, depth: int) -> Document | None:
    """An object within another, with everything that it must have; None when it says nothing."""
    made = fitting(value, entity, path, depth + 1)
    if any(name not in made for name in _HAVE_TO_SAY.get(entity, ())) or not made:
        return None
    for name in ENTITIES[entity].required:
        if name not in made:
            told = json.dumps(value, sort_keys=True, default=str)
            made[name] = stable_id(path, told) if name == "id" else _WITHOUT.get(entity, {}).get(name, "")
    if entity == "metadata" and made["updated_by"] not in _ROLES:
        made["updated_by"] = "bron"
    return made


def _text(value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    text = str(value)
    return text if text.isascii() and "\0" not in text else text.replace("\0", "").encode("utf-8", "replace").decode()


def _number(value: Any) -> int | float | None:
    if isinstance(value, str):
        try:
            value = float(value) if "." in value or "e" in value.lower() else int(value[:20])
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        return None
    return value if abs(value) < _LARGEST else None


def _checked(check: Callable[[str], bool]) -> Callable[[Any], str | None]:
    return lambda value: value if isinstance(value, str) and check(value) else None


def _one_of(kind: str, value: Any) -> str | None:
    return value if isinstance(value, str) and value in kind.split("|") else None


_FITTING: Final[dict[str, Callable[[Any], Any]]] = {
    "text": _text,
    "number": _number,
    "uuid": lambda value: uuid_of(value) or None,
    "uri": lambda value: (uri(value) or None) if isinstance(value, str) else None,
    "email": lambda value: (mail(value) or None) if isinstance(value, str) else None,
    "date": _checked(is_date),
    "time": _checked(is_time),
    "moment": _checked(is_moment),
}
