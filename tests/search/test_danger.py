import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content.loading import load_content
from app.content.models import DangerRule
from app.search.danger import LONGEST_TEXT, recognise
from tests.content.conftest import SHIPPED, TODAY


def rule(**facts):
    given = {
        "id": "leven",
        "message": "Bel nu.",
        "message_en": "Call now.",
        "help_numbers": ("113",),
        "phrases": ("wil dood",),
        "desk": False,
    }
    return DangerRule(**(given | facts))


def said(text, **facts):
    return bool(recognise(text, [rule(**facts)]))


@pytest.mark.parametrize(
    "text", ["ik wil dood", "IK WIL DOOD!!!", "wil  gewoon\ndood", "Wíl dóód", "wil écht dood", "...wil,dood"]
)
def test_it_is_heard_however_it_is_written(text):
    assert said(text, gap=1)


@pytest.mark.parametrize(
    "text",
    ["", "ik wil een doodgewone fiets", "dood wil ik niet zijn", "wil je een verhaal over een oude dood", "koffie"],
)
def test_other_words_are_not(text):
    assert not said(text, gap=1)


def test_a_harmless_phrase_takes_only_itself_out_of_the_reckoning():
    assert not said("de hond gaat dood", phrases=("gaat dood",), unless=("hond gaat dood",))
    assert said("de hond gaat dood en mijn man gaat dood", phrases=("gaat dood",), unless=("hond gaat dood",))


def test_a_star_stands_for_any_ending():
    assert said("hij mishandelde haar", phrases=("mishandel*",))
    assert not said("hij handelde", phrases=("mishandel*",))


def test_it_says_which_numbers_go_on_top_in_the_order_of_the_rules():
    found = recognise(
        "wil dood en geslagen",
        [rule(), rule(id="geweld", phrases=("geslagen",), help_numbers=("veilig-thuis",), desk=True)],
    )
    assert [(each.rule, each.help_numbers, each.desk) for each in found] == [
        ("leven", ("113",), False),
        ("geweld", ("veilig-thuis",), True),
    ]


@given(st.text(max_size=400))
def test_it_never_raises(text):
    recognise(text, SHIPPED_RULES)


def test_a_very_long_text_is_read_as_far_as_people_write():
    assert said("wil dood " + "x " * LONGEST_TEXT)
    assert not said("x " * LONGEST_TEXT + "wil dood")


SHIPPED_RULES = load_content(SHIPPED, today=TODAY).danger_rules


def test_the_shipped_rules_hear_the_plainest_cries():
    for text in ("ik wil niet meer leven", "zelfmoord", "hij slaat mij"):
        assert recognise(text, SHIPPED_RULES), text
    for text in ("koffie drinken met buren", "hulp bij het huishouden", "iemand om mee te wandelen"):
        assert not recognise(text, SHIPPED_RULES), text
