"""The school holidays of a region as the schedule wants them, made once for as long as the content stands."""

from app.content.whole import Content
from app.social_map.schedule import Off
from app.social_map.schedule_dates import Holidays, SchoolBreak

_KEPT: dict[str, tuple[Content, Holidays]] = {}


def holidays_of(whole: Content, region: str) -> Holidays:
    """The holidays of a school region (`noord`, `midden`, `zuid`); without breaks when it is not known.

    The same object as long as the content stands, so that what was worked out with it can be found again.
    """
    kept = _KEPT.get(region)
    if kept is None or kept[0] is not whole:
        breaks = sorted(
            (
                SchoolBreak(Off(each.holiday), each.first, each.last)
                for each in whole.school_holidays
                if each.region == region
            ),
            key=lambda each: each.first,
        )
        kept = _KEPT[region] = (whole, Holidays(tuple(breaks)))
    return kept[1]
