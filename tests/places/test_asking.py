import time
from datetime import timedelta

import pytest
from sqlmodel import select

from app import clock
from app.db import Database
from app.places import asking
from app.places.asking import geocode
from app.places.models import GeocodeAnswer
from app.settings import Settings

OWN = ("Hattem", "Putten", "Overbetuwe")


def hattem(service):
    return service.doc("8051AB", "Hattem", "Hattem", "6.0607 52.4726")


def there(service, path: str = "") -> Settings:
    return Settings(geocoder_url=service.url + path)


def test_off_unless_an_installation_names_a_service(database, service):
    assert geocode(Settings(), database, "8051 AB") is None
    assert service.asked == []


def test_a_postcode_is_asked_once_and_kept(database, service):
    service.reply = service.saying(service.docs(hattem(service)))
    first = geocode(there(service), database, "8051ab", OWN)
    assert (first.lat, first.lon, first.kern, first.municipality, first.precision) == (
        52.4726,
        6.0607,
        "Hattem",
        "Hattem",
        "pc6",
    )
    assert (first.postcode, first.name) == ("8051 AB", "8051 AB Hattem")
    assert geocode(there(service), database, "8051 AB", OWN) == first
    assert len(service.asked) == 1


def test_only_the_postcode_leaves_the_building(database, service):
    service.reply = service.saying(service.docs(hattem(service)))
    geocode(there(service), database, "Geheimstraat 7, 8051 AB Hattem")
    assert "q=8051+AB&" in service.asked[0]
    assert "Geheimstraat" not in service.asked[0]
    assert geocode(there(service), database, "Geheimstraat 7, Hattem") is None
    assert len(service.asked) == 1
    with database.reading() as session:
        assert [row.query for row in session.exec(select(GeocodeAnswer))] == ["8051AB"]


def test_the_location_api_answers_as_well(database, service):
    service.reply = service.saying(service.features(("Kerkstraat 1, 8051AB Hattem", [6.0607, 52.4726])))
    found = geocode(there(service, "/kadaster/location-api/v1"), database, "8051AB", OWN)
    assert (found.lat, found.lon, found.kern, found.municipality) == (52.4726, 6.0607, "Hattem", "")
    assert "Kadaster" in found.source


def test_the_first_answer_is_not_believed_blindly(database, service):
    elsewhere = service.doc("8011XX", "Zwolle", "Zwolle", "6.09 52.51")
    street = {
        **service.doc("", "Utrecht", "Utrecht", "5.12 52.09"),
        "weergavenaam": "Utrechtseweg, Utrecht",
        "postcode": None,
    }
    service.reply = service.saying(service.docs(street, elsewhere, hattem(service)))
    assert geocode(there(service), database, "8051AB", OWN).kern == "Hattem"


def test_four_digits_take_the_own_municipality_first_and_the_middle_of_what_agrees(database, service):
    service.reply = service.saying(
        service.docs(
            service.doc("6674AA", "Elders", "Neder-Betuwe", "5.60 51.92"),
            service.doc("6674AB", "Herveld", "Overbetuwe", "5.74 51.90"),
            service.doc("6674AC", "Herveld", "Overbetuwe", "5.76 51.92"),
        )
    )
    found = geocode(there(service), database, "6674", OWN)
    assert (found.kern, found.precision) == ("Herveld", "pc4")
    assert (found.lat, found.lon) == (pytest.approx(51.91), pytest.approx(5.75))


def test_unknown_is_remembered_for_a_week_and_then_asked_again(database, service, monkeypatch):
    service.reply = service.saying(service.docs())
    assert geocode(there(service), database, "9999ZZ") is None
    assert geocode(there(service), database, "9999ZZ") is None
    assert len(service.asked) == 1
    later = clock.now() + timedelta(days=8)
    monkeypatch.setattr(clock, "now", lambda: later)
    service.reply = service.saying(service.docs(service.doc("9999ZZ", "Nieuwdorp", "Putten", "5.61 52.25")))
    assert geocode(there(service), database, "9999ZZ").kern == "Nieuwdorp"
    with database.reading() as session:
        assert len(session.exec(select(GeocodeAnswer)).all()) == 1


@pytest.mark.parametrize("reply", [({}, 503), (b"<html>oops", 200), ({"response": {}}, 200), ({}, 400), ({}, 429)])
def test_a_failing_service_is_never_an_error_and_then_left_alone_a_while(database, service, monkeypatch, reply):
    service.reply = service.saying(*reply)
    assert geocode(there(service), database, "8051AB") is None
    assert geocode(there(service), database, "8051AC") is None
    assert len(service.asked) == 1
    monkeypatch.setattr(asking, "REST_SECONDS", 0.0)
    asking._resting.clear()
    service.reply = service.saying(service.docs(hattem(service)))
    assert geocode(there(service), database, "8051AB").kern == "Hattem"


def test_a_slow_service_costs_two_seconds_once(database, service):
    service.reply = lambda _: time.sleep(6)
    begun = time.monotonic()
    assert geocode(there(service), database, "8051AB") is None
    assert geocode(there(service), database, "8051AC") is None
    assert time.monotonic() - begun < 4


def test_without_its_tables_the_answer_is_given_and_not_kept(tmp_path, service):
    empty = Database(f"sqlite:///{tmp_path / 'leeg.sqlite'}")
    service.reply = service.saying(service.docs(hattem(service)))
    assert geocode(there(service), empty, "8051AB").kern == "Hattem"
    empty.close()


@pytest.mark.parametrize("text", ["", "Hattem", "12345", "\ud800", "x" * 100_000])
def test_what_is_no_postcode_is_not_asked(database, service, text):
    assert geocode(there(service), database, text) is None
    assert service.asked == []
