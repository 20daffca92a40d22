"""The call that is going on: the question, the call slip and what was counted of it. In the worker's own sealed session
cookie, nowhere else, and gone with one key when the call is over: nothing of it is about who called.
"""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from werkzeug.datastructures import MultiDict

from app.counting.models import Measure
from app.referring.marks import CHANNELS, PHONE
from app.web import own_answers

KEY: Final = "loket"
MOST: Final = 12
"""Offers on one slip: more than that is no advice."""
LONGEST_WORDS: Final = 300
_FIELDS: Final = frozenset(
    {"q", "postcode", "plaats", "straal", "leefgebied", "soort", "niveau", "doelgroep", "interesse", "gesproken", "dag",
     "dagdeel", "kosten", "toegankelijk", "vervoer", "zonder", "letterlijk", "pagina"}
)  # fmt: skip
_SLUG, _VALUE = 200, 100


class SlipFull(Exception):
    """There is no room for more on the slip; it is as it was."""


@dataclass(frozen=True, slots=True)
class Call:
    """What is kept of a call.

    :ivar asked: the question as names and values of the search form.
    :ivar slip: slugs of the offers on the slip, in order.
    :ivar channel: how the caller came, one of `marks.CHANNELS`.
    :ivar counted: marks of what was counted as a referral, so that nothing is counted twice.
    :ivar code: the code of the link that was made of the slip, and of which slip (a mark).
    :ivar other: only offers of others than the worker's own employer are shown.
    """

    asked: tuple[tuple[str, str], ...] = ()
    slip: tuple[str, ...] = ()
    channel: str = PHONE
    counted: tuple[str, ...] = ()
    code: tuple[str, str] = ("", "")
    other: bool = False

    @property
    def fields(self) -> "MultiDict[str, str]":
        """The question as `questions.read_question` reads it."""
        return MultiDict(self.asked)

    def on_slip(self, slugs: Iterable[str]) -> "Call":
        """The same with these on the slip.

        :raises SlipFull: there are too many.
        """
        slip = tuple(dict.fromkeys(each[:_SLUG] for each in slugs if each))
        if len(slip) > MOST:
            raise SlipFull
        return replace(self, slip=slip)


def call() -> Call:
    """The call that is going on; an empty one when nothing was asked yet."""
    found = own_answers.kept(KEY)
    channel = str(found.get("k", PHONE))
    code = found.get("l") or ("", "")
    return Call(
        asked=tuple((str(name), str(value)) for name, value in found.get("v", ())),
        slip=tuple(map(str, found.get("b", ()))),
        channel=channel if channel in CHANNELS else PHONE,
        counted=tuple(map(str, found.get("c", ()))),
        code=(str(code[0]), str(code[1])),
        other=bool(found.get("z")),
    )


def keep(now: Call) -> None:
    """Keep this call in the place of what was kept.

    :raises SlipFull: it does not fit in the cookie.
    """
    values: dict[str, Any] = {
        "v": [list(pair) for pair in now.asked], "b": list(now.slip), "k": now.channel, "c": list(now.counted),
        "l": list(now.code), "z": int(now.other),
    }  # fmt: skip
    if not own_answers.keep(KEY, {name: value for name, value in values.items() if value}):
        raise SlipFull


def over() -> None:
    """The call is over: everything of it goes; how the next one comes stays as it was chosen."""
    channel = call().channel
    own_answers.forget(KEY)
    keep(Call(channel=channel))


def put_on_slip(*slugs: str) -> None:
    """Put these below what is on the slip already: what a saved bundle does.

    :raises SlipFull: not all of them fit; none was added.
    """
    now = call()
    keep(now.on_slip((*now.slip, *slugs)))


def asked_in(form: "MultiDict[str, str]") -> tuple[tuple[str, str], ...]:
    """The question as a form says it, as far as it is kept."""
    return tuple(
        (name, value[: LONGEST_WORDS if name == "q" else _VALUE])
        for name, value in form.items(multi=True)
        if name in _FIELDS and value.strip()
    )[:40]


def mark_of(*parts: str) -> str:
    """A short mark of some words: to see whether something is the same, in few signs."""
    return f"{zlib.crc32('|'.join(parts).encode()):08x}"


def new_in(now: Call, way: str, slugs: Sequence[str]) -> tuple[list[str], Call]:
    """Which of these were not counted yet by this way, and the call with those counted.

    :param way: one of the ways of `Measure.REFERRAL`.
    """
    fresh = [slug for slug in slugs if mark_of(Measure.REFERRAL, way, slug) not in now.counted]
    marks = tuple(mark_of(Measure.REFERRAL, way, slug) for slug in fresh)
    return fresh, replace(now, counted=(*now.counted, *marks))
