import pytest

from app.search.dutch.spelling import Speller, sound

WORDS = ["respijtzorg", "vrijwilliger", "taxi", "dagbesteding", "boodschappen", "opvang", "respijt", "schulden"]


@pytest.fixture
def speller():
    return Speller(WORDS, lambda word: 5 if word == "boodschappen" else 1)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("respitzorg", "respijtzorg"),
        ("vrijwiliger", "vrijwilliger"),
        ("shulden", "schulden"),
        ("opvnag", "opvang"),
        ("boodschappe", "boodschappen"),
        ("dagbested", "dagbesteding"),
        ("taix", "taxi"),
        ("tac", None),
        ("fiets", None),
        ("opavgn", None),
        ("", None),
        ("помощь", None),
    ],
)
def test_nearest_word(speller, typed, meant):
    assert speller.nearest(typed) == meant


def test_a_part_of_a_compound_is_mended(speller):
    parts = {"respijt", "opvang"}
    assert speller.nearest_compound("respitopvang", parts.__contains__) == "respijtopvang"
    assert speller.nearest_compound("volstrektonbekend", parts.__contains__) is None


@pytest.mark.parametrize(
    ("heard", "written"),
    [("altsheimer", "alzheimer"), ("eensaam", "eenzaam"), ("gewelt", "geweld"), ("kresj", "creche"), ("huys", "huis")],
)
def test_words_that_sound_alike(heard, written):
    assert Speller([written, "dagbesteding"], lambda _: 1).nearest(heard) == written


def test_different_words_do_not_sound_alike():
    assert sound("huur") != sound("huis")
    assert sound("rouw") != sound("trouw")
    assert Speller(["creche"], lambda _: 1).heard("xx") is None
