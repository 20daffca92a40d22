import pytest

from app.publishing.same_offer import Likeable


@pytest.mark.parametrize(
    ("one", "two", "same_organisation", "expected"),
    [
        ("Koffie-inloop", "Koffie inloop", True, True),
        ("Eetcafé De Hoek", "Eetcafe de hoek", False, True),
        ("Inloop voor mantelzorgers", "Mantelzorgers inloop", True, True),
        ("Koffie op maandag", "Koffie op dinsdag", True, False),
        ("Yoga 1", "Yoga 2", True, False),
        ("Koffie", "Koffie met de wijkagent", True, False),
        ("Zingen voor vrouwen", "Zingen voor mannen", True, False),
        ("Wandelen in Hattem", "Wandelgroep Hattem", False, False),
    ],
)
def test_which_offers_are_alike(one, two, same_organisation, expected):
    other = "Stichting De Hoek" if same_organisation else "Buurtkerk"
    first, second = Likeable.of(one, "De Hoek"), Likeable.of(two, other)
    assert first.like(second) is expected
    assert second.like(first) is expected
