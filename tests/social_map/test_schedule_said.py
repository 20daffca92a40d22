"""What is said back can be read again and means the same."""

from hypothesis import given, settings

from app.social_map.schedule import Off, Schedule, Slot, Span
from app.social_map.schedule_said import said, typed
from app.social_map.times_grammar import schedule_of
from app.social_map.times_tokens import tokens_of
from tests.social_map.schedules import schedules


def read(line):
    """Without the length limit of one line in a form: a schedule of four slots with all there is can be longer."""
    return schedule_of(tokens_of(line))


@settings(max_examples=400, deadline=None)
@given(schedules)
def test_what_is_said_in_dutch_means_the_same_when_it_is_read(schedule):
    assert read(said(schedule)) == schedule


@settings(max_examples=400, deadline=None)
@given(schedules)
def test_what_is_typed_shortest_means_the_same_when_it_is_read(schedule):
    assert read(typed(schedule)) == schedule


@settings(max_examples=100, deadline=None)
@given(schedules)
def test_english_is_there_for_everything(schedule):
    assert not {"undefined", "None"} & set(said(schedule, "en").split())
    assert " van " not in said(schedule, "en")


def test_the_round_trip_bites():
    """Its twin: a schedule that says something else is another value."""
    one = Schedule.of([Slot((2,), (Span(600, 720),), away=(Off.SCHOOL,))])
    other = Schedule.of([Slot((2,), (Span(600, 720),))])
    assert read(said(one)) != other
    assert read(said(one).replace("niet in", "alleen in")) != one
