import json
import time
from pathlib import Path

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


FIXTURES = Path(__file__).parents[1] / "fixtures" / "search"
# Each set was written before the words that hear it, so this test keeps what was learnt and says nothing about new
# wording. Measured once before they were learnt: held-out 97 % for plain sentences, 54 to 81 % for later ones; third
# (short, as in a search field) 82, 62, 74, 69 and 77 % for the five parts it was written in; only the first by somebody
# who had not read the rules. Keep adding what people type.
CRIES = [
    (cry["text"], cry["group"])
    for name in ("danger_development.json", "danger_held_out.json", "danger_third.json")
    for cry in json.loads((FIXTURES / name).read_text(encoding="utf-8"))
]
# Which number may stand first for whom; "" is the desk alone.
FIRST = {
    "suicide": {"113", "112"},
    "suicide_other": {"113", "112"},
    "violence": {"veilig-thuis", "112"},
    "trafficking": {"veilig-thuis", "112"},
    "child": {"veilig-thuis", "kindertelefoon", "112"},
    "elder": {"veilig-thuis", "112"},
    "sexual": {"veilig-thuis", "kindertelefoon", "112"},
    "acute": {"112"},
    "fire": {"112"},
    "psychosis": {"112", "113", "veilig-thuis"},
    "carer": {"veilig-thuis"},
    "crisis": {"112", "113", "luisterlijn"},
    "soft": {"luisterlijn", "113", ""},
}


@pytest.mark.parametrize(("text", "group"), CRIES)
def test_a_cry_as_people_type_it_is_heard_and_the_fitting_number_goes_first(text, group):
    found = recognise(text, SHIPPED_RULES)
    assert found
    assert next((number for danger in found for number in danger.help_numbers), "") in FIRST[group]


@pytest.mark.parametrize("name", ["danger_harmless.json", "danger_third_harmless.json"])
def test_ordinary_questions_that_come_near_stay_calm(name):
    questions = json.loads((FIXTURES / name).read_text(encoding="utf-8"))
    alarms = [text for text in questions if recognise(text, SHIPPED_RULES)]
    assert len(alarms) <= 0.03 * len(questions), alarms


@pytest.mark.parametrize(
    "text", ["dood wil ik", "k wil dood", "ikwildood", "kwil dood", "ik willll doooood", "ik wil doot"]
)
def test_sloppy_typing_is_heard(text):
    assert said(text, phrases=("ik wil dood", "wil dood", "dood wil"), gap=0)


def test_one_typing_error_is_forgiven_only_where_the_editor_says_so():
    for text in ("mishandelling", "mishadeling", "mishnadeling", "ishandeling", "mis handeling"):
        assert said(text, phrases=("mishandeling~",)), text
    assert not said("mishdling", phrases=("mishandeling~",))
    assert said("zelfmoprdgedachten", phrases=("zelfmoord~*",))
    assert not said("ik heb slecht geslapen", phrases=("geslagen",))


def test_a_word_that_is_known_is_never_taken_for_a_typing_error():
    assert not said("ze strikken", phrases=("stikken~", "hij strikken"))


def test_choices_and_groups_stand_for_one_word():
    facts = {"phrases": ("<slaan> (mij|ons)",), "groups": {"slaan": ("slaat", "schop*")}}
    assert said("hij slaat ons", **facts)
    assert said("hij schopte mij", **facts)
    assert not said("hij slaat de bal", **facts)


def test_a_dot_is_where_a_sentence_begins_or_ends():
    for text in (
        "ik kan niet meer",
        "Ik kan niet meer. Help",
        "ik kan niet meer want hij is ziek",
        "ik kan niet meer, echt",
    ):
        assert said(text, phrases=("kan niet meer .",)), text
    assert not said("ik kan niet meer fietsen", phrases=("kan niet meer .",))
    assert said("help brand", phrases=(". brand .",))
    assert not said("brand schoon hout", phrases=(". brand .",))


def _milliseconds(text, rules=SHIPPED_RULES, times=3):
    best = float("inf")
    for _ in range(times):
        begun = time.process_time()
        recognise(text, rules)
        best = min(best, time.process_time() - begun)
    return best * 1000


def test_a_question_takes_less_than_a_millisecond_and_a_long_text_little_more():
    """Measured 0.1 ms and 5 to 45 ms; the bounds leave room for a busy machine."""
    assert _milliseconds("mijn man slaapt slecht en ik wil niet meer koken vandaag", times=20) < 1
    for repeated in ("ik wil niet meer mijn man slaat ", "niet meer ", "a ", "a", "ikwilnietmeermijnmanslaat "):
        assert _milliseconds((repeated * LONGEST_TEXT)[:LONGEST_TEXT]) < 250, repeated


def test_repeated_words_with_gaps_do_not_grow_out_of_hand():
    """Trying every way to fill the gaps would take 7 ** 30 steps here."""
    hard = rule(phrases=(" ".join(["niet"] * 30) + " ooit",), gap=6)
    assert _milliseconds("niet " * 4000, (hard,)) < 250
