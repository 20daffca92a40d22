import pytest

from app.accounts.keys import AccountKeys
from tests.databases import address, database  # noqa: F401  (fixtures: SQLite and PostgreSQL)
from tests.web.staff.site import SECRET


@pytest.fixture
def keys():
    return AccountKeys(SECRET)
