import pytest

from app.copies import BackupKeys
from tests.databases import address, database  # noqa: F401


@pytest.fixture
def keys():
    """The keys of an installation with a key of its own for backups."""
    return BackupKeys(["a-key-for-backups-in-tests-that-is-long-enough"])
