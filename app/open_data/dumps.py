"""The whole map in files: services and organizations as NDJSON, a data package as zip, and an index that says what they are.

Everything is written aside and then renamed, the index last: who reads a file reads a whole one. What came under another licence
than the region's own stands in files of its own (`services-odbl.ndjson`), so the main files carry no condition of anybody else.
"""

import hashlib
import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Final

from sqlmodel import Session

from app import clock
from app.content.whole import Content
from app.db import Database
from app.open_data.confidential import Confidential
from app.open_data.formats import moment
from app.open_data.licences import MAIN, layer_of, licence_of_layer
from app.open_data.package import Tables
from app.open_data.reading import every_organisation, every_service
from app.open_data.rendering import Rendering

Document = dict[str, Any]

INDEX: Final = "index.json"
FOLDER: Final = "open-data"
"""Where the files stand within the data folder."""
VERSION: Final = "3.1"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


@dataclass(slots=True)
class _Layer:
    """The files of one licence while they are being written."""

    name: str
    services: IO[str]
    tables: Tables
    organisations: dict[int, None] = field(default_factory=dict)
    services_seen: set[str] = field(default_factory=set)


def write_ndjson(documents: Iterable[Document], path: Path) -> int:
    """One document on each line; returns how many."""
    number = 0
    with path.open("w", encoding="utf-8", newline="\n") as handle:
        for number, document in enumerate(documents, 1):  # noqa: B007  (counted while it is written)
            handle.write(_line(document))
    return number


def _line(document: Document) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n"


def write_dumps(database: Database, content: Content, base: str, folder: Path) -> Document:
    """Write every file of the map as it is now to `folder`; returns the index.

    :param base: address of the site without a slash at the end.
    :raises OSError: no room, or no right to write; what stood there still stands.
    """
    folder.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=".coming-", dir=folder))
    try:
        made_at = clock.now()
        # Not from a copy that is behind: what left the map just now would stand in the files until the night.
        with database.reading() as session:
            rendering = Rendering(content, base, Confidential.read(session))
            files, counts = _write_layers(session, rendering, aside)
        index = _index(files, aside, content, base, made_at) | {"counts": counts}
        (aside / INDEX).write_text(json.dumps(index, ensure_ascii=False, indent=1), encoding="utf-8")
        before = _names_in(read_index(folder))
        for name in (*files, INDEX):
            (aside / name).replace(folder / name)
        for name in before - set(files):
            (folder / name).unlink(missing_ok=True)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return index


def read_index(folder: Path) -> Document | None:
    """The index of the files that stand there; None when there is none that can be read."""
    try:
        found = json.loads((folder / INDEX).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _names_in(index: Document | None) -> set[str]:
    return {str(each["name"]) for each in (index or {}).get("files", ())}


def _write_layers(session: Session, rendering: Rendering, aside: Path) -> tuple[dict[str, Document], dict[str, int]]:
    """Every file but the index: name -> what it is, how many records, and under which licence; and the records of them all."""
    ours = rendering.content.region.data_licence
    layers: dict[str, _Layer] = {}
    try:
        _layer(layers, MAIN, aside)
        for offer, document in every_service(session, rendering):
            layer = _layer(layers, layer_of(offer.licence, ours), aside)
            if document["id"] in layer.services_seen:
                continue  # two sources that tell of one thing under one id: it goes out once
            layer.services_seen.add(document["id"])
            layer.organisations[offer.organisation_id] = None
            layer.services.write(_line(document))
            layer.tables.add_service(document)
        return _finish_layers(session, rendering, layers, aside)
    finally:  # also when the database went away half way
        for layer in layers.values():
            layer.services.close()
            layer.tables.close()


def _finish_layers(
    session: Session, rendering: Rendering, layers: dict[str, _Layer], aside: Path
) -> tuple[dict[str, Document], dict[str, int]]:
    ours = rendering.content.region.data_licence
    organisations = {
        name: (aside / _named("organizations", name, "ndjson")).open("w", encoding="utf-8") for name in layers
    }
    numbers = dict.fromkeys(layers, 0)
    seen: set[tuple[str, str]] = set()
    try:
        for row, document in every_organisation(session, rendering):
            for name, layer in layers.items():
                if (row.id or 0) in layer.organisations and (name, document["id"]) not in seen:
                    seen.add((name, document["id"]))
                    organisations[name].write(_line(document))
                    layer.tables.add_organization(document)
                    numbers[name] += 1
    finally:
        for handle in organisations.values():
            handle.close()
    files: dict[str, Document] = {}
    for name, layer in layers.items():
        licence = licence_of_layer(name, ours)
        layer.tables.add_terms(rendering.taxonomies(), rendering.taxonomy_terms())
        package = _named("hsds", name, "zip")
        _zip(layer.tables.finish(_about(rendering.content, name, licence)), aside / package)
        services = len(layer.services_seen)
        shared = {"layer": name or "main", "licence": licence}
        files[_named("services", name, "ndjson")] = {"kind": "services", "records": services, **shared}
        files[_named("organizations", name, "ndjson")] = {"kind": "organizations", "records": numbers[name], **shared}
        files[package] = {"kind": "package", "records": services, "tables": layer.tables.counts, **shared}
    all_services = {each for layer in layers.values() for each in layer.services_seen}
    return files, {"services": len(all_services), "organizations": len({number for _name, number in seen})}


def _layer(layers: dict[str, _Layer], name: str, aside: Path) -> _Layer:
    if name not in layers:
        handle = (aside / _named("services", name, "ndjson")).open("w", encoding="utf-8", newline="\n")
        tables = aside / f"tables-{name}"
        tables.mkdir()
        layers[name] = _Layer(name, handle, Tables(tables))
    return layers[name]


def _named(stem: str, layer: str, ending: str) -> str:
    return f"{stem}-{layer}.{ending}" if layer else f"{stem}.{ending}"


def _about(content: Content, layer: str, licence: dict[str, str]) -> Document:
    region = content.region
    title = f"Sociale kaart {region.name}" + (f" ({licence['title']})" if layer else "")
    return {
        "name": f"sociale-kaart-{region.slug}" + (f"-{layer}" if layer else ""),
        "title": title + (" [voorbeeld]" if region.example else ""),
        "description": "De sociale kaart als Human Services Data Specification 3.1 (Open Referral).",
        "version": VERSION,
        "licenses": [licence],
    }


def _zip(paths: Iterable[Path], target: Path) -> None:
    """The package in one file; the same map gives the same bytes."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for path in paths:
            entry = zipfile.ZipInfo(path.name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            with path.open("rb") as source, archive.open(entry, "w", force_zip64=True) as out:
                shutil.copyfileobj(source, out, 1 << 20)


def _index(files: dict[str, Document], aside: Path, content: Content, base: str, made_at: datetime) -> Document:
    listed = [
        {
            "name": name,
            "bytes": (aside / name).stat().st_size,
            "sha256": _digest(aside / name),
            **about,
        }
        for name, about in files.items()
    ]
    return {
        "made_at": moment(made_at),
        "hsds": VERSION,
        "site": base,
        "example": content.region.example,
        "licence": licence_of_layer(MAIN, content.region.data_licence),
        "files": listed,
    }


def _digest(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
