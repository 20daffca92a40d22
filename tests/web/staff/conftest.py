import pytest

from tests.web.staff.site import make_site


@pytest.fixture
def site(tmp_path):
    found = make_site(tmp_path)
    yield found
    found.close()
