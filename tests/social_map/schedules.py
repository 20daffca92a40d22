"""Schedules made at random, of every shape that the reader can give."""

from datetime import date

from hypothesis import strategies as st

from app.social_map.schedule import ALL_DAYS, LAST, Appointment, Label, Off, Schedule, Season, Slot, Span

_QUARTERS = st.integers(0, 95).map(lambda each: each * 15)


@st.composite
def spans(draw):
    opens = draw(_QUARTERS)
    kind = draw(st.sampled_from(["until", "until", "open", "night", "always"]))
    if kind == "always":
        return Span(0, 1440)
    if kind == "open":
        return Span(opens)
    if kind == "night":
        opens = draw(st.integers(68, 95)) * 15
        return Span(opens, 1440 + draw(st.integers(0, opens // 15 - 1)) * 15)
    opens = draw(st.integers(0, 94)) * 15
    return Span(opens, draw(st.integers(opens // 15 + 1, 96)) * 15)


def some(strategy, most=3, least=0):
    return st.lists(strategy, min_size=least, max_size=most, unique=True).map(lambda each: tuple(sorted(each)))


@st.composite
def seasons(draw):
    kind = draw(st.sampled_from(["none", "none", "months", "between", "first", "last", "both", "months+first"]))
    days = st.dates(date(2024, 1, 1), date(2031, 12, 31))
    if kind == "none":
        return Season()
    months = draw(some(st.integers(1, 12), most=11, least=1))
    first, last = sorted(draw(st.lists(days, min_size=2, max_size=2, unique=True)))
    if kind == "between":
        low, high = draw(st.permutations([first.replace(year=2024, day=min(first.day, 28)), date(2024, 3, 29)]))
        return Season(between=(low.month, low.day, high.month, high.day)) if low != high else Season()
    return Season(
        months=months if kind.startswith("months") else (),
        first=first.isoformat() if kind in {"first", "both", "months+first"} else "",
        last=last.isoformat() if kind in {"last", "both"} else "",
    )


@st.composite
def slots(draw):
    rhythm = draw(
        st.sampled_from(["weekly", "weekly", "even", "odd", "every", "ordinals", "ordinals+", "monthly", "once"])
    )
    days = draw(some(st.sampled_from(ALL_DAYS), most=3 if rhythm.startswith("ordinals") else 7, least=1))
    season = draw(seasons())
    if rhythm == "once":
        day = draw(st.dates(date(2024, 1, 1), date(2031, 12, 31)))
        days, season = (day.weekday(),), Season(first=day.isoformat(), last=day.isoformat())
    elif season.first and season.first == season.last:
        season = Season()
    only = draw(some(st.sampled_from(Off), most=2)) if draw(st.integers(0, 4)) == 0 else ()
    away = tuple(each for each in draw(some(st.sampled_from(Off), most=2)) if each not in only)
    times = draw(some(spans(), most=2))
    parts = draw(some(st.integers(0, 3), most=4))
    ordinals = tuple(
        sorted(draw(some(st.sampled_from([1, 2, 3, 4, 5, LAST]), most=3, least=1)), key=lambda n: (n < 0, n))
    )
    return Slot(
        days=days,
        spans=times,
        parts=parts if times != (Span(0, 1440),) or days != ALL_DAYS else (),
        monthly=rhythm in {"ordinals", "ordinals+", "monthly"},
        ordinals=ordinals if rhythm.startswith("ordinals") else (),
        interval=draw(st.integers(2, 4))
        if rhythm == "every"
        else draw(st.integers(2, 3))
        if rhythm == "ordinals+"
        else 1,
        weeks=rhythm if rhythm in {"even", "odd"} else "",
        appointment=draw(st.sampled_from(Appointment)),
        labels=draw(some(st.sampled_from(Label), most=2)),
        season=season,
        only=only,
        away=away,
        not_months=draw(some(st.integers(1, 12), most=5)) if not season.months else (),
    )


schedules = st.lists(slots(), min_size=1, max_size=4).map(Schedule.of)
