"""What somebody types becomes an activity, or a reason in Dutch at the field it is about."""

from datetime import UTC, datetime

import pytest

from app import clock
from app.agenda.draft import read_activity
from tests.agenda.activities import KNOWN, at, in_days, typed


def test_a_good_one():
    reading = read_activity(typed(website="www.voorbeeld.example", postcode="8051 ab"), KNOWN)
    assert reading.errors == []
    assert (reading.draft.starts_at, reading.draft.ends_at) == (at(3), at(3, 13, 30))
    assert (reading.draft.website, reading.draft.postcode) == ("https://www.voorbeeld.example", "8051 AB")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("titel", ""), ("titel", "x" * 201), ("dag", "morgen"), ("dag", "3-12"), ("dag", "2020-01-01"), ("dag", "2099-01-01"), ("begin", ""),
        ("begin", "25:00"), ("eind", "11:00"), ("eind", "laat"), ("tot_dag", "2020-01-01"), ("telefoon", ""), ("telefoon", "nee"),
        ("email", "x@"), ("postcode", "12"), ("website", "javascript:alert(1)"), ("gemeente", "elders"), ("gemeente", ""),
    ],
)  # fmt: skip
def test_what_cannot_be_names_the_field(field, value):
    reading = read_activity(typed(**{field: value}), KNOWN)
    assert reading.draft is None
    assert field in dict(reading.errors)


def test_what_nobody_knows_may_stay_open():
    reading = read_activity(typed(omschrijving="", eind="", plek="", kosten="", aanmelden="", leefgebieden=[]), KNOWN)
    assert reading.draft is not None
    assert reading.draft.ends_at is None


def test_whole_days_end_at_the_midnight_after_the_last():
    reading = read_activity(typed(heledag="ja", tot_dag=in_days(5).isoformat()), KNOWN)
    assert (reading.draft.all_day, reading.draft.ends_at) == (True, at(6, 0))


def test_signs_nobody_sees_and_choices_that_are_not_there_are_left_out():
    reading = read_activity(
        typed(titel="Soep\u202e\x07", leefgebieden=["inkomen", "verzonnen"], ook_voor=["putten", "hattem"]), KNOWN
    )
    assert (reading.draft.title, reading.draft.domains, reading.draft.serves) == ("Soep", ("inkomen",), ("putten",))


def test_a_day_that_has_passed_may_stay_but_not_be_chosen():
    past = datetime.combine(in_days(-2), at(0).time(), clock.AMSTERDAM).astimezone(UTC)
    assert read_activity(typed(-2), KNOWN, begun_before=past).draft is not None
    assert read_activity(typed(-1), KNOWN, begun_before=past).draft is None
