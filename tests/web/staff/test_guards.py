import pytest

from app.web.staff.guards import needs


def test_a_role_that_does_not_exist_is_refused_when_the_guard_is_made():
    with pytest.raises(ValueError, match="administratr"):
        needs("administratr")
