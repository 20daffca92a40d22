"""A question as it came in: from the address, or by POST in a form or as JSON, so that somebody's words stand in no log."""

import json
from collections.abc import Mapping
from typing import Any

from flask import request
from werkzeug.exceptions import UnsupportedMediaType

from app.web.api.hsds.parameters import BadParameter
from app.web.bodies import clean

_FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})


def given() -> dict[str, list[str]]:
    """Name -> texts. What stands in the body goes before what stands in the address.

    :raises BadParameter: when a body that says it is JSON cannot be read.
    :raises UnsupportedMediaType: for a body of another kind.
    """
    found = {clean(name): [clean(each) for each in texts] for name, texts in request.args.lists()}
    if request.method != "POST":
        return found
    if request.mimetype in _FORMS:
        return found | {clean(name): [clean(each) for each in texts] for name, texts in request.form.lists()}
    body = request.get_data()
    if not body.strip():
        return found
    if request.mimetype and request.mimetype != "application/json" and not request.mimetype.endswith("+json"):
        raise UnsupportedMediaType
    return found | _from_json(body)


def _from_json(body: bytes) -> dict[str, list[str]]:
    try:
        told: Any = json.loads(body)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, Mapping):
        raise BadParameter("body", 'give one JSON object, such as {"search": "koffie"}')
    return {clean(str(name)): _texts(value, clean(str(name))) for name, value in told.items() if value is not None}


def _texts(value: Any, name: str) -> list[str]:
    many = value if isinstance(value, list) else [value]
    if any(isinstance(each, (dict, list)) for each in many):
        raise BadParameter(name, "give a text, a number, true or false, or a list of those")
    return [str(each).lower() if isinstance(each, bool) else clean(str(each)) for each in many if each is not None]
