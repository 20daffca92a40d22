import subprocess
import sys
import threading

import pytest

from app import clock
from app.accounts.keeping import create_account
from app.accounts.keys import AccountKeys
from app.accounts.rights import Role
from app.accounts.second_factor import code_now
from app.accounts.signing_in import Door, NotRecognised
from tests.web.staff.site import ROOT, SECRET

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


WORKER = """
import sys
from datetime import datetime
from app import clock
from app.accounts.keys import AccountKeys
from app.accounts.signing_in import Door, NotRecognised
from app.accounts.slowing import TooSoon
from app.db import Database
moment = datetime.fromisoformat(sys.argv[3])
clock.now = lambda: moment
door = Door(Database(sys.argv[1]), AccountKeys(sys.argv[2]))
heard = 0
for number in range(10):
    try:
        door.password("a@b.example", f"verkeerd geraden {number}", f"192.0.2.{number}")
    except NotRecognised:
        heard += 1
    except TooSoon:
        pass
print(heard)
"""


def test_of_forty_sign_ins_in_four_workers_exactly_five_are_heard(database, keys, new):
    """Promise 40, at the door itself: real processes, one account, one moment (on a slow machine the wait would be over)."""
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", WORKER, database.url, SECRET, clock.now().isoformat()],
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        for _ in range(4)
    ]
    assert sum(int(worker.communicate(timeout=120)[0]) for worker in workers) == 5
