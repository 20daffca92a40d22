"""Working days in the Netherlands: promises of a day are counted in days people work, never in hours.

Algemene termijnenwet art. 1: a term that would end in a weekend or on a public holiday ends on the next working day.
"""

from datetime import date, timedelta

_SATURDAY = 5


def working_days_after(day: date, number: int) -> date:
    """So many working days later."""
    while number > 0:
        day += timedelta(days=1)
        if is_working_day(day):
            number -= 1
    return day


def is_working_day(day: date) -> bool:
    """No weekend and no public holiday (Algemene termijnenwet art. 3)."""
    return day.weekday() < _SATURDAY and day not in holidays(day.year)


def holidays(year: int) -> frozenset[date]:
    """Public holidays of the Netherlands in this year; Liberation Day is one for the government every year."""
    easter = _easter(year)
    birthday = date(year, 4, 27)
    if birthday.weekday() == _SATURDAY + 1:
        birthday -= timedelta(days=1)
    moving = (easter + timedelta(days=days) for days in (-2, 1, 39, 50))
    return frozenset(
        {date(year, 1, 1), easter, birthday, date(year, 5, 5), date(year, 12, 25), date(year, 12, 26), *moving}
    )


def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Astronomical Algorithms, chapter 8)."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    leap, left = divmod(century, 4)
    moon = (19 * golden + century - leap - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * left + 2 * (rest // 4) - moon - rest % 4) % 7
    shift = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * shift + 114, 31)
    return date(year, month, day + 1)
