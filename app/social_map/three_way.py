"""Three readings of one offer side by side: what its source said last time, what it says now, and what we have.

An importer hands an offer in again and again, and between two times people work on it here. So neither side may simply
win: what changed there only may be taken, what changed here only stays, and what changed on both sides is for a person
to decide. Nothing here knows a database: three drafts in, the fields that moved and what to make of them out.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum
from typing import Any, Final

from app.social_map.draft import Accessibility, Cost, OfferDraft, OfferWords, PlaceDraft
from app.social_map.field_words import ACCESS_WORDS, CODE_WORDS
from app.social_map.names import fold_name
from app.social_map.vocabulary import Status

ADDRESS: Final = "place.address"
"""The address moves as one: a street of theirs under a postcode of ours leads nowhere."""
_ADDRESS: Final = ("street", "postcode", "town", "kern", "municipality", "lat", "lon")
_PLACE: Final = ("name", "confidential", "directions")
_APART: Final = frozenset({"source", "source_id", "organisation", "place", "status", "last_confirmed", "carried"})
FIELDS: Final = tuple(name for name in OfferDraft.model_fields if name not in _APART)
_LONGEST: Final = 400


class Case(StrEnum):
    """Where something changed since the source last said it: at the source, here, or in both places."""

    THERE = "there"
    HERE = "here"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that moved. `field` as in a draft, with a dot for what lies inside; the three texts are for people."""

    field: str
    case: Case
    said: str
    says: str
    here: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of one offer.

    :ivar merged: ours, with what changed at the source only.
    :ivar proposed: the same, with what changed on both sides as the source has it: for a person to accept or not.
    """

    fields: tuple[FieldChange, ...]
    merged: OfferDraft
    proposed: OfferDraft

    def of(self, case: Case) -> tuple[str, ...]:
        """The fields of one case."""
        return tuple(each.field for each in self.fields if each.case is case)

    @property
    def news(self) -> bool:
        """Whether the source says anything it did not say before."""
        return any(each.case is not Case.HERE for each in self.fields)


def compare(said: OfferDraft, says: OfferDraft, have: OfferDraft) -> Comparison:
    """Compare field by field.

    :param said: what the source said last time; :param says: what it says now; :param have: the offer as it stands here.

    The facts of an organisation are its own and no offer's: of those only the name counts. What a source carries for
    itself (`carried`) is never changed here, so that always follows the source.
    """
    fields: list[FieldChange] = []
    taken: dict[str, Any] = {}
    asked: dict[str, Any] = {}
    for name, value in VALUES.items():
        case = _case(_same_key(name, value(said)), _same_key(name, value(says)), _same_key(name, value(have)))
        if case is None:
            continue
        fields.append(FieldChange(name, case, _words(value(said)), _words(value(says)), _words(value(have))))
        if case is Case.THERE:
            taken[name] = value(says)
        elif case is Case.BOTH:
            asked[name] = value(says)
    fields += _dates_and_status(said, says, have)
    if _document(said) != _document(says):
        fields.append(FieldChange("carried", Case.THERE, "", "", ""))
    always = {
        "carried": says.carried,
        "status": says.status,
        "last_confirmed": max((day for day in (says.last_confirmed, have.last_confirmed) if day), default=None),
    }
    merged = _with(have, taken).model_copy(update=always)
    return Comparison(tuple(fields), merged, _with(merged, asked))


def says_the_same(said: OfferDraft, says: OfferDraft) -> bool:
    """Whether a source repeats itself."""
    return not compare(said, says, said).news


def _case(said: Any, says: Any, have: Any) -> Case | None:
    if says == have:
        return None
    if says == said:
        return Case.HERE
    return Case.THERE if have == said else Case.BOTH


def _dates_and_status(said: OfferDraft, says: OfferDraft, have: OfferDraft) -> list[FieldChange]:
    found = []
    later = says.last_confirmed
    if later and later != said.last_confirmed and (have.last_confirmed is None or later > have.last_confirmed):
        days = (said.last_confirmed, later, have.last_confirmed)
        found.append(FieldChange("last_confirmed", Case.THERE, *(_words(day) for day in days)))
    if (said.status is Status.WITHDRAWN) != (says.status is Status.WITHDRAWN):
        states = (said.status, says.status, have.status)
        found.append(FieldChange("status", Case.THERE, *(_words(state) for state in states)))
    return found


def _document(draft: OfferDraft) -> Any:
    return draft.carried.document if draft.carried else None


def _whole(name: str) -> Callable[[OfferDraft], Any]:
    return lambda draft: getattr(draft, name)


def _of_place(name: str) -> Callable[[OfferDraft], Any]:
    return lambda draft: getattr(draft.place, name)


def _address(draft: OfferDraft) -> PlaceDraft:
    return PlaceDraft(**{name: getattr(draft.place, name) for name in _ADDRESS})


VALUES: Final[dict[str, Callable[[OfferDraft], Any]]] = {
    "name": _whole("name"),
    "organisation.name": lambda draft: draft.organisation.name,
    **{name: _whole(name) for name in FIELDS if name != "name"},
    ADDRESS: _address,
    **{f"place.{name}": _of_place(name) for name in _PLACE},
}


def _same_key(name: str, value: Any) -> Any:
    """Case, accents and spaces make no other organisation; of the prices nobody has to know how they were typed."""
    return fold_name(value) if name == "organisation.name" else value


def _with(draft: OfferDraft, values: dict[str, Any]) -> OfferDraft:
    whole = {name: value for name, value in values.items() if "." not in name}
    place = {name.removeprefix("place."): value for name, value in values.items() if name.startswith("place.")}
    address: PlaceDraft | None = place.pop("address", None)
    if address is not None:
        place |= {name: getattr(address, name) for name in _ADDRESS}
    if place:
        whole["place"] = draft.place.model_copy(update=place)
    if "organisation.name" in values:
        whole["organisation"] = draft.organisation.model_copy(update={"name": values["organisation.name"]})
    return draft.model_copy(update=whole)


def _words(value: Any) -> str:  # noqa: PLR0911  (one line for each shape)
    """A value as a person reads it in a report; long texts are cut."""
    if value is None or value == ():
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Cost):
        amount = f"€ {value.amount}" if value.amount is not None else value.kind.value
        return value.as_typed or " ".join(filter(None, (amount, value.unit)))
    if isinstance(value, PlaceDraft):
        line = ", ".join(filter(None, (value.street, value.postcode, value.town, value.kern, value.municipality)))
        return line if value.lat is None else f"{line} ({value.lat}, {value.lon})".strip()
    if isinstance(value, Accessibility):
        return ", ".join(
            f"{ACCESS_WORDS[name]}: {CODE_WORDS.get(answer, answer)}"
            for name, answer in value.model_dump(mode="json").items()
            if answer != "unknown"
        )
    if isinstance(value, OfferWords):
        return ": ".join(filter(None, (value.lang, value.name or value.summary)))
    if isinstance(value, tuple):
        return _cut("; ".join(_words(each) for each in value))
    return _cut(str(value))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"
