"""What an object of HSDS 3.1 may hold, and a stranger's object made to fit.

Everything that goes out again as its source had it passes here first: a document that is right stays as it is, one that is
not is mended where that is certain (a web address without `https://`, a number in quotes), and else loses that one value,
which is said. Runs in the child process of `hsds_to_documents`: a stranger's depth and length cost us nothing.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from app.open_data.formats import is_moment, mail, moment, stable_id, uri
from app.open_data.shape import ENTITIES, Entity

Document = dict[str, Any]

LONGEST = 20_000
MOST_OF_ONE = 500
MOST_SAID = 20

_NEEDED = {"url": ("url",), "service_capacity": ("unit", "available", "updated")}
"""What cannot be made up: without these an object goes."""
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE | re.ASCII)
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_NUMBER = re.compile(r"-?\d{1,15}(?:[.,]\d{1,15})?", re.ASCII)
_LONGEST_SHOWN = 60


_SORTS = {"uuid": "=", "uri": "@", "email": "~", "moment": "*", "number": "#"}


@dataclass(frozen=True, slots=True)
class _Field:
    """What a field holds. `sort`: `id`, `=` the id of another object (`of`), `@` a web address, `~` an e-mail address, `*` a
    moment, `#` a number, `!` text that must be there, `:` one of `choices` (the first when it is none), `?` one of them or
    absent, `{}` an object, `[]` a list of them, or "" for text.
    """

    name: str
    sort: str
    of: str = ""
    choices: tuple[str, ...] = ()


def _read(entity: Entity) -> dict[str, _Field]:
    fields = {}
    for name, kind in entity.fields.items():
        needed = name in entity.required
        if name == "id":
            fields[name] = _Field(name, "id")
        elif "|" in kind:
            fields[name] = _Field(name, ":" if needed else "?", "", tuple(kind.split("|")))
        elif kind == "uuid":
            of = entity.parents.get(name, name.removesuffix("_id"))
            fields[name] = _Field(name, "=", of if of in ENTITIES else "")
        else:
            fields[name] = _Field(name, _SORTS.get(kind) or ("!" if needed else ""))
    fields |= {name: _Field(name, "{}", of) for name, of in entity.one.items()}
    return fields | {name: _Field(name, "[]", of) for name, of in entity.many.items()}


FIELDS: dict[str, dict[str, _Field]] = {name: _read(entity) for name, entity in ENTITIES.items()}


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
        return value if _UUID.fullmatch(value) else stable_id(self.source, shape, value)

    def _value(self, each: _Field, value: Any, key: str, shape: str) -> Any:
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

    def _list(self, each: _Field, value: Any, key: str) -> list[Document] | None:
        if isinstance(value, Mapping):
            value = [value]
        if not isinstance(value, list):
            self._lost(each.name, value)
            return None
        if len(value) > MOST_OF_ONE:
            self.say(f"{each.name}: meer dan {MOST_OF_ONE}, de rest is weggelaten.")
        made = []
        for number, item in enumerate(value[:MOST_OF_ONE]):
            if not isinstance(item, Mapping):
                self._lost(each.name, item)
            elif (fit := self.fitted(item, each.of, f"{key}{number}")) is not None:
                made.append(fit)
        return made

    def _number(self, name: str, value: Any) -> int | float | None:
        if isinstance(value, bool):
            self._lost(name, value)
            return None
        if isinstance(value, int | float):
            return value if abs(value) < 1e15 else self._lost(name, value)  # noqa: PLR2004  (also refuses inf and nan)
        typed = value.strip() if isinstance(value, str) else ""
        if _NUMBER.fullmatch(typed):
            read = float(typed.replace(",", "."))
            return int(read) if read.is_integer() and typed.lstrip("-").isdigit() else read
        return self._lost(name, value) if value != "" else None

    def _lost(self, name: str, value: Any) -> Any:
        if value not in ("", None):
            shown = value.strip()[:_LONGEST_SHOWN] if isinstance(value, str) else type(value).__name__
            self.say(f"{name}: '{_UNSEEN.sub('', shown)}' is niet te lezen en niet overgenomen.")
        return None


def web_address(value: str) -> str | None:
    """An address that fits RFC 3986, with its scheme; None when it is none. One that is right stays to the letter."""
    return uri(value.strip()) or uri(value.strip().replace(" ", "%20")) or None


def mail_address(value: str) -> str | None:
    """The first e-mail address that stands there alone or before a comma, semicolon or space."""
    return mail(re.split(r"[;,\s]+", value.strip().removeprefix("mailto:"))[0].strip("<>")) or None


def read_moment(value: str) -> str | None:
    """A moment as RFC 3339 has it; one without a zone is taken as UTC."""
    text = value.strip()
    if is_moment(text):
        return text
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment(read if read.tzinfo else read.replace(tzinfo=UTC))


_READERS: dict[str, Callable[[str], str | None]] = {"@": web_address, "~": mail_address, "*": read_moment}
