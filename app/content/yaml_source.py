"""YAML with line numbers: an editor is told the line, and a key typed twice is not lost in silence."""

from dataclasses import dataclass, field
from typing import Any

import yaml

Path = tuple[str | int, ...]
_QUICK = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The reader in C, where the installation has it: it reads the whole content eight times as fast."""


class UnreadableYaml(Exception):
    """The text is no YAML, or says something twice; `line` counts from 1."""

    def __init__(self, reason: str, line: int | None) -> None:
        """Keep the reason (plain Dutch) and the line."""
        super().__init__(reason)
        self.reason = reason
        self.line = line


@dataclass(frozen=True, slots=True)
class YamlSource:
    """A value as read, and the line of each key path in it."""

    value: Any
    lines: dict[Path, int] = field(default_factory=dict)

    def line_of(self, path: Path) -> int | None:
        """The line of this path, or of the nearest thing above it."""
        while path:
            if path in self.lines:
                return self.lines[path]
            path = path[:-1]
        return self.lines.get(())


def read_yaml(text: str, first_line: int = 1) -> YamlSource:
    """Read YAML text. Raises `UnreadableYaml`; `first_line` is where the text begins in its file."""
    try:
        return _read(text, first_line, _QUICK)
    except (yaml.YAMLError, ValueError, RecursionError):
        pass  # the slow reader says better what is the matter
    try:
        return _read(text, first_line, yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + first_line if mark else None
        raise UnreadableYaml(_in_dutch(error), line) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise UnreadableYaml(
            "dit bestand is geen YAML; er staat een teken in dat we niet kunnen lezen.",
            None,
        ) from error


def _read(text: str, first_line: int, kind: Any) -> YamlSource:
    loader = kind(text)
    node = loader.get_single_node()
    lines: dict[Path, int] = {}
    if node is None:
        return YamlSource(None, {})
    _walk(node, (), lines, first_line)
    return YamlSource(loader.construct_document(node), lines)


def _walk(node: yaml.Node, path: Path, lines: dict[Path, int], first_line: int) -> None:
    lines.setdefault(path, node.start_mark.line + first_line)
    if isinstance(node, yaml.MappingNode):
        for key, child in node.value:
            name = str(key.value)
            line = key.start_mark.line + first_line
            if (*path, name) in lines:
                raise UnreadableYaml(f"{name} staat er twee keer; één van de twee kan weg.", line)
            lines[(*path, name)] = line
            _walk(child, (*path, name), lines, first_line)
    elif isinstance(node, yaml.SequenceNode):
        for index, child in enumerate(node.value):
            _walk(child, (*path, index), lines, first_line)


def _in_dutch(error: yaml.MarkedYAMLError) -> str:
    problem = str(error.problem or "")
    if "mapping values are not allowed" in problem:
        return "er staat een dubbele punt in de tekst; zet aanhalingstekens om de hele tekst."
    if "\\t" in problem or "cannot start any token" in problem:
        return "er staat een tab of een vreemd teken aan het begin; spring in met spaties."
    if "found unexpected end" in problem or "quoted scalar" in str(error.context or ""):
        return "een aanhalingsteken is niet gesloten."
    return "de regels kloppen niet: kijk naar de spaties ervoor, het streepje of de dubbele punt."
