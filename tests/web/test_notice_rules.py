"""The rules of the form of an offer or a question that are not about one field: times in words, and what may be typed."""

import pytest
from werkzeug.datastructures import MultiDict

from app.matching.models import Side
from app.social_map.times import wanted_mask
from app.web.notice_fields import Typed, began, from_form, unpacked
from app.web.notice_rules import times_read, when_mask

THURSDAY = wanted_mask("do", "middag")


@pytest.mark.parametrize("line", ["donderdagmiddag", "Thursday afternoon", "on Thursday afternoons", "do middag"])
def test_a_line_in_dutch_or_in_plain_english_days_is_read(line):
    assert times_read(line).mask == THURSDAY


@pytest.mark.parametrize(
    "line", ["", "not on Thursday afternoon", "Thursday afternoon if it rains", "niet op donderdag"]
)
def test_what_says_more_than_that_is_never_guessed(line):
    assert times_read(line).mask == 0


def test_ticks_count_and_nonsense_does_not():
    typed = Typed(Side.OFFER, {"tijden": "als het uitkomt"}, {"wanneer": ("do-middag", "xx-middag", "do-", "")})
    assert when_mask(typed) == THURSDAY


def test_a_form_comes_back_from_the_session_as_it_was():
    read = from_form(Side.OFFER, MultiDict([("taak", "tuin"), ("taak", "koken"), ("verhaal", "a\r\nb"), ("x", "y")]))
    again = unpacked(Side.OFFER, read.packed())
    assert again.as_fields() == read.as_fields()
    assert read["verhaal"] == "a\nb"
    assert unpacked(Side.QUESTION, read.packed()).empty, "the other side's form is another form"
    assert began(Side.OFFER, read.packed())
    assert not began(Side.QUESTION, read.packed())


def test_a_citizen_service_number_never_gets_further_than_the_form():
    read = from_form(Side.QUESTION, MultiDict([("verhaal", "bel 111222333"), ("voornaam", "111222333")]))
    assert "111222333" not in str(read.packed())
    assert set(read.hid) == {"verhaal", "voornaam"}
