"""What a validator of Open Referral does with an API it never saw (the rules of the UK one), and the schemas of the standard."""

import json
from pathlib import Path

import jsonschema_rs
import pytest

ROOT = Path(__file__).parents[4]
SAMPLES = ROOT.parent / "shared" / "samples" / "hsds"
HOST = {"Host": "hattem.localhost"}
PAGE = ("total_items", "total_pages", "page_number", "size", "first_page", "last_page", "empty", "contents")


def get(client, path):
    answer = client.get(path, headers=HOST)
    assert answer.status_code == 200, (path, answer.text[:300])
    return answer.json


@pytest.fixture(scope="module")
def schemas():
    """The schemas of the standard, formats checked."""
    found = {}
    for name in ("service", "service_list", "organization_list"):
        path = SAMPLES / f"{name}-3.1.schema.json"
        if not path.is_file():
            pytest.skip(f"the schemas of HSDS 3.1 are not beside this checkout ({path}): documents were NOT validated")
        found[name] = jsonschema_rs.validator_for(json.loads(path.read_text("utf-8")), validate_formats=True)
    return found


def wrong(validator, documents):
    return [(each.get("id"), error.message[:200]) for each in documents for error in validator.iter_errors(each)]


def every(client, path):
    """All documents of a list, page after page."""
    found, number = [], 1
    joint = "&" if "?" in path else "?"
    while True:
        page = get(client, f"{path}{joint}per_page=40&page={number}")
        assert tuple(page) == PAGE
        assert page["page_number"] == number
        assert page["size"] == len(page["contents"]) <= 40
        assert page["empty"] == (not page["contents"])
        assert page["first_page"] == (number == 1)
        found += page["contents"]
        if page["last_page"]:
            assert number == page["total_pages"]
            assert len(found) == page["total_items"]
            return found
        number += 1


def test_a_validator_finds_its_way_from_the_root(looker):
    about = get(looker, "/api/hsds/")
    assert about["version"] == "3.1"
    assert about["profile"].startswith("https://")
    told = get(looker, about["openapi_url"].removeprefix("http://hattem.localhost"))
    base = told["servers"][0]["url"].removeprefix("http://hattem.localhost")
    lists = [path for path in told["paths"] if "{" not in path and path not in {"/", "/openapi.json"}]
    assert set(lists) >= {"/services", "/taxonomies", "/taxonomy_terms", "/service_at_locations", "/organizations"}
    for path in lists:
        first = get(looker, base + path + "?per_page=7")
        assert first["contents"], f"{path} is empty"
        pages = first["total_pages"]
        for number in {1, max(1, pages // 2), pages}:
            page = get(looker, f"{base}{path}?per_page=7&page={number}")
            assert tuple(page) == PAGE
            assert not page["empty"]
        one = first["contents"][0]["id"]
        assert get(looker, f"{base}{path}/{one}")["id"] == one


@pytest.mark.parametrize("path", ["services", "organizations", "service_at_locations", "taxonomies", "taxonomy_terms"])
def test_pages_hold_everything_once(looker, path):
    ids = [each["id"] for each in every(looker, f"/api/hsds/{path}")]
    assert len(ids) == len(set(ids)) > 0


def test_lists_are_valid(looker, schemas):
    assert wrong(schemas["service_list"], every(looker, "/api/hsds/services")) == []
    assert wrong(schemas["organization_list"], every(looker, "/api/hsds/organizations")) == []


def test_whole_documents_are_valid(looker, schemas):
    services = every(looker, "/api/hsds/services?full=true")
    assert wrong(schemas["service"], services) == []
    places = [each for service in services for each in service.get("service_at_locations", ())]
    assert len(places) == get(looker, "/api/hsds/service_at_locations")["total_items"]


def test_a_document_that_is_not_valid_is_noticed(looker, schemas):
    """The twin: the formats are really checked."""
    service = get(looker, "/api/hsds/services")["contents"][0]
    assert wrong(schemas["service_list"], [service]) == []
    assert wrong(schemas["service_list"], [service | {"url": "www.voorbeeld.nl"}]) != []
    assert wrong(schemas["service_list"], [service | {"id": "7"}]) != []


def test_each_document_is_the_same_alone_and_in_a_list(looker):
    for path in ("services", "organizations", "service_at_locations"):
        for each in get(looker, f"/api/hsds/{path}?full=true&per_page=3")["contents"]:
            assert get(looker, f"/api/hsds/{path}/{each['id']}") == each


def test_list_items_carry_only_what_is_one_to_one(looker):
    for each in get(looker, "/api/hsds/services")["contents"]:
        assert [name for name, value in each.items() if isinstance(value, list)] == []
