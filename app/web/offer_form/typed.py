"""What came in with the one screen: the fields it knows, and nothing else."""

from flask import request

from app.publishing.form_fields import FIELDS, LONGEST_VALUE, MANY, MOST_VALUES
from app.publishing.models import WorkingDraft
from app.publishing.photos import LARGEST_UPLOAD
from app.web.bodies import clean

PHOTO_FILE = "foto_bestand"
LARGEST_FORM = LARGEST_UPLOAD + 1024 * 1024
"""Bytes: a photo and every field."""
_KEPT_HERE = frozenset({"foto"})
"""Which photo it is, is never believed from a form: it could be somebody else's."""


def typed_values(working: WorkingDraft) -> dict[str, tuple[str, ...]]:
    """Every field as it was typed. A form that holds no field at all is a button elsewhere: then what was kept stands."""
    if "naam" not in request.form:
        return dict(working.values)
    found = {}
    for name in FIELDS:
        if name in _KEPT_HERE:
            continue
        values = [clean(value)[:LONGEST_VALUE] for value in request.form.getlist(name)[:MOST_VALUES]]
        if values:
            found[name] = tuple(values if name in MANY else values[:1])
    return found | {name: working.values[name] for name in _KEPT_HERE if name in working.values}


def photo_file() -> bytes:
    """The photo that came along; empty when there is none."""
    found = request.files.get(PHOTO_FILE)
    return found.read() if found is not None and found.filename else b""
