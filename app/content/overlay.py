"""What editors change in the product, laid over the shipped files; and the way back to files.

A change names a part by its path and gives its new body (None takes it away):
`region`, `policy`, `municipalities/hattem`, `municipalities/hattem/desk`, `domains/inkomen`,
`kinds/oppas`, `kind_groups/thuis`, `target_groups/jongeren`, `help_numbers/113`, `danger_words/leven`,
`synonyms/respijt-even-weg`, `tasks/bezoek`, `circumstances/huisdier`, `pairs/rit-erbij`, `needs/alleen`, `school_holidays/zomer-2026-noord`, `theme_pages/dementie`, `pages/nl/privacy` (the markdown file with its front matter, or its fields),
`flows/route` (the Dutch flow, with its words in another language under `en` and the like).
A changed part goes down the same road as a file: the same models, the same checks.
"""

from collections.abc import Iterable
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from app import clock
from app.content.assembling import KINDS_FILE, Sources, assemble
from app.content.flows import FOLDER, file_of, files_of, name_of, plain
from app.content.models import Page
from app.content.parts import Part
from app.content.problems import ContentProblem
from app.content.whole import Content
from app.content.yaml_source import YamlSource

Body = dict[str, Any] | str | None
Change = tuple[str, Body]

_LISTS = {
    # first step of the path: (file, key of the list inside it or None, name of the id)
    "domains": ("taxonomy/domains.yaml", None, "slug"),
    "target_groups": ("taxonomy/target_groups.yaml", None, "slug"),
    "kinds": (KINDS_FILE, "kinds", "slug"),
    "kind_groups": (KINDS_FILE, "groups", "slug"),
    "help_numbers": ("help_numbers.yaml", None, "id"),
    "danger_words": ("danger_words.yaml", None, "id"),
    "synonyms": ("synonyms.yaml", None, "id"),
    "tasks": ("taxonomy/tasks.yaml", None, "slug"),
    "circumstances": ("taxonomy/circumstances.yaml", None, "slug"),
    "pairs": ("pairs.yaml", None, "id"),
    "needs": ("needs.yaml", None, "id"),
    "school_holidays": ("school_holidays.yaml", None, "id"),
    "theme_pages": ("theme_pages.yaml", None, "slug"),
}
_PAGE_FIELDS = (
    "title",
    "intro",
    "source_lang",
    "to_check",
    "checked_on",
    "valid_until",
    "sources",
)
_STEPS_OF_A_PAGE = 3
_STEPS_OF_A_FLOW = 2


def overlay(content: Content, changes: Iterable[Change], *, today: date | None = None) -> Content:
    """The content with these changes, in order, laid over it. Raises `ContentProblems`; `content` stays."""
    return _changed(content, changes, today)[0]


def export(
    content: Content,
    changes: Iterable[Change],
    folder: Path,
    *,
    today: date | None = None,
) -> tuple[Path, ...]:
    """Write every file that the changes touch to `folder` (made when absent); returns what was written or removed.

    Files are written whole, so that they can take the place of the shipped ones. Raises `ContentProblems`.
    """
    changed, touched = _changed(content, changes, today)
    values, pages = _sources(changed)
    written = []
    for file in touched:
        path = folder / file
        written.append(path)
        if file in pages:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(pages[file], encoding="utf-8")
        elif file in values:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(_yaml(values[file]), encoding="utf-8")
        else:
            path.unlink(missing_ok=True)
    return tuple(written)


def _changed(content: Content, changes: Iterable[Change], today: date | None) -> tuple[Content, tuple[str, ...]]:
    values, pages = _sources(content)
    problems: list[ContentProblem] = []
    touched: dict[str, None] = {}
    for path, body in changes:
        try:
            files = _apply(values, pages, path.strip("/").split("/"), deepcopy(body))
        except _NoSuchPlaceError as error:
            problems.append(ContentProblem(path, "", str(error)))
        else:
            touched.update(dict.fromkeys(files))
    sources = Sources({file: YamlSource(value) for file, value in values.items()}, pages)
    return assemble(sources, today or clock.today(), problems), tuple(touched)


class _NoSuchPlaceError(Exception):
    pass


def _apply(values: dict[str, Any], pages: dict[str, str], steps: list[str], body: Body) -> tuple[str, ...]:
    if f"{steps[0]}/" == FOLDER and len(steps) == _STEPS_OF_A_FLOW and not isinstance(body, str):
        return _apply_flow(values, steps[1], body)
    return (_apply_one(values, pages, steps, body),)


