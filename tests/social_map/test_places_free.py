"""Places free: said with a date, believed for some days, and never longer (I-31)."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from app import clock
from app.audit.models import AuditLine
from app.social_map.places_free import Places, Standing, WrongPlaces, check_places, places_of, set_places, standing
from tests.social_map.drafts import draft, shelve

NOON = datetime(2026, 11, 22, 11, tzinfo=UTC)


def said(available, days_ago=0, maximum=4):
    return Places(1, "plek", available, maximum, "", NOON - timedelta(days=days_ago))


@pytest.mark.parametrize(
    ("places", "what"),
    [
        (said(2), Standing.FREE),
        (said(2, 3), Standing.FREE),
        (said(2, 4), Standing.ASK),
        (said(0), Standing.FULL),
        (said(0, 3), Standing.FULL),
        (said(0, 4), Standing.ASK),
        (said(None), Standing.ASK),
        (said(2, -1), Standing.ASK),
        (None, Standing.ASK),
    ],
)
def test_what_may_be_said_of_it(places, what):
    assert standing(places, NOON, 3) is what


def test_it_lasts_until_midnight_on_the_clock_on_the_wall():
    late = said(1)._replace(updated_at=datetime(2026, 11, 18, 23, 30, tzinfo=UTC))  # already the 19th here
    assert standing(late, datetime(2026, 11, 22, 22, 30, tzinfo=UTC), 3) is Standing.FREE
    assert standing(late, datetime(2026, 11, 22, 23, 30, tzinfo=UTC), 3) is Standing.ASK


@pytest.fixture
def number(database):
    return shelve(database, draft("Dagopvang"))[0].offer_id


def known(database, *numbers):
    with database.looking() as connection:
        return places_of(connection, numbers)


def test_it_is_kept_and_said_again_with_a_line_for_each_time(database, number):
    assert known(database, number) == {}
    for available in (2, 0):
        with database.writing() as session:
            assert set_places(session, number, available, 4, unit="bed", note=" tot vrijdag ", actor="account:7")
    found = known(database, number, number + 1)
    assert list(found) == [number]
    assert found[number][1:5] == ("bed", 0, 4, "tot vrijdag")
    assert abs(found[number].updated_at - clock.now()) < timedelta(minutes=1)
    with database.reading() as session:
        lines = session.exec(select(AuditLine)).all()
        assert [(each.actor, each.action, each.subject) for each in lines] == [
            ("account:7", "places.set", f"offer:{number}")
        ] * 2


def test_an_older_list_never_wins_from_what_was_said_today(database, number):
    with database.writing() as session:
        set_places(session, number, 2, actor="account:7")
    with database.writing() as session:
        assert not set_places(session, number, 0, actor="import x", at=clock.now() - timedelta(days=1))
    assert known(database, number)[number].available == 2


@pytest.mark.parametrize(
    ("free", "most", "field"),
    [(-1, None, "available"), (1000, None, "available"), (1, -1, "maximum"), (5, 4, "available")],
)
def test_numbers_that_cannot_be(free, most, field):
    with pytest.raises(WrongPlaces) as wrong:
        check_places(free, most)
    assert wrong.value.field == field
    check_places(4, 4)
    check_places(None, None)
