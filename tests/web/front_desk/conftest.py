import pytest

from tests.web.client_support.room import make_room


@pytest.fixture
def room(tmp_path):
    """The whole site with nothing in it."""
    found = make_room(tmp_path)
    yield found
    found.close()
