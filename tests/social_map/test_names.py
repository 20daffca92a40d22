import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.social_map.names import LONGEST_SLUG, fold_name, slug_of

ALLOWED = set(string.ascii_lowercase + string.digits + "-")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("’t Huus", "'T  HUUS"),
        ("Café Één", "cafe een"),
        ("  Stichting   Voorbeeld ", "stichting voorbeeld"),
        ("Wonen–Werken", "wonen-werken"),
        ("STRASSE", "straße"),
    ],
)
def test_the_same_name_written_otherwise_is_the_same_name(one, other):
    assert fold_name(one) == fold_name(other)


def test_other_names_are_others():
    assert fold_name("Welkamp") != fold_name("Welkomp")


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Koffie-inloop ’t Huus", "koffie-inloop-t-huus"), ("Eén & twee", "een-twee"), ("!!!", "aanbod"), ("", "aanbod")],
)
def test_a_slug_reads_as_its_name(name, slug):
    assert slug_of(name) == slug


@given(st.text(max_size=300))
def test_any_name_makes_a_slug_that_fits_in_an_address(name):
    slug = slug_of(name)
    assert 0 < len(slug) <= LONGEST_SLUG
    assert set(slug) <= ALLOWED
    assert slug.strip("-") == slug
    assert slug_of(slug) == slug


@given(st.text(max_size=100))
def test_folding_twice_is_folding_once(name):
    assert fold_name(fold_name(name)) == fold_name(name)
