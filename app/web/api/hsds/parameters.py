"""What may be asked, written down once: it is read from a question by it, and the OpenAPI document is made from it."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

LONGEST: Final = 2000
LARGEST_PAGE: Final = 500
USUAL_PAGE: Final = 50
LARGEST_MINIMAL_PAGE: Final = 100_000
_LARGEST_NUMBER: Final = 10**15
_OLDEST: Final = 150
_UUID: Final = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_CLOCK: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)(?::[0-5]\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?|24:00")
_POSTCODE: Final = re.compile(r"[1-9]\d{3} ?(?:[A-Za-z]{2})?")
_TRUE: Final = frozenset({"true", "1", "yes", "on"})
_FALSE: Final = frozenset({"false", "0", "no", "off", ""})
DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class BadParameter(Exception):
    """A value that cannot be read. `name` is the parameter, the message says how to mend it."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: its name, what it says, its JSON schema, and how its text is read."""

    name: str
    says: str
    schema: Mapping[str, Any]

    def read(self, text: str) -> Any:
        """The value of this text.

        :raises BadParameter: when it has none.
        """
        return _READERS[self.schema.get("format") or self.schema["type"]](self, text.strip())


def _integer(parameter: Parameter, text: str) -> int:
    lowest, highest = parameter.schema["minimum"], parameter.schema.get("maximum", _LARGEST_NUMBER)
    digits = text.removeprefix("+")
    if digits.isascii() and digits.isdigit() and len(digits) <= len(str(highest)) and lowest <= int(digits) <= highest:
        return int(digits)
    raise BadParameter(parameter.name, f"give a whole number from {lowest} to {highest}")


def _number(parameter: Parameter, text: str) -> float:
    lowest, highest = parameter.schema["minimum"], parameter.schema["maximum"]
    try:
        value = float(text) if len(text) <= 40 else math.nan  # noqa: PLR2004  (characters)
    except ValueError:
        value = math.nan
    if lowest <= value <= highest:
        return value
    raise BadParameter(parameter.name, f"give a number from {lowest} to {highest}")


def _boolean(parameter: Parameter, text: str) -> bool:
    if text.lower() in _TRUE:
        return True
    if text.lower() in _FALSE:
        return False
    raise BadParameter(parameter.name, "give true or false")


def _uuid(parameter: Parameter, text: str) -> str:
    if _UUID.fullmatch(text):
        return text.lower()
    raise BadParameter(parameter.name, "give the id (a UUID) as this API spells it, such as it stands in a document")


def _moment(parameter: Parameter, text: str) -> datetime:
    try:
        # An address turns the + of a zone into a space.
        found = datetime.fromisoformat(text.replace(" ", "+") if text.count(" ") == 1 and "T" in text else text)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        message = "give a moment as ISO 8601 writes it, such as 2026-11-23T09:30:00Z"
        raise BadParameter(parameter.name, message) from None


def _time(parameter: Parameter, text: str) -> int:
    if not _CLOCK.fullmatch(text):
        raise BadParameter(parameter.name, "give a time of day as HH:MM, such as 09:30")
    return int(text[:2]) * 60 + int(text[3:5])


def _string(parameter: Parameter, text: str) -> str:
    choices: Sequence[str] | None = parameter.schema.get("enum")
    if choices is not None:
        found = text.upper() if text.upper() in choices else text.lower()
        if found in choices:
            return found
        raise BadParameter(parameter.name, f"give one of: {', '.join(choices)}")
    if "pattern" in parameter.schema and not _POSTCODE.fullmatch(text):
        raise BadParameter(parameter.name, "give a Dutch postcode: 8051 or 8051 AB")
    return text[:LONGEST]


_READERS: Final = {
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "uuid": _uuid,
    "date-time": _moment,
    "time-of-day": _time,
    "string": _string,
}
_ID: Final = {"type": "string", "format": "uuid"}
_YES_NO: Final = {"type": "boolean", "default": False}
_AGE: Final = {"type": "integer", "minimum": 0, "maximum": _OLDEST}
_TIME_OF_DAY: Final = {"type": "string", "format": "time-of-day", "examples": ["09:30"]}

