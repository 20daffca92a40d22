"""The API as a client sees it: what is asked, what comes back, and what a wrong question hears."""

import json
from datetime import timedelta
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from sqlmodel import select

from app import clock
from app.accounts.models import Account
from app.accounts.rights import Role
from app.conversation.asking import ask
from app.open_data.taxonomies import taxonomy_id, term_id
from app.social_map.lifecycle import Actor, move
from app.social_map.models import Offer, Place
from app.social_map.places_free import set_places
from app.social_map.vocabulary import Status
from tests.conversation.conftest import a_request

HOST = {"Host": "hattem.localhost"}
BASE = "/api/hsds"
EDITOR = Actor("account:1", "editor")


def get(client, path, **more):
    return client.get(BASE + path, headers=HOST | more)


def ids(client, path):
    answer = get(client, path)
    assert answer.status_code == 200, answer.text
    return [each["id"] for each in answer.json["contents"]]


def a_published(session, rule=None):
    return session.exec(
        select(Offer).where(Offer.status == Status.PUBLISHED, *([] if rule is None else [rule]))
    ).first()


@pytest.mark.parametrize("words", ["koffie", "oppas dementie", "ik kan niet meer", "vervoer zaterdag"])
def test_words_find_the_same_in_the_same_order_as_the_site(looker, words):
    site, page = [], 1
    while True:
        told = looker.get(f"/api/zoeken?q={quote(words)}&per_pagina=100&pagina={page}", headers=HOST).json
        site += [each["name"] for each in told["results"]]
        if page >= told["pages"]:
            break
        page += 1
    ours = [each["name"] for each in get(looker, f"/services?search={quote(words)}&per_page=500").json["contents"]]
    assert ours == site
    third = [
        each["name"] for each in get(looker, f"/services?search={quote(words)}&per_page=5&page=3").json["contents"]
    ]
    assert third == ours[10:15]


def test_the_whole_region_on_every_host(looker):
    here = looker.get(BASE + "/services?minimal=true", headers=HOST).json
    there = looker.get(BASE + "/services?minimal=true", headers={"Host": "overbetuwe.localhost"}).json
    assert here == there
    assert here["total_items"] > 100


def test_minimal_is_everything_on_one_page(looker):
    page = get(looker, "/services?minimal=true").json
    assert page["last_page"]
    assert page["size"] == page["total_items"]
    assert {tuple(each) for each in page["contents"]} == {("id", "last_modified")}


def test_lines_are_everything_without_pages(looker):
    answer = get(looker, "/services?format=ndjson&per_page=3&full=true")
    assert answer.mimetype == "application/x-ndjson"
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert [each["id"] for each in lines] == ids(looker, "/services?per_page=500")
    assert all("attributes" in each for each in lines)


def test_parameters_count_together(looker):
    kind = term_id("soort", "dagbesteding")
    of_kind = set(ids(looker, f"/services?taxonomy_term_id={kind}"))
    mornings = set(ids(looker, "/services?day=MO&start_time=09:00&end_time=12:00"))
    both = set(ids(looker, f"/services?taxonomy_term_id={kind}&day=MO&start_time=09:00&end_time=12:00"))
    assert both == of_kind & mornings
    assert 0 < len(both) < len(of_kind)


def test_terms_of_every_taxonomy_choose_what_carries_them(looker):
    services = [json.loads(line) for line in get(looker, "/services?format=ndjson&full=true").text.splitlines()]
    carried: dict[str, set[str]] = {}
    for service in services:
        for attribute in service["attributes"]:
            carried.setdefault(attribute["taxonomy_term_id"], set()).add(service["id"])
    assert len(carried) > 40
    for term, expected in carried.items():
        assert set(ids(looker, f"/services?per_page=500&taxonomy_term_id={term}")) == expected, term
    respite = {
        each
        for term in carried
        for each in carried[term]
        if term in {term_id("respijt", c) for c in ("light", "day", "night")}
    }
    assert set(ids(looker, f"/services?per_page=500&taxonomy_id={taxonomy_id('respijt')}")) == respite


