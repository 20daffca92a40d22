"""What an offer is, from the terms a source gave it: our own come back exactly, others only when they are called as ours are.

Nothing is guessed: a term that nobody here knows stays a keyword, and what is missing then is flagged.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from app.content.whole import Content
from app.open_data.taxonomies import taxonomy_id
from app.social_map.names import fold_name
from app.social_map.plain_text import line
from app.social_map.vocabulary import Level

Document = Mapping[str, Any]

OTHER = "overig"
_OURS = ("soort", "leefgebied", "doelgroep", "niveau", "respijt", "eigenschap")


@dataclass(slots=True)
class Told:
    """What the terms of one service say. `ours`: it came from a Leefplein, so what stands in `properties` is complete."""

    kind: str = ""
    level: Level | None = None
    domains: list[str] = field(default_factory=list)
    target_groups: list[str] = field(default_factory=list)
    respite: str = ""
    properties: dict[str, list[str]] = field(default_factory=dict)
    translations: dict[str, dict[str, str]] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)
    ours: bool = False

    def one(self, name: str) -> str:
        """The first value of a property."""
        return next(iter(self.properties.get(name, ())), "")


class TermReader:
    """Knows the lists of this installation."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._ours = {taxonomy_id(name): name for name in _OURS}

    @cached_property
    def _kinds(self) -> dict[str, str]:
        named: dict[str, str] = {}
        for kind in self._content.kinds:
            for name in (*kind.words, kind.label_en, kind.label, kind.slug):
                key = fold_name(name)
                named[key] = (
                    "" if named.get(key, kind.slug) != kind.slug else kind.slug
                )  # a word of two kinds says neither
        named |= {fold_name(name): kind.slug for kind in self._content.kinds for name in (kind.label, kind.slug)}
        return named

    @cached_property
    def _groups(self) -> dict[str, str]:
        groups = self._content.target_groups
        return {
            fold_name(name): each.slug
            for each in groups
            for name in (*each.words, each.label_en, each.label, each.slug)
        }

    @cached_property
    def _domains(self) -> dict[str, str]:
        domains = self._content.domains
        return {
            fold_name(name): each.slug for each in domains for name in (each.label_en, each.name, each.label, each.slug)
        }

    def told(self, document: Document) -> Told:
        """What the attributes of a service say."""
        told = Told()
        for term, attribute in _terms(document):
            name = self._ours.get(str(term.get("taxonomy_id") or ""))
            code = str(term.get("code") or "")
            if name and code:
                self._own(told, name, code, attribute)
            elif label := line(str(term.get("name") or ""), 120)[0]:
                self._foreign(told, label)
        return told

    def _own(self, told: Told, name: str, code: str, attribute: Document) -> None:
        told.ours = True
        if name == "soort" and not code.startswith("groep-"):
            told.kind = told.kind or (code if self._content.kind(code) else "")
            if not told.kind:
                told.others.append(code)
        elif name == "niveau" and code in {each.value for each in Level}:
            told.level = told.level or Level(code)
        elif name == "leefgebied":
            if self._content.domain(code):
                _add(told.domains, code)
        elif name == "doelgroep":
            _add(told.target_groups, code)
        elif name == "respijt":
            told.respite = code
        elif name == "eigenschap" and (value := str(attribute.get("value") or "")):
            if code == "vertaling":
                language, _, which = str(attribute.get("label") or "").partition(".")
                told.translations.setdefault(language, {})[which] = value
            else:
                _add(told.properties.setdefault(code, []), value)

    def _foreign(self, told: Told, label: str) -> None:
        folded = fold_name(label)
        if kind := self._kinds.get(folded):
            told.kind = told.kind or kind
        elif group := self._groups.get(folded):
            _add(told.target_groups, group)
        elif domain := self._domains.get(folded):
            _add(told.domains, domain)
        else:
            _add(told.others, label)


def _add(where: list[str], value: str) -> None:
    if value not in where:
        where.append(value)


def _terms(document: Document) -> Iterator[tuple[Document, Document]]:
    for attribute in document.get("attributes", ()):
        term = attribute.get("taxonomy_term")
        if isinstance(term, Mapping):
            yield term, attribute
        elif label := attribute.get("label") or attribute.get("value"):
            yield {"name": label}, attribute