ALL: Final = {
    each.name: each
    for each in (
        Parameter(
            "search",
            "Words, in Dutch, as somebody says them. The same search and the same order as the site's own.",
            {"type": "string"},
        ),
        Parameter(
            "page",
            "Which page, from 1. A page after the last one is empty.",
            {"type": "integer", "minimum": 1, "default": 1},
        ),
        Parameter(
            "per_page",
            f"Items on a page: {USUAL_PAGE} when not given. More than {LARGEST_PAGE} counts as {LARGEST_PAGE}; with minimal=true all items stand on one page unless this says otherwise.",
            {"type": "integer", "minimum": 1},
        ),
        Parameter(
            "format",
            "json: a page. ndjson: everything that answers, one document on a line, without pages.",
            {"type": "string", "enum": ("json", "ndjson"), "default": "json"},
        ),
        Parameter("taxonomy_term_id", "Only what carries this term of a taxonomy. May be given more than once.", _ID),
        Parameter("taxonomy_id", "Only what carries some term of this taxonomy.", _ID),
        Parameter("organization_id", "Only what this organization offers.", _ID),
        Parameter(
            "modified_after",
            "Only what changed at or after this moment (ISO 8601). For services also what was withdrawn since, as inactive.",
            {"type": "string", "format": "date-time"},
        ),
        Parameter("minimal", "Only the id and the moment of the last change, to see what to fetch again.", _YES_NO),
        Parameter("full", "Every document whole, with everything that belongs to it.", _YES_NO),
        Parameter("full_service", "With the services of each organization, whole.", _YES_NO),
        Parameter(
            "postcode",
            "Dutch postcode. Alone: what serves that place. With proximity: what is within that distance of it.",
            {"type": "string", "pattern": "^[1-9][0-9]{3} ?([A-Za-z]{2})?$"},
        ),
        Parameter(
            "proximity",
            "Metres from the middle of the postcode, as the crow flies. Needs postcode.",
            {"type": "number", "minimum": 0, "maximum": 20_000_000},
        ),
        Parameter(
            "minimum_age", "Only what somebody of this age or older may use; no age said is for everybody.", _AGE
        ),
        Parameter(
            "maximum_age", "Only what somebody of this age or younger may use; no age said is for everybody.", _AGE
        ),
        Parameter(
            "start_time", "Only what is known to be there at some moment after this time of day (HH:MM).", _TIME_OF_DAY
        ),
        Parameter(
            "end_time", "Only what is known to be there at some moment before this time of day (HH:MM).", _TIME_OF_DAY
        ),
        Parameter("day", "Only what is known to be there on this day of the week.", {"type": "string", "enum": DAYS}),
        Parameter("top_only", "Only terms that stand under no other term.", _YES_NO),
        Parameter("parent_id", "Only terms that stand right under this term.", _ID),
    )
}

_PAGES: Final = ("page", "per_page", "format")
_AGES_AND_TIMES: Final = ("minimum_age", "maximum_age", "start_time", "end_time", "day")
_OF_SERVICES: Final = (
    "search", *_PAGES, "taxonomy_term_id", "taxonomy_id", "organization_id", "modified_after", "minimal", "full",
    "postcode", "proximity", *_AGES_AND_TIMES,
)  # fmt: skip
OF_LIST: Final[Mapping[str, tuple[str, ...]]] = {
    "services": _OF_SERVICES,
    "service_at_locations": _OF_SERVICES,
    "organizations": (
        "search", *_PAGES, "full", "full_service", "minimal", "taxonomy_term_id", "taxonomy_id", "modified_after",
    ),
    "taxonomies": ("search", *_PAGES),
    "taxonomy_terms": ("search", *_PAGES, "taxonomy_id", "top_only", "parent_id"),
}  # fmt: skip
"""Which parameters each list takes; every other one is ignored."""
MANY: Final = frozenset({"taxonomy_term_id", "taxonomy_id"})
"""These may be given more than once: all of them count."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that could be read: name -> value of what was given, and how it wants its answer."""

    values: Mapping[str, Any]

    def get(self, name: str, default: Any = None) -> Any:
        """What was given, else `default`; a tuple for what may be given more than once."""
        return self.values.get(name, () if name in MANY and default is None else default)

    @property
    def minimal(self) -> bool:
        """Whether only ids and moments are wanted."""
        return bool(self.get("minimal", default=False))

    @property
    def lines(self) -> bool:
        """Whether everything is wanted, one document on a line."""
        return bool(self.get("format", default="json") == "ndjson")

    @property
    def page(self) -> int:
        """Which page, from 1."""
        return int(self.get("page", default=1))

    @property
    def per_page(self) -> int:
        """How many items at most stand on it."""
        most = LARGEST_MINIMAL_PAGE if self.minimal else LARGEST_PAGE
        return min(most, int(self.get("per_page", default=most if self.minimal else USUAL_PAGE)))

    @property
    def personal(self) -> bool:
        """Whether the words or the place may be somebody's own: no copy of the answer is kept anywhere then."""
        return any(self.values.get(name) for name in ("search", "postcode"))


def read(what: str, given: Mapping[str, Sequence[str]]) -> Asked:
    """Read a question for one of the lists. An empty value was not asked.

    :raises BadParameter: for the first value that cannot be read.
    """
    values: dict[str, Any] = {}
    for name in OF_LIST[what]:
        texts = [text for text in given.get(name, ()) if text.strip()]
        if texts and name in MANY:
            values[name] = tuple(ALL[name].read(text) for text in texts[:20])
        elif texts:
            values[name] = ALL[name].read(texts[-1])
    if "proximity" in values and "postcode" not in values:
        raise BadParameter("proximity", "give postcode too: the distance is measured from its middle")
    return Asked(values)
