import pytest

from app.search.dutch.folding import tokens
from app.search.dutch.languages import in_another_script, is_english, is_foreign


@pytest.mark.parametrize(
    "text",
    [
        "أحتاج مساعدة",
        "потрібна допомога",
        "ខ្ញុំត្រូវការជំនួយ",
        "gdzie znajdę lekarza",
        "potrzebuje pomocy",
        "yardım istiyorum",
        "ich brauche Hilfe",
        "je cherche un médecin",
        "necesito ayuda",
    ],
)
def test_other_languages_are_noticed(text):
    assert is_foreign(text, tokens(text))


@pytest.mark.parametrize(
    "text",
    [
        "ik zoek hulp voor mijn moeder",
        "een café in de wijk",
        "cliëntondersteuning",
        "wie is de wijkzuster",
        "mijn nicht",
        "los zand",
        "I need help",
        "",
    ],
)
def test_dutch_and_english_are_left_alone(text):
    assert not is_foreign(text, tokens(text))


def test_a_greeting_is_enough_when_nothing_else_was_found():
    assert not is_foreign("merhaba", ["merhaba"])
    assert is_foreign("merhaba", ["merhaba"], at_any_price=True)
    assert is_foreign("where can i park", ["where", "can", "park"], at_any_price=True)
    assert not is_foreign("fietsenmaker", ["fietsenmaker"], at_any_price=True)


def test_english_is_told_from_dutch():
    assert is_english(tokens("I need someone to clean my house"))
    assert not is_english(tokens("help mij met de administratie"))


def test_another_script_is_no_accent():
    assert in_another_script("допомога")
    assert not in_another_script("café")
    assert not in_another_script("łódź")
