"""What an object of HSDS 3.1 may hold, and a stranger's object made to fit.

Everything that goes out again as its source had it passes here first: a document that is right stays as it is, one that is
not is mended where that is certain (a web address without `https://`, a number in quotes), and else loses that one value,
which is said. Runs in the child process of `hsds_to_documents`: a stranger's depth and length cost us nothing.
"""

import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

Document = dict[str, Any]

NAMES = uuid.UUID("6a3b0a0e-6c4b-5d0e-9d0a-8f6f4b7b5b0c")
"""The space of our own uuids for ids of others that are none."""
LONGEST = 20_000
MOST_OF_ONE = 500
MOST_SAID = 20

SHAPES: dict[str, str] = {
    "service": "id organization_id=organization program_id=program name! alternate_name description url@ additional_urls[]url email~ "
    "status:active|inactive|defunct|temporarily_closed interpretation_services application_process fees_description wait_time fees "
    "accreditations eligibility_description minimum_age# maximum_age# assured_date assurer_email~ licenses alert last_modified* "
    "phones[]phone schedules[]schedule service_areas[]service_area service_at_locations[]service_at_location languages[]language "
    "organization{}organization funding[]funding cost_options[]cost_option program{}program required_documents[]required_document "
    "contacts[]contact capacities[]service_capacity attributes[]attribute metadata[]metadata",
    "organization": "id name! alternate_name description! email~ website@ additional_websites[]url tax_status tax_id year_incorporated# "
    "legal_status logo uri@ parent_organization_id=organization funding[]funding contacts[]contact phones[]phone locations[]location "
    "programs[]program organization_identifiers[]organization_identifier attributes[]attribute metadata[]metadata",
    "program": "id organization_id=organization name! alternate_name description! attributes[]attribute metadata[]metadata",
    "attribute": "id link_id= taxonomy_term_id=taxonomy_term link_type link_entity value taxonomy_term{}taxonomy_term "
    "metadata[]metadata label",
    "service_at_location": "id service_id=service location_id=location description service_areas[]service_area contacts[]contact "
    "phones[]phone schedules[]schedule location{}location attributes[]attribute metadata[]metadata",
    "location": "id location_type:physical|postal|virtual url@ organization_id=organization name alternate_name description "
    "transportation latitude# longitude# external_identifier external_identifier_type languages[]language addresses[]address "
    "contacts[]contact accessibility[]accessibility phones[]phone schedules[]schedule attributes[]attribute metadata[]metadata",
    "phone": "id location_id=location service_id=service organization_id=organization contact_id=contact "
    "service_at_location_id=service_at_location number! extension# type description languages[]language attributes[]attribute "
    "metadata[]metadata",
    "contact": "id organization_id=organization service_id=service service_at_location_id=service_at_location location_id=location "
    "name title department email~ phones[]phone attributes[]attribute metadata[]metadata",
    "address": "id location_id=location attention address_1! address_2 city! region state_province! postal_code! country! "
    "address_type:physical|postal|virtual attributes[]attribute metadata[]metadata",
    "schedule": "id service_id=service location_id=location service_at_location_id=service_at_location valid_from valid_to dtstart "
    "timezone# until count# wkst?MO|TU|WE|TH|FR|SA|SU freq?WEEKLY|MONTHLY interval# byday byweekno bymonthday byyearday description "
    "opens_at closes_at schedule_link@ attending_type notes attributes[]attribute metadata[]metadata",
    "funding": "id organization_id=organization service_id=service source attributes[]attribute metadata[]metadata",
    "service_area": "id service_id=service service_at_location_id=service_at_location name description extent extent_type uri "
    "attributes[]attribute metadata[]metadata",
    "required_document": "id service_id=service document uri@ attributes[]attribute metadata[]metadata",
    "language": "id service_id=service location_id=location phone_id=phone name code note attributes[]attribute metadata[]metadata",
    "accessibility": "id location_id=location description details url@ attributes[]attribute metadata[]metadata",
    "taxonomy_term": "id code name! description! parent_id=taxonomy_term taxonomy taxonomy_detail{}taxonomy language "
    "taxonomy_id=taxonomy term_uri@ metadata[]metadata",
    "taxonomy": "id name! description! uri@ version metadata[]metadata",
    "metadata": "id resource_id= resource_type last_action_date! last_action_type! field_name! previous_value! replacement_value! "
    "updated_by!",
    "cost_option": "id service_id=service valid_from valid_to option currency amount# amount_description attributes[]attribute "
    "metadata[]metadata",
    "organization_identifier": "id organization_id=organization identifier_scheme identifier_type! identifier! "
    "attributes[]attribute metadata[]metadata",
    "service_capacity": "id service_id=service unit{}unit unit_id=unit available# maximum# description updated* "
    "attributes[]attribute metadata[]metadata",
    "unit": "id name! scheme identifier uri@ attributes[]attribute metadata[]metadata",
    "url": "id label url@ organization_id=organization service_id=service attributes[]attribute metadata[]metadata",
}
"""Every object: its fields. A bare name is text, `name!` text that must be there; `@` a web address, `~` an e-mail address,
`*` a moment, `#` a number, `=object` the id of such an object, `:a|b` one of these (the first when it is none), `?a|b` one of
these or absent, `{}object` an object, `[]object` a list of them."""

