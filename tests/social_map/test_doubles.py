"""Names that may be the same organisation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.social_map.doubles import Likenesses, loose_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("De Beukhof", "Beukhof"),
        ("Stichting Beukhof", "Beukhof B.V."),
        ("’t Beukje", "Beukje"),
        ("'s Beukje", "’s Beukje (Drenthe en Zwolle)"),
        ("Thuiszorg Beuk regio Zwolle", "Thuiszorg Beuk"),
        ("Zorggroep Beukhof", "Zorgroep Beukhof"),
        ("Coöperatie Beukhof U.A.", "Beukhof"),
    ],
)
def test_may_be_the_same(one, other):
    assert Likenesses([one, other]).like(one) == other
    assert Likenesses([one, other]).like(other) == one


@pytest.mark.parametrize(
    ("one", "other"),
    [("Beukhof", "beukhof"), ("Buurthuis Beuk 1", "Buurthuis Beuk 2"), ("EBC", "EBD"), ("De Beuk", "De Eik")],
)
def test_is_not_pointed_out(one, other):
    assert Likenesses([one, other]).like(one) is None


def test_a_name_of_only_small_words_keeps_a_key():
    assert loose_key("De Stichting") == "destichting"


@given(st.lists(st.text(max_size=40), max_size=8))
def test_no_name_breaks_it(names):
    likenesses = Likenesses(names)
    for name in names:
        likenesses.like(name)
