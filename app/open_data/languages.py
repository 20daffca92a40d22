"""Languages that are spoken, with their ISO 639 codes as far as the Dutch name is known."""

from functools import cache
from typing import Any

from babel import Locale

from app.open_data.formats import stable_id

Document = dict[str, Any]
_ALSO = {"koerdisch": "ku", "farsi": "fa", "berbers": "ber", "tamazight": "zgh", "mandarijn": "zh", "vlaams": "nl"}
_LONGEST_CODE = 3


@cache
def _codes() -> dict[str, str]:
    named = Locale.parse("nl").languages
    found = {str(name).casefold(): code for code, name in named.items() if len(code) <= _LONGEST_CODE}
    return found | {name: code for name, code in _ALSO.items() if name not in found}


def languages_of(names: tuple[str, ...], sid: str) -> list[Document]:
    """The languages of a service with this id."""
    found = []
    for name in dict.fromkeys(names):
        made = {"id": stable_id(sid, "language", name), "service_id": sid, "name": name}
        if code := _codes().get(name.casefold()):
            made["code"] = code
        found.append(made)
    return found
