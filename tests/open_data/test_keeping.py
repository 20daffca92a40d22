import os
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from app import clock
from app.open_data import keeping
from app.open_data.dumps import INDEX, write_dumps
from app.social_map.lifecycle import Actor, move
from app.social_map.models import Offer, Place
from tests.open_data.conftest import BASE
from tests.social_map.drafts import draft, shelve


def night(hour, minute=0, day=24):
    """A moment on the clock of the Netherlands, in winter."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC) - timedelta(hours=1)


def made(folder, at):
    (folder / INDEX).write_text(f'{{"made_at": "{at.isoformat()}", "files": []}}')


@pytest.mark.parametrize(
    ("now", "last", "due"),
    [
        (night(1, 59), None, False),
        (night(2), None, True),
        (night(4, 59), None, True),
        (night(5), None, False),
        (night(3), night(2, 30), False),
        (night(3), night(3, day=23), True),
        (night(3), night(1), True),
    ],
)
def test_once_a_night_between_two_and_five(folder, now, last, due):
    if last is not None:
        made(folder, last)
    assert keeping.due_tonight(folder, now) is due


def test_a_machine_without_files_of_the_last_day_sees_to_it_itself(folder):
    assert keeping.too_old(folder, night(9))
    made(folder, night(2, day=23))
    assert keeping.too_old(folder, night(9))
    made(folder, night(2))
    assert not keeping.too_old(folder, night(9))
    (folder / INDEX).write_text("geen json")
    assert keeping.too_old(folder, night(9))


def test_only_one_at_a_time_makes_them(folder):
    with keeping.making(folder) as first, keeping.making(folder) as second:
        assert (first, second) == (True, False)
    with keeping.making(folder) as again:
        assert again


def test_what_was_left_halfway_is_tidied_but_not_what_is_being_made(folder):
    for name, age in ((".coming-old", 3 * 3600), (".coming-new", 60)):
        (folder / name / "tables").mkdir(parents=True)
        (folder / name / "tables" / "a.csv").write_text("a")
        then = datetime.now(UTC).timestamp() - age
        os.utime(folder / name, (then, then))
    with keeping.making(folder):
        assert [path.name for path in folder.glob(".coming-*")] == [".coming-new"]


def test_somebody_who_asks_starts_it_and_is_not_kept_waiting(folder, monkeypatch):
    begun = []
    monkeypatch.setattr(keeping.subprocess, "Popen", lambda command, **_: begun.append(command))
    assert keeping.see_to_it(folder)
    assert begun[0][-4:] == ["app.cli", "open-data", "write", "--if-old"]
    assert not keeping.see_to_it(folder), (
        "a program that starts holds no lock yet: a hundred visitors would start a hundred"
    )
    (folder / ".begun").unlink()
    with keeping.making(folder):
        assert not keeping.see_to_it(folder)
    made(folder, datetime.now(UTC))
    assert not keeping.see_to_it(folder)
    assert len(begun) == 1


def test_the_moment_of_real_files_is_read_back(database, content, folder):
    index = write_dumps(database, content, BASE, folder)
    assert keeping.made_at(folder) == datetime.fromisoformat(index["made_at"])


def offer_in(session):
    return session.exec(select(Offer)).one()


def test_what_left_the_map_leaves_its_files_before_the_night(database, content, folder):
    shelve(database, draft("Opvang"))
    write_dumps(database, content, BASE, folder)
    with database.writing() as session:
        offer_in(session).summary = "Anders gezegd."
        offer_in(session).updated_at = clock.now()
    assert not keeping.holds_what_left(database, folder)
    with database.writing() as session:
        move(session, offer_in(session), "withdraw", Actor("account:1", "editor"), reason="Onveilig")
    assert keeping.holds_what_left(database, folder)
    write_dumps(database, content, BASE, folder)
    assert not keeping.holds_what_left(database, folder)


def test_an_address_that_became_secret_leaves_them_too(database, content, folder):
    shelve(database, draft("Opvang"))
    write_dumps(database, content, BASE, folder)
    with database.writing() as session:
        offer = offer_in(session)
        session.get_one(Place, offer.place_id).confidential, offer.updated_at = True, clock.now()
        session.add(offer)
    assert keeping.holds_what_left(database, folder)
