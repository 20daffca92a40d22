"""What the request form holds as it was typed: read from a form, kept in the session, written out as hidden fields.

Field names are those of contract.md section 5. Nothing here judges: `asking_rules` does. One thing is done at once: a
citizen service number is taken out before anything else sees the text.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.conversation.shapes import LONGEST_QUESTION
from app.personal_numbers import without_bsn
from app.web.bodies import clean

LONGEST_LINE: Final = 200
LONGEST_MAIL: Final = 254
TOKEN: Final = "formulier"  # noqa: S105  (the name of a field)
_TOKEN_LENGTH: Final = 32
_TEXTS: Final = ("gewenst_resultaat", "geprobeerd", "opmerking")
_LINES: Final = (
    "voor_wie", "naam", "telefoon", "email", "contact_voorkeur", "straat", "postcode", "plaats", "naam_helper", "rol",
    "persoon_weet_ervan", "clientondersteuning", "wens_plaats", "wens_tijd", "wie_erbij", "geholpen_door", "tolk",
    "rustige_plek", "aanspreken", "vervolg_op", "vervolg_via", "toestemming",
)  # fmt: skip
_TICKS: Final = ("veilig_contact", "clientondersteuning_deelt")
QUESTION, ABOUT = "vraag", "vraag_over"
_HID: Final = "weggehaald"
MOST_FIELDS: Final = 60
FILLED_IN: Final = "ingevuld"
"""Hidden: how many things that were tried stood in the form already, so that what somebody takes out stays out."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What was typed. `questions`: words and whom in the household they are about, at least one pair, maybe empty.

    :ivar ticks: per field the ticked values.
    :ivar hid: ids of fields out of which a citizen service number was taken.
    :ivar token: 128 random bits that tell this form from another; empty when it came without.
    """

    values: Mapping[str, str]
    ticks: Mapping[str, tuple[str, ...]]
    questions: tuple[tuple[str, str], ...] = (("", ""),)
    hid: tuple[str, ...] = ()
    token: str = ""

    def __getitem__(self, name: str) -> str:
        """What stands in a field; empty when nothing does."""
        return self.values.get(name, "")

    def ticked(self, name: str) -> tuple[str, ...]:
        """The ticked values of a field."""
        return self.ticks.get(name, ())

    @property
    def filled(self) -> frozenset[str]:
        """The names of fields in which something stands."""
        return frozenset(name for name, value in self.values.items() if value)

    @property
    def all_words(self) -> str:
        """Everything somebody wrote themselves, for help numbers on top."""
        told = [text for pair in self.questions for text in pair]
        told += [self[name] for name in (*_TEXTS, "wie_erbij", "wens_tijd", "wens_plaats", "geholpen_door", "tolk")]
        return "\n".join(text for text in told if text)

    @property
    def empty(self) -> bool:
        """Nothing was filled in."""
        return not (any(self.values.values()) or any(self.ticks.values()) or any(map(any, self.questions)))

    def with_another_question(self) -> "Answers":
        """The same with room for one question more."""
        return replace(self, questions=(*self.questions, ("", "")))

    def with_values(self, **values: str) -> "Answers":
        """The same, with these filled in where nothing stood."""
        return replace(
            self, values=dict(self.values) | {name: value for name, value in values.items() if not self[name]}
        )

    def as_fields(self) -> list[tuple[str, str]]:
        """Names and values as a form holds them, empty ones left out; the two fields of a question stay a pair."""
        pairs = [(name, value) for name, value in self.values.items() if value]
        pairs += [(name, value) for name, values in self.ticks.items() for value in values]
        for text, about in self.questions:
            if text or about:
                pairs += [(QUESTION, text), (ABOUT, about)]
        return pairs

    def packed(self) -> dict[str, Any]:
        """For the session, as small as can be."""
        small: dict[str, Any] = {name: value for name, value in self.values.items() if value}
        small |= {name: list(values) for name, values in self.ticks.items() if values}
        small[QUESTION] = [list(pair) for pair in self.questions]
        small[TOKEN] = self.token
        if self.hid:
            small[_HID] = list(self.hid)
        return small


def from_form(form: "MultiDict[str, str]") -> Answers:
    """Read a form. Never refuses: unknown names are left alone, and so is whatever no page can hold."""
    hid: list[str] = []

    def read(name: str, typed: str, field_id: str) -> str:
        text = clean(typed).replace("\r\n", "\n").replace("\r", "\n")
        text = text.strip() if name in {*_TEXTS, QUESTION} else " ".join(text.split())
        safe = without_bsn(text)
        if safe != text:
            hid.append(field_id)
        return safe

    values = {name: read(name, form.get(name, ""), name) for name in (*_LINES, *_TEXTS)}
    values[FILLED_IN] = "".join(sign for sign in form.get(FILLED_IN, "")[:3] if sign in "0123456789")
    ticks = {name: tuple(dict.fromkeys(clean(each)[:40] for each in form.getlist(name)))[:10] for name in _TICKS}
    told, about = form.getlist(QUESTION)[:MOST_FIELDS], form.getlist(ABOUT)[:MOST_FIELDS]
    # Who sends whom it is about for the later questions only, means the later ones.
    about = [""] * max(0, len(told) - len(about)) + about
    pairs = [
        (read(QUESTION, text, question_id(place)), read(ABOUT, who, about_id(place)))
        for place, (text, who) in enumerate(zip(told, about, strict=False))
    ]
    filled = tuple(pair for pair in pairs if any(pair)) or (("", ""),)
    return Answers(values, ticks, filled, tuple(hid), _token(form.get(TOKEN, "")))


def unpacked(small: Mapping[str, Any]) -> Answers:
    """What `packed` made, out of the session."""
    values = {name: value for name in (*_LINES, *_TEXTS, FILLED_IN) if isinstance(value := small.get(name), str)}
    ticks = {name: tuple(map(str, value)) for name in _TICKS if isinstance(value := small.get(name), list)}
    pairs = tuple((str(text), str(about)) for text, about in small.get(QUESTION) or ())
    hid = tuple(map(str, small.get(_HID) or ()))
    return Answers(values, ticks, pairs or (("", ""),), hid, _token(str(small.get(TOKEN, ""))))


def question_id(place: int) -> str:
    """The id of the field of a question; the first is 0."""
    return QUESTION if place == 0 else f"{QUESTION}-{place + 1}"


def about_id(place: int) -> str:
    """The id of the field that says whom a question is about."""
    return f"{ABOUT}-{place + 1}"


def longest(name: str) -> int:
    """Characters that fit in a field."""
    if name == "email":
        return LONGEST_MAIL
    return LONGEST_QUESTION if name in {*_TEXTS, QUESTION} else LONGEST_LINE


def labels() -> dict[str, str]:
    """What each field is called on the page."""
    return {
        "vraag": _("Waar wilt u over praten?"),
        "vraag_over": _("Over wie gaat deze vraag?"),
        "gewenst_resultaat": _("Wat zou u fijn vinden als het lukt?"),
        "voor_wie": _("Voor wie vraagt u dit?"),
        "naam": _("Naam"),
        "telefoon": _("Telefoon"),
        "email": _("E-mail"),
        "contact_voorkeur": _("Hoe hoort u het liefst van ons?"),
        "straat": _("Straat en huisnummer"),
        "postcode": _("Postcode"),
        "plaats": _("Plaats"),
        "naam_helper": _("Uw eigen naam"),
        "rol": _("Wie bent u van die persoon?"),
        "persoon_weet_ervan": _("Weet die persoon hiervan, en is het goed?"),
        "clientondersteuning": _("Wilt u gratis iemand naast u?"),
        "clientondersteuning_deelt": _("Wat mogen wij doorgeven?"),
        "wens_plaats": _("Waar wilt u praten?"),
        "wens_tijd": _("Wanneer komt het u goed uit?"),
        "wie_erbij": _("Wie komt er mee?"),
        "geholpen_door": _("Wie helpt er nu al?"),
        "tolk": _("Hebt u een tolk nodig?"),
        "rustige_plek": _("Ik wil graag een rustige plek"),
        "aanspreken": _("Hoe mogen wij u noemen?"),
        "veilig_contact": _("Waar mogen wij een bericht achterlaten?"),
        "geprobeerd": _("Wat is er al geprobeerd?"),
        "opmerking": _("Wilt u nog iets zeggen?"),
        "vervolg_op": _("Op welke dag?"),
        "vervolg_via": _("Hoe?"),
        "toestemming": _("De gemeente mag mij achteraf vragen hoe het ging"),
    }


def _token(typed: str) -> str:
    return typed if len(typed) == _TOKEN_LENGTH and typed.isascii() and typed.isalnum() else ""
