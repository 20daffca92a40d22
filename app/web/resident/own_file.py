"""A list in a file of somebody's own: readable in any program, and to be opened here again.

The file is plain text. Only its last line is for us; everything above it is for people. A file may come from
anywhere, so what it says is checked as if a stranger wrote it.
"""

import json
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from app.web.resident.kept import LONGEST_NOTE, MOST, Kept, note_of

LARGEST_FILE = 64 * 1024
MARK = '{"leefplein":'
_ENCODINGS = ("utf-8-sig", "utf-16", "cp1252")


class FileRefused(Exception):
    """This file holds no list of ours."""


class _Line(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)

    slug: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,119}$")] = Field(alias="aanbod")
    name: Annotated[str, StringConstraints(max_length=300)] = Field(default="", alias="naam")
    note: Annotated[str, StringConstraints(max_length=LONGEST_NOTE * 2)] = Field(default="", alias="notitie")
    called: bool = Field(default=False, alias="gebeld")


class _File(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)

    kind: Annotated[str, StringConstraints(pattern=r"^lijstje$")] = Field(alias="leefplein")
    lines: Annotated[list[_Line], Field(max_length=MOST)] = Field(alias="aanbod")


@dataclass(frozen=True, slots=True)
class Named:
    """One offer in a file: what is kept, and the name it had when the file was made."""

    kept: Kept
    name: str


def machine_line(items: list[Named]) -> str:
    """The line that this site reads again."""
    lines = [
        {"aanbod": each.kept.slug, "naam": each.name, "notitie": each.kept.note, "gebeld": each.kept.called}
        for each in items
    ]
    return json.dumps({"leefplein": "lijstje", "aanbod": lines}, ensure_ascii=False)


def read_file(content: bytes) -> list[Named]:
    """The list in a file that we made.

    :param content: at most `LARGEST_FILE` bytes are looked at.
    :raises FileRefused: too large, no text, or not a list of ours.
    """
    return _read(line_in(content, LARGEST_FILE))


def line_in(content: bytes, largest: int) -> str:
    """The line for this site in a file of somebody's own, whatever program saved it last.

    :param largest: bytes that are looked at, at most.
    :raises FileRefused: too large, no text, or no such line.
    """
    if len(content) > largest:
        raise FileRefused
    for encoding in _ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        lines = [line.strip() for line in text.split("\n") if line.strip().startswith(MARK)]
        if lines:
            return lines[-1]
    raise FileRefused


def _read(line: str) -> list[Named]:
    try:
        found = _File.model_validate(json.loads(line))
    except (ValueError, RecursionError, ValidationError) as problem:
        raise FileRefused from problem
    return [Named(Kept(each.slug, note_of(each.note), each.called), each.name) for each in found.lines]
