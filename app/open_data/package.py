"""The map as an HSDS 3.1 tabular data package: `datapackage.json` and a table for each object of the standard.

The whole documents of the API are taken apart, so that package and API cannot say different things. An object that stands in
several places (one location of many services) is one row; a column that would point to nothing is left empty.
"""

import csv
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from app.open_data.formats import stable_id
from app.open_data.rendering import Rendering
from app.open_data.shape import ENTITIES, Entity

Document = dict[str, Any]

UNKNOWN: Final = "onbekend"
"""What stands in a column that must be filled when nobody knows: an empty cell would count as missing."""
_EMPTY_SAYS_SO: Final = frozenset({"address", "metadata"})
"""Tables of text only, in which an empty cell is a value (no province, nothing before): no cell of them counts as missing."""
_KINDS: Final[dict[str, dict[str, str]]] = {
    "uuid": {"type": "string", "format": "uuid"},
    "text": {"type": "string"},
    "number": {"type": "number"},
    "uri": {"type": "string", "format": "uri"},
    "email": {"type": "string", "format": "email"},
    "date": {"type": "date"},
    "time": {"type": "time", "format": "any"},
    "moment": {"type": "datetime", "format": "any"},
}
_ALSO_NEEDED: Final = {
    "program": ("organization_id",),
    "service": ("organization_id",),
    "service_at_location": ("service_id", "location_id"),
    "service_capacity": ("service_id", "unit_id"),
    "cost_option": ("service_id",),
    "attribute": ("link_id", "link_entity"),
    "metadata": ("resource_id", "resource_type"),
    "organization_identifier": ("organization_id",),
}
_POINTS_BACK: Final = frozenset({"parent_id", "parent_organization_id"})


_KEPT: Final = frozenset({"organization", "program", "taxonomy", "taxonomy_term"})
"""Tables whose rows may point to rows that come after them: kept until the end. They are short; the others are written at once."""
_LISTED: Final = frozenset({"taxonomy", "taxonomy_term", "unit"})
"""Lists that many objects point to: told once is enough."""
_POLYMORPH: Final = frozenset({"link_id", "resource_id"})
_OF_THE_WORLD: Final = _KEPT | {"service", "location", "unit"}
"""What is one thing wherever it is told of: the same id is the same row. Of anything else the same id under another parent is
one more row, with an id reckoned from both."""


