import pytest

from app.search.dutch.folding import fold, tokens


@pytest.mark.parametrize(
    ("typed", "folded"),
    [("Café", "cafe"), ("CLIËNT", "client"), ("crèche", "creche"), ("yardım", "yardim"), ("długi", "dlugi")],
)
def test_accents_and_capitals_make_no_difference(typed, folded):
    assert fold(typed) == folded


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("'s avonds", ["avonds"]),
        ("’s Avonds bij oma’s", ["avonds", "bij", "omas"]),
        ("Zorgboerderij 't Erf", ["zorgboerderij", "erf"]),
        ("zo'n e-mail", ["zo", "email"]),
        ("eigen-kracht-conferentie", ["eigen", "kracht", "conferentie"]),
        ("65-plussers", ["65", "plussers"]),
        ("مساعدة потрібна допомога", ["مساعدة", "потрібна", "допомога"]),
        ("?! -- '", []),
        ("", []),
    ],
)
def test_tokens(typed, words):
    assert [fold(word) for word in words] == tokens(typed)
