"""Suggestions while somebody types."""

from __future__ import annotations

from app.search.engine import Suggestion
from app.search.suggestions import Suggestions

LINES = Suggestions(
    [
        Suggestion("Logeerhuis De Heg", "title", 1),
        Suggestion("Café Zuid", "title", 1),
        Suggestion("café zuid", "title", 4),
        Suggestion("oppas", "kind", 12),
        Suggestion("oppascentrale", "title", 30),
        Suggestion("huisbezoek", "synonym", 2),
        Suggestion("hulp in huis", "synonym", 9),
        Suggestion("!!", "title", 1),
    ]
)


def texts(prefix: str, limit: int = 8) -> list[str]:
    return [one.text for one in LINES.begin_with(prefix, limit)]


def test_most_offers_first() -> None:
    assert texts("opp") == ["oppascentrale", "oppas"]
    assert texts("opp", 1) == ["oppascentrale"]
    assert texts("opp", 0) == []


def test_any_word_of_a_line_may_begin_it_but_the_first_goes_before() -> None:
    assert texts("hui") == ["huisbezoek", "hulp in huis"]
    assert texts("heg") == ["Logeerhuis De Heg"]


def test_accents_capitals_and_spaces_do_not_matter() -> None:
    assert texts("CAFE  z") == ["café zuid"]
    assert texts("hulp in") == ["hulp in huis"]


def test_nothing_typed_or_nothing_known_gives_nothing() -> None:
    assert texts("") == texts("   ") == texts("zzz") == texts("'") == []
    assert texts("\x00" * 5000) == []
