"""School holidays as shipped: every region, every year, in order and without overlap; and mistakes are named."""

from itertools import pairwise

import pytest
from pydantic import ValidationError

from app.content.school_holidays import SchoolHoliday
from tests.web.staff.site import shipped

REGIONS = ("noord", "midden", "zuid")


@pytest.mark.parametrize("region", REGIONS)
def test_every_region_has_its_holidays_in_order(region):
    found = [each for each in shipped().school_holidays if each.region == region]
    for year in (2026, 2027):
        assert {each.holiday for each in found if each.first.year == year} == {
            "spring",
            "may",
            "summer",
            "autumn",
            "christmas",
        }
    assert all(one.last < other.first for one, other in pairwise(found))
    assert all(each.first.weekday() == 5 and each.last.weekday() == 6 for each in found)


def test_every_municipality_says_its_region():
    assert [town.school_region for town in shipped().municipalities] == ["noord", "midden", "zuid"]


def test_dates_the_wrong_way_round_are_refused():
    right = {
        "id": "zomer-2029-noord",
        "holiday": "summer",
        "region": "noord",
        "first": "2029-07-07",
        "last": "2029-08-19",
    }
    assert SchoolHoliday.model_validate(right)
    with pytest.raises(ValidationError, match="draai de datums om"):
        SchoolHoliday.model_validate(right | {"first": "2029-08-19", "last": "2029-07-07"})
