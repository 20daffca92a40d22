"""The polite checker over days and months: slow to accuse, quick to forgive, and never twice at one door."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from sqlmodel import select

from app import clock
from app.social_map.draft import OrganisationDraft
from app.upkeep import checking
from app.upkeep.addresses import keep_in_step
from app.upkeep.checking import Waiting, agent_of, check_next, findings, settle, waiting
from app.upkeep.models import CheckedAddress
from app.upkeep.reasons import REASONS, in_words
from app.upkeep.vocabulary import Checked
from tests.social_map.drafts import draft, shelve
from tests.upkeep.internet import internet  # noqa: F401

AGENT = agent_of("https://sociale-kaart.example")


@pytest.fixture
def days():
    """Time that goes on only when it is told to."""
    with time_machine.travel("2026-11-23T09:00:00Z", tick=False) as moment:

        class Days:
            def pass_by(self, **much):
                moment.shift(timedelta(**much))

        yield Days()


@pytest.fixture
def on_the_map(database):
    def on_the_map(name, website, **facts):
        number = shelve(database, draft(name, source_id=name, example=False, website=website, **facts))[0].offer_id
        keep_in_step(database, sites=True)
        return number

    return on_the_map


@pytest.fixture
def check(database):
    return lambda: check_next(database, AGENT)


@pytest.fixture
def found(database):
    def found(number):
        with database.reading() as session:
            return [(each.what, each.state, each.reason) for each in findings(session, [number]).get(number, ())]

    return found


@pytest.fixture
def row(database):
    def row():
        with database.reading() as session:
            return session.exec(select(CheckedAddress)).one()

    return row


def test_alive_is_seen_once_a_month_and_not_said(internet, days, on_the_map, check, found, row):
    number = on_the_map("Soep", internet.site("soep.voorbeeld.example"))
    assert check() == "https://soep.voorbeeld.example/"
    assert found(number) == []
    assert timedelta(days=27) <= row().next_at - clock.now() <= timedelta(days=33)
    days.pass_by(days=26)
    assert check() == ""
    days.pass_by(days=7)
    assert check() == "https://soep.voorbeeld.example/"
    assert [agent for _, agent in internet.asked] == [AGENT] * 2
    assert "sociale-kaart.example" in AGENT


def test_dead_takes_three_failures_over_a_week(internet, days, on_the_map, check, found):
    number = on_the_map("Soep", internet.site("soep.voorbeeld.example", 404))
    states = []
    for _ in range(8):
        check()
        states.append(found(number)[0][1])
        days.pass_by(days=1)
    assert states == [Checked.ODD] * 7 + [Checked.DEAD]
    assert len(internet.asked) == 4, "after 0, 1, 3 and 7 days"
    assert "404" in found(number)[0][2]


def test_since_is_the_first_day_it_failed(database, internet, days, on_the_map, check):
    number = on_the_map("Soep", internet.site("soep.voorbeeld.example", 410))
    began = clock.now()
    for _ in range(8):
        check()
        days.pass_by(days=1)
    with database.reading() as session:
        (one,) = findings(session, [number])[number]
    assert (one.since, one.value) == (began, "https://soep.voorbeeld.example/")


def test_back_alive_is_forgiven_at_once_and_the_count_begins_anew(internet, days, on_the_map, check, found, row):
    number = on_the_map("Soep", internet.site("soep.voorbeeld.example", 404))
    for _ in range(8):
        check()
        days.pass_by(days=1)
    internet.site("soep.voorbeeld.example")
    days.pass_by(days=34)
    check()
    assert found(number) == []
    assert (row().failures, row().failing_since) == (0, None)
    internet.site("soep.voorbeeld.example", 404)
    days.pass_by(days=34)
    check()
    assert found(number)[0][1] is Checked.ODD


@pytest.mark.parametrize("status", [401, 403, 429, 500, 503])
def test_what_proves_nothing_is_never_called_dead(internet, days, on_the_map, check, found, status):
    number = on_the_map("Soep", internet.site("soep.voorbeeld.example", status))
    for _ in range(100):
        check()
        days.pass_by(days=1)
    assert found(number)[0][1] is Checked.ODD
    assert len(internet.asked) <= 5


def test_when_our_own_look_up_fails_nobody_dies(internet, days, on_the_map, check, found):
    number = on_the_map("Soep", "https://soep.voorbeeld.example/")
    internet.no_names_at_all = True
    for _ in range(30):
        check()
        days.pass_by(days=1)
    assert found(number)[0][1] is Checked.ODD
    internet.no_names_at_all = False
    for _ in range(30):
        check()
        days.pass_by(days=1)
    assert found(number)[0][1] is Checked.DEAD, "its twin: a name that is really gone"


def test_one_website_of_many_offers_is_visited_once(internet, on_the_map, check, found):
    site = internet.site("soep.voorbeeld.example", 404)
    numbers = [on_the_map(f"Soep {n}", site) for n in range(5)]
    assert check() == site
    assert check() == ""
    assert len(internet.asked) == 1
    assert all(found(number) for number in numbers)


def test_the_organisations_website_is_visited_too(internet, days, on_the_map, check, found):
    there = OrganisationDraft(name="Stichting Voorbeeld", website=internet.site("stichting.voorbeeld.example", 404))
    number = on_the_map("Soep", internet.site("soep.voorbeeld.example"), organisation=there)
    check()
    check()
    assert [what for what, _, _ in found(number)] == ["organisation_website"]


def test_ten_seconds_between_two_visits_to_one_host(internet, days, on_the_map, check):
    for n in range(2):
        on_the_map(f"Soep {n}", internet.site("soep.voorbeeld.example", path=f"/{n}"))
    other = on_the_map("Elders", internet.site("elders.voorbeeld.example"))
    assert other
    visited = [check(), check(), check()]
    assert visited == ["https://soep.voorbeeld.example/0", "https://elders.voorbeeld.example/", ""]
    days.pass_by(seconds=11)
    assert check() == "https://soep.voorbeeld.example/1"


def test_no_more_than_so_many_a_day(internet, days, on_the_map, check, monkeypatch):
    monkeypatch.setattr(checking, "MOST_A_DAY", 3)
    for n in range(5):
        on_the_map(f"Soep {n}", internet.site(f"s{n}.voorbeeld.example"))
    assert [bool(check()) for _ in range(5)] == [True] * 3 + [False] * 2
    days.pass_by(hours=25)
    assert [bool(check()) for _ in range(3)] == [True, True, False]


def test_no_transaction_is_open_while_a_website_is_visited(internet, database, on_the_map, check):
    wrote = []

    def slow(handler):
        with database.writing() as session:  # would wait for a writer, and find what was written before the call
            wrote.append(session.exec(select(CheckedAddress)).one().next_at > clock.now())
        handler.send_response(200)
        handler.end_headers()

    on_the_map("Soep", internet.site("soep.voorbeeld.example"))
    internet.pages["soep.voorbeeld.example/"] = slow
    check()
    assert wrote == [True], "who is visited is written down first"


def test_several_workers_at_once_visit_a_website_once(internet, on_the_map, check):
    on_the_map("Soep", internet.site("soep.voorbeeld.example"))
    ready = threading.Barrier(4)

    def one(_):
        ready.wait()
        return check()

    with ThreadPoolExecutor(4) as workers:
        visited = list(workers.map(one, range(4)))
    assert sorted(visited) == ["", "", "", "https://soep.voorbeeld.example/"]
    assert len(internet.asked) == 1


def test_a_crash_in_the_middle_repeats_one_call_a_day_after(internet, days, on_the_map, check, monkeypatch):
    on_the_map("Soep", internet.site("soep.voorbeeld.example"))
    with monkeypatch.context() as broken:
        broken.setattr(checking, "visit", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            check()
    assert check() == ""
    days.pass_by(hours=25)
    assert check() == "https://soep.voorbeeld.example/"
    assert len(internet.asked) == 1


def test_settled_until_the_value_changes(database, internet, days, on_the_map, check, found):
    number = on_the_map("Soep", internet.site("soep.voorbeeld.example", 404))
    check()
    with database.writing() as session:
        assert not settle(session, number, "website", "https://wat-er-eerst-stond.example")
        assert settle(session, number, "website", "https://soep.voorbeeld.example/")
    assert found(number) == []
    days.pass_by(days=40)
    assert check() == "", "what somebody said is right is left in peace"
    on_the_map("Soep", internet.site("soep.voorbeeld.example", 404, path="/nieuw"))
    assert check() == "https://soep.voorbeeld.example/nieuw"
    assert found(number)


def test_what_waits_and_how_long(database, internet, days, on_the_map, check):
    on_the_map("Soep", internet.site("soep.voorbeeld.example", 404), phone="038 444")
    on_the_map("Brood", "https://soep.voorbeeld.example/", email="geen")
    for _ in range(8):
        check()
        days.pass_by(days=1)
    with database.reading() as session:
        assert waiting(session) == Waiting(sites=1, others=2, late=0)
    days.pass_by(days=31)
    with database.reading() as session:
        assert waiting(session) == Waiting(sites=1, others=2, late=3)


def test_every_reason_is_a_sentence_and_fits():
    assert all(len(code) <= 60 for code in REASONS)
    assert in_words("iets nieuws") == "er klopt iets niet"
