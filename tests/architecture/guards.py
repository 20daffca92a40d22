"""The rules of the house as plain functions: files in, complaints out. Each has a twin test that shows that it bites."""

import ast
import re
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
Files = dict[str, str]
LONGEST_FILE = 400
GENERATED = ("app/migrations/versions/", "app/frontend/package-lock.json")
"""Written by a tool, from one place to another; nobody reads them as a text."""

SUFFIXES = {
    "py", "md", "html", "css", "js", "json", "yaml", "csv", "toml", "lock", "svg", "typ", "po", "mako", "xml", "txt", "sql", "conf", "cfg", "npmrc", "gitignore", "yml", "service", "timer", "example", "",
}  # fmt: skip
_CLOCKS = {
    ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("time", "time"), ("time", "time_ns"),
    ("time", "localtime"), ("time", "gmtime"), ("time", "ctime"),
}  # fmt: skip
# Put together from parts, so that this file does not break its own rules.
_UNFINISHED = re.compile(
    r"\b("
    + "|".join(
        (
            "TO" + "DO",
            "FIX" + "ME",
            "NotImplemented" + "Error",
            "lorem " + "ipsum",
            "binnen" + "kort",
            "coming " + "soon",
        )
    )
    + r")\b",
    re.IGNORECASE,
)
_MACHINE = re.compile(
    "|".join(
        (
            "registry" + r"\.npmjs",
            r"pypi\.org/" + "simple",
            "files\\.python" + "hosted",
            "arti" + "factory",
            "index" + "-url",
            "/ro" + "ot/",
            "/wo" + "rk/",
            r"(?<![\w/.])/ho" + "me/",
            "pyenv/" + "versions",
        )
    )
)
_FOREIGN = re.compile(
    "|".join(
        (
            "copy" + r"right\s+(\(c\)|©|\d{4})",
            "@lic" + "ense",
            "@pre" + "serve",
            "Permission is hereby " + "granted",
            "Licensed under the " + "Apache",
        )
    ),
    re.IGNORECASE,
)
WORD_LISTS = ("app/search/dutch/words.py",)
"""Lists of words that people use: any word may stand there."""
_CODE = (".py", ".css", ".js", ".html")


def tracked(root: Path = ROOT) -> list[str]:
    """Every path that git keeps or would keep, ignored ones left out. Fails when there are none."""
    said = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    found = [line for line in said.stdout.splitlines() if (root / line).is_file()]
    assert found, "a rule that looks at nothing keeps nothing"
    return found


def read(paths: Iterable[str], root: Path = ROOT) -> Files:
    """The text of these files; a list in another table of signs, kept for the importer, is read as well as it goes."""
    return {path: (root / path).read_text(encoding="utf-8", errors="replace") for path in paths}


def product(files: Files) -> Files:
    """What is the product itself: not its tests, which speak of what is forbidden."""
    return {path: text for path, text in files.items() if not path.startswith("tests/")}


def python(files: Files) -> Files:
    """The code that runs in an installation."""
    return {
        path: text for path, text in files.items() if path.startswith(("app/", "importers/")) and path.endswith(".py")
    }


def asks_the_time(files: Files) -> list[str]:
    """Whoever asks what time it is without app/clock.py. Measuring how long something takes (monotonic) is another matter."""
    found = []
    for path, text in files.items():
        if path == "app/clock.py":
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Attribute) and (_last(node.value), node.attr) in _CLOCKS:
                found.append(f"{path}:{node.lineno}: {_last(node.value)}.{node.attr}")
            if (
                isinstance(node, ast.ImportFrom)
                and node.module == "time"
                and {"time", "time_ns"} & {each.name for each in node.names}
            ):
                found.append(f"{path}:{node.lineno}: from time import time")
    return found


def _last(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def imports_late(files: Files) -> list[str]:
    """Imports that stand in a function: they hide who needs whom. A line may be excused beside itself, for weight."""
    return [
        f"{path}:{inner.lineno}"
        for path, text in files.items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom) and "noqa: PLC0415" not in text.splitlines()[inner.lineno - 1]
    ]


def future_annotations_in_models(files: Files) -> list[str]:
    """Modules with tables that would break their own relationships."""
    return [
        path for path, text in files.items() if "table=True" in text and "from __future__ import annotations" in text
    ]


def unexplained(files: Files) -> list[str]:
    """Modules that do not say why they exist."""
    return [path for path, text in files.items() if text.strip() and not ast.get_docstring(ast.parse(text))]


def vague_names(paths: Iterable[str]) -> list[str]:
    """Rooms whose name says nothing."""
    vague = {"utils", "util", "helpers", "helper", "manager", "managers", "common", "misc", "base"}
    return [
        path
        for path in paths
        if path.startswith(("app/", "importers/"))
        and path.endswith(".py")
        and vague & set(Path(path).with_suffix("").parts)
    ]


def unfinished(files: Files) -> list[str]:
    """Words that say that something does not stand yet."""
    return list(_lines({path: text for path, text in files.items() if path not in WORD_LISTS}, _UNFINISHED))


def machine_bound(files: Files) -> list[str]:
    """Addresses of a package registry, or paths of the machine somebody worked on."""
    return list(_lines(files, _MACHINE))


def foreign(files: Files) -> list[str]:
    """Code of somebody else."""
    return list(_lines({path: text for path, text in files.items() if path.endswith(_CODE)}, _FOREIGN))


def _lines(files: Files, pattern: re.Pattern[str]) -> Iterator[str]:
    for path, text in files.items():
        for number, line in enumerate(text.splitlines(), 1):
            found = pattern.search(line)
            if found:
                yield f"{path}:{number}: {found[0]}"


def strange_files(paths: Iterable[str]) -> list[str]:
    """Files of a kind that we do not write ourselves: fonts, pictures, archives, compiled or made smaller code."""
    return [
        path
        for path in paths
        if (Path(path).name.lstrip(".").rpartition(".")[2] not in SUFFIXES and "." in Path(path).name.lstrip("."))
        or ".min." in path
        or {"node_modules", "vendor", "third_party", "dist"} & set(Path(path).parts)
    ]


def too_long(files: Files) -> list[str]:
    """Files that hold more than one subject, to judge by their length."""
    return [
        f"{path}: {len(text.splitlines())} lines"
        for path, text in files.items()
        if path.endswith(_CODE) and not path.startswith(GENERATED) and len(text.splitlines()) >= LONGEST_FILE
    ]


def numbers_elsewhere(files: Files, numbers: Iterable[str]) -> list[str]:
    """Help numbers written down in a second place, where nobody will mend them. 112 and 113 are also names."""
    shapes = {}
    for number in numbers:
        digits = re.sub(r"\D", "", number)
        if len(digits) > 3:
            shapes[number] = re.compile(r"(?<!\d)" + r"[\s.-]?".join(digits) + r"(?!\d)")
    assert shapes
    return [
        f"{path}: {number}"
        for path, text in files.items()
        if path != "content/help_numbers.yaml" and not path.startswith(("content/examples/", "tests/"))
        for number, shape in shapes.items()
        if shape.search(text)
    ]
