"""What is kept of an offer, and what never is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search.engine import Centre
from app.search.facts import facts_of, fold, many_from_bytes, name_order, scope_of, to_bytes
from tests.search.conftest import offer


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("'t Harde", "t-harde"),
        ("Café Zuid", "cafe-zuid"),
        ("  Putten ", "putten"),
        ("Sint-Jans  klooster", "sint-jans-klooster"),
        ("", ""),
    ],
)
def test_a_name_and_its_slug_are_one_place(name: str, slug: str) -> None:
    assert fold(name) == slug == fold(slug)


@given(st.text(max_size=20), st.text(max_size=20))
def test_names_keep_their_order_as_numbers(first: str, second: str) -> None:
    letters = [
        tuple(
            "abcdefghijklmnopqrstuvwxyz0123456789".index(c)
            for c in fold(name)
            if c in "abcdefghijklmnopqrstuvwxyz0123456789"
        )[:11]
        for name in (first, second)
    ]
    assert (name_order(first) < name_order(second)) == (letters[0] < letters[1])
    assert name_order(first) < 2**63


def test_facts_survive_being_written_down() -> None:
    facts = facts_of(
        offer(7, "Naam", domains=("b", "a", "b"), lat=52.123456, lon=5.1, free=None, area_served=("'t Harde",))
    )
    assert many_from_bytes([to_bytes(facts)] * 2) == [facts, facts]
    assert (facts.domains, facts.lat, facts.free, facts.served) == (("b", "a"), 5212346, -1, ("t-harde",))
    assert b"Naam" not in to_bytes(facts)


@pytest.mark.parametrize(("lat", "lon"), [(None, 5.0), (52.0, None), (152.0, 5.0), (52.0, 500.0), (float("nan"), 5.0)])
def test_half_a_place_is_no_place(lat: float | None, lon: float | None) -> None:
    facts = facts_of(offer(1, lat=lat, lon=lon))
    assert (facts.lat, facts.lon) == (None, None)


@pytest.mark.parametrize(
    ("kern", "municipality", "served", "expected"),
    [
        ("Hattem", "hattem", (), "kern"),
        ("Hattemerbroek", "oldebroek", ("Hattem",), "kern"),
        ("Wapenveld", "heerde", (), "regio"),
        ("", "hattem", (), "gemeente"),
        ("Hattem", "elders", (), "regio"),
        ("Hattem", "", (), "kern"),
        ("Zwolle", "zwolle", ("regio",), "regio"),
        ("", "", (), "regio"),
    ],
)
def test_the_scope_of_an_offer(kern: str, municipality: str, served: tuple[str, ...], expected: str) -> None:
    facts = facts_of(offer(1, kern=kern, municipality=municipality, area_served=served))
    assert scope_of(facts, Centre(kern="Hattem", municipality="Hattem")) == expected