def test_a_heading_chooses_the_kinds_under_it(looker):
    top = get(looker, "/taxonomy_terms?top_only=true&per_page=500").json["contents"]
    group = next(each for each in top if each["code"].startswith("groep-"))
    below = get(looker, f"/taxonomy_terms?parent_id={group['id']}&per_page=500").json["contents"]
    assert below
    expected = {each for term in below for each in ids(looker, f"/services?per_page=500&taxonomy_term_id={term['id']}")}
    assert set(ids(looker, f"/services?per_page=500&taxonomy_term_id={group['id']}")) == expected


def test_an_organization_chooses_its_services(looker):
    one = get(looker, "/services").json["contents"][0]["organization_id"]
    found = get(looker, f"/services?organization_id={one}").json["contents"]
    assert found
    assert {each["organization_id"] for each in found} == {one}
    whole = get(looker, "/organizations?full_service=true&per_page=500").json["contents"]
    services = {each["id"]: {service["id"] for service in each["services"]} for each in whole}
    assert services[one] == {each["id"] for each in found}
    nobody = "00000000-0000-4000-8000-000000000000"
    assert ids(looker, f"/services?organization_id={nobody}") == []


def test_proximity_is_in_metres_and_a_postcode_alone_is_who_serves_it(looker):
    near, far = (set(ids(looker, f"/services?per_page=500&postcode=8051AB&proximity={m}")) for m in (1500, 15000))
    assert near < far
    alone = get(looker, "/services?per_page=500&full=true&postcode=8051").json["contents"]
    named = [{area["name"] for area in each.get("service_areas", ())} for each in alone]
    assert alone
    assert not any(areas and areas <= {"Putten"} for areas in named)
    assert len(ids(looker, "/service_at_locations?per_page=500&postcode=8051AB&proximity=1500")) == len(near)


def test_ages_choose_what_is_for_them(looker):
    young = get(looker, "/services?maximum_age=7&per_page=500").json["contents"]
    assert young
    assert all(each.get("minimum_age", 0) <= 7 for each in young)


def test_what_is_withdrawn_is_told_to_who_asks_what_changed(installation, client):
    before = clock.now()
    with installation.database.writing() as session:
        offer = a_published(session)
        uid, name = offer.uid, offer.name
        move(session, offer, "withdraw", EDITOR)
    assert uid not in ids(client, "/services?per_page=500")
    since = quote((before - timedelta(seconds=1)).isoformat())
    told = get(client, f"/services?modified_after={since}").json["contents"]
    gone = next(each for each in told if each["id"] == uid)
    assert (gone["name"], gone["status"]) == (name, "defunct")
    assert set(gone) == {"id", "name", "status", "last_modified"}
    assert get(client, f"/services/{uid}").json == gone
    later = quote((clock.now() + timedelta(seconds=5)).isoformat())
    assert ids(client, f"/services?modified_after={later}") == []


def test_what_was_never_public_is_never_told(installation, client):
    with installation.database.writing() as session:
        offer = a_published(session)
        hidden = Offer(
            slug="nooit-openbaar", identity="nooit", name="Nooit openbaar geweest", kind=offer.kind, level=offer.level,
            organisation_id=offer.organisation_id, place_id=offer.place_id + 100_000, status=Status.WITHDRAWN,
        )  # fmt: skip
        session.add(Place(id=offer.place_id + 100_000))
        session.flush()
        session.add(hidden)
        session.flush()
        uid = hidden.uid
    assert "Nooit openbaar" not in get(client, "/services?modified_after=2020-01-01&format=ndjson").text
    assert get(client, f"/services/{uid}").status_code == 404


def test_free_places_are_told_and_change_the_mark(installation, client):
    with installation.database.writing() as session:
        offer = a_published(session, Offer.respite.is_not(None))
        uid, number = offer.uid, offer.id
    before = get(client, f"/services/{uid}").headers["ETag"]
    with installation.database.writing() as session:
        set_places(session, number, 2, 6, actor="account:1")
    answer = get(client, f"/services/{uid}")
    capacity = answer.json["capacities"][0]
    assert (capacity["available"], capacity["maximum"], capacity["unit"]["name"]) == (2, 6, "plek")
    assert answer.headers["ETag"] != before


