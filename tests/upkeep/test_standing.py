"""What is due: each step once and in order, whatever the policy and the day; and never what must stay."""

import itertools
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content.loading import load_content
from app.social_map.freshness import last_day
from app.social_map.vocabulary import RespiteWeight
from app.upkeep.standing import Round, asked_along, may_be_hidden_on, never_hidden, next_step, round_of, terms_for
from app.upkeep.vocabulary import Step
from tests.workshop import ROOT

START = date(2026, 1, 31)


@dataclass(frozen=True)
class Terms:
    confirm_every: int = 6
    warn_after: int = 9
    hide_after: int = 12


def a_year(terms=Terms(), *, keep=False, pause=21, since=START, first=START, days=800, taken=None):
    """Every step with its day, when somebody looks every day."""
    taken = dict(taken or {})
    for day in range(days):
        today = first + timedelta(days=day)
        step = next_step(Round(since, taken), terms, today, pause, keep=keep)
        if step:
            assert step not in taken
            taken[step] = today
    return taken


def test_a_year_of_silence_step_by_step():
    assert a_year() == {
        Step.ASK: date(2026, 7, 31),
        Step.REMIND: date(2026, 8, 21),
        Step.WARN: date(2026, 10, 31),
        Step.HIDE: date(2027, 1, 31),
    }


def test_what_must_stay_ends_with_vraag_na_instead():
    taken = a_year(keep=True)
    assert Step.HIDE not in taken
    assert taken[Step.KEEP] == date(2027, 1, 31)


def test_an_old_list_is_asked_before_anything_is_hidden():
    taken = a_year(since=date(2020, 1, 1), first=START)
    assert taken[Step.ASK] == START
    assert taken[Step.HIDE] == START + timedelta(days=63)


def test_a_confirmation_begins_a_new_round():
    steps = [(START, Step.ASK, date(2026, 7, 31)), (START, Step.REMIND, date(2026, 8, 21))]
    made = datetime(2025, 1, 1, tzinfo=UTC)
    assert round_of(START, made, steps).step is Step.REMIND
    assert round_of(date(2026, 9, 1), made, steps).taken == {}
    assert round_of(None, made, steps).since == date(2025, 1, 1)


def test_asked_along_in_a_mail_that_goes_anyway():
    soon = Round(START, {})
    assert asked_along(soon, Terms(), date(2026, 7, 1), 45)
    assert not asked_along(soon, Terms(), date(2026, 7, 1), 7)
    assert not asked_along(Round(START, {Step.ASK: START}), Terms(), date(2026, 7, 1), 45)


def test_the_day_a_warning_names_is_never_before_there_was_time_to_answer():
    warned = Round(date(2020, 1, 1), {Step.WARN: START})
    assert may_be_hidden_on(warned, Terms(), 21) == START + timedelta(days=21)


@pytest.mark.parametrize(
    ("kind", "respite", "stays"),
    [
        ("crisis", None, True),
        ("clientondersteuning", None, True),
        ("logeren", None, True),
        ("oppas", RespiteWeight.NIGHT, True),
        ("oppas", RespiteWeight.LIGHT, False),
        ("ontmoeting", None, False),
    ],
)
def test_what_stays(kind, respite, stays):
    content = load_content(ROOT / "content")
    assert never_hidden(kind, respite, content.policy) is stays
    assert never_hidden(kind, respite, content.policy, example=True)
    assert terms_for("soort-die-weg-is", content) == content.policy.default_freshness


terms = st.tuples(st.integers(1, 60), st.integers(1, 60), st.integers(1, 120)).map(
    lambda months: Terms(*sorted(months[:2]), max(months))
)
days = st.dates(date(2000, 1, 1), date(2060, 1, 1))


@given(terms, days, st.lists(days, max_size=30), st.integers(3, 90), st.booleans())
def test_each_step_once_in_order_and_never_too_early(policy, since, visits, pause, keep):
    taken = {}
    for today in sorted(visits):
        step = next_step(Round(since, taken), policy, today, pause, keep=keep)
        if step is not None:
            assert step not in taken
            taken[step] = today
    order = list(taken)
    expected = [Step.ASK, Step.REMIND, Step.WARN, Step.KEEP if keep else Step.HIDE]
    assert order == expected[: len(order)]
    assert not (keep and Step.HIDE in taken)
    for step, months in (
        (Step.ASK, policy.confirm_every),
        (Step.WARN, policy.warn_after),
        (Step.HIDE, policy.hide_after),
    ):
        assert step not in taken or taken[step] >= last_day(since, months)
    moments = list(taken.values())
    assert all(later - earlier >= timedelta(days=pause) for earlier, later in itertools.pairwise(moments))
