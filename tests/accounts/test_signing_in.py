import threading

import pytest

from app.accounts.keeping import create_account
from app.accounts.keys import AccountKeys
from app.accounts.rights import Role
from app.accounts.second_factor import code_now
from app.accounts.signing_in import Door, NotRecognised

PASSWORD = "vier bakfietsen onder de wilg"


@pytest.fixture
def new(database, keys):
    with database.writing() as session:
        return create_account(session, keys, email="a@b.example", password=PASSWORD, role=Role.EDITOR)


def test_two_at_once_with_the_same_code_one_gets_in(database, keys, new):
    door = Door(database, keys)
    half = door.password("a@b.example", PASSWORD, None)
    code = code_now(new.secret)
    outcomes = []

    def come_in():
        try:
            outcomes.append(door.code(half, code, None))
        except NotRecognised:
            outcomes.append(None)

    threads = [threading.Thread(target=come_in) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(outcome is not None for outcome in outcomes) == 1


def test_with_another_secret_key_nobody_gets_in_and_nothing_breaks(database, keys, new):
    half = Door(database, keys).password("a@b.example", PASSWORD, None)
    with pytest.raises(NotRecognised):
        Door(database, AccountKeys("quite another key")).code(half, code_now(new.secret), None)


def test_capitals_and_spaces_in_the_address_do_not_matter(database, keys, new):
    assert Door(database, keys).password("  A@B.Example ", PASSWORD, None).account_id == new.account.id
