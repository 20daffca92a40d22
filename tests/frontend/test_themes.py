"""A municipality's look is one file of variables; it must set all that our own style sheet asks for, and stay readable."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
THEMES = sorted((ROOT / "content" / "themes").glob("*.css"))
ENOUGH = 7.0
DECLARATION = re.compile(r"^\s*(--[\w-]+):\s*([^;]+);", re.MULTILINE)
BASIS = "--basis-color-"
PAIRS = [
    *[
        (f"default-color-{text}", f"default-bg-{ground}")
        for text in ("document", "subtle")
        for ground in ("document", "subtle", "default")
    ],
    ("default-inverse-color-document", "default-inverse-bg-document"),
    *[(f"action-1-inverse-color-{state}", f"action-1-inverse-bg-{state}") for state in ("default", "hover", "active")],
    ("action-1-color-default", "default-bg-document"),
    ("action-1-color-default", "default-bg-subtle"),
    ("action-1-color-hover", "action-1-bg-hover"),
    ("action-1-color-active", "action-1-bg-active"),
    *[
        (f"action-2-color-{state}", f"default-bg-{ground}")
        for state in ("default", "hover")
        for ground in ("document", "subtle")
    ],
    *[(f"{kind}-color-document", f"{kind}-bg-default") for kind in ("info", "positive", "warning", "negative")],
]


def values(theme):
    return dict(DECLARATION.findall(theme.read_text()))


def luminance(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_itself_bites():
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") < ENOUGH


def test_each_municipality_has_its_own():
    assert {theme.stem for theme in THEMES} >= {"hattem", "putten", "overbetuwe"}
    assert len({values(theme)["--basis-color-default-inverse-bg-document"] for theme in THEMES}) == len(THEMES)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.stem)
def test_text_keeps_seven_to_one(theme):
    colours = values(theme)
    weak = {pair: round(contrast(colours[BASIS + pair[0]], colours[BASIS + pair[1]]), 2) for pair in PAIRS}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < ENOUGH} == {}


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.stem)
def test_edges_of_fields_keep_three_to_one(theme):
    colours = values(theme)
    for ground in ("document", "subtle"):
        assert contrast(colours[BASIS + "default-border-default"], colours[f"{BASIS}default-bg-{ground}"]) >= 3


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.stem)
def test_it_sets_every_variable_our_style_sheet_uses_and_holds_nothing_else(theme):
    own = "".join(sheet.read_text() for sheet in (ROOT / "app/static/css").glob("*.css"))
    assert set(re.findall(r"var\((--[\w-]+)", own)) <= set(values(theme))
    bare = re.sub(r"/\*.*?\*/", "", theme.read_text(), flags=re.DOTALL)
    assert re.fullmatch(r"\s*:root\s*\{(\s*--[\w-]+:[^;{}]+;)+\s*\}\s*", bare)
    assert "url(" not in bare
