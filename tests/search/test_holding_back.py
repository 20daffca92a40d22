"""Whose words name a grown-up they care for, and what is held back then: among the first hits, on every page alike."""

import pytest

from app.search.engine import Facets, Hit, Limits, Matches
from app.search.holding_back import Held, holding_back, names_grown_up


@pytest.mark.parametrize(
    "words",
    [
        "iemand bij mijn moeder",
        "oppas voor m'n man",
        "mijn oude vader",
        "logeren voor oma",
        "bij mijn ouders",
        "for my wife",
    ],
)
def test_a_grown_up_is_named(words):
    assert names_grown_up(words)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "in het weekend even weg",
        "ik ben moeder en moe",
        "weekend rust voor ouders",
        "mijn man en ik zoeken opvang voor onze zoon",
        "opvang voor mijn kind",
    ],
)
def test_no_grown_up_is_named_or_a_child_is_named_too(words):
    assert not names_grown_up(words)


@pytest.fixture
def listed(installation):
    """A search of which the hits are all offers in one order, in two steps; with the keys of some of them."""
    finder = installation.finder
    limits = Limits(count=500)
    keys = sorted(
        hit.key for hit in finder.engines.with_engine(lambda e: e.search(finder.engines.read("", e), limits))[0].hits
    )
    hits = tuple(Hit(key, 1.0, 1.0, None, None, None, step=number >= len(keys) - 40) for number, key in enumerate(keys))

    def search(asked):
        return Matches(hits[asked.offset : asked.offset + asked.count], len(hits), Facets(), widened=False)

    return search


def test_what_cannot_be_called_comes_last_of_its_step_and_nothing_is_lost(installation, listed):
    held = holding_back(listed, Held(unreachable=True), installation.database)
    before, after = listed(Limits(count=100)).hits, held(Limits(count=100)).hits
    assert sorted(hit.key for hit in before) == sorted(hit.key for hit in after)
    assert before != after
    assert [hit.step for hit in after] == sorted(hit.step for hit in after)
    parts = [hit for offset in range(0, 100, 20) for hit in held(Limits(offset=offset, count=20)).hits]
    assert tuple(parts) == after, "the same on every page"


def test_nothing_to_hold_back_leaves_the_search_alone(installation, listed):
    assert holding_back(listed, Held(), installation.database) is listed