def test_nothing_changed_is_said_in_a_word(installation, client):
    for path in (
        "/services",
        "/services?full=true&page=2",
        "/organizations",
        "/",
        "/openapi.json",
        "/services?format=ndjson",
    ):
        first = get(client, path)
        assert first.headers["Cache-Control"].startswith("public, max-age=")
        again = get(client, path, **{"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        assert get(client, path, **{"If-Modified-Since": first.headers["Last-Modified"]}).status_code == 304
        assert get(client, path, **{"If-None-Match": '"anders"'}).status_code == 200
    mark = get(client, "/services").headers["ETag"]
    with installation.database.writing() as session:
        move(session, a_published(session), "hide", Actor("upkeep", "upkeep"))
    assert get(client, "/services", **{"If-None-Match": mark}).status_code == 200


def test_words_and_places_are_kept_nowhere(looker):
    for path in ("/services?search=schulden", "/services?postcode=8051", "/organizations?search=zorg"):
        answer = get(looker, path)
        assert answer.headers["Cache-Control"] == "no-store"
        assert "ETag" not in answer.headers


def test_the_same_question_by_post(looker):
    expected = ids(looker, "/services?search=koffie&per_page=3")
    for body in ({"json": {"search": "koffie", "per_page": 3}}, {"data": {"search": "koffie", "per_page": "3"}}):
        answer = FlaskClient(looker.application).post(
            BASE + "/services",
            headers=HOST | {"Origin": "https://elders.example", "Sec-Fetch-Site": "cross-site"},
            **body,
        )
        assert [each["id"] for each in answer.json["contents"]] == expected
        assert answer.headers["Cache-Control"] == "no-store"


def test_every_site_may_read_it_and_nobody_with_a_cookie(looker):
    for method, path in (("GET", "/services"), ("OPTIONS", "/services"), ("GET", "/nergens"), ("DELETE", "/services")):
        answer = looker.open(BASE + path, method=method, headers=HOST | {"Origin": "https://elders.example"})
        assert answer.headers["Access-Control-Allow-Origin"] == "*", path
        assert "Access-Control-Allow-Credentials" not in answer.headers
        assert "Set-Cookie" not in answer.headers
    told = looker.options(BASE + "/services", headers=HOST | {"Origin": "https://elders.example"})
    assert "POST" in told.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in told.headers["Access-Control-Allow-Headers"]


def test_other_addresses_stay_closed_to_other_sites(looker):
    """The twin: what is opened here is opened nowhere else."""
    for path in ("/", "/api/zoeken?q=koffie", "/lijstje"):
        assert "Access-Control-Allow-Origin" not in looker.get(path, headers=HOST).headers
    refused = FlaskClient(looker.application).post("/lijstje", headers=HOST | {"Sec-Fetch-Site": "cross-site"})
    assert refused.status_code == 400


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("page", "0"), ("page", "-1"), ("page", "een"), ("page", "9" * 400), ("per_page", "0"), ("per_page", "1.5"),
        ("format", "xml"), ("taxonomy_term_id", "koffie"), ("taxonomy_id", "7"), ("organization_id", "'"),
        ("modified_after", "gisteren"), ("modified_after", "99999-01-01"), ("modified_after", "0001-01-01T00:00:00+23:59"),
        ("minimal", "misschien"), ("full", "2"), ("postcode", "Hattem"), ("postcode", "0000"), ("proximity", "nan"),
        ("proximity", "ver"), ("minimum_age", "-3"), ("maximum_age", "1e9"), ("start_time", "25:00"), ("end_time", "x"),
        ("day", "maandag"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_named_with_how_to_mend_it(looker, name, value):
    answer = get(looker, f"/services?{name}={quote(value)}" + ("&postcode=8051" if name == "proximity" else ""))
    assert answer.status_code == 400
    assert answer.json["error"]["parameter"] == name
    assert len(answer.json["error"]["detail"]) > 30


@pytest.mark.parametrize(
    "value", ["%00", "%ed%a0%80", "%ff", "a%00b", "%f0%9f%8f%b3", "x" * 5000, "%", "' OR 1=1", "*"]
)
def test_strange_words_are_an_answer_and_never_an_error(looker, value):
    for path in (f"/services?search={value}", f"/organizations?search={value}", f"/taxonomy_terms?search={value}",
                 f"/services?{value}=1", f"/services?page={value}", f"/services/{value[:200]}"):  # fmt: skip
        assert get(looker, path).status_code in {200, 400, 404}, path


@pytest.mark.parametrize("body", [b"[]", b"{", b"\xff", b"[" * 9000, b'{"search": {}}', b'{"page": 1e999}', b"null"])
def test_a_body_that_cannot_be_read_is_named(looker, body):
    answer = looker.post(BASE + "/services", data=body, content_type="application/json", headers=HOST)
    assert answer.status_code == 400
    assert answer.json["error"]["parameter"]
    other = looker.post(BASE + "/services", data=b"<x/>", content_type="text/xml", headers=HOST)
    assert other.status_code == 415


def test_an_unknown_parameter_is_ignored_and_a_page_too_far_is_empty(looker):
    assert ids(looker, "/services?nieuw=1") == ids(looker, "/services")
    page = get(looker, "/services?page=123456").json
    assert (page["empty"], page["contents"], page["last_page"], page["size"]) == (True, [], True, 0)


def test_no_personal_data_and_no_secret_place_anywhere(installation, client):
    """Promise: open data holds nothing of accounts, of requests, or of where a confidential place is."""
    with installation.database.writing() as session:
        session.add(Account(email="kanarie.account@hattem.example", role=Role.EDITOR, name="Kanarie Medewerker"))
    ask(installation.office, a_request(), "form")
    with installation.database.writing() as session:
        offer = a_published(session)
        place = session.get(Place, offer.place_id)
        place.confidential, place.street, place.postcode = True, "Kanarielaan 12", "9999 XQ"
        place.town, place.kern, place.lat, place.lon = "Kanariedorp", "Kanariekern", 52.123456, 6.123456
        offer.description += " Kom naar Kanarielaan 12, 9999XQ."
        offer.updated_at = clock.now()
        uid, slug = offer.uid, offer.slug
    paths = (
        "/", "/openapi.json", "/services", "/services?full=true&format=ndjson", "/organizations?format=ndjson&full_service=true",
        "/service_at_locations?format=ndjson&full=true", "/taxonomies", "/taxonomy_terms?format=ndjson", f"/services/{uid}",
        "/services?search=Kanarielaan", "/services?modified_after=2020-01-01&format=ndjson",
    )  # fmt: skip
    walked = [get(client, path).text for path in paths]
    walked += [client.get(f"/aanbod/{slug}", headers=HOST).text.partition("ld+json")[2].partition("</script>")[0]]
    assert "schema.org" in walked[-1]
    everything = "\n".join(walked).casefold()
    story = a_request()
    secrets = ["kanarie", "52.1234", "6.1234", "9999 xq", "9999xq", "account:"]
    secrets += [each for each in (story.contact.name, story.contact.phone, story.contact.email) if each]
    found = [each for each in secrets if each.casefold() in everything]
    assert found == []
    near = ids(client, "/services?per_page=500&postcode=8051&proximity=20000000")
    assert uid not in near


def test_a_thousand_words_are_no_thousand_conditions(looker):
    """They were: SQLite refuses an expression that deep, and the visitor heard that the computers were broken."""
    assert get(looker, "/organizations?search=" + quote(" ".join(f"w{number}" for number in range(400)))).json["empty"]
    assert get(looker, "/organizations?search=" + quote("a " * 990)).status_code == 200


def test_few_read_everything_at_once_and_pages_go_on(looker):
    slow = [get(looker, "/services?format=ndjson") for _ in range(2)]
    assert [each.status_code for each in slow] == [200, 200]
    refused = get(looker, "/services?format=ndjson")
    assert (refused.status_code, refused.headers["Retry-After"], refused.headers["Cache-Control"]) == (
        503,
        "10",
        "no-store",
    )
    assert get(looker, "/services").status_code == 200
    for each in slow:
        each.close()
    again = get(looker, "/services?format=ndjson")
    assert len(again.text.splitlines()) > 100
    assert looker.head(BASE + "/services?format=ndjson", headers=HOST).status_code == 200
    assert looker.head(BASE + "/services?format=ndjson", headers=HOST).status_code == 200
    assert get(looker, "/services?format=ndjson").status_code == 200


def test_a_question_that_breaks_off_gives_its_place_back(looker):
    for _ in range(3):
        assert get(looker, "/services?format=ndjson&postcode=9999").status_code in {200, 400}
    assert get(looker, "/services?format=ndjson").status_code == 200
