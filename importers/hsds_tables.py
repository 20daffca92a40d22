"""The tables of a data package of HSDS 1.1, 2.x or 3.x put together: one nested 3.1 document for each service.

Names of tables and columns changed with every version; what a table meant did not. Whatever the version, a row hangs on
each thing that one of its columns points to. Runs in the child process of `hsds_to_documents`.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Document = dict[str, Any]

_ALIASES = {
    "services": "service", "organizations": "organization", "organisations": "organization", "organisation": "organization",
    "programs": "program", "locations": "location", "phones": "phone", "contacts": "contact", "addresses": "address",
    "physical_addresses": "physical_address", "postal_addresses": "postal_address", "schedules": "schedule",
    "regular_schedules": "regular_schedule", "holiday_schedules": "holiday_schedule", "fundings": "funding",
    "service_areas": "service_area", "required_documents": "required_document", "languages": "language",
    "accessibility_for_disability": "accessibility_for_disabilities", "services_at_location": "service_at_location",
    "service_at_locations": "service_at_location", "services_at_locations": "service_at_location", "service_locations": "service_at_location",
    "attributes": "attribute", "service_attributes": "service_attribute", "other_attributes": "other_attribute",
    "service_taxonomy": "services_taxonomy", "service_taxonomies": "services_taxonomy", "services_taxonomies": "services_taxonomy",
    "taxonomies": "taxonomy", "taxonomy_terms": "taxonomy_term", "cost_options": "cost_option", "payments_accepted": "payment_accepted",
    "organization_identifiers": "organization_identifier", "service_capacities": "service_capacity", "capacities": "service_capacity",
    "units": "unit", "urls": "url", "metadatas": "metadata", "eligibilities": "eligibility", "meta_table_descriptions": "meta_table_description",
}  # fmt: skip
KNOWN = frozenset({*_ALIASES.values(), "accessibility", "accessibility_for_disabilities", "metadata", "eligibility", "taxonomy", "url", "funding", "unit", "services_taxonomy", "link_taxonomy"})  # fmt: skip
COLUMNS = {
    "organization": {"url": "website"},
    "accessibility_for_disabilities": {"accessibility": "description"},
    "service_area": {"service_area": "name"},
    "language": {"language": "name"},
    "taxonomy_term": {"term": "name", "vocabulary": "taxonomy"},
    "taxonomy": {"term": "name"},
    "funding": {"funding": "source"},
}
_PARENTS = ("service", "organization", "location", "service_at_location", "contact", "phone")
_CHILDREN = {
    "phone": "phones", "contact": "contacts", "schedule": "schedules", "language": "languages", "funding": "funding",
    "service_area": "service_areas", "required_document": "required_documents", "cost_option": "cost_options", "address": "addresses",
    "accessibility": "accessibility", "program": "programs", "organization_identifier": "organization_identifiers",
    "service_capacity": "capacities",
}  # fmt: skip
_MERGED = {
    "physical_address": ("address", {"address_type": "physical"}),
    "postal_address": ("address", {"address_type": "postal"}),
    "accessibility_for_disabilities": ("accessibility", {}),
}
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY_WORDS = {word: code for code, words in zip(_DAYS, ("mon ma", "tue di", "wed wo", "thu do", "fri vr", "sat za", "sun zo"), strict=True) for word in words.split()}  # fmt: skip
_CLOSED = frozenset({"true", "1", "yes", "ja", "y", "t", "waar"})
_SIGNS = re.compile(r"[^a-z0-9]+")
_FEW_LETTERS = re.compile(r"[A-Za-z]{2,3}")


@dataclass(frozen=True, slots=True)
class Line:
    """One row: the line it stands on and its cells that are not empty, by column."""

    number: int
    cells: dict[str, str]


def table_name(name: str) -> str:
    """What we call a table, from its file name or its name in `datapackage.json`; empty when it is none of HSDS."""
    folded = _SIGNS.sub("_", name.lower().removesuffix(".csv").rpartition("/")[2]).strip("_")
    folded = _ALIASES.get(folded, folded)
    return folded if folded in KNOWN else ""


def lines_of(table: str, rows: Iterable[tuple[int, list[str]]]) -> Iterator[Line]:
    """The rows of a table under their heads, which is the first one."""
    heads: list[str] = []
    renamed = COLUMNS.get(table, {})
    for number, cells in rows:
        if not heads:
            folded = [_SIGNS.sub("_", cell.strip().lower()).strip("_") for cell in cells]
            heads = [renamed.get(head, head) for head in folded]
        else:
            read = {head: text for head, cell in zip(heads, cells, strict=False) if head and (text := cell.strip())}
            if read:
                yield Line(number, read)


@dataclass(slots=True)
class Package:
    """All tables of one package. Give it every table, then ask for the services."""

    tables: dict[str, list[Line]] = field(default_factory=lambda: defaultdict(list))
    notes: list[str] = field(default_factory=list)
    _hanging: dict[tuple[str, str], dict[str, list[Document]]] = field(default_factory=dict)
    _attributes: dict[str, list[Document]] = field(default_factory=dict)
    _metadata: dict[str, list[Document]] = field(default_factory=dict)
    _by_id: dict[str, dict[str, Document]] = field(default_factory=dict)
    _organizations: dict[str, Document] = field(default_factory=dict)
    _at: dict[str, list[Document]] = field(default_factory=dict)
    _locations: dict[str, list[Line]] = field(default_factory=dict)

    def services(self) -> Iterator[tuple[int, Document]]:
        """Line number in the table of services, and the service with all that hangs on it."""
        self._gather()
        for line in self.tables["service"]:
            yield line.number, self._service(dict(line.cells))

    def _gather(self) -> None:
        for old, (new, added) in _MERGED.items():
            self.tables[new] += [Line(line.number, added | line.cells) for line in self.tables.pop(old, [])]
        self.tables["schedule"] += [
            Line(line.number, weekly(line.cells)) for line in self.tables.pop("regular_schedule", [])
        ]
        self.tables["schedule"] += [
            Line(line.number, holiday(line.cells)) for line in self.tables.pop("holiday_schedule", [])
        ]
        for name in ("service", "organization", "location", "service_at_location", "contact", "phone", "program", "taxonomy", "taxonomy_term", "unit"):  # fmt: skip
            self._by_id[name] = {line.cells["id"]: line.cells for line in reversed(self.tables[name]) if "id" in line.cells}  # fmt: skip
            twice = sum("id" in line.cells for line in self.tables[name]) - len(self._by_id[name])
            if twice and name != "service":
                self.notes.append(f"Tabel {name}: {twice} keer een id dat er al was; de eerste telt.")
        self._terms()
        self._hang()
        self._words()

    def _terms(self) -> None:
        """Terms: in 1.1 the table `taxonomy` holds them, and every version links them in another way."""
        if not self._by_id["taxonomy_term"]:
            self._by_id["taxonomy_term"] = {
                key: {"taxonomy": cells.get("vocabulary", "")} | cells for key, cells in self._by_id["taxonomy"].items()
            }
        self._attributes = defaultdict(list)
        for line in (*self.tables["attribute"], *self.tables["other_attribute"], *self.tables["link_taxonomy"]):
            link = line.cells.get("link_id", "")
            self._attributes[link].append(self._attribute(line.cells, line.cells.get("taxonomy_term_id", "")))
        for line in (*self.tables["services_taxonomy"], *self.tables["service_attribute"]):
            cells = line.cells
            term = cells.get("taxonomy_term_id") or cells.get("taxonomy_id", "")
            made = {key: cells[key] for key in ("id",) if key in cells} | {"link_entity": "service"}
            if value := cells.get("taxonomy_detail") or cells.get("value"):
                made["value"] = value
            self._attributes[cells.get("service_id", "")].append(self._attribute(made, term))
        self._metadata = defaultdict(list)
        for line in self.tables["metadata"]:
            self._metadata[line.cells.get("resource_id", "")].append(dict(line.cells))

    def _attribute(self, cells: Mapping[str, str], term_id: str) -> Document:
        made: Document = dict(cells)
        if term_id:
            made["taxonomy_term_id"] = term_id
        term = self._by_id["taxonomy_term"].get(term_id)
        if term is not None:
            whole: Document = {key: value for key, value in term.items() if key not in {"vocabulary", "parent_name"}}
            if detail := self._by_id["taxonomy"].get(term.get("taxonomy_id", "")):
                whole["taxonomy_detail"] = dict(detail)
            made["taxonomy_term"] = whole
        return made

    def _hang(self) -> None:
        """Every row under each thing that it points to."""
        for child, name in _CHILDREN.items():
            orphans = 0
            for line in self.tables[child]:
                made = self._whole(child, line.cells)
                held = False
                for parent in _PARENTS:
                    key = line.cells.get(f"{parent}_id", "")
                    if key and key in self._by_id[parent]:
                        held = True
                        self._hanging.setdefault((parent, key), {}).setdefault(name, []).append(made)
                orphans += not held
            if orphans:
                self.notes.append(f"Tabel {child}: {orphans} regels horen bij niets dat in dit pakket staat en zijn niet overgenomen.")  # fmt: skip
        for line in self.tables["url"]:
            for parent, name in (("service", "additional_urls"), ("organization", "additional_websites")):
                if key := line.cells.get(f"{parent}_id", ""):
                    self._hanging.setdefault((parent, key), {}).setdefault(name, []).append(dict(line.cells))

    def _whole(self, table: str, cells: Mapping[str, str]) -> Document:
        """A row as 3.1 has it, apart from what hangs on it."""
        made: Document = dict(cells)
        if table == "address":
            more = [made.pop(name) for name in ("address_2", "address_3", "address_4") if name in made]
            if more:
                made["address_2"] = ", ".join(more)
        elif table == "language" and "code" not in made and _FEW_LETTERS.fullmatch(made.get("name", "")) and made["name"].islower():  # fmt: skip
            made["code"] = made["name"]
        elif table == "phone":
            spoken = made.pop("language", "")
            made["languages"] = [{"name": word, "code": word} if word.islower() and len(word) <= 3 else {"name": word} for word in re.split(r"[,;|]\s*", spoken) if word]  # fmt: skip  # noqa: PLR2004  (a code of ISO 639)
            department = made.pop("department", "")
            if department:
                made["description"] = ", ".join(part for part in (made.get("description", ""), department) if part)
            if not made["languages"]:
                del made["languages"]
        elif table == "service_capacity" and (unit := self._by_id["unit"].get(made.get("unit_id", ""))):
            made["unit"] = dict(unit)
        return self._with_attributes(made)

    def _with_attributes(self, made: Document) -> Document:
        key = made.get("id", "")
        if key in self._attributes:
            made["attributes"] = self._attributes[key]
        if key in self._metadata:
            made["metadata"] = self._metadata[key]
        return made

    def _words(self) -> None:
        """What 3.x keeps in one text on the service itself, and older versions in tables."""
        for table, column, where, before in (
            ("eligibility", "eligibility", "eligibility_description", ""),
            ("payment_accepted", "payment", "fees_description", "Betalen met: "),
        ):
            told: dict[str, list[str]] = defaultdict(list)
            for line in self.tables[table]:
                if text := line.cells.get(column):
                    told[line.cells.get("service_id", "")].append(text)
                service = self._by_id["service"].get(line.cells.get("service_id", ""))
                for age in ("minimum_age", "maximum_age"):
                    if service is not None and age in line.cells:
                        service.setdefault(age, line.cells[age])
            for key, texts in told.items():
                if (service := self._by_id["service"].get(key)) is not None:
                    said = before + ", ".join(dict.fromkeys(texts))
                    service[where] = "\n".join(part for part in (service.get(where, ""), said) if part)

    def _children(self, parent: str, key: str) -> Document:
        return {name: [self._deep(name, each) for each in rows] for name, rows in self._hanging.get((parent, key), {}).items()}  # fmt: skip

    def _deep(self, name: str, made: Document) -> Document:
        """A contact with its telephones, a telephone with its languages."""
        if name not in {"contacts", "phones"}:
            return made
        under = self._hanging.get((name.removesuffix("s"), made.get("id", "")), {})
        wanted = ("phones",) if name == "contacts" else ("languages",)
        return made | {each: [self._deep(each, row) for row in under[each]] for each in wanted if each in under}

    def _service(self, cells: Document) -> Document:
        key = cells.get("id", "")
        for term_id in re.split(r"[,;|]\s*", cells.pop("taxonomy_ids", "")):
            if term_id in self._by_id["taxonomy_term"]:
                self._attributes[key].append(self._attribute({"link_entity": "service"}, term_id))
        made = self._with_attributes(cells) | self._children("service", key)
        if organization := self._organization(cells.get("organization_id", "")):
            made["organization"] = organization
        if program := self._by_id["program"].get(cells.get("program_id", "")):
            made["program"] = self._with_attributes(dict(program))
        places = self._places(key)
        if places:
            made["service_at_locations"] = places
        return made

    def _places(self, key: str) -> list[Document]:
        if not self._at:
            for line in self.tables["service_at_location"]:
                self._at.setdefault(line.cells.get("service_id", ""), []).append(dict(line.cells))
        made = []
        for cells in self._at.get(key, ()) if key else ():
            whole = self._with_attributes(dict(cells)) | self._children("service_at_location", cells.get("id", ""))
            if location := self._location(cells.get("location_id", "")):
                whole["location"] = location
            made.append(whole)
        return made

    def _location(self, key: str) -> Document | None:
        cells = self._by_id["location"].get(key)
        if cells is None:
            return None
        return self._with_attributes(dict(cells)) | self._children("location", key)

    def _organization(self, key: str) -> Document | None:
        cells = self._by_id["organization"].get(key)
        if cells is None:
            return None
        if key not in self._organizations:
            made = self._with_attributes(dict(cells)) | self._children("organization", key)
            places = [line.cells["id"] for line in self._locations_of(key) if "id" in line.cells]
            if places:
                made["locations"] = [found for place in places if (found := self._location(place)) is not None]
            self._organizations[key] = made
        return self._organizations[key]

    def _locations_of(self, key: str) -> list[Line]:
        if not self._locations:
            for line in self.tables["location"]:
                self._locations.setdefault(line.cells.get("organization_id", ""), []).append(line)
        return self._locations.get(key, [])


def weekly(cells: Mapping[str, str]) -> dict[str, str]:
    """A row of `regular_schedules`: a weekday as a number (1 is Monday), a name or a code."""
    made = dict(cells)
    typed = made.pop("weekday", "").strip()
    code = _DAYS[int(typed) - 1] if typed.isascii() and typed.isdigit() and 1 <= int(typed) <= len(_DAYS) else None
    code = code or _DAY_WORDS.get(typed[:3].lower()) or _DAY_WORDS.get(typed[:2].lower()) or next((day for day in _DAYS if day == typed.upper()), None)  # fmt: skip
    if code and "byday" not in made:
        made |= {"freq": "WEEKLY", "byday": code}
    elif typed and "description" not in made:
        made["description"] = " ".join(part for part in (typed, made.get("opens_at", ""), made.get("closes_at", "")) if part)  # fmt: skip
    return made


def holiday(cells: Mapping[str, str]) -> dict[str, str]:
    """A row of `holiday_schedules`: 3.1 has no other place for a day that is different than a text with its dates."""
    made = dict(cells)
    closed = made.pop("closed", "").lower() in _CLOSED
    first, last = made.pop("start_date", ""), made.pop("end_date", "")
    made |= {name: day for name, day in (("valid_from", first), ("valid_to", last or first)) if day}
    when = f"van {first} tot en met {last}" if last and last != first else first
    hours = "" if closed else " ".join(part for part in (made.get("opens_at", ""), "tot", made.get("closes_at", "")) if part)  # fmt: skip
    made.setdefault(
        "description", f"Gesloten {when}".strip() if closed else f"Afwijkende tijden {when} {hours}".strip()
    )
    return made
