"""From facts to a PDF that everybody can read, with Typst: tagged, in its language, with an outline (PDF/UA-1).

What anybody typed is handed over as JSON and set as text, never as markup, so nothing on the map can change how paper is
made. Letters that no font has are left out here, because PDF/UA refuses a text that cannot be shown: one smiley in the
name of an offer may not cost everybody the booklet. The printed letters are Atkinson Hyperlegible, fetched at set-up;
without them Typst's own are used.
"""

import json
import re
import subprocess
import sys
import threading
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from app import clock
from app.settings import without_settings

PRESS = Path(__file__).resolve().parent / "press.py"
TEMPLATES = Path(__file__).resolve().parent / "templates"
FONTS = Path(__file__).resolve().parents[1] / "static" / "vendor" / "fonts"
_NOT_SHOWN = re.compile(r'the text `"(?P<text>.*)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-fA-F]{1,6})\}")
_NEVER_SHOWN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Me"})
"""Categories of Unicode: what steers, what nobody gave a meaning, and the boxes that go around a letter or a number."""
_KEPT = frozenset("\n\t\u00ad\u200d\u200c")
_MOST_LEFT_OUT = 24
_EASY_BELOW = "\u0250"
_EASY = frozenset("\u2010\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u20ac")
"""With the Latin letters below `_EASY_BELOW`, these are in every font that comes with Typst."""
SECONDS = 120
"""A booklet of a whole municipality takes two, on a quiet machine."""
_ALIVE = "\ufe0e\ufe0f"
"""Signs that only choose between a drawing and a letter."""
_JOINERS = frozenset("\u200d\u200c")
_REMEMBERED_FROM = "\u0590"
"""Before this stand the letters of Europe, which the house has: somebody's strange text is never a reason to forget those."""
_left_out: set[str] = set()
"""Characters that turned out to be in no font of this machine; at most as many as there are characters. It holds for all
paper of this process, so what one person types may not get a letter in here that others need.
"""


@dataclass(slots=True)
class _Strange:
    """What was learned for one paper. `bare`: letters that stand without the marks that follow them; `without`: marks that
    go; `easy`: only signs that every font has.
    """

    bare: set[str] = field(default_factory=set)
    without: set[str] = field(default_factory=set)
    easy: bool = False


AT_ONCE = 3
WAIT_SECONDS = 10.0
"""Every PDF is a process of a second and a hundred megabytes, and many can be asked for by anybody."""
_turns = threading.BoundedSemaphore(AT_ONCE)


class Untypesettable(Exception):
    """No PDF can be made of this; the text says why, in Dutch."""


def typeset(template: str, data: Mapping[str, Any], *, lang: str, title: str) -> bytes:
    """Make a PDF/UA-1 file.

    :param template: name of a file in app/paper/templates, such as `booklet.typ`; it reads `data` from `house.typ`.
    :param data: what JSON can hold; every text is shown as it stands.
    :param lang: language of the document (`nl`, `en`): for hyphens and for who reads aloud.
    :param title: what a reader shows as the name of the document.
    :raises Untypesettable: with the reason, such as a picture without a text instead of it.
    """
    source = TEMPLATES / template
    if not source.is_file() or source.parent != TEMPLATES:
        raise Untypesettable(f"Er is geen opmaak met de naam ‘{template}’.")
    return typeset_file(source, data, lang=lang, title=title, moment=clock.now())


def typeset_file(source: Path, data: Mapping[str, Any], *, lang: str, title: str, moment: datetime) -> bytes:
    """The same with a file of one's own, whose folder holds everything it includes; `moment` is its date of making.

    :raises Untypesettable: as `typeset` does.
    """
    if not _turns.acquire(timeout=WAIT_SECONDS):
        raise Untypesettable(
            "Er worden nu te veel stukken tegelijk gemaakt. Probeer het over een halve minuut nog eens."
        )
    try:
        return _typeset(source, data, {"lang": lang, "title": title}, moment)
    finally:
        _turns.release()


def _typeset(source: Path, data: Mapping[str, Any], house: Mapping[str, str], moment: datetime) -> bytes:
    strange = _Strange()
    for attempt in range(_MOST_LEFT_OUT + 1):
        strange.easy = strange.easy or attempt == _MOST_LEFT_OUT
        order = {
            "source": str(source),
            "inputs": {
                "data": json.dumps(_showable(data, strange), ensure_ascii=False),
                "house": json.dumps(_showable(house, strange), ensure_ascii=False),
            },
            "fonts": [str(FONTS)] if FONTS.is_dir() else [],
            "moment": int(moment.timestamp()),
        }
        made, problem = _press(order)
        if made:
            return made
        if not _leave_out(problem, strange):
            raise Untypesettable(_reason(problem))
    raise Untypesettable("Er staan te veel tekens in die geen enkel lettertype kent.")


def _press(order: Mapping[str, Any]) -> tuple[bytes, str]:
    """The PDF, or nothing and what the press says is the matter. The letters are those of the house and those that come
    with Typst, never those of the machine, so paper is the same anywhere.
    """
    try:
        done = subprocess.run(  # noqa: S603  (our own file, nothing of it from outside)
            [sys.executable, "-I", str(PRESS)],
            input=json.dumps(order).encode(),
            capture_output=True,
            env=without_settings(),
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as problem:
        raise Untypesettable(f"Het maken duurde langer dan {SECONDS} seconden.") from problem
    except OSError as problem:
        raise Untypesettable(f"De opmaak kon niet worden gestart ({problem.strerror}).") from problem
    said = done.stderr.decode("utf-8", "replace").strip()
    return (done.stdout, "") if done.returncode == 0 else (b"", said.rpartition("\n")[2] or f"code {done.returncode}")


def _showable(value: Any, strange: _Strange) -> Any:
    """The same without what cannot be shown, whatever it is made of."""
    if isinstance(value, str):
        return value if value.isascii() and value.isprintable() else _shown_text(value, strange)
    if isinstance(value, Mapping):
        return {str(name): _showable(one, strange) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_showable(one, strange) for one in value]
    return value


def _shown_text(text: str, strange: _Strange) -> str:
    said: list[str] = []
    bare = False  # the letter before is to stand without its marks
    for sign in unicodedata.normalize("NFC", text):
        if not _is_shown(sign) or sign in strange.without or (bare and _is_mark(sign)):
            continue
        if strange.easy and sign >= _EASY_BELOW and sign not in _EASY:
            continue
        said.append(sign)
        bare = sign in strange.bare or (bare and _is_mark(sign))
    return "".join(said)


def _is_mark(sign: str) -> bool:
    return unicodedata.category(sign).startswith("M") or sign in _JOINERS


def _is_shown(sign: str) -> bool:
    if sign in _left_out or sign in _ALIVE:
        return False
    return sign in _KEPT or (
        unicodedata.category(sign) not in _NEVER_SHOWN and not "\U0001f000" <= sign <= "\U0001ffff"
    )


def _leave_out(message: str, strange: _Strange) -> bool:
    """Learn from what Typst could not show; False when that was not the matter, or nothing helps.

    It names the letter, also when a mark on it is the matter: so the marks go first, then the letter, and one that every
    font has never goes.
    """
    found = _NOT_SHOWN.search(message)
    if found is None or strange.easy:
        return False
    for sign in _ESCAPED.sub(lambda code: chr(int(code[1], 16)), found["text"]):
        if _is_mark(sign):
            strange.without.add(sign)
        elif sign not in strange.bare:
            strange.bare.add(sign)
        elif sign < _REMEMBERED_FROM:
            strange.easy = True
        else:
            _left_out.add(sign)
    return True


def _reason(problem: str) -> str:
    if "alt" in problem:
        return f"Een plaatje heeft geen tekst voor wie het niet ziet ({problem})."
    return f"De opmaak kon niet worden gemaakt ({problem})."
