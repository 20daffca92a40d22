import time_machine
from sqlmodel import select

from app import clock, working
from app.conversation.asking import ask
from app.conversation.models import Delivery
from app.services import build_services
from app.working import Every, VisitAWebsite, keep_addresses_in_step, mend_a_missing_index, worker
from tests.conversation.conftest import a_request
from tests.databases import fresh_url
from tests.installing import settings_in
from tests.privacy.ended import ended, numbers
from tests.search.losing import lose_the_index
from tests.search.small_map import small_map
from tests.social_map.drafts import draft, shelve
from tests.upkeep.internet import internet  # noqa: F401


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
    lose_the_index(services)
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


def test_the_worker_erases_what_is_due_and_sends_who_looks_back(tmp_path):
    fresh_url(tmp_path)
    services = build_services(settings_in(tmp_path))
    over = ended(services.office, clock.today())
    ask(
        services.office,
        a_request(follow_up_on=clock.today(), follow_up_by="email", contact={"email": "een@voorbeeld.example"}),
        "f",
    )
    for chore in worker(services).chores:
        chore(services)
    assert over not in numbers(services.office)
    with services.database.reading() as session:
        assert session.exec(select(Delivery.channel).where(Delivery.purpose == "follow_up")).all() == ["resident_mail"]
    services.database.close()
    services.keys.close()


def a_website_on_the_map(folder, internet, **changes):
    fresh_url(folder)
    services = build_services(settings_in(folder, **changes))
    shelve(services.database, draft(website=internet.site("soep.voorbeeld.example"), example=False, phone="038 444"))
    return services


def test_no_website_is_called_or_looked_up_unless_the_setting_says_so(tmp_path, internet):
    services = a_website_on_the_map(tmp_path, internet)
    visiting = VisitAWebsite()
    for chore in (*worker(services).chores, keep_addresses_in_step, visiting):
        chore(services)
    assert visiting.going is None
    assert (internet.asked, internet.looked_up, internet.elsewhere) == ([], [], [])
    services.database.close()
    services.keys.close()


def test_with_the_setting_on_the_worker_visits_beside_its_own_work(tmp_path, internet):
    services = a_website_on_the_map(tmp_path, internet, check_links=True)
    visiting = VisitAWebsite()
    keep_addresses_in_step(services)
    visiting(services)
    visiting.going.join(5)
    assert [page for page, _ in internet.asked] == ["soep.voorbeeld.example/"]
    visiting(services)
    visiting.going.join(5)
    assert len(internet.asked) == 1
    services.database.close()


def test_the_files_of_open_data_are_made_once_a_night_by_one_worker(tmp_path):
    services = build_services(settings_in(tmp_path, database_url=fresh_url(tmp_path)))
    shelve(services.database, draft("Samen koken"))
    index = tmp_path / "open-data" / "index.json"
    with time_machine.travel("2026-11-23T22:00:00Z", tick=False) as moment:
        working.write_open_data(services)
        assert not index.exists()
        moment.move_to("2026-11-24T01:30:00Z")
        with services.database.alone("open-data"):
            working.write_open_data(services)
        assert not index.exists()
        working.write_open_data(services)
        first = index.read_bytes()
        moment.move_to("2026-11-24T01:45:00Z")
        working.write_open_data(services)
        assert index.read_bytes() == first
        moment.move_to("2026-11-25T01:30:00Z")
        working.write_open_data(services)
        assert index.read_bytes() != first
    services.database.close()