def _apply_one(values: dict[str, Any], pages: dict[str, str], steps: list[str], body: Body) -> str:
    first, *rest = steps
    if first == "pages" and len(steps) == _STEPS_OF_A_PAGE:
        return _apply_page(pages, f"pages/{steps[1]}/{steps[2]}.md", body)
    if isinstance(body, str):
        if first == "municipalities" and rest[1:]:
            return _apply_inside(values, f"municipalities/{rest[0]}.yaml", rest[1:], body)
        reason = "hier horen velden met een naam te staan, zoals naam: waarde."
        raise _NoSuchPlaceError(reason)
    if first in {"region", "policy"}:
        return _apply_inside(values, f"{first}.yaml", rest, body)
    if first == "municipalities" and rest:
        return _apply_inside(values, f"municipalities/{rest[0]}.yaml", rest[1:], body)
    if first in _LISTS and len(rest) == 1:
        file, key, name = _LISTS[first]
        parts = values[file] if key is None else values[file][key]
        _apply_to_list(parts, name, rest[0], body)
        return file
    reason = "deze plek in de inhoud kennen we niet."
    raise _NoSuchPlaceError(reason)


def _apply_to_list(parts: list[dict[str, Any]], name: str, wanted: str, body: dict[str, Any] | None) -> None:
    position = next((index for index, part in enumerate(parts) if part[name] == wanted), None)
    if body is None:
        if position is None:
            reason = f"{wanted} bestaat niet, dus kan het niet weg."
            raise _NoSuchPlaceError(reason)
        del parts[position]
    elif position is None:
        parts.append({name: wanted, **body})
    else:
        parts[position] = {name: wanted, **body}


def _apply_inside(values: dict[str, Any], file: str, steps: list[str], body: Body) -> str:
    if not steps:
        if body is None:
            values.pop(file, None)
        else:
            values[file] = body
        return file
    here = values.get(file)
    for step in steps[:-1]:
        here = here.get(step) if isinstance(here, dict) else None
    if not isinstance(here, dict):
        reason = "deze plek in de inhoud kennen we niet."
        raise _NoSuchPlaceError(reason)
    if body is None:
        here.pop(steps[-1], None)
    else:
        here[steps[-1]] = body
    return file


def _apply_flow(values: dict[str, Any], flow_id: str, body: dict[str, Any] | None) -> tuple[str, ...]:
    old = [file for file in values if file.startswith(FOLDER) and name_of(file)[0] == flow_id]
    if body is None and not old:
        reason = f"{flow_id} bestaat niet, dus kan het niet weg."
        raise _NoSuchPlaceError(reason)
    for file in old:
        del values[file]
    new = files_of(flow_id, body) if body is not None else {}
    values.update(new)
    return tuple(dict.fromkeys((*new, *old)))


def _apply_page(pages: dict[str, str], file: str, body: Body) -> str:
    if body is None:
        pages.pop(file, None)
    elif isinstance(body, str):
        pages[file] = body
    else:
        front = {key: value for key, value in body.items() if key != "markdown"}
        pages[file] = _page_text(front, str(body.get("markdown", "")))
    return file


def _sources(content: Content) -> tuple[dict[str, Any], dict[str, str]]:
    """The content as plain values per file, and the text of each page."""
    values: dict[str, Any] = {
        "region.yaml": _plain(content.region),
        "policy.yaml": _plain(content.policy),
        "taxonomy/domains.yaml": [_plain(part) for part in content.domains],
        "taxonomy/target_groups.yaml": [_plain(part) for part in content.target_groups],
        KINDS_FILE: {
            "groups": [_plain(part) for part in content.kind_groups],
            "kinds": [_plain(part) for part in content.kinds],
        },
        "help_numbers.yaml": [_plain(part) for part in content.help_numbers],
        "danger_words.yaml": [_plain(part) for part in content.danger_rules],
        "synonyms.yaml": [_plain(part) for part in content.synonyms],
        "taxonomy/tasks.yaml": [_plain(part) for part in content.tasks],
        "taxonomy/circumstances.yaml": [_plain(part) for part in content.circumstances],
        "pairs.yaml": [_plain(part) for part in content.pairs],
        "needs.yaml": [_plain(part) for part in content.needs],
        "school_holidays.yaml": [_plain(part) for part in content.school_holidays],
        "theme_pages.yaml": [_plain(part) for part in content.theme_pages],
    }
    for town in content.municipalities:
        values[f"municipalities/{town.slug}.yaml"] = _plain(town)
    for found in content.flows:
        values[file_of(found.id)] = plain(found.flow)
        for lang, words in found.words.items():
            values[file_of(found.id, lang)] = plain(words)
    pages = {f"pages/{page.lang}/{page.slug}.md": _text_of(page) for page in content.pages}
    return values, pages


def _plain(part: Part) -> dict[str, Any]:
    return part.model_dump(mode="json", exclude_defaults=True)


def _text_of(page: Page) -> str:
    front = {key: value for key, value in _plain(page).items() if key in _PAGE_FIELDS}
    return _page_text(front, page.markdown)


def _page_text(front: dict[str, Any], markdown: str) -> str:
    return f"---\n{_yaml(front)}---\n\n{markdown.strip()}\n"


def _yaml(value: Any) -> str:
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=100)
