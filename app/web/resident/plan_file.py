"""A plan in a file of somebody's own: readable in any program, and to be opened here again to go on.

As with the list (own_file.py) only the last line is for us. A file may come from anywhere, so what it says is checked as
if a stranger wrote it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from app.web.bodies import clean
from app.web.resident.own_file import FileRefused, line_in
from app.web.resident.plan_written import (
    EVERY_TEXT,
    LONGEST_LINE,
    LONGEST_TEXT,
    MOST_OFFERS,
    MOST_ROWS,
    Helper,
    Written,
)

LARGEST_FILE: Final = 512 * 1024
_Line = Annotated[str, StringConstraints(max_length=LONGEST_LINE)]
_Text = Annotated[str, StringConstraints(max_length=LONGEST_TEXT)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)


class _Row(_Part):
    who: _Line = Field(default="", alias="wie")
    what: _Line = Field(default="", alias="wat")
    when: _Line = Field(default="", alias="wanneer")
    limit: _Line = Field(default="", alias="grens")


class _Offer(_Part):
    slug: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,119}$")] = Field(alias="aanbod")
    name: Annotated[str, StringConstraints(max_length=300)] = Field(default="", alias="naam")


class _File(_Part):
    kind: Literal["plan"] = Field(alias="leefplein")
    shape: Literal["mijn", "gezin"] = Field(alias="soort")
    owner: _Line = Field(default="", alias="naam")
    texts: dict[str, _Text] = Field(default_factory=dict, alias="tekst")
    rows: Annotated[list[_Row], Field(max_length=MOST_ROWS)] = Field(default_factory=list, alias="rijen")
    offers: Annotated[list[_Offer], Field(max_length=MOST_OFFERS)] = Field(default_factory=list, alias="aanbod")
    look_back: _Line = Field(default="", alias="terugkijken")


@dataclass(frozen=True, slots=True)
class Opened:
    """A plan from a file, and the names its offers had when the file was made."""

    written: Written
    names: Mapping[str, str]


def machine_line(written: Written, names: Mapping[str, str]) -> str:
    """The line that this site reads again."""
    found = {
        "leefplein": "plan",
        "soort": written.shape,
        "naam": written.owner,
        "tekst": {name: text for name, text in written.texts.items() if text},
        "rijen": [
            {"wie": row.who, "wat": row.what, "wanneer": row.when, "grens": row.limit} for row in written.helpers
        ],
        "aanbod": [{"aanbod": slug, "naam": names.get(slug, "")} for slug in written.offers],
        "terugkijken": written.look_back,
    }
    # Escaped, so that no sign that some program takes for the end of a line can break it.
    return json.dumps(found)


def read_file(content: bytes) -> Opened:
    """The plan in a file that we made.

    :param content: at most `LARGEST_FILE` bytes are looked at.
    :raises FileRefused: too large, no text, or not a plan of ours.
    """
    return _read(line_in(content, LARGEST_FILE))


def _read(line: str) -> Opened:
    try:
        found = _File.model_validate(json.loads(line))
    except (ValueError, RecursionError, ValidationError) as problem:
        raise FileRefused from problem
    slugs = tuple(dict.fromkeys(each.slug for each in found.offers))
    written = Written(
        found.shape,
        _one_line(found.owner),
        {name: clean(found.texts[name]).replace("\r\n", "\n").strip() for name in EVERY_TEXT if found.texts.get(name)},
        tuple(Helper(*map(_one_line, (row.who, row.what, row.when, row.limit))) for row in found.rows),
        slugs,
        slugs,
        _one_line(found.look_back),
    )
    return Opened(written, {each.slug: _one_line(each.name) for each in found.offers})


def _one_line(text: str) -> str:
    return " ".join(clean(text).split())
