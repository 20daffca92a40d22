"""Open data: a page that says what anybody may take along and how, and the files of the whole map."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from flask import Blueprint, Response, abort, current_app, render_template, request, send_file
from flask_babel import gettext as _

from app import clock
from app.open_data.dumps import FOLDER, INDEX, read_index
from app.open_data.keeping import see_to_it
from app.social_map.dates import date_in_words
from app.web.cross_origin import open_to_all
from app.web.licence_words import address_of, what_it_means
from app.web.running import content, decimal_text, language, services

_KINDS: Final = {".ndjson": "application/x-ndjson", ".zip": "application/zip", ".json": "application/json"}
_KEPT_SECONDS: Final = 300
"""As short as the API's: what left the map for somebody's safety must not live on in copies."""
_MEGA: Final = 1_000_000
_KILO: Final = 1_000


@dataclass(frozen=True, slots=True)
class ShownFile:
    """One file as the page shows it; `size` in words."""

    name: str
    told: str
    records: int
    size: str
    licence: str


def add_to(blueprint: Blueprint) -> None:
    """The page, and the files."""
    blueprint.add_url_rule("/open-data", "open_data", page)
    blueprint.add_url_rule("/open-data/<name>", "open_data_file", file)


def page() -> str:
    """What may be taken along, under which licence, and where it is."""
    folder = _folder()
    if current_app.config.get("FROM_ENVIRONMENT"):
        see_to_it(folder, services().database)  # a machine without a worker has no files of its own until somebody asks
    index = read_index(folder) or {}
    return render_template(
        "resident/open_data.html",
        files=[_shown(each) for each in index.get("files", ())],
        made_on=_day(index),
        licence=content().region.data_licence,
        licence_at=address_of(content().region.data_licence),
        licence_says=what_it_means(content().region.data_licence),
        region=content().region.name,
        base=request.host_url.rstrip("/"),
    )


def file(name: str) -> Response:
    """One of the files; any other site may read it."""
    folder = _folder()
    known = {str(each["name"]) for each in (read_index(folder) or {}).get("files", ())} | {INDEX}
    path = folder / name
    if current_app.config.get("FROM_ENVIRONMENT"):
        see_to_it(folder, services().database)
    if name not in known or not path.is_file():
        abort(404)
    state = path.stat()
    answer: Response = send_file(
        path,
        mimetype=_KINDS.get(path.suffix, "application/octet-stream"),
        etag=f"{state.st_mtime_ns:x}-{state.st_size:x}",
        last_modified=state.st_mtime,
        max_age=_KEPT_SECONDS,
    )
    answer.headers["Cache-Control"] = f"public, max-age={_KEPT_SECONDS}"
    if path.suffix == ".zip":
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return open_to_all(answer)


def _folder() -> Path:
    return Path(services().settings.data_dir) / FOLDER


def _day(index: dict[str, Any]) -> str:
    """When the files were made, in words."""
    try:
        made = datetime.fromisoformat(str(index["made_at"])).astimezone(clock.AMSTERDAM).date()
    except (KeyError, ValueError):
        return ""
    return date_in_words(made, "en" if language() == "en" else "nl")


def _shown(about: dict[str, Any]) -> ShownFile:
    kinds = {
        "services": _("Het aanbod: elk aanbod op een regel"),
        "organizations": _("De organisaties: elke organisatie op een regel"),
        "package": _("Alles samen in tabellen (data package)"),
    }
    return ShownFile(
        name=str(about["name"]),
        told=kinds.get(about.get("kind", ""), str(about["name"])),
        records=int(about.get("records", 0)),
        size=_size(int(about.get("bytes", 0))),
        licence=str(about.get("licence", {}).get("title", "")),
    )


def _size(bytes_: int) -> str:
    if bytes_ >= _MEGA:
        return decimal_text(f"{bytes_ / _MEGA:.1f}") + " MB"
    return f"{max(1, round(bytes_ / _KILO))} kB"
