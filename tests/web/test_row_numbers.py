"""A number in an address that no row can have: not there, for everybody, in every room."""

import pytest

from app.accounts.rights import Role
from app.db import LARGEST_ROW
from tests.web.client_support.room import make_room


@pytest.mark.parametrize(
    ("role", "address"),
    [
        (Role.MEDIATOR, "/bemiddeling"),
        (Role.DESK, "/loket/aanvraag"),
        (Role.CLIENT_SUPPORT, "/ondersteuner/aanvraag"),
        (Role.EDITOR, "/beheer/aanbod"),
    ],
)
def test_a_number_no_row_can_have_is_not_there(tmp_path, role, address):
    room = make_room(tmp_path / "data")
    staff = room.signed_in("iemand@voorbeeld.example", role)
    for number in (LARGEST_ROW, LARGEST_ROW + 1, 2**63, 10**40):
        assert staff.get(f"{address}/{number}").status_code == 404
    room.close()
