import json

import pytest
from sqlmodel import select

from app.open_data.carried import JOINED, OURS, as_the_source, fingerprints, fitting
from app.social_map.draft import Carried
from app.social_map.models import Offer
from tests.open_data.conftest import rendered_map, rendered_organisations
from tests.open_data.documents import imported, whole
from tests.social_map.drafts import shelve


def test_what_came_as_hsds_goes_out_the_same(database, content, strict_checker):
    source = whole("service")
    shelve(database, imported(source))
    [made] = rendered_map(database, content)
    assert strict_checker.problems(made) == []
    for name in set(source) - OURS - set(JOINED):
        assert made[name] == source[name], name
    assert made["id"] == source["id"]
    assert made["organization_id"] == made["organization"]["id"] == source["organization"]["id"]
    for name in JOINED:
        assert made[name][: len(source[name])] == source[name]
    [organisation] = rendered_organisations(database, content)
    for name in set(source["organization"]) - set(JOINED):
        assert organisation[name] == source["organization"][name], name


def test_a_source_with_little_comes_back_with_little(database, content):
    source = {
        "id": "1b671a64-40d5-491e-99b0-da01ff1f3341",
        "name": "Inloop",
        "status": "temporarily closed",
        "organization": {"id": "2b671a64-40d5-491e-99b0-da01ff1f3342", "name": "Bron", "description": "Wie het doet"},
    }
    shelve(database, imported(source))
    [made] = rendered_map(database, content)
    added = {"organization_id", "last_modified", "attributes", "metadata", "additional_urls"}
    assert {name: made[name] for name in source if name != "organization"} | {"organization": 0} == source | {
        "organization": 0
    }
    assert set(made) - set(source) == added


def test_what_was_changed_here_goes_out_as_we_have_it(database, content):
    source = whole("service")
    shelve(database, imported(source))
    with database.writing() as session:
        offer = session.exec(select(Offer)).one()
        offer.phone = "038 000 00 00"
        session.add(offer)
    [made] = rendered_map(database, content)
    assert [each["number"] for each in made["phones"]] == ["038 000 00 00"]
    assert made["schedules"] == source["schedules"]


@pytest.mark.parametrize(
    ("field", "wrong", "stays"),
    [
        ("url", "www.bron.example/a b", None),
        ("url", "www.bron.example", "https://www.bron.example"),
        ("url", "javascript:alert(1)", None),
        ("email", "post at bron", None),
        ("organization_id", "12", None),
        ("minimum_age", "12", 12),
        ("minimum_age", float("nan"), None),
        ("assured_date", "2026-02-30", None),
        ("last_modified", "gisteren", None),
        ("status", "open", None),
        ("name", "Inloop \ud800\0", "Inloop ?"),
        ("alert", None, None),
        ("alert", {"a": 1}, None),
        ("phones", [{"id": "x"}, 3, None], None),
        ("unknown_to_hsds", "x", None),
    ],
)
def test_only_what_a_checker_accepts_is_let_through(field, wrong, stays):
    assert fitting({field: wrong}, "service").get(field) == stays


def test_objects_get_what_they_must_have_and_always_the_same():
    first, again = (fitting({"phones": [{"number": "1"}, {"number": "2"}]}, "service") for _ in range(2))
    assert first == again
    assert len({each["id"] for each in first["phones"]}) == 2
    [place] = fitting({"service_at_locations": [{"location": {"addresses": [{"city": "Hattem"}]}}]}, "service")[
        "service_at_locations"
    ]
    assert place["location"]["location_type"] == "physical"
    assert place["location"]["addresses"][0]["state_province"] == ""


def test_an_endless_document_ends():
    deep = {"number": "1"}
    for _ in range(200):
        deep = {
            "number": "1",
            "metadata": [],
            "languages": [{"name": "x", "attributes": [{"taxonomy_term": {"name": "t"}}]}],
            "contacts": [deep],
        }
    json.dumps(fitting({"phones": [deep], "contacts": [{"phones": [deep]}]}, "service"))


def test_ids_play_no_part_in_a_fingerprint_and_everything_else_does():
    one, other = ({"phones": [{"id": "a", "service_id": "b", "number": "1"}]}, {"phones": [{"id": "c", "number": "1"}]})
    assert fingerprints(one) == fingerprints(other)
    assert fingerprints(one) != fingerprints({"phones": [{"id": "a", "number": "2"}]})


def test_without_a_source_our_rendering_stands():
    ours = {"id": "a", "name": "b", "status": "active"}
    assert as_the_source(ours, None, "service") is ours
    assert as_the_source(ours, Carried(document={}, base=fingerprints(ours)), "service") == ours


def test_who_typed_it_at_the_source_is_not_given_on():
    """A change log names colleagues; nobody who reads the map needs to know them."""
    line = {
        "id": "ac148810-d857-441c-9679-408f346de14b",
        "last_action_date": "2026-01-01",
        "last_action_type": "update",
    }
    told = [line | {"updated_by": who} for who in ("J. de Voorbeeldig", "j@bron.example", "redactie")]
    made = fitting({"metadata": told, "phones": [{"number": "1", "metadata": told}]}, "service")
    for listed in (made["metadata"], made["phones"][0]["metadata"]):
        assert [each["updated_by"] for each in listed] == ["bron", "bron", "redactie"]
