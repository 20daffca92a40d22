"""Read the content folder whole, or say everything that is wrong with it at once."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from app import clock
from app.content.assembling import REQUIRED_FILES, Sources, assemble
from app.content.problems import ContentProblem, ContentProblems
from app.content.whole import Content
from app.content.yaml_source import UnreadableYaml, read_yaml

__all__ = ["Content", "ContentProblem", "ContentProblems", "load_content"]

_LARGEST = 2_000_000  # bytes; a content file is written by hand


def load_content(folder: Path, *, today: date | None = None) -> Content:
    """The content of this folder, checked and frozen.

    `today` is for tests; otherwise the date in the Netherlands. Raises `ContentProblems`.
    """
    problems: list[ContentProblem] = []
    sources = Sources()
    if not folder.is_dir():
        raise ContentProblems([ContentProblem(str(folder), "", "deze map bestaat niet.")])
    for file in _yaml_files(folder):
        text = _text(folder, file, problems)
        if text is None:
            continue
        try:
            sources.values[file] = read_yaml(text)
        except UnreadableYaml as error:
            problems.append(ContentProblem(file, "", error.reason, error.line))
    for path in sorted(folder.glob("pages/*/*.md")):
        name = path.relative_to(folder).as_posix()
        text = _text(folder, name, problems)
        if text is not None:
            sources.pages[name] = text
    problems.extend(_missing_themes(folder, sources))
    return assemble(sources, today or clock.today(), problems)


def _missing_themes(folder: Path, sources: Sources) -> Iterator[ContentProblem]:
    for file, source in sources.values.items():
        theme = source.value.get("theme") if isinstance(source.value, dict) else None
        if file.startswith("municipalities/") and isinstance(theme, str) and not (folder / "themes" / theme).is_file():
            reason = f"het themabestand themes/{theme} bestaat niet."
            yield ContentProblem(file, "theme", reason, source.line_of(("theme",)))


def _yaml_files(folder: Path) -> list[str]:
    towns = sorted(path.relative_to(folder).as_posix() for path in folder.glob("municipalities/*.yaml"))
    flows = sorted(path.relative_to(folder).as_posix() for path in folder.glob("flows/*.yaml"))
    return [*REQUIRED_FILES, *towns, *flows]


def _text(folder: Path, file: str, problems: list[ContentProblem]) -> str | None:
    path = folder / file
    reason = None
    try:
        if path.stat().st_size > _LARGEST:
            reason = "dit bestand is te groot."
        else:
            return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        reason = "dit bestand ontbreekt."
    except UnicodeDecodeError:
        reason = "dit bestand is niet als UTF-8 bewaard; bewaar het opnieuw als UTF-8."
    except OSError:
        reason = "dit bestand kunnen we niet lezen."
    problems.append(ContentProblem(file, "", reason))
    return None
