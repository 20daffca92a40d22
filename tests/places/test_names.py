import pytest

from app.places.names import LONGEST, fold


@pytest.mark.parametrize(
    "spellings",
    [
        ("'s-Heerenberg", "’S HEERENBERG", "s heerenberg", "'s-heerenberg"),
        ("Slijk-Ewijk", "slyk ewyk", "Slĳk-Ewĳk"),
        ("Sint Odiliënberg", "St. Odilienberg"),
        ("'s-Gravenhage", "Den Haag", "the hague"),
        ("Nieuwerkerk a/d IJssel", "nieuwerkerk aan de ijssel"),
        ("Elst (Utrecht)", "elst, utrecht"),
    ],
)
def test_spellings_of_one_name_meet(spellings):
    assert len({fold(spelling) for spelling in spellings}) == 1


def test_nothing_stays_of_what_is_no_name():
    assert fold("  -- !? ") == fold("") == fold("日本") == ""


def test_a_very_long_text_is_not_read_to_its_end():
    assert len(fold("a" * 1_000_000)) == LONGEST
