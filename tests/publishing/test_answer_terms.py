from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from app.clock import AMSTERDAM
from app.publishing.answer_terms import OWN_LIST, answer_due, late_before, promised, was_promised
from app.social_map.models import ImportRun
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


def test_a_person_and_an_own_list_were_promised_something_and_a_register_was_not(database):
    with database.writing() as session:
        session.add(ImportRun(run="20261101-a", source="gids"))
        session.add(ImportRun(run="20261101-b", source=f"{OWN_LIST}0b1c"))
    with database.reading() as session:
        assert was_promised(session, "account:12")
        assert was_promised(session, "mail link")
        assert was_promised(session, "import 20261101-b")
        assert not was_promised(session, "import 20261101-a")
        for author, answer in (("account:12", 1), ("mail link", 1), ("import 20261101-b", 1), ("import 20261101-a", 0)):
            told = sa.literal(author)
            assert session.execute(sa.select(sa.case((promised(told), 1), else_=0))).scalar_one() == answer
