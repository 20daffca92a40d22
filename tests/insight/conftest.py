"""A database of one kind (which kind does not matter for most of insight), and of both kinds where SQL matters."""

import pytest

from app.db import Database
from tests.databases import address, database, fresh_url  # noqa: F401


@pytest.fixture
def file(tmp_path):
    return Database(fresh_url(tmp_path))
