"""English is a layer of words over the Dutch flow: the way itself never changes."""

import pytest
from pydantic import ValidationError

from app.guide.flow import Flow, FlowWords, in_language, problems_of_words
from app.guide.route import follow


@pytest.fixture
def flow(small):
    return Flow.model_validate(small)


def wires(flow):
    return [(step.id, list(step.targets()), step.shows) for step in flow.steps]


def test_words_are_laid_over_by_id_and_what_is_left_out_stays_dutch(flow):
    words = {
        "title": "Small",
        "steps": {
            "begin": {"heading": "Tell", "inputs": {"vraag": {"label": "Your question"}}},
            "netwerk": {"asks": {"antwoord": {"label": "Anybody?", "options": {"ja": {"label": "yes", "help": "h"}}}}},
        },
        "parts": {"person": {"heading": "Talk", "lines": ["one"]}},
    }
    english = in_language(flow, words)
    assert english.title == "Small"
    assert english.step("begin").heading == "Tell"
    assert [known.label for known in english.step("begin").inputs] == ["Your question", "Leeftijd"]
    asked = english.step("netwerk").ask("antwoord")
    assert (asked.label, asked.option("ja").label, asked.option("nee").label) == ("Anybody?", "yes", "nee")
    assert english.step("samen").heading == "Fijn"
    assert english.parts["person"].lines == ("one",)
    assert wires(english) == wires(flow)
    assert flow.title == "Klein"


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ({"steps": {"weg": {"heading": "x"}}}, "steps > weg"),
        ({"steps": {"netwerk": {"asks": {"weg": {"label": "x"}}}}}, "steps > netwerk > asks > weg"),
        (
            {"steps": {"netwerk": {"asks": {"antwoord": {"options": {"weg": {"label": "x"}}}}}}},
            "steps > netwerk > asks > antwoord > options > weg",
        ),
        ({"steps": {"begin": {"inputs": {"plaats": {"label": "x"}}}}}, "steps > begin > inputs > plaats"),
        ({"parts": {"rota": {"heading": "x"}}}, "parts > rota"),
        ({"steps": {"netwerk": {"heading": "Your own strength"}}}, "steps > netwerk"),
    ],
)
def test_words_that_belong_to_nothing_or_should_not_be_read_are_problems(flow, words, place):
    assert [problem.place for problem in problems_of_words(flow, FlowWords.model_validate(words))] == [place]
    in_language(flow, words)  # and yet nothing falls over


def test_words_cannot_change_the_way(flow):
    with pytest.raises(ValidationError):
        in_language(flow, {"steps": {"begin": {"to": "gesprek"}}})


def test_answers_lead_to_the_same_places_in_every_language(flow):
    english = in_language(flow, {"steps": {"begin": {"heading": "Tell"}}})
    answers = {"begin": {}, "netwerk": {"antwoord": "nee"}}
    assert [place.step.id for place in follow(english, answers).places] == [
        place.step.id for place in follow(flow, answers).places
    ]
