"""Values as people write them in a table. Each reader says what it made of a cell, or that it could not.

What cannot be read is never guessed and never lost: `Cells` keeps it as text under the conditions and flags it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum
from typing import TypeVar

from app.social_map.dates import read_date
from app.social_map.draft import Accessibility
from app.social_map.names import fold_name
from app.social_map.plain_text import LONGEST_LINE, LONGEST_TEXT, has_unseen, line, paragraphs
from app.social_map.vocabulary import Answer, Frequency, FundingForm, RespiteWeight, Status, Vog

Choice = TypeVar("Choice", bound=Enum)

YES = frozenset({"ja", "j", "yes", "y", "x", "1", "waar", "true"})
NO = frozenset({"nee", "n", "no", "0", "onwaar", "false"})
_ANSWERS = (
    dict.fromkeys(YES, Answer.YES)
    | dict.fromkeys(NO, Answer.NO)
    | dict.fromkeys(("onbekend", "?", "-", "weet niet"), Answer.UNKNOWN)
)
VOGS = (
    dict.fromkeys(YES, Vog.YES)
    | dict.fromkeys(NO, Vog.NO)
    | dict.fromkeys(("nvt", "n.v.t.", "n.v.t", "niet van toepassing"), Vog.NOT_APPLICABLE)
)
RESPITE = {"licht": RespiteWeight.LIGHT, "dag": RespiteWeight.DAY, "nacht": RespiteWeight.NIGHT}
FREQUENCY = {
    "eenmalig": Frequency.ONCE,
    "af en toe": Frequency.SOMETIMES,
    "wekelijks": Frequency.WEEKLY,
    "alleen in nood": Frequency.EMERGENCY,
}
STATUS = {"concept": Status.DRAFT, "gepubliceerd": Status.REVIEW, "ingetrokken": Status.WITHDRAWN}
FUNDING = {
    "zin": FundingForm.ZIN,
    "zorg in natura": FundingForm.ZIN,
    "pgb": FundingForm.PGB,
    "persoonsgebonden budget": FundingForm.PGB,
}
ACCESS = {
    "rolstoel": "wheelchair",
    "invalidentoilet": "toilet",
    "ringleiding": "hearing_loop",
    "parkeren": "parking",
    "prikkelarm": "low_stimulus",
}
_MOST_WORDS = 50
_EMAIL = re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+")
_WEBSITE = re.compile(r"(?P<scheme>https?://)?[a-z0-9][a-z0-9.-]*\.[a-z]{2,}(?:[:/?#]\S*)?", re.IGNORECASE)
_POSTCODE = re.compile(r"([1-9]\d{3})\s?([A-Za-z]{2})?", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,3}(?:[.,]\d+)?", re.ASCII)
_BY_EXCEL = re.compile(r"\d(?:[.,]\d+)?E\+?\d{1,2}", re.IGNORECASE | re.ASCII)
_EXCEL_DAY = re.compile(r"[3-7]\d{4}(?:[.,]0+)?", re.ASCII)
_EXCEL_BEGINS = date(1899, 12, 30)
_NEUTRALISED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")
_EXCEL_TEXT = re.compile(r'="([^"]*)"')
_NEAR_THE_NETHERLANDS = (
    49.0,
    55.0,
    2.0,
    9.0,
)  # degrees south, north, west, east: wide enough for neighbours over the border
_COUNTRY = "het ligt ver buiten Nederland. Zijn lat en lon verwisseld?"


@dataclass(slots=True)
class Cells:
    """One row by field. Reading it gathers what an editor should know (`flags`) and text that fits nowhere (`kept`)."""

    values: dict[str, str]
    flags: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)

    def raw(self, name: str) -> str:
        """The cell as it stands, empty when there is none. A formula is text here: nobody works it out.

        The apostrophe that our own tables and careful people put before `=`, `+`, `-` or `@` is no part of the text.
        """
        value = self.values.get(name, "")
        if _NEUTRALISED.match(value):
            return value[1:]
        if value.startswith("="):
            if told := _EXCEL_TEXT.fullmatch(value):
                return told[1]
            self.flags.append(f"{name}: begint met '='. Een formule zonder uitkomst is bewaard als gewone tekst.")
        return value

    def line(self, name: str, longest: int = LONGEST_LINE) -> str:
        """One line of text."""
        return self._clean(name, *line(value, longest), value, longest) if (value := self.raw(name)) else ""

    def text(self, name: str) -> str:
        """Text of more lines."""
        return self._clean(name, *paragraphs(value), value, LONGEST_TEXT) if (value := self.raw(name)) else ""

    def _clean(self, name: str, clean: str, cut: bool, value: str, longest: int) -> str:  # noqa: FBT001  (as the cleaners hand it over)
        if cut:
            self.flags.append(f"{name}: langer dan {longest} tekens, de rest is weggelaten.")
        if has_unseen(value):
            self.flags.append(f"{name}: er stonden onzichtbare tekens in; die zijn weggehaald.")
        return clean

    def unread(self, name: str, value: str, mend: str, *, keep: bool = True) -> None:
        """A value that says nothing to us: flagged, and kept as text where a person can read it."""
        self.flags.append(f"{name}: '{value[:80]}' is niet te lezen{' en bewaard als tekst' if keep else ''}. {mend}")
        if keep:
            self.kept.append(f"{'VOG' if name == 'vog' else name.replace('_', ' ').capitalize()}: {value}")

    def words(self, name: str, separators: str = r"[|\n;]") -> tuple[str, ...]:
        """Several values with `|` between them, each once, in their order."""
        if not (value := self.raw(name)):
            return ()
        parts = dict.fromkeys(clean for part in re.split(separators, value) if (clean := line(part)[0].strip(" ,")))
        if len(parts) > _MOST_WORDS:
            self.flags.append(f"{name}: meer dan {_MOST_WORDS} waarden, de rest is weggelaten.")
        return tuple(parts)[:_MOST_WORDS]

    def choice(self, name: str, choices: Mapping[str, Choice], otherwise: Choice, mend: str) -> Choice:
        """One of a closed list; `otherwise` when the cell is empty or cannot be read."""
        if not (value := self.line(name)):
            return otherwise
        found = choices.get(fold_name(value))
        if found is None:
            self.unread(name, value, mend)
        return found or otherwise

    def answer(self, name: str) -> Answer:
        """`ja`, `nee`, `onbekend`; empty is unknown."""
        return self.choice(name, _ANSWERS, Answer.UNKNOWN, "Kies ja, nee of onbekend.")

    def day(self, name: str) -> date | None:
        """A date; None when empty or unreadable."""
        if not (value := self.line(name)):
            return None
        day = read_date(value) or _excel_day(value)
        if day is None:
            self.unread(name, value, "Schrijf een datum als 2026-11-03 of 3-11-2026.", keep=False)
        return day

    def count(self, name: str, most: int) -> int | None:
        """A whole number from 0 to `most`; None when empty or unreadable."""
        if not (value := self.line(name)):
            return None
        if value.isascii() and value.isdigit() and len(value) <= len(str(most)) and int(value) <= most:
            return int(value)
        self.unread(name, value, f"Schrijf een heel getal van 0 tot en met {most}.", keep=False)
        return None

    def degrees(self) -> tuple[float | None, float | None]:
        """Latitude and longitude, both or neither."""
        typed = {name: self.line(name) for name in ("lat", "lon")}
        if not any(typed.values()):
            return None, None
        read = {
            name: float(value.replace(",", ".")) if _NUMBER.fullmatch(value) else None for name, value in typed.items()
        }
        lat, lon = read["lat"], read["lon"]
        south, north, west, east = _NEAR_THE_NETHERLANDS
        reason = "Schrijf graden met een punt of komma, bijvoorbeeld 52,2593 en 5,6073."
        if lat is not None and lon is not None:
            if south <= lat <= north and west <= lon <= east:
                return lat, lon
            reason = f"Deze plek is niet overgenomen, want {_COUNTRY}"
        self.unread("lat en lon", f"{typed['lat']} / {typed['lon']}", reason, keep=False)
        return None, None

    def postcode(self) -> str:
        """`3882 AB` or `3882`; anything else stays as typed and is flagged."""
        if not (value := self.line("postcode")):
            return ""
        found = _POSTCODE.fullmatch(value)
        if found is None:
            self.flags.append(
                f"postcode: '{value[:40]}' is geen Nederlandse postcode en bewaard als tekst. Schrijf bijvoorbeeld 3882 AB."
            )
            return value
        return f"{found[1]} {found[2].upper()}" if found[2] else found[1]

    def phone(self) -> str:
        """A telephone number as typed; flagged when it cannot be dialled."""
        value = self.line("telefoon")
        digits = re.sub(r"\D", "", value)
        if value and len(digits) < 3:  # noqa: PLR2004  (112 is the shortest)
            self.flags.append(f"telefoon: '{value[:40]}' is geen telefoonnummer en bewaard als tekst.")
        elif _BY_EXCEL.fullmatch(value):
            self.flags.append(
                f"telefoon: '{value}' heeft Excel als getal opgeslagen; cijfers kunnen weg zijn. Maak in Excel van deze kolom tekst en vul het nummer opnieuw in."
            )
        elif 8 <= len(digits) <= 9 and not value.startswith(("0", "+", "(0")):  # noqa: PLR2004  (a Dutch number without its nought)
            self.flags.append(
                f"telefoon: '{value}' mist misschien de 0 aan het begin: 0{digits}? Maak in Excel van deze kolom tekst."
            )
        return value

    def email(self) -> str:
        """An e-mail address as typed; what is none is kept as text."""
        value = self.line("email").removeprefix("mailto:")
        if value and not _EMAIL.fullmatch(value):
            self.unread("email", value, "Schrijf één adres, bijvoorbeeld info@voorbeeld.nl.")
            return ""
        return value

    def website(self) -> str:
        """An address that starts with http(s); what is none is kept as text, so that it can never become a link."""
        value = self.line("website")
        found = _WEBSITE.fullmatch(value)
        if value and found is None:
            self.unread("website", value, "Schrijf één adres, bijvoorbeeld https://www.voorbeeld.nl.")
            return ""
        return value if not value or (found and found["scheme"]) else f"https://{value}"

    def funding(self) -> tuple[FundingForm, ...]:
        """Care in kind, personal budget, or both."""
        found = set()
        for word in self.words("financiering", r"[|\n;,/+&]|\ben\b"):
            form = FUNDING.get(fold_name(word))
            if form is None:
                self.unread("financiering", word, "Kies ZIN of PGB, of beide met | ertussen.")
            else:
                found.add(form)
        return tuple(form for form in FundingForm if form in found)

    def accessibility(self) -> Accessibility:
        """`rolstoel=ja|ringleiding=nee`; what is not named is unknown."""
        answers: dict[str, Answer] = {}
        for part in self.words("toegankelijkheid", r"[|\n;,]"):
            what, _, told = re.sub(r"[=: ]+", "=", fold_name(part)).partition("=")
            if what in ACCESS and told in _ANSWERS:
                answers[ACCESS[what]] = _ANSWERS[told]
            else:
                self.unread("toegankelijkheid", part, "Schrijf bijvoorbeeld rolstoel=ja|ringleiding=nee.")
        return Accessibility(**answers)


def _excel_day(value: str) -> date | None:
    """A day as Excel keeps it, a number of days since 1900: 46280 is 15 September 2026. From 1982 to 2119 only."""
    return _EXCEL_BEGINS + timedelta(days=int(value[:5])) if _EXCEL_DAY.fullmatch(value) else None
