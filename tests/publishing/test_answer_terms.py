from datetime import UTC, date, datetime, timedelta

import pytest

from app.clock import AMSTERDAM
from app.publishing.answer_terms import answer_due, late_before, was_promised
from tests.web.staff.site import shipped

TOWN = shipped().municipalities[0]


def test_the_term_is_counted_in_working_days():
    friday = datetime(2026, 11, 20, 9, tzinfo=UTC)
    assert TOWN.map_editors.answer_days == 5
    assert answer_due(friday, TOWN) == date(2026, 11, 27)
    assert answer_due(datetime(2026, 12, 22, 9, tzinfo=UTC), TOWN) == date(2026, 12, 30)


def test_a_mail_late_in_the_evening_belongs_to_the_day_on_the_wall():
    assert answer_due(datetime(2026, 11, 19, 23, 30, tzinfo=UTC), TOWN) == date(2026, 11, 27)


@pytest.mark.parametrize("day", range(0, 400, 9))
def test_the_list_and_the_page_agree_on_what_is_late(day):
    today = date(2026, 11, 1) + timedelta(days=day)
    edge = late_before(TOWN, today)
    for hours in range(-24 * 12, 24 * 12, 7):
        moment = datetime(2026, 11, 1, 12, tzinfo=AMSTERDAM) + timedelta(days=day, hours=hours)
        assert (answer_due(moment, TOWN) < today) == (moment < edge)


def test_only_a_person_was_promised_something():
    assert was_promised("account:12")
    assert was_promised("mail link")
    assert not was_promised("import 2026-11-01")