_NEEDED = {"url": ("url",), "service_capacity": ("unit", "available", "updated")}
"""What cannot be made up: without these an object goes."""
_FIELD = re.compile(r"([a-z_0-9]+)(!|@|~|\*|#|=|:|\?|\{\}|\[\])?(.*)")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE | re.ASCII)
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_MAIL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?", re.ASCII)  # fmt: skip
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:(?:[A-Za-z0-9._~:/?#@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+", re.ASCII)
_WEB = re.compile(r"https?://[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?\.?(?::\d{1,5})?(?:[/?#].*)?", re.IGNORECASE | re.ASCII)
_BARE = re.compile(r"[^\s/:@]+\.[^\s/:@.]{2,}(?:[:/?#]\S*)?")
_OTHERS = frozenset({"urn", "mailto", "tel", "ftp", "geo"})
_MOMENT = re.compile(r"(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))(?:[T ]((?:[01]\d|2[0-3]):[0-5]\d)(:[0-5]\d)?(\.\d{1,9})?\s?(Z|z|[+-](?:[01]\d|2[0-3]):?[0-5]\d)?)?", re.ASCII)  # fmt: skip
_NUMBER = re.compile(r"-?\d{1,15}(?:[.,]\d{1,15})?", re.ASCII)
_LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    sort: str
    of: str
    choices: tuple[str, ...] = ()


def _read(shape: str) -> dict[str, _Field]:
    fields = {}
    for word in shape.split():
        found = _FIELD.fullmatch(word)
        name, sort, of = (found[1], found[2] or "", found[3]) if found else (word, "", "")
        choices = tuple(each.replace("_", " ") for each in of.split("|")) if sort in {":", "?"} else ()
        fields[name] = _Field(name, "id" if name == "id" else sort, of, choices)
    return fields


FIELDS: dict[str, dict[str, _Field]] = {name: _read(shape) for name, shape in SHAPES.items()}


@dataclass(slots=True)
class Fitting:
    """One document under way. `said`: what was mended or lost, for an editor (Dutch). `unknown`: fields HSDS does not have."""

    source: str
    said: list[str] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)

    def fitted(self, given: Mapping[str, Any], shape: str, key: str = "") -> Document | None:
        """The object as 3.1 has it; None when what cannot be missed is missing.

        :param key: what makes its id when it has none.
        """
        fields = FIELDS[shape]
        made: Document = {}
        for name, value in given.items():
            if name not in fields:
                if isinstance(name, str) and name.strip() and len(self.unknown) < MOST_OF_ONE:
                    self.unknown.add(f"{shape}.{name[:_LONGEST_SHOWN]}")
                continue
            if value is None:
                continue
            fit = self._value(fields[name], value, f"{key}/{name}", shape)
            if fit is not None:
                made[name] = fit
        if any(name not in made for name in _NEEDED.get(shape, ())):
            self.say(f"{shape}: niet volledig en niet overgenomen.")
            return None
        return self._whole(made, fields, shape, key)

    def say(self, reason: str) -> None:
        """Remember something to look at, once."""
        if reason not in self.said and len(self.said) < MOST_SAID:
            self.said.append(reason)

    def _whole(self, made: Document, fields: Mapping[str, _Field], shape: str, key: str) -> Document:
        for name, each in fields.items():
            if name not in made:
                if each.sort == "!":
                    made[name] = ""
                elif each.sort == ":":
                    made[name] = each.choices[0]
        if "id" not in made:
            made = {"id": self.uuid_of(f"{shape}{key}", "")} | made
        return made

    def uuid_of(self, value: str, shape: str) -> str:
        """The id itself when it is a uuid, else always the same one for the same id of the same source."""
        return value if _UUID.fullmatch(value) else str(uuid.uuid5(NAMES, f"{self.source}|{shape}|{value}"))

    def _value(self, each: _Field, value: Any, key: str, shape: str) -> Any:  # noqa: ANN401  (whatever a stranger wrote)
        if each.sort == "[]":
            return self._list(each, value, key)
        if each.sort == "{}":
            return self.fitted(value, each.of, key) if isinstance(value, Mapping) else self._lost(each.name, value)
        if each.sort == "#":
            return self._number(each.name, value)
        if isinstance(value, bool):
            value = "true" if value else "false"
        if isinstance(value, int | float):
            value = str(value)
        if not isinstance(value, str):
            return self._lost(each.name, value)
        return self._text(each, self._clean(each.name, value), shape)

    def _text(self, each: _Field, value: str, shape: str) -> str | None:
        if each.sort in {"id", "="}:
            whose = shape if each.sort == "id" else each.of
            return self.uuid_of(value.strip(), whose) if value.strip() else None
        if each.sort in {":", "?"}:
            folded = " ".join(value.replace("_", " ").split()).casefold()
            fit = next((choice for choice in each.choices if choice.casefold() == folded), None)
            if fit is None and folded:
                self._lost(each.name, value)
            return fit
        reader = _READERS.get(each.sort)
        if reader is None:
            return value
        if not value.strip():
            return None
        fit = reader(value)
        if fit is None:
            self._lost(each.name, value)
        return fit

    def _clean(self, name: str, value: str) -> str:
        if _UNSEEN.search(value):
            value = _UNSEEN.sub("", value)
            self.say(f"{name}: er stonden onzichtbare tekens in; die zijn weggehaald.")
        if len(value) > LONGEST:
            value = value[: LONGEST - 1].rstrip() + "…"
            self.say(f"{name}: langer dan {LONGEST} tekens, de rest is weggelaten.")
        return value

    def _list(self, each: _Field, value: Any, key: str) -> list[Document] | None:  # noqa: ANN401  (whatever a stranger wrote)
        if isinstance(value, Mapping):
            value = [value]
        if not isinstance(value, list):
            return self._lost(each.name, value)
        if len(value) > MOST_OF_ONE:
            self.say(f"{each.name}: meer dan {MOST_OF_ONE}, de rest is weggelaten.")
        made = []
        for number, item in enumerate(value[:MOST_OF_ONE]):
            if not isinstance(item, Mapping):
                self._lost(each.name, item)
            elif (fit := self.fitted(item, each.of, f"{key}{number}")) is not None:
                made.append(fit)
        return made

    def _number(self, name: str, value: Any) -> int | float | None:  # noqa: ANN401  (whatever a stranger wrote)
        if isinstance(value, bool):
            return self._lost(name, value)
        if isinstance(value, int | float):
            return value if abs(value) < 1e15 else self._lost(name, value)  # noqa: PLR2004  (also refuses inf and nan)
        typed = value.strip() if isinstance(value, str) else ""
        if _NUMBER.fullmatch(typed):
            read = float(typed.replace(",", "."))
            return int(read) if read.is_integer() and typed.lstrip("-").isdigit() else read
        return self._lost(name, value) if value != "" else None

    def _lost(self, name: str, value: Any) -> None:  # noqa: ANN401  (whatever a stranger wrote)
        if value not in ("", None):
            shown = value.strip()[:_LONGEST_SHOWN] if isinstance(value, str) else type(value).__name__
            self.say(f"{name}: '{_UNSEEN.sub('', shown)}' is niet te lezen en niet overgenomen.")


def web_address(value: str) -> str | None:
    """An address that fits RFC 3986, with its scheme; None when it is none, or leads to no page."""
    text = value.strip()
    if "://" not in text and _BARE.fullmatch(text):
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
        if not host.isascii():
            text = text.replace(host, host.encode("idna").decode("ascii"), 1)
    except (ValueError, UnicodeError):
        return None
    if not _ADDRESS.fullmatch(text):
        text = quote(text, safe="%:/?#@!$&'()*+,;=~")
        text = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", text)
    scheme = parts.scheme.lower()
    text = scheme + text[len(scheme) :]
    fits = _ADDRESS.fullmatch(text) and text.count("#") <= 1
    if scheme in {"http", "https"}:
        return text if fits and _WEB.fullmatch(text) else None
    return text if fits and scheme in _OTHERS else None


def mail_address(value: str) -> str | None:
    """The first e-mail address that stands there alone or before a comma, semicolon or space."""
    text = re.split(r"[;,\s]+", value.strip().removeprefix("mailto:"))[0].strip("<>")
    return text if _MAIL.fullmatch(text) else None


def moment(value: str) -> str | None:
    """A moment as RFC 3339 has it; one without a zone is taken as UTC."""
    found = _MOMENT.fullmatch(value.strip())
    if found is None:
        return None
    day, clock, seconds, part, zone = found.groups()
    if clock and seconds and zone and "T" in value and (zone in "Zz" or ":" in zone):
        return value.strip()
    zone = zone or "Z"
    zone = zone if zone in "Zz" or ":" in zone else f"{zone[:3]}:{zone[3:]}"
    return f"{day}T{clock or '00:00'}{seconds or ':00'}{part or ''}{zone}"


_READERS: dict[str, Callable[[str], str | None]] = {"@": web_address, "~": mail_address, "*": moment}
