"""What the two forms of `/voor-elkaar` hold as typed: read from a form, kept in the session, written out as hidden fields.

Nothing here judges: `notice_rules` does. One thing is done at once: a citizen service number is taken out before
anything else sees the text.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.matching.models import Side
from app.matching.shapes import LONGEST_WORDS
from app.personal_numbers import without_bsn
from app.web.bodies import clean

TOKEN: Final = "formulier"  # noqa: S105  (the name of a field)
_TOKEN_LENGTH: Final = 32
_SIDE: Final = "kant"
_HID: Final = "weggehaald"
TEXTS: Final = ("grenzen", "verhaal")
LINES: Final = (
    "kern", "postcode", "tijden", "hoevaak", "datum", "vooraf", "dringend", "voornaam", "achternaam", "organisatie",
    "telefoon", "email", "straat", "toestemming", "beursvloer",
)  # fmt: skip
TICKS: Final = ("taak", "gebied", "wanneer", "niet_taak", "niet_bij", "bij", "delen")
LONGEST_LINE: Final = 200
_OTHER_LENGTHS: Final = {"email": 254, "tijden": 300} | dict.fromkeys(TEXTS, LONGEST_WORDS)
MOST_TICKS: Final = 60


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed on one side.

    :ivar ticks: per field the ticked values.
    :ivar hid: fields out of which a citizen service number was taken.
    :ivar token: 128 random bits that tell this form from another; empty when it came without.
    """

    side: Side
    values: Mapping[str, str]
    ticks: Mapping[str, tuple[str, ...]]
    hid: tuple[str, ...] = ()
    token: str = ""

    def __getitem__(self, name: str) -> str:
        """What stands in a field; empty when nothing does."""
        return self.values.get(name, "")

    def ticked(self, name: str) -> tuple[str, ...]:
        """The ticked values of a field."""
        return self.ticks.get(name, ())

    @property
    def empty(self) -> bool:
        """Nothing was filled in."""
        return not (any(self.values.values()) or any(self.ticks.values()))

    @property
    def all_words(self) -> str:
        """Everything somebody wrote themselves, for help numbers on top."""
        return "\n".join(self[name] for name in (*TEXTS, "tijden") if self[name])

    def with_token(self, token: str) -> "Typed":
        """The same, told from other forms."""
        return replace(self, token=self.token or token)

    def with_values(self, **values: str) -> "Typed":
        """The same, with these filled in where nothing stood."""
        return replace(self, values=dict(self.values) | {name: self[name] or value for name, value in values.items()})

    def as_fields(self) -> list[tuple[str, str]]:
        """Names and values as a form holds them, empty ones left out."""
        pairs = [(name, value) for name, value in self.values.items() if value]
        return pairs + [(name, value) for name, values in self.ticks.items() for value in values]

    def packed(self) -> dict[str, Any]:
        """For the session, as small as can be."""
        small: dict[str, Any] = {name: value for name, value in self.values.items() if value}
        small |= {name: list(values) for name, values in self.ticks.items() if values}
        small |= {_SIDE: self.side.value, TOKEN: self.token}
        if self.hid:
            small[_HID] = list(self.hid)
        return small


def from_form(side: Side, form: "MultiDict[str, str]") -> Typed:
    """Read a form. Never refuses: unknown names are left alone."""
    hid: list[str] = []

    def read(name: str) -> str:
        text = clean(form.get(name, "")).replace("\r\n", "\n").replace("\r", "\n")
        text = text.strip() if name in TEXTS else " ".join(text.split())
        safe = without_bsn(text)
        if safe != text:
            hid.append(name)
        return safe

    values = {name: read(name) for name in (*LINES, *TEXTS)}
    ticks = {name: tuple(dict.fromkeys(clean(each)[:64] for each in form.getlist(name)))[:MOST_TICKS] for name in TICKS}
    return Typed(side, values, ticks, tuple(hid), _token(form.get(TOKEN, "")))


def unpacked(side: Side, small: Mapping[str, Any]) -> Typed:
    """What `packed` made, out of the session; empty when the other side's form is kept there."""
    if small.get(_SIDE) != side.value:
        return Typed(side, {}, {})
    values = {name: value for name in (*LINES, *TEXTS) if isinstance(value := small.get(name), str)}
    ticks = {name: tuple(map(str, value)) for name in TICKS if isinstance(value := small.get(name), list)}
    return Typed(side, values, ticks, tuple(map(str, small.get(_HID) or ())), _token(str(small.get(TOKEN, ""))))


def began(side: Side, small: Mapping[str, Any]) -> bool:
    """Whether a form of this side is kept, also one in which nothing was filled in."""
    return small.get(_SIDE) == side.value


def longest(name: str) -> int:
    """Characters that fit in a field."""
    return _OTHER_LENGTHS.get(name, LONGEST_LINE)


def labels(side: Side) -> dict[str, str]:
    """What each field is called on the page, in the order of the page."""
    offers = side is Side.OFFER
    return {
        "taak": _("Wat wilt u doen?") if offers else _("Waarbij zoekt u hulp?"),
        "kern": _("Waar woont u?") if offers else _("Waar is de hulp nodig?"),
        "postcode": _("Of uw postcode"),
        "gebied": _("Waar wilt u komen?"),
        "tijden": _("In uw eigen woorden"),
        "wanneer": _("Dagen en dagdelen"),
        "hoevaak": _("Hoe vaak?"),
        "datum": _("Op welke dag?"),
        "vooraf": _("Hoe lang van tevoren wilt u het weten?"),
        "dringend": _("Het kan niet wachten"),
        "niet_taak": _("Dit doe ik niet"),
        "niet_bij": _("Liever niet: dieren, rook, tillen, trappen"),
        "grenzen": _("Verder doe ik niet"),
        "bij": _("Wat speelt er?"),
        "verhaal": _("Wilt u er iets bij zeggen?"),
        "voornaam": _("Voornaam of roepnaam"),
        "achternaam": _("Achternaam"),
        "organisatie": _("Namens een kerk, club of bedrijf?"),
        "telefoon": _("Telefoon"),
        "email": _("E-mail"),
        "delen": _("Wat mag de ander van u weten als u allebei ja zegt?"),
        "straat": _("Straat en huisnummer"),
        "toestemming": _("Uw toestemming"),
    }


def _token(typed: str) -> str:
    return typed if len(typed) == _TOKEN_LENGTH and typed.isascii() and typed.isalnum() else ""
