from app.services import build_services
from tests.installing import settings_in
from tests.social_map.drafts import draft, shelve


def test_once_does_everything_that_is_due_and_stops(installed, run):
    services = build_services(settings_in(installed))
    shelve(services.database, draft("Samen koken"))
    services.database.close()
    run("search", "rebuild")
    assert run("worker", "--once")[1].endswith("1 berichten afgehandeld.\n")
    assert run("worker", "--once")[1].endswith("0 berichten afgehandeld.\n")


def test_once_makes_a_missing_index_whole_and_leaves_nothing_to_do(installed, run):
    services = build_services(settings_in(installed))
    shelve(services.database, draft("Samen koken"))
    services.database.close()
    assert run("worker", "--once")[1].endswith("0 berichten afgehandeld.\n")
    assert run("search", "status")[0] == 0
