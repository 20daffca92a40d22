import shutil

import time_machine

from app import working
from app.services import build_services
from app.working import Every, mend_a_missing_index, worker
from tests.search.small_map import small_map


def test_a_chore_is_done_the_first_time_and_then_not_too_soon(monkeypatch):
    done, now = [], [100.0]
    monkeypatch.setattr(working.time, "monotonic", lambda: now[0])
    chore = Every(60.0, done.append)
    for moment in (100.0, 105.0, 159.9, 160.0, 161.0):
        now[0] = moment
        chore("services")
    assert len(done) == 2


def test_a_clock_that_is_turned_delays_no_chore():
    done = []
    with time_machine.travel("2020-01-01", tick=False):
        Every(60.0, done.append)("services")
    assert len(done) == 1


def test_a_missing_index_is_made_and_a_whole_one_left_alone(tmp_path):
    services = small_map(tmp_path)
    generation = services.finder.health().generation
    mend_a_missing_index(services)
    assert services.finder.health().generation == generation
    shutil.rmtree(services.settings.search_dir)
    services.database.close()
    later = build_services(
        services.settings
    )  # a worker that starts now; one that holds the index finds out within a minute
    mend_a_missing_index(later)
    assert later.finder.health().ok
    later.database.close()


def test_every_chore_has_a_name_for_the_log(tmp_path):
    services = small_map(tmp_path)
    assert all(chore.__name__ for chore in worker(services).chores)
    services.database.close()
