import subprocess
import sys
from datetime import timedelta

import pytest
from sqlmodel import select

from app import clock
from app.accounts.models import SignInAttempt
from app.accounts.slowing import (
    LONGEST_WAIT,
    TooSoon,
    counted_for,
    counted_today,
    network_of,
    succeeded,
    take_turn,
    wait_after,
    within_the_day,
)
from tests.web.staff.site import ROOT, SECRET, everything_in


@pytest.mark.parametrize(
    ("address", "network"),
    [("192.0.2.77", "192.0.2.0/24"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"), ("::ffff:192.0.2.77", "192.0.2.0/24"), (None, "unknown"), ("x", "unknown"),
     ("fe80::1%eth0", "fe80::/64")],
)  # fmt: skip
def test_neighbours_count_together(address, network):
    assert network_of(address) == network


def test_waiting_doubles_up_to_five_minutes():
    waits = [wait_after(number).total_seconds() for number in range(9)]
    assert waits[:4] == [4, 8, 16, 32]
    assert waits[-1] == LONGEST_WAIT.total_seconds()
    assert wait_after(10_000) == LONGEST_WAIT


def test_a_try_too_soon_is_not_heard_nor_counted_and_later_it_is(database, keys, monkeypatch):
    counted = counted_for(keys, "iemand", "192.0.2.1")
    for _ in range(5):
        take_turn(database, counted)
    for _ in range(3):
        with pytest.raises(TooSoon) as problem:
            take_turn(database, counted)
        assert 1 <= problem.value.seconds <= 5
    moment = clock.now() + timedelta(seconds=6)
    monkeypatch.setattr(clock, "now", lambda: moment)
    take_turn(database, counted)
    with pytest.raises(TooSoon) as problem:
        take_turn(database, counted)
    assert problem.value.seconds > 5


def test_a_clock_set_back_keeps_nobody_out(database, keys, monkeypatch):
    counted = counted_for(keys, "iemand", "192.0.2.1")
    for _ in range(5):
        take_turn(database, counted)
    moment = clock.now() - timedelta(hours=1)
    monkeypatch.setattr(clock, "now", lambda: moment)
    take_turn(database, counted)


def test_what_may_be_done_a_few_times_a_day_may_be_done_again_tomorrow(database, keys, monkeypatch):
    def once(what):
        with database.writing() as session:
            return within_the_day(session, counted_today(keys, what, 2))

    assert [once("mail|iemand") for _ in range(3)] == [True, True, False]
    assert once("mail|een ander"), "the twin: everything is counted apart"
    tomorrow = clock.now() + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)
    assert once("mail|iemand")


def test_a_network_is_slowed_whatever_account_is_tried(database, keys):
    for number in range(25):
        take_turn(database, counted_for(keys, f"iemand {number}", f"192.0.2.{number}"))
    with pytest.raises(TooSoon):
        take_turn(database, counted_for(keys, "nog iemand", "192.0.2.200"))
    take_turn(database, counted_for(keys, "nog iemand", "198.51.100.1"))


def test_who_gets_in_starts_again(database, keys):
    who, network = counted_for(keys, "iemand", "192.0.2.1")
    for _ in range(5):
        take_turn(database, (who, network))
    with database.writing() as session:
        succeeded(session, (who,), network, 2)
    take_turn(database, (who, network))
    with database.reading() as session:
        assert {row.key: row.failures for row in session.exec(select(SignInAttempt))} == {who.key: 1, network.key: 4}


def test_no_address_and_no_name_is_kept(database, keys):
    take_turn(database, counted_for(keys, "iemand@voorbeeld.example", "192.0.2.77"))
    raw = everything_in(database)
    assert b"192.0.2" not in raw
    assert b"iemand@" not in raw


WORKER = """
import sys
from app.accounts.keys import AccountKeys
from app.accounts.slowing import TooSoon, counted_for, take_turn
from app.db import Database
database, counted = Database(sys.argv[1]), counted_for(AccountKeys(sys.argv[2]), "iemand", "192.0.2.1")
passed = 0
for _ in range(10):
    try:
        take_turn(database, counted)
        passed += 1
    except TooSoon:
        pass
print(passed)
"""


def test_four_workers_count_together_exactly_five_of_forty_get_through(database):
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", WORKER, database.url, SECRET], stdout=subprocess.PIPE, text=True, cwd=ROOT
        )
        for _ in range(4)
    ]
    assert sum(int(worker.communicate(timeout=60)[0]) for worker in workers) == 5
