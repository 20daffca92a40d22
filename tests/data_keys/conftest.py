from pathlib import Path

import pytest

from app.data_keys import KeyStore
from tests.databases import address, bare_address, database  # noqa: F401  (fixtures: SQLite and PostgreSQL)

SECRET = "a-secret-for-tests-only-and-long-enough"


@pytest.fixture
def secret():
    return SECRET


@pytest.fixture
def keys(bare_address):
    """A key store on each kind of server."""
    made = KeyStore(bare_address, [SECRET])
    yield made
    made.close()


@pytest.fixture
def file_keys(tmp_path):
    """A key store in a file, in a folder that is not there yet."""
    made = KeyStore(f"sqlite:///{tmp_path / 'keys' / 'data-keys.sqlite'}", [SECRET])
    yield made
    made.close()


@pytest.fixture
def everything_on_disk():
    """The raw bytes of a store: the file and what stands beside it."""

    def reading(store: KeyStore) -> bytes:
        place = store.place
        assert isinstance(place, Path)
        return b"".join(each.read_bytes() for each in sorted(place.parent.glob(place.name + "*")))

    return reading
