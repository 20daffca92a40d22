"""The sentence beside a telephone number: right for this minute, in both languages, and silent when not sure."""

import pytest
import time_machine

from app.social_map.schedule import Off
from app.web.calling_now import call_now, holidays_here

pytestmark = pytest.mark.usefixtures("dutch_request")


@pytest.fixture
def dutch_request(app):
    with app.test_request_context("/"):
        app.preprocess_request()
        yield


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-11-23T10:00:00+01:00", "U kunt nu bellen, tot 17.00 uur."),
        ("2026-11-23T07:00:00+01:00", "U kunt vandaag bellen, vanaf 9.00 uur."),
        ("2026-11-23T18:00:00+01:00", "U kunt morgen weer bellen, vanaf 9.00 uur."),
        ("2026-11-27T18:00:00+01:00", "U kunt maandag weer bellen, vanaf 9.00 uur."),
        ("2026-12-25T10:00:00+01:00", ""),
    ],
)
def test_the_sentence_follows_the_clock(moment, said):
    with time_machine.travel(moment, tick=False):
        assert call_now("ma-vr 9:00-17:00") == said


def test_far_away_is_said_with_the_date():
    with time_machine.travel("2026-12-03T20:00:00+01:00", tick=False):
        assert call_now("do 10-12, even weken") == "U kunt donderdag 10 december 2026 weer bellen, vanaf 10.00 uur."


def test_nothing_is_said_of_hours_that_cannot_be_read():
    assert call_now("") == call_now("wanneer het uitkomt") == call_now("ma-vr") == ""


def test_day_and_night_has_no_end():
    assert call_now("24/7") == "U kunt nu bellen, dag en nacht."


def test_school_holidays_are_those_of_the_region_and_the_same_object_while_the_content_stands():
    assert holidays_here() is holidays_here()
    assert Off.SUMMER in {each.off for each in holidays_here().breaks}
