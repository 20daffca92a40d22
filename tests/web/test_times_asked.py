"""Times in words: on a chip, above results, on a card."""

from datetime import UTC, datetime

import pytest
import time_machine

from app.search.asking import Question
from app.search.said_times import read_times_said
from app.social_map.times import wanted_mask
from app.web import times_asked


@pytest.fixture
def asked(standing):
    """What the site of Hattem says above the results of a question."""

    def say(words="", **facts):
        services = standing.extensions["leefplein"]
        return times_asked.asked_for(services.finder.ask(Question(words=words, host="hattem", **facts)))

    with standing.test_request_context("/", base_url="http://hattem.localhost"):
        yield say


@pytest.mark.parametrize(
    ("words", "chip"),
    [
        ("op donderdagmiddag iemand", "Wanneer: donderdag, middag"),
        ("'s nachts", "Wanneer: nacht"),
        ("overdag", "Wanneer: overdag"),
        ("in het weekend", "Wanneer: zaterdag, zondag"),
    ],
)
def test_a_chip_says_what_was_read(asked, words, chip):
    (time,) = read_times_said(words)
    assert times_asked.chip(time) == chip


def test_a_choice_in_the_filters_is_said_alike(asked):
    assert times_asked.chosen("do", "") == "Wanneer: donderdag"
    assert times_asked.chosen("", "avond") == "Wanneer: avond"


@pytest.mark.parametrize(
    ("words", "facts", "heading"),
    [
        ("oppas op donderdagmiddag", {}, "Op donderdagmiddag"),
        ("oppas 's avonds", {}, "In de avond"),
        ("oppas overdag", {}, "Overdag"),
        ("oppas in het weekend", {}, "Op zaterdag en zondag"),
        ("oppas op maandag of donderdagmiddag", {}, "Op maandag of op donderdagmiddag"),
        ("oppas", {"day": "di"}, "Op dinsdag"),
        ("oppas", {"daypart": "nacht"}, "In de nacht"),
        ("oppas op maandag", {"day": "di", "daypart": "avond"}, "Op dinsdagavond"),
        ("oppas", {}, ""),
    ],
)
def test_the_heading_says_when(asked, words, facts, heading):
    assert asked(words, **facts) == heading


@pytest.mark.parametrize(
    ("day", "daypart", "there", "label"),
    [
        ("do", "middag", wanted_mask("ma", "middag"), "Op andere middagen"),
        ("do", "avond", wanted_mask("ma", "avond"), "Op andere avonden"),
        ("do", None, wanted_mask("ma", "avond"), "Op andere dagen"),
        (None, "avond", wanted_mask("ma", "middag") | wanted_mask("di", "ochtend"), "Op andere tijden: overdag"),
        (None, "ochtend", wanted_mask("ma", "avond"), "Op andere tijden: 's avonds"),
        ("do", "middag", 1 << 28, "Op andere tijden"),
    ],
)
def test_a_label_says_how_it_differs(asked, day, daypart, there, label):
    assert times_asked.other_time(wanted_mask(day, daypart), there) == label


@pytest.mark.parametrize(
    ("day", "daypart", "words"),
    [
        ("do", None, "Op andere dagen"),
        (None, "avond", "Op andere tijden"),
        ("do", "middag", "Op andere dagen of tijden"),
    ],
)
def test_above_what_is_there_at_other_times(asked, day, daypart, words):
    assert times_asked.otherwise(wanted_mask(day, daypart)) == words


def test_a_date_is_said_with_its_weekday(asked):
    with time_machine.travel(datetime(2026, 11, 22, 11, tzinfo=UTC), tick=False):
        (time,) = read_times_said("op 3 december 's avonds")
        assert times_asked.chip(time) == "Wanneer: donderdag 3 december, avond"
        assert asked("oppas op 3 december") == "Op donderdag 3 december"
        assert asked("oppas op 3 december 's avonds") == "Op donderdag 3 december (avond)"
