"""What is left of a design system once everything these pages never use is taken out.

The packages carry a class for every state a style guide wants to show (`--hover`, `--focus-visible`, …) beside the
real pseudo-classes, and the example theme sets 2,780 variables. Half of that weight would reach every visitor for
nothing. No CSS library: the build runs before anything of ours is installed.
"""

import re
from fnmatch import fnmatchcase

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
REFERENCE = re.compile(r"var\(\s*(--[\w-]+)")
DECLARATION = re.compile(r"(--[\w-]+)\s*:\s*([^;{}]+)[;}]")
INSIDE_BRACKETS = re.compile(r"\([^()]*\)")
GROUPS = ("@media", "@supports", "@layer", "@container")


def rules(css: str) -> list[tuple[str, str]]:
    """Return the top level rules of a style sheet as (prelude, body) pairs, comments taken out.

    A statement without a body (`@charset "utf-8";`) has an empty body. Raises ValueError when braces do not match.
    """
    css = COMMENT.sub("", css)
    found = []
    start = position = 0
    while position < len(css):
        if css[position] == ";":
            found.append((css[start : position + 1].strip(), ""))
            start = position + 1
        elif css[position] == "{":
            end = _closing(css, position)
            found.append((css[start:position].strip(), css[position + 1 : end]))
            position = end
            start = end + 1
        position += 1
    if css[start:].strip():
        raise ValueError(f"the style sheet ends in the middle of a rule: {css[start:].strip()[:60]!r}")
    return found


def without(css: str, patterns: list[str]) -> str:
    """Return the style sheet without selectors that name a class matching one of the patterns (`*--hover`).

    A class named inside `:not(…)` does not count: such a rule is about everything else.
    """
    kept = []
    for prelude, body in rules(css):
        if prelude.startswith(GROUPS):
            inner = without(body, patterns)
            if inner:
                kept.append(f"{prelude}{{{inner}}}")
        elif prelude.startswith("@"):
            kept.append(f"{prelude}{{{body}}}" if body else prelude)
        else:
            selectors = [one for one in _selectors(prelude) if not _named(one, patterns)]
            if selectors and body.strip():
                kept.append(f"{','.join(selectors)}{{{_tight(body)}}}")
    return "".join(kept)


def tokens_for(css: str, theme: str) -> str:
    """Return one `:root` rule with the variables of the theme that the style sheet needs, references followed."""
    known = {name: value.strip() for name, value in DECLARATION.findall(COMMENT.sub("", theme))}
    wanted = set()
    waiting = [name for name in REFERENCE.findall(css) if name in known]
    while waiting:
        name = waiting.pop()
        if name not in wanted:
            wanted.add(name)
            waiting += [inner for inner in REFERENCE.findall(known[name]) if inner in known]
    # style-dictionary writes a design tool's "None" with a capital; CSS knows only lower case
    lines = [f"{name}:{'none' if known[name] == 'None' else known[name]}" for name in sorted(wanted)]
    return ":root{" + ";".join(lines) + "}" if lines else ""


def _closing(css: str, opening: int) -> int:
    depth = 0
    quote = ""
    for position in range(opening, len(css)):
        sign = css[position]
        if quote:
            if sign == quote and css[position - 1] != "\\":
                quote = ""
        elif sign in "\"'":
            quote = sign
        elif sign == "{":
            depth += 1
        elif sign == "}":
            depth -= 1
            if depth == 0:
                return position
    raise ValueError(f"a brace is opened and never closed: {css[opening : opening + 60]!r}")


def _selectors(prelude: str) -> list[str]:
    parts, depth, start = [], 0, 0
    for position, sign in enumerate(prelude):
        if sign in "([":
            depth += 1
        elif sign in ")]":
            depth -= 1
        elif sign == "," and depth == 0:
            parts.append(prelude[start:position].strip())
            start = position + 1
    return [*parts, prelude[start:].strip()]


def _named(selector: str, patterns: list[str]) -> bool:
    bare = selector
    while INSIDE_BRACKETS.search(bare):
        bare = INSIDE_BRACKETS.sub("", bare)
    return any(fnmatchcase(name, pattern) for name in CLASS.findall(bare) for pattern in patterns)


def _tight(body: str) -> str:
    return re.sub(r"\s*([:;,])\s*", r"\1", re.sub(r"\s+", " ", body)).strip().rstrip(";")
