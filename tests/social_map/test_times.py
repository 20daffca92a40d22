"""Weekdays and parts of the day, from the simple forms; the rest stays text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.social_map.times import ANY_PART, has_no_fixed_time, in_words, read_times, wanted_mask

MA, DI, WO, DO, VR, ZA, ZO = range(7)
MORNING, AFTERNOON, EVENING, NIGHT = range(4)


def at(days, *parts):
    return sum(1 << (day * 4 + part) for day in days for part in parts)


def any_part(*days):
    return sum(1 << (ANY_PART + day) for day in days)


WEEK = range(7)


@pytest.mark.parametrize(
    ("typed", "mask"),
    [
        ("di+do 18:30-22:30", at([DI, DO], EVENING)),
        ("ma+vr 09:00-17:00", at([MA, VR], MORNING, AFTERNOON)),
        ("ma-vr", any_part(MA, DI, WO, DO, VR)),
        ("di+do", any_part(DI, DO)),
        ("vr-ma", any_part(VR, ZA, ZO, MA)),
        ("ma t/m vr 9.00-17.00", at(range(5), MORNING, AFTERNOON)),
        ("ma. t/m do. 9.00–17.00 uur", at(range(4), MORNING, AFTERNOON)),
        ("maandag tot en met donderdag van 9 tot 12 uur", at(range(4), MORNING)),
        ("ma t/m donderdagavond", at(range(4), EVENING)),
        ("wo 10:00-12:00", at([WO], MORNING)),
        ("wo 10-12 uur", at([WO], MORNING)),
        ("wo 10:00-12:15", at([WO], MORNING)),
        ("wo 10:00-12:30", at([WO], MORNING, AFTERNOON)),
        ("wo 12:00-12:20", at([WO], AFTERNOON)),
        ("ma 22.00 - 6.00", at([MA], EVENING, NIGHT)),
        ("tussen 10 en 12 uur", at(WEEK, MORNING)),
        ("dinsdag- en donderdagavond", at([DI, DO], EVENING)),
        ("di- en do-avond", at([DI, DO], EVENING)),
        ("maandagochtend en woensdagmiddag", at([MA], MORNING) | at([WO], AFTERNOON)),
        ("1e do v/d maand avond", at([DO], EVENING)),
        ("elke laatste vrijdag van de maand 14.00 - 16.00 uur", at([VR], AFTERNOON)),
        ("elke woensdagochtend", at([WO], MORNING)),
        ("dagelijks", any_part(*WEEK)),
        ("dagelijks 9-21", at(WEEK, MORNING, AFTERNOON, EVENING)),
        ("dag en nacht", at(WEEK, *range(4))),
        ("24 uur per dag, 7 dagen per week", at(WEEK, *range(4))),
        ("24/7", at(WEEK, *range(4))),
        ("ma-vr dag en nacht", at(range(5), *range(4))),
        ("weekend", any_part(ZA, ZO)),
        ("za en zo", any_part(ZA, ZO)),
        ("’s avonds", at(WEEK, EVENING)),
        ("'s avonds op di en do", at([DI, DO], EVENING)),
        ("9-17 uur ma-vr", at(range(5), MORNING, AFTERNOON)),
        ("10-12 uur ma, 14-16 uur di", at([MA], MORNING) | at([DI], AFTERNOON)),
        ("ma 9-12 en 13-17", at([MA], MORNING, AFTERNOON)),
        ("ma 10-12, do avond", at([MA], MORNING) | at([DO], EVENING)),
        ("ma-vr op afspraak", any_part(*range(5))),
        ("werkdagen 8.30 - 17.00 uur", at(range(5), MORNING, AFTERNOON)),
        ("doordeweeks overdag", at(range(5), MORNING, AFTERNOON)),
        ("eerste en derde dinsdag van de maand om 14.00 uur", at([DI], AFTERNOON)),
        ("wo 10:00-12:00 (niet in de schoolvakanties)", at([WO], MORNING)),
    ],
)
def test_simple_forms_are_understood(typed, mask):
    read = read_times(typed)
    assert read.understood
    assert read.mask == mask


@pytest.mark.parametrize(
    "typed",
    ["op afspraak", "max 3 etmalen per week", "wekelijks of af en toe", "1 dag vooraf bellen", "2 uur per week", "zo nodig", "3-11-2026", "06-12345678", "ma 9-12, niet op di", "vrijdagavond t/m zondagavond", "maandag 25.00", "", "   ", "x" * 400],
)  # fmt: skip
def test_what_is_not_understood_stays_text_and_is_never_guessed(typed):
    read = read_times(typed)
    assert (read.mask, read.understood) == (0, False)
    assert in_words(typed).startswith(typed.strip()[:200])


@pytest.mark.parametrize(
    ("typed", "dutch", "english"),
    [
        (
            "di+do 18:30-22:30",
            "dinsdag en donderdag van 18.30 tot 22.30 uur",
            "Tuesday and Thursday from 18:30 to 22:30",
        ),
        ("ma-vr", "maandag tot en met vrijdag", "Monday to Friday"),
        ("wo 10-12 uur", "woensdag van 10.00 tot 12.00 uur", "Wednesday from 10:00 to 12:00"),
        (
            "1e do v/d maand avond",
            "eerste donderdag van de maand 's avonds",
            "first Thursday of the month in the evening",
        ),
        (
            "ma 9-12 en 13-17",
            "maandag van 9.00 tot 12.00 uur en van 13.00 tot 17.00 uur",
            "Monday from 9:00 to 12:00 and from 13:00 to 17:00",
        ),
        ("dinsdag- en donderdagavond", "dinsdag en donderdag 's avonds", "Tuesday and Thursday in the evening"),
        ("dag en nacht", "dag en nacht", "day and night"),
    ],
)
def test_times_are_written_out_for_screen_readers(typed, dutch, english):
    assert in_words(typed) == read_times(typed).words == dutch
    assert in_words(typed, "en") == english


def test_a_mask_is_written_out():
    assert in_words(at([DI, DO], EVENING)) == "dinsdag en donderdag (avond)"
    assert in_words(any_part(*range(5))) == "maandag tot en met vrijdag"
    assert in_words(any_part(*range(5)), "en") == "Monday to Friday"
    assert in_words(0) == ""


def test_a_wish_shares_bits_with_what_fits_it():
    evenings, workdays = read_times("di+do 18:30-22:30").mask, read_times("ma-vr").mask
    assert wanted_mask("di", "avond") & evenings
    assert not wanted_mask("di", "ochtend") & evenings
    assert wanted_mask("di", None) & evenings
    assert wanted_mask("di", None) & workdays
    assert not wanted_mask("di", "avond") & workdays
    assert wanted_mask(None, "avond") == at(WEEK, EVENING)
    assert wanted_mask(None, None) == wanted_mask("maandag", "laat") == 0


def test_no_fixed_time_needs_nobody_to_look_at_it():
    assert has_no_fixed_time("Op afspraak.")
    assert not has_no_fixed_time("max 3 etmalen per week")


@given(
    st.text(max_size=350)
    | st.lists(
        st.sampled_from(
            ["ma", "di", "-", "t/m", "avond", "10", ":", "30", "10:00", "en", "+", "1e", "uur", "'s", "van", ","]
        )
    ).map(" ".join)
)
def test_no_line_ever_breaks_it(typed):
    read = read_times(typed)
    assert 0 <= read.mask < 1 << 35
    assert read.understood == bool(read.mask)
    assert isinstance(in_words(typed, "en"), str)


@given(st.integers(min_value=0, max_value=(1 << 35) - 1))
def test_every_mask_can_be_said(mask):
    assert bool(in_words(mask)) == bool(mask)
    assert bool(in_words(mask, "en")) == bool(mask)