class _Table:
    """A file that is being written; `seen`: id -> which parents its row has."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.entity: Entity = ENTITIES[name]
        self.columns = tuple(self.entity.fields)
        self.column_set = frozenset(self.columns)
        self.above = tuple(each for each in self.columns if each in self.entity.parents or each in _POLYMORPH)
        self.of_the_world = name in _OF_THE_WORLD
        self.short = name in _KEPT
        needed = _needed(name)
        filled = () if name in _EMPTY_SAYS_SO else self.columns
        self.needed = tuple(each for each in filled if each in needed and self.entity.fields[each] == "text")
        self.path = folder / f"{self.entity.table}.csv"
        self.kept: dict[str, Document] = {}
        self.seen: dict[str, int] = {}
        self.handle = self.path.open("w", encoding="utf-8", newline="")
        self.out = csv.writer(self.handle, lineterminator="\n")
        self.out.writerow(self.columns)


class Tables:
    """The tables of a package, written to a folder while whole documents come by. Close it with `finish`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._tables = {name: _Table(name, folder) for name in ENTITIES}

    def add_service(self, document: Document) -> None:
        """A whole service, with its organization; one that was added before is left out."""
        if document["id"] not in self._tables["service"].seen:
            self._take("service", document, {})

    def add_organization(self, document: Document) -> None:
        """A whole organization."""
        self._take("organization", document, {})

    def add_terms(self, taxonomies: Iterable[Document], terms: Iterable[Document]) -> None:
        """The lists, also terms that no service has."""
        for each in taxonomies:
            self._take("taxonomy", each, {})
        for each in terms:
            self._take("taxonomy_term", each, {})

    @property
    def counts(self) -> dict[str, int]:
        """Table -> number of rows."""
        return {table.entity.table: len(table.seen) for table in self._tables.values()}

    def _take(self, name: str, document: Mapping[str, Any], parents: Mapping[str, str]) -> str:
        """Put an object and all under it in their tables; returns the id of its row, empty when it has none."""
        table = self._tables[name]
        if name in _LISTED and document["id"] in table.seen:
            return str(document["id"])
        entity, columns = table.entity, table.column_set
        row = {column: value for column, value in document.items() if column in columns}
        row |= {column: parent for column, parent in parents.items() if column in columns}
        for inner, kind in entity.one.items():
            if inner in document:
                owner = row.get("organization_id", "") if inner == "program" else ""
                column = "taxonomy_id" if inner == "taxonomy_detail" else f"{inner}_id"
                row[column] = self._take(kind, document[inner], {"organization_id": owner} if owner else {})
        if name == "service_at_location" and "location" not in document:
            return ""  # it does not say where
        number = self._keep(table, row)
        for inner, kind in entity.many.items():
            if inner in document:
                above = _above(name, number, kind)
                for each in document[inner]:
                    self._take(kind, each, above)
        return number

    def _keep(self, table: _Table, row: Document) -> str:
        """Keep a row, once; returns its id."""
        number = str(row["id"])
        above = () if table.of_the_world else tuple(row.get(column, "") for column in table.above)
        parent = hash(above)
        if table.seen.get(number, parent) != parent:
            number = stable_id(number, *above)
            row = row | {"id": number}
        if table.short:
            table.kept[number] = row | table.kept.get(number, {})
        elif number not in table.seen:
            self._write(table, row)
        table.seen[number] = parent
        return number

    def _write(self, table: _Table, row: Document) -> None:
        for column, parent in table.entity.parents.items():
            if column in row and row[column] not in self._tables[parent].seen:
                row[column] = ""  # it would point to nothing
        for column in table.needed:
            if not row.get(column):
                row[column] = UNKNOWN
        table.out.writerow([_plain(row.get(column, "")) for column in table.columns])

    def finish(self, about: Document) -> list[Path]:
        """Write what was kept and the descriptor; returns every file, the descriptor first.

        :param about: what the descriptor says of the whole: name, title, licenses and such.
        """
        for table in self._tables.values():
            for row in table.kept.values():
                self._write(table, row)
            table.kept.clear()
        self.close()
        resources = [_resource(name) for name in ENTITIES]
        told = about | {"profile": "tabular-data-package", "resources": resources}
        descriptor = self._folder / "datapackage.json"
        descriptor.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
        return [descriptor, *(table.path for table in self._tables.values())]

    def close(self) -> None:
        """Let go of the files."""
        for table in self._tables.values():
            table.handle.close()


def _above(name: str, number: str, kind: str) -> dict[str, str]:
    """How a row under this one points to it."""
    if kind == "attribute":
        return {"link_id": number, "link_entity": name}
    if kind == "metadata":
        return {"resource_id": number, "resource_type": name}
    return {f"{name}_id": number}


def _plain(value: Any) -> Any:
    """A cell: a lone carriage return breaks lines for some readers."""
    return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) and "\r" in value else value


def _needed(name: str) -> frozenset[str]:
    entity = ENTITIES[name]
    return frozenset((*(each for each in entity.required if each in entity.fields), *_ALSO_NEEDED.get(name, ())))


def _resource(name: str) -> Document:
    entity = ENTITIES[name]
    needed = _needed(name)
    fields = []
    for column, kind in entity.fields.items():
        described: Document = {"name": column, **_KINDS.get(kind, {"type": "string"})}
        constraints: Document = {"required": True} if column in needed else {}
        if column == "id":
            constraints["unique"] = True
        if "|" in kind:
            constraints["enum"] = kind.split("|")
        if constraints:
            described["constraints"] = constraints
        fields.append(described)
    keys = [
        {
            "fields": column,
            "reference": {"resource": "" if column in _POINTS_BACK else parent, "fields": "id"},
        }
        for column, parent in entity.parents.items()
    ]
    schema: Document = {
        "fields": fields,
        "primaryKey": "id",
        "missingValues": ["\\N"] if name in _EMPTY_SAYS_SO else [""],
    }
    if keys:
        schema["foreignKeys"] = keys
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": f"{entity.table}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def write_package(
    services: Iterable[Document], organizations: Iterable[Document], rendering: Rendering, folder: Path, about: Document
) -> list[Path]:
    """The package of these whole documents, in an existing folder; returns the files, the descriptor first."""
    tables = Tables(folder)
    tables.add_terms(rendering.taxonomies(), rendering.taxonomy_terms())
    for each in organizations:
        tables.add_organization(each)
    for each in services:
        tables.add_service(each)
    return tables.finish(about)
