import re

import pytest
from sqlmodel import select

from app.cli import demo
from app.services import build_services
from app.settings import DEMO_SECRET
from app.social_map.models import Offer, Organisation
from tests.installing import settings_in
from tests.social_map.drafts import draft, shelve


@pytest.mark.parametrize("name", demo.PRODUCTION)
def test_the_demo_refuses_the_settings_of_a_real_site(place, run, monkeypatch, name):
    for each in demo.PRODUCTION:
        monkeypatch.delenv(each, raising=False)
    monkeypatch.setenv(name, "x")
    code, _, said = run("demo", "--data", place / "demo")
    assert (code, name in said) == (1, True)
    assert not (place / "demo").exists()


def test_the_demo_never_empties_a_folder_that_is_not_its_own(place, run, monkeypatch):
    monkeypatch.delenv("LEEFPLEIN_SECRET_KEY")
    place.mkdir(parents=True)
    (place / "kostbaar.txt").write_text("kostbaar")
    assert run("demo", "--data", place)[0] == 1
    assert (place / "kostbaar.txt").read_text() == "kostbaar"


@pytest.mark.slow
def test_the_demo_makes_a_whole_region_each_time_anew_and_says_how_to_come_in(place, run, monkeypatch):
    for name in (*demo.PRODUCTION, "LEEFPLEIN_DATA_DIR", "LEEFPLEIN_SEARCH_DIR"):
        monkeypatch.delenv(name, raising=False)
    started = []
    monkeypatch.setattr(demo, "run", lambda *args, **options: started.append((args, options)) or 0)
    code, said, _ = run("demo", "--data", place / "demo", "--port", "8123")
    assert code == 0
    assert "http://127.0.0.1:8123" in said
    assert "http://putten.localhost:8123" in said
    assert said.count("wachtwoord") >= 3
    assert "mediator" in said
    assert re.search(r"/voor-elkaar/mijn\n  nummer [\w-]{12,}   code [\w-]{18,}\n", said)
    assert str(place / "demo" / "mail") in said
    ((bind, port, _, environment), options) = started[0]
    assert (bind, port, environment["LEEFPLEIN_LOCAL_HTTP"], options["access_log"]) == ("127.0.0.1", 8123, "1", False)
    assert environment["LEEFPLEIN_SECRET_KEY"] == DEMO_SECRET
    services = build_services(settings_in(place / "demo"))
    with services.database.reading() as session:
        offers = session.exec(select(Offer.example, Offer.status)).all()
    services.database.close()
    assert len(offers) >= 90
    assert all(example for example, _ in offers)
    assert services.finder.health().ok


def test_examples_go_and_everything_else_stays(installed, run):
    services = build_services(settings_in(installed))
    shelve(services.database, draft("Voorbeeld"), draft("Echt", example=False))
    services.database.close()
    assert run("examples", "remove")[1].endswith("1 voorbeelden verwijderd.\n")
    with services.database.reading() as session:
        assert session.exec(select(Offer.name)).all() == ["Echt"]
        assert len(session.exec(select(Organisation)).all()) == 1
    services.database.close()
    assert run("database", "check")[0] == 0
    assert run("search", "status")[0] == 0
