"""What is looked for under which heading, and when a question is about somebody young."""

import pytest

from app.guide.advice import Advice, advice_for, is_young, typed
from app.guide.flow import Flow
from app.guide.route import follow

CARER = {"begin": {"voor_wie": "mantelzorger", "vraag": "mijn vrouw is vergeetachtig", "gewenst_resultaat": "vrij"}}


def at_the_surroundings(flow):
    answers = {"begin": {"vraag": "ik voel me alleen", "gewenst_resultaat": "iemand om mee te praten"}}
    return follow(flow, answers | {"netwerk": {"antwoord": "nee"}}).here, answers


def test_the_neighbourhood_and_general_provisions_are_two_lists(route_flow):
    place, answers = at_the_surroundings(route_flow)
    nearby, general = (advice_for(place, answers, show) for show in ("offers_nearby", "offers_general"))
    assert nearby.words == general.words == "ik voel me alleen iemand om mee te praten"
    assert nearby.kinds[0] == "bezoek"
    assert not set(nearby.kinds) & set(general.kinds)
    assert "general" in nearby.levels
    assert general.levels == ("general",)


def test_only_what_this_step_lists_is_looked_for(route_flow):
    place, answers = at_the_surroundings(route_flow)
    assert advice_for(place, answers, "respite") is None
    assert advice_for(place, answers, "person") is None
    assert advice_for(follow(route_flow, {}).here, {}, "offers_nearby") is None


def test_when_the_nights_are_part_of_it_staying_over_goes_first(route_flow):
    for how_often, first in (("dag_en_nacht", "logeren"), ("elke_week", "oppas")):
        answers = CARER | {"mantelzorg": {"hoe_vaak": how_often}}
        advice = advice_for(follow(route_flow, answers).here, answers, "respite")
        assert advice.kinds[0] == first
        assert set(advice.kinds) == {"oppas", "dagbesteding", "logeren"}


def test_a_part_without_kinds_limits_nothing(small):
    small["steps"][5]["shows"] = ["offers_nearby"]
    flow = Flow.model_validate(small)
    place = follow(flow, {"begin": {}, "netwerk": {"antwoord": "nee"}}).here
    assert advice_for(place, {}, "offers_nearby") == Advice("", (), ())


def test_the_question_comes_before_the_wish():
    assert typed({"begin": {"gewenst_resultaat": " rust ", "vraag": " hulp "}}) == "hulp rust"
    assert typed({}) == ""


YOUNG = [
    "mijn zoon van 15",
    "Mijn zoon van vijftien wil niet naar school",
    "15 jaar",
    "mijn zoon, 15 jaar",
    "kind van 8",
    "kinderen van 6 en 9",
    "dochter (8) slaapt slecht",
    "mijn dochter is 12 en gamet de hele dag",
    "onze zoon is net 15 geworden",
    "mijn 15-jarige dochter",
    "een jongetje van 4",
    "ik ben 16 en het gaat thuis niet goed",
    "mijn puber luistert niet",
    "onze peuter eet niet",
    "mijn pleegdochter van 10",
    "mijn zoon van 15 jaar wil niet eten",
    "dochter van 7 maanden huilt veel",
    "my son is 15",
    "my 9-year-old does not sleep",
]
NOT_YOUNG = [
    "",
    "mijn zoon",
    "80 jaar",
    "ik ben 80 jaar",
    "mijn moeder van 81",
    "al 15 jaar getrouwd",
    "wij zijn 15 jaar getrouwd",
    "ik zorg al 15 jaar voor mijn man",
    "mijn zoon van 45",
    "mijn zoon is 3 jaar geleden overleden",
    "mijn zoon is 3 maanden geleden verhuisd",
    "mijn zoon van toen, 3 jaar geleden",
    "15 jaar geleden ben ik gevallen",
    "mijn dochter komt 3 keer per week",
    "mijn dochter is 2 uur per week bij mij",
    "hij is 15 jaar mantelzorger",
    "een huwelijk van 15 jaar",
    "zij is 5 jaar ziek",
    "sinds 15 jaar, en het wordt zwaarder",
    "mijn man van 71 en ik",
    "mijn vrouw is om 15 uur thuis",
    "ik ben 1,5 jaar ziek",
]


@pytest.mark.parametrize("words", YOUNG)
def test_words_about_somebody_young(words):
    assert is_young({"begin": {"vraag": words}})


@pytest.mark.parametrize("words", NOT_YOUNG)
def test_words_about_somebody_else(words):
    assert not is_young({"begin": {"vraag": words}})


@pytest.mark.parametrize(
    ("age", "young"),
    [("0", True), ("15", True), ("17 jaar", True), ("8 maanden", True), ("18", False), ("80", False), ("oud", False)],
)
def test_an_age_that_was_filled_in(age, young):
    assert is_young({"begin": {"leeftijd": age}}) is young


def test_an_age_weighs_more_than_words():
    assert not is_young({"begin": {"vraag": "mijn zoon van 15 helpt mij", "leeftijd": "72"}})
    assert is_young({"begin": {"vraag": "mijn man van 72", "leeftijd": "15"}})
    assert is_young({"begin": {"vraag": "mijn zoon van 15", "leeftijd": "onbekend"}})
