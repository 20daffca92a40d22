"""A copy of the shipped content folder that a test may break."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from app.content.loading import load_content
from app.content.whole import Content

SHIPPED = Path(__file__).parents[2] / "content"
TODAY = date(2026, 11, 22)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "content"
    shutil.copytree(SHIPPED, copy, ignore=shutil.ignore_patterns("examples", "places.csv"))
    return copy


@pytest.fixture(scope="session")
def shipped() -> Content:
    return load_content(SHIPPED, today=TODAY)
