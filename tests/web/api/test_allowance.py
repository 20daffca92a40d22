"""The limit on reading open data: one for all processes together, said in every answer, and generous."""

import time
from collections import Counter
from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient

from app import clock
from app.accounts.sharing_out import SharedLimit
from app.services import build_services
from app.web.api import allowance
from tests.applications import application
from tests.installing import settings_in, shipped_content

HEADERS = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")
FROM = {"REMOTE_ADDR": "203.0.113.7"}


@pytest.fixture
def two_machines(installation):
    """Two applications over one database, as two processes or machines are."""
    other = build_services(settings_in(installation.settings.data_dir), shipped_content())
    with application(installation) as one, application(other) as two:
        yield (FlaskClient(one), one), (FlaskClient(two), two)
    other.database.close()


def ask(client, address=FROM, path="/api/hsds/taxonomies"):
    return client.get(path, headers={"Host": "hattem.localhost"}, environ_overrides=address)


def few(installation, two_machines, limit):
    for _client, app in two_machines:
        allowance.LIMITS[app.extensions["leefplein"].database] = SharedLimit(limit)


def test_two_machines_together_let_through_exactly_the_limit(installation, two_machines):
    few(installation, two_machines, 130)
    with time_machine.travel(clock.now().replace(second=1), tick=False):
        codes = Counter(ask(two_machines[turn % 2][0]).status_code for turn in range(200))
    assert codes == {200: 130, 429: 70}


def test_uneven_machines_never_let_through_more(installation, two_machines):
    few(installation, two_machines, 130)
    with time_machine.travel(clock.now().replace(second=1), tick=False):
        codes = Counter(ask(two_machines[0 if turn % 7 else 1][0]).status_code for turn in range(300))
    assert codes[200] == 130


def test_who_asked_enough_hears_when_to_go_on_and_may_then(installation, two_machines):
    few(installation, two_machines, 3)
    client = two_machines[0][0]
    with time_machine.travel(clock.now().replace(second=10, microsecond=0), tick=False) as moment:
        left = [int(ask(client).headers["RateLimit-Remaining"]) for _turn in range(3)]
        refused = ask(client)
        assert left == [2, 1, 0]
        assert refused.status_code == 429
        assert refused.headers["Access-Control-Allow-Origin"] == "*"
        assert "requests a minute" in refused.json["error"]["detail"]
        moment.shift(timedelta(seconds=int(refused.headers["Retry-After"])))
        assert ask(client).status_code == 200


def test_another_address_is_not_slowed(installation, two_machines):
    few(installation, two_machines, 1)
    client = two_machines[0][0]
    with time_machine.travel(clock.now().replace(second=1), tick=False):
        assert [ask(client).status_code for _turn in range(2)] == [200, 429]
        assert ask(client, {"REMOTE_ADDR": "203.0.113.8"}).status_code == 200
        here = [{"REMOTE_ADDR": f"2001:db8:1:2::{number}"} for number in range(1, 3)]
        assert [ask(client, each).status_code for each in here] == [200, 429], "one network of IPv6 is one caller"


def test_every_answer_says_the_limit(looker):
    for path in ("/api/hsds/", "/api/hsds/services?page=0", "/api/hsds/services/nee"):
        answer = ask(looker, path=path)
        assert all(answer.headers[name].isdigit() for name in HEADERS), path
        assert int(answer.headers["RateLimit-Limit"]) >= 300


def test_searching_on_the_site_keeps_its_own_promise(looker):
    """Contract 5: at least 300 searches a minute, whatever the limit on open data."""
    codes = {
        looker.get(f"/api/zoeken?q=koffie&pagina={turn}", headers={"Host": "hattem.localhost"}).status_code
        for turn in range(301)
    }
    assert codes == {200}


def test_no_address_is_kept(installation, two_machines):
    few(installation, two_machines, 5)
    ask(two_machines[0][0])
    with installation.database.reading() as session:
        kept = str(session.connection().exec_driver_sql("SELECT * FROM sign_in_attempt").all())
    assert "203.0.113" not in kept


def test_nobody_waits_for_another_who_waits_to_be_counted(installation, two_machines):
    """An import held the turn to write, one reader waited for it, and every other thread of the web server behind that one."""
    (client, app), _other = two_machines
    database = app.extensions["leefplein"].database
    limit = allowance.LIMITS[database] = SharedLimit(100)
    with limit._lock:  # somebody is at the database with it
        began = time.monotonic()
        assert ask(client).status_code == 200
        assert time.monotonic() - began < 3
