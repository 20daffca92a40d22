"""When a question is about somebody who takes over for a while, and what comes first then."""

import pytest

from app.search.asking import Question
from app.search.ranking import LADDERS


@pytest.fixture
def ask(scenario_installation):
    def asking(words, **facts):
        return scenario_installation.finder.ask(
            Question(words=words, **({"host": "putten", "place": "Putten"} | facts))
        )

    return asking


@pytest.mark.parametrize(
    ("words", "ladder"),
    [
        ("op donderdagmiddag iemand bij mijn moeder", "light"),
        ("oppas voor mijn man op dinsdagavond", "light"),
        ("wie kan er in het weekend bij mijn vrouw blijven", "light"),
        ("ik wil elke donderdag even vrij zijn", "light"),
        ("dagbesteding op vrijdag", "day"),
        ("logeren in het weekend", "night"),
        ("iemand die 's nachts bij mijn moeder is", "at_night"),
        ("ik kan niet meer, mijn man dwaalt 's nachts", "at_night"),
        ("oppas voor mijn vader, ik houd het niet vol", "heavy"),
        ("oppas", ""),
        ("oppas voor mijn kinderen op zaterdagavond", ""),
        ("dinsdag vervoer naar dagbesteding", ""),
        ("samen eten op dinsdag", ""),
        ("ik kan 's nachts niet slapen", ""),
        ("ik kan niet meer", ""),
    ],
)
def test_the_question_decides_the_order(ask, words, ladder):
    assert ask(words).ladder == ladder
    assert ladder in {"", *LADDERS}


def test_a_time_chosen_in_the_filters_does_the_same(ask):
    answer = ask("oppas voor mijn man", day="di", daypart="avond")
    assert answer.ladder == "light"
    assert answer.results[0].card.source_id == "F01"
    assert ask("oppas voor mijn man").ladder == ""


def test_a_time_that_was_taken_away_no_longer_orders(ask):
    words = "oppas voor mijn man op maandagochtend"
    assert [each.card.source_id for each in ask(words).results[:2]] == ["F02", "F01"]
    (said,) = [each for each in ask(words).understood if each.kind == "time"]
    without = ask(words, without=(said.words,))
    assert (without.ladder, without.when) == ("", 0)
    assert without.results[0].card.source_id == "F01"


def test_heavier_help_is_found_though_no_word_of_it_was_said(ask):
    found = {each.card.source_id: each for each in ask("oppas voor mijn man op dinsdagavond").results}
    assert found["F04"].group == found["F03"].group == "elsewhere"
    assert found["F03"].why[0].code == "respite"
    assert found["F03"].available == "unknown", "ma-vr says nothing about the evening"


def test_who_serves_other_places_only_never_stands_above_who_can_come(ask):
    answer = ask("op maandagochtend iemand bij mijn moeder", host="hattem", place="Hattem")
    groups = [each.group for each in answer.results]
    assert groups == sorted(groups, key=["then", "ask", "otherwise", "elsewhere", "rest"].index)
    assert {each.group for each in answer.results if each.card.source_id in {"F01", "F02"}} == {"rest"}


def test_what_is_no_diagnosis_puts_guidance_last(ask):
    for words in (
        "ik voel me alleen",
        "ik ben eenzaam en wil begeleiding aan huis",
        "begeleiding want ik zit altijd alleen",
    ):
        answer = ask(words)
        names = [each.card.source_id for each in answer.results]
        assert answer.need is not None
        assert {"F05", "F06"} <= set(names)
        if "F11" in names:
            assert max(names.index("F05"), names.index("F06")) < names.index("F11")
    assert "F11" in names, "guidance is not hidden"
    assert ask("begeleiding aan huis").results[0].card.source_id == "F11", (
        "without the words it is an offer like others"
    )


def names(answer):
    return [each.card.name for each in answer.results]


@pytest.mark.parametrize(
    ("words", "held"),
    [
        ("in het weekend logeren voor mijn man", True),
        ("op donderdagmiddag iemand bij mijn oude moeder", True),
        ("weekend weg, opvang voor mijn ouders", True),
        ("in het weekend even weg", False),
        ("in het weekend logeren voor mijn kind", False),
        ("ik ben moeder en wil een weekend weg, opvang voor mijn zoon", False),
    ],
)
def test_help_for_children_comes_last_in_its_group_when_a_grown_up_is_named(installation, words, held):
    answer = installation.finder.ask(Question(words=words, host="hattem", per_page=100))
    (farm,) = [each for each in answer.results if each.card.name == "Logeerboerderij voor kinderen"]
    group = [each for each in answer.results if each.group == farm.group]
    assert len(group) > 1
    assert (group[-1] is farm) is held


def test_pages_together_have_every_offer_once(installation):
    """What is held back changes no page: all pages together are the order of one long page."""
    for words in ("op donderdagmiddag iemand bij mijn moeder", "ik kan niet meer"):
        ask = installation.finder.ask
        whole = names(ask(Question(words=words, host="hattem", per_page=100)))
        pages = [names(ask(Question(words=words, host="hattem", per_page=10, page=page))) for page in range(1, 11)]
        assert [name for page in pages for name in page] == whole


@pytest.mark.parametrize("words", ["ik kan niet meer", "ik houd het niet vol"])
@pytest.mark.parametrize("host", ["hattem", "putten"])
def test_who_can_bear_no_more_reads_first_who_helps_and_can_be_called(installation, words, host):
    answer = installation.finder.ask(Question(words=words, host=host))
    first = [each.card for each in answer.results[:4]]
    assert {card.kind for card in first} <= {
        "mantelzorgsteun",
        "clientondersteuning",
        "oppas",
        "logeren",
        "dagbesteding",
    }
    assert first[0].kind == "mantelzorgsteun"
    assert all(card.phone or card.email for card in first)
    whole = installation.finder.ask(Question(words=words, host=host, per_page=100))
    assert "Mantelzorgcompliment" in names(whole), "nothing is hidden"


def test_who_cares_for_somebody_and_can_bear_no_more_reads_first_who_takes_over(installation):
    answer = installation.finder.ask(Question(words="ik zorg voor mijn moeder en ik kan niet meer", host="hattem"))
    assert answer.results[0].card.respite == "night"
    rest = [each.card for each in answer.results if each.group == "rest"]
    assert rest[0].phone or rest[0].email


def test_who_names_something_else_that_is_too_much_keeps_that_first(installation):
    answer = installation.finder.ask(Question(words="ik trek het niet meer met mijn kind", host="hattem"))
    assert answer.results[0].card.kind == "jeugd"
