"""Rows turned over into postings: what goes in comes out, whatever the numbers are."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search.engine import IndexUnavailable
from app.search.facts import facts_of, to_bytes
from app.search.packed import MOST_ROWS, Leaf, Leaves, PackedRow, packed, unpacked
from tests.search.conftest import offer

number = st.integers(0, 400) | st.sampled_from([65_535, 65_536, 1_000_000])
row = st.tuples(st.dictionaries(number, st.integers(1, 255), max_size=8), st.sets(number, max_size=5))


def made(rows, first=1):
    return [
        PackedRow(
            key,
            to_bytes(facts_of(offer(key))),
            packed(sorted(terms)),
            bytes(terms[term] for term in sorted(terms)),
            packed(sorted(words)),
        )
        for key, (terms, words) in enumerate(rows, first)
    ]


@given(rows=st.lists(row, max_size=12), cut=st.integers(0, 12), gone=st.sets(st.integers(0, 11)))
def test_each_term_gives_the_rows_that_hold_it(rows, cut, gone):
    parts = [rows[:cut], rows[cut:]]
    leaves = [Leaf(made(part, 1 + cut * at)) for at, part in enumerate(parts)]
    deleted = [[n for n in range(len(parts[0])) if n in gone], [n for n in range(len(parts[1])) if n + cut in gone]]
    used = {term for terms, words in rows for term in (*terms, *words)}
    held = Leaves(leaves, deleted, {str(term): term for term in used})
    there = {n: each for n, each in enumerate(rows) if n not in gone}
    assert [fact.key for fact in held.facts] == [n + 1 for n in range(len(rows))]
    assert held.numbered()
    for term in [*used, 77_777]:
        found, impacts = held.read(str(term))
        assert dict(zip(found.tolist(), impacts.tolist(), strict=True)) == {
            n: terms[term] for n, (terms, _) in there.items() if term in terms
        }
        assert (np.diff(found) > 0).all()
    assert set(held.terms()) == {str(term) for terms, _ in there.values() for term in terms}
    assert set(held.words()) == {str(word) for _, words in there.values() for word in words}


@given(st.lists(number))
def test_numbers_come_back_as_they_were(numbers):
    assert unpacked(packed(numbers)) == numbers


def test_a_number_that_nobody_knows_is_noticed():
    leaf = Leaf(made([({3: 9}, {4})]))
    assert Leaves([leaf], [[]], {"a": 3, "b": 4}).numbered()
    assert not Leaves([leaf], [[]], {"a": 3}).numbered()
    assert not Leaves([leaf], [[]], {"b": 4, "c": 5}).numbered()


@pytest.mark.parametrize("field", ["terms", "impacts", "words", "key"])
def test_rows_that_do_not_add_up_are_damage(field):
    (good,) = made([({3: 9, 5: 1}, {4})])
    bad = good._replace(**{field: 2 if field == "key" else getattr(good, field)[:-1]})
    assert Leaf([good]).rows == 1
    with pytest.raises(IndexUnavailable) as told:
        Leaf([bad])
    assert told.value.reason == "damaged"


def test_a_leaf_has_no_more_rows_than_fit_in_two_bytes():
    (one,) = made([({}, set())])
    with pytest.raises(ValueError, match="rows in one leaf"):
        Leaf([one] * (MOST_ROWS + 1))
