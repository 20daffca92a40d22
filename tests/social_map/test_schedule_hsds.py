"""A schedule in the fields of HSDS 3.1."""

from app.social_map.schedule_hsds import hsds_schedules
from app.social_map.times import read_times


def objects(line):
    return hsds_schedules(read_times(line).schedule)


def test_a_weekly_stretch():
    (found,) = objects("di+do 18:30-22:30")
    assert found == {
        "freq": "WEEKLY",
        "interval": 1,
        "wkst": "MO",
        "byday": "TU,TH",
        "timezone": 1,
        "description": "dinsdag en donderdag van 18.30 tot 22.30 uur",
        "opens_at": "18:30+01:00",
        "closes_at": "22:30+01:00",
    }


def test_which_of_the_month_stands_before_the_day():
    (found,) = objects("1e en laatste do v/d maand avond")
    assert (found["freq"], found["byday"], found["notes"]) == ("MONTHLY", "1TH,-1TH", "evening")
    assert "opens_at" not in found


def test_weeks_seasons_and_exceptions():
    (found,) = objects("oneven weken ma 22.00-6.00, vanaf 1 april 2027, niet op feestdagen")
    assert found["byweekno"].startswith("1,3,5")
    assert (found["closes_at"], found["valid_from"]) == ("06:00+01:00", "2027-04-01")
    assert found["description"].endswith("niet op feestdagen")


def test_every_stretch_is_an_object():
    assert len(objects("ma 9-12 en 13-17; di avond")) == 3
