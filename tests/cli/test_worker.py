from app.services import build_services
from tests.installing import settings_in
from tests.social_map.drafts import draft, shelve


def test_once_does_everything_that_is_due_and_stops(installed, run):
    services = build_services(settings_in(installed))
    shelve(services.database, draft("Samen koken"))
    services.database.close()
    assert run("worker", "--once")[1].endswith("1 berichten afgehandeld.\n")
    assert run("worker", "--once")[1].endswith("0 berichten afgehandeld.\n")
