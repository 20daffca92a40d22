"""HSDS -> us -> HSDS, with the standard's own example and through our own documents."""

import json

import pytest
from sqlmodel import delete

from app.open_data.carried import JOINED, OURS
from app.social_map.models import Flag, ImportChange, Offer, OfferEvent, OfferRevision, Organisation, Place
from tests.open_data.conftest import HSDS, rendered_map
from tests.open_data.documents import imported, nobody_named
from tests.social_map.drafts import draft, shelve


def emptied(database):
    with database.writing() as session:
        for table in (Flag, ImportChange, OfferEvent, OfferRevision, Offer, Place, Organisation):
            session.exec(delete(table))


def without_null(value):
    if isinstance(value, dict):
        return {name: without_null(each) for name, each in value.items() if each is not None}
    return [without_null(each) for each in value] if isinstance(value, list) else value


def test_the_example_of_the_standard_comes_back_as_it_was(database, content, strict_checker):
    path = HSDS / "examples-3.0" / "service_full.json"
    if not path.is_file():
        pytest.skip(
            f"the examples of HSDS are not beside this checkout ({path}): the round trip of theirs was NOT made"
        )
    source = json.loads(path.read_text(encoding="utf-8"))
    shelve(database, imported(source))
    [made] = rendered_map(database, content)
    assert strict_checker.problems(made) == []
    source = nobody_named(source)
    for name in set(source) - OURS - set(JOINED):
        assert made[name] == without_null(source[name]), name
    for name in set(JOINED) & set(source):
        assert made[name][: len(source[name])] == without_null(source[name])


def test_from_one_leefplein_to_the_next_nothing_is_lost_or_grows(database, content, strict_checker):
    shelve(
        database,
        draft(
            "Samen koken",
            description="Elke week.",
            times="di 10:00-12:00",
            phone="038 000 00 01",
            website="https://x.example",
        ),
    )
    [first] = rendered_map(database, content)
    emptied(database)
    shelve(database, imported(first))
    [second] = rendered_map(database, content, "https://buur.example")
    assert strict_checker.problems(second) == []
    for name in set(first) - OURS - set(JOINED):
        assert second[name] == first[name], name
    assert [each["url"].split("/")[2] for each in second["additional_urls"]] == ["hattem.example", "buur.example"]
    emptied(database)
    shelve(database, imported(second))
    [third] = rendered_map(database, content, "https://buur.example")
    assert third["additional_urls"] == second["additional_urls"]
    told = [
        [(each["taxonomy_term"]["code"], each.get("value")) for each in one["attributes"]] for one in (second, third)
    ]
    assert sorted(told[0], key=str) == sorted(told[1], key=str)
