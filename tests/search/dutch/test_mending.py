import pytest

from app.content.models import SynonymRule
from app.search.dutch.mending import Mender
from app.search.dutch.synonyms import SynonymRules
from app.search.dutch.terms import WordReader
from app.search.dutch.vocabulary import WordTable


@pytest.fixture(scope="module")
def mender():
    words = ["alzheimer", "boodschappen", "dagbesteding", "schulden"]
    table = WordTable({"alzheimer": 1, "boodschap": 2, "dagbesteding": 1, "schuld": 1}, words)
    rules = SynonymRules([SynonymRule(id="geheugen", say=["geheugen"], mean=["alzheimer"])])
    return Mender(WordReader(), table, rules)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("bodschappen", "boodschappen"),
        ("altsheimer", "alzheimer"),
        ("dachbestedinch", "dagbesteding"),
        ("schulden", None),
        ("geheugen", None),
        ("fiets", None),
    ],
)
def test_only_what_nobody_knows_is_mended(mender, typed, meant):
    assert mender.mended(typed) == meant


def test_an_ordinary_word_is_doubted_only_when_nothing_was_found(mender):
    assert mender.mended("scholden") == "schulden"
    assert mender.mended("schelden") is None
    assert mender.mended("schelden", at_any_price=True) == "schulden"
    assert mender.mended("gulden", at_any_price=True) is None, "another first letter"


def test_an_unknown_compound_is_found_by_its_edge(mender):
    assert [term.term for term in mender.edges("geheugentest")] == ["geheug"]
    assert mender.edges("xqzzq") == ()
    assert mender.edges("помощь") == ()
