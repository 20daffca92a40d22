from urllib.parse import parse_qs, urlsplit

import pytest
from geopy.exc import GeocoderParseError, GeocoderServiceError, GeocoderTimedOut
from geopy.geocoders.base import Geocoder

from app.places.geocoders import KadasterLocationApi, PdokLocatieserver, geocoder_for


def hattem(service):
    return service.doc("8051AB", "Hattem", "Hattem", "6.0607 52.4726")


def test_locatieserver_is_asked_with_the_parameters_it_knows_and_no_others(service):
    service.reply = service.saying(service.docs(hattem(service)))
    found = PdokLocatieserver(service.url).geocode("8051 AB")
    assert (found.latitude, found.longitude) == (52.4726, 6.0607)
    asked = urlsplit(service.asked[0])
    assert asked.path == "/bzk/locatieserver/search/v3_1/free"
    assert parse_qs(asked.query) == {
        "q": ["8051 AB"],
        "rows": ["5"],
        "fq": ["type:(adres OR postcode)"],
        "fl": ["id,type,weergavenaam,centroide_ll,postcode,woonplaatsnaam,gemeentenaam,score"],
    }


def test_the_location_api_gets_the_version_of_each_collection(service):
    service.reply = service.saying(service.features(("Kerkstraat 1, 8051AB Hattem", [6.0607, 52.4726])))
    found = KadasterLocationApi(service.url).geocode("8051 AB")
    assert (found.latitude, found.longitude) == (52.4726, 6.0607)
    asked = urlsplit(service.asked[0])
    assert asked.path == "/kadaster/location-api/v1/search"
    assert parse_qs(asked.query) == {"q": ["8051 AB"], "f": ["json"], "limit": ["5"], "adres[version]": ["1"]}


@pytest.mark.parametrize(("kind", "empty"), [(PdokLocatieserver, "docs"), (KadasterLocationApi, "features")])
def test_nothing_found_is_none_or_an_empty_list(service, kind, empty):
    service.reply = service.saying(getattr(service, empty)())
    assert kind(service.url).geocode("8051") is None
    assert kind(service.url).geocode("8051", exactly_one=False) == []


@pytest.mark.parametrize("kind", [PdokLocatieserver, KadasterLocationApi])
@pytest.mark.parametrize(
    "body",
    [
        b"<html>",
        b"\xff\xfe",
        b"",
        {"fout": 1},
        [],
        "tekst",
        3,
        None,
        {"response": 1},
        {"response": {"docs": 1}},
        {"features": {}},
    ],
)
def test_garbage_is_a_parse_error(service, kind, body):
    service.reply = service.saying(body)
    with pytest.raises(GeocoderParseError):
        kind(service.url).geocode("8051")


@pytest.mark.parametrize(
    "point", ["", "POINT(6.06)", "POINT(a b)", "POINT(52.47 6.06)", "POINT(nan nan)", "POINT(1e999 2)", 7, None]
)
def test_an_answer_with_an_impossible_point_is_passed_over(service, point):
    service.reply = service.saying(service.docs({**hattem(service), "centroide_ll": point}, hattem(service)))
    assert len(PdokLocatieserver(service.url).geocode("8051", exactly_one=False)) == 1


@pytest.mark.parametrize(
    "point", [[], [6.06], ["a", "b"], [52.47, 6.06], [[6.0, 52.0], [6.1, 52.1]], None, 3, {"a": 1, "b": 2}]
)
def test_so_is_one_of_the_location_api(service, point):
    service.reply = service.saying(service.features(("x", point), ("Kerkstraat 1, 8051AB Hattem", [6.06, 52.47])))
    assert len(KadasterLocationApi(service.url).geocode("8051", exactly_one=False)) == 1


def test_503_and_500_are_errors_of_geopy(service):
    service.reply = service.saying({}, status=503)
    with pytest.raises(GeocoderTimedOut):
        PdokLocatieserver(service.url).geocode("8051")
    service.reply = service.saying({}, status=500)
    with pytest.raises(GeocoderServiceError):
        PdokLocatieserver(service.url).geocode("8051")


def test_an_unknown_type_is_refused_before_it_is_sent(service):
    with pytest.raises(ValueError, match="unknown types"):
        PdokLocatieserver(service.url).geocode("8051", types=["huis"])
    assert service.asked == []


@pytest.mark.parametrize(
    ("url", "kind", "api"),
    [
        ("https://api.pdok.nl", PdokLocatieserver, "https://api.pdok.nl/bzk/locatieserver/search/v3_1/free"),
        ("https://a.example/geo/v3_1", PdokLocatieserver, "https://a.example/geo/v3_1/free"),
        ("https://a.example/geo/v3_1/free", PdokLocatieserver, "https://a.example/geo/v3_1/free"),
        (
            "https://api.pdok.nl/kadaster/location-api/v1",
            KadasterLocationApi,
            "https://api.pdok.nl/kadaster/location-api/v1/search",
        ),
        (
            "https://location-api.example",
            KadasterLocationApi,
            "https://location-api.example/kadaster/location-api/v1/search",
        ),
    ],
)
def test_the_address_says_which_service_it_is(url, kind, api):
    geocoder = geocoder_for(url)
    assert isinstance(geocoder, kind)
    assert isinstance(geocoder, Geocoder)
    assert geocoder.api == api
