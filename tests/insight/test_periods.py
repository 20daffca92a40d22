from datetime import date

import pytest

from app.insight.periods import Period, finished, quarter_of, read_period


def test_only_what_is_over_newest_first():
    assert [str(period) for period in finished(date(2026, 11, 22), years=1)] == [
        *("2026-3", "2026-2", "2026-1", "2025", "2025-4", "2025-3", "2025-2", "2025-1")
    ]  # fmt: skip


@pytest.mark.parametrize(("day", "newest"), [(date(2027, 1, 7), "2026-3"), (date(2027, 1, 8), "2026")])
def test_a_period_has_figures_once_nothing_can_be_added(day, newest):
    assert str(finished(day)[0]) == newest


@pytest.mark.parametrize(("written", "period"), [("2025", Period(2025)), ("2025-4", Period(2025, 4))])
def test_written_and_read_back(written, period):
    assert read_period(written) == period
    assert str(period) == written


@pytest.mark.parametrize("written", ["", "0", "2025-0", "2025-5", "2025-", "12025", "2025-1 ", "٢٠٢٥"])
def test_what_is_no_period(written):
    assert read_period(written) is None


def test_days_of_quarters_and_years():
    assert quarter_of(date(2026, 9, 30)) == Period(2026, 3)
    assert (Period(2026, 2).first, Period(2026, 2).last_month) == (date(2026, 4, 1), date(2026, 6, 1))
    assert (Period(2026).first, Period(2026).last_month) == (date(2026, 1, 1), date(2026, 12, 1))
    assert [period.quarter for period in Period(2026).quarters] == [1, 2, 3, 4]
