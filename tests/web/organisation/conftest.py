import pytest

from tests.web.organisation.house import make_house


@pytest.fixture
def house(tmp_path):
    found = make_house(tmp_path / "house")
    yield found
    found.close()
