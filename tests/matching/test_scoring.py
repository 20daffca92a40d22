"""What fits, what fits in part and what never meets; and that the fast way and the plain way say the same."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.matching.facts import on_the_day, shared_moments
from app.matching.scoring import Excluded, Fit, Ground, OfferFacts, Proposed, QuestionFacts, best, judge
from app.social_map.vocabulary import Frequency, Vog

TODAY = date(2026, 11, 22)  # a Sunday
ELST, DRIEL, ZETTEN = "elst", "driel", "zetten"
GROUND = Ground(
    kernen={
        "overbetuwe": {ELST: (51.9227, 5.8493), DRIEL: (51.9587, 5.8133), ZETTEN: (51.9273, 5.7140)},
        "hattem": {"hattem": (52.4726, 6.0607)},
    },
    at_home=frozenset({"bezoek", "wassen"}),
    volunteers=frozenset({"bezoek", "boodschappen", "vervoer"}),
)
MONDAY_MORNING, MONDAY_AFTERNOON, THURSDAY_AFTERNOON, THURSDAY_EVENING = 1, 2, 1 << 13, 1 << 14
MONDAY, THURSDAY = 1 << 28, 1 << 31


def an_offer(**more) -> OfferFacts:
    values = {
        "id": 1,
        "municipality": "overbetuwe",
        "tasks": frozenset({"boodschappen"}),
        "kern": ELST,
        "when_mask": THURSDAY_AFTERNOON,
        "frequency": Frequency.WEEKLY,
        "vog": Vog.YES,
    }
    return OfferFacts(**(values | more))


def a_question(**more) -> QuestionFacts:
    values = {
        "id": 9,
        "municipality": "overbetuwe",
        "tasks": frozenset({"boodschappen"}),
        "kern": ELST,
        "when_mask": THURSDAY_AFTERNOON,
        "frequency": Frequency.WEEKLY,
    }
    return QuestionFacts(**(values | more))


def judged(offer=None, question=None):
    return judge(offer or an_offer(), question or a_question(), GROUND, TODAY)


def test_who_can_do_it_then_and_there_as_often_as_asked_fits_wholly():
    fit = judged()
    assert fit == Fit(0.95, full=True, because=("task", "time", "kern", "frequency"), missing=())


@pytest.mark.parametrize(
    ("offer", "question", "why"),
    [
        ({"municipality": "hattem"}, {}, "municipality"),
        ({"tasks": frozenset({"vervoer"})}, {}, "tasks"),
        ({"not_tasks": frozenset({"vervoer"})}, {"tasks": frozenset({"boodschappen", "vervoer"})}, "not_tasks"),
        ({"not_circumstances": frozenset({"roken"})}, {"circumstances": frozenset({"roken"})}, "not_circumstances"),
        ({"tasks": frozenset({"bezoek"}), "vog": Vog.UNANSWERED}, {"tasks": frozenset({"bezoek"})}, "vog"),
        ({"frequency": Frequency.EMERGENCY}, {}, "emergency"),
        ({"tasks": frozenset({"wassen"})}, {"tasks": frozenset({"wassen"})}, "volunteers"),
        ({"area": frozenset({DRIEL})}, {}, "area"),
        ({"area": frozenset({DRIEL})}, {"kern": ""}, "kern_unknown"),
        ({}, {"needed_on": TODAY - timedelta(days=1)}, "past"),
    ],
)
def test_a_limit_excludes_always(offer, question, why):
    assert judged(an_offer(**offer), a_question(**question)) == Excluded(why)
    assert best([an_offer(**offer)], [a_question(**question)], GROUND, TODAY) == {9: ()}


@pytest.mark.parametrize(
    ("offer", "question"),
    [
        ({"tasks": frozenset({"bezoek"}), "vog": Vog.NO}, {"tasks": frozenset({"bezoek"})}),
        ({"vog": Vog.UNANSWERED}, {}),
        ({"frequency": Frequency.EMERGENCY}, {"urgent": True, "frequency": Frequency.ONCE}),
        ({"area": frozenset({ELST})}, {}),
        ({"not_circumstances": frozenset({"roken"})}, {"circumstances": frozenset({"huisdier"})}),
        ({}, {"needed_on": TODAY}),
    ],
)
def test_twin_what_is_no_limit_excludes_nobody(offer, question):
    assert isinstance(judged(an_offer(**offer), a_question(**question)), Fit)


@pytest.mark.parametrize(
    ("offer", "question", "missing"),
    [
        ({}, {"tasks": frozenset({"boodschappen", "vervoer"})}, "tasks"),
        ({"when_mask": MONDAY_MORNING}, {}, "time"),
        ({"when_mask": 0}, {}, "time_unknown"),
        ({}, {"when_mask": 0}, "time_unknown"),
        ({"when_mask": THURSDAY}, {}, "daypart_unknown"),
        ({"frequency": Frequency.SOMETIMES}, {}, "frequency"),
        ({"frequency": Frequency.ONCE}, {}, "frequency"),
        ({"frequency": None}, {}, "frequency_unknown"),
        ({"notice_days": 5}, {"needed_on": TODAY + timedelta(days=4)}, "notice"),
        ({"notice_days": 1}, {"urgent": True}, "notice"),
        ({"kern": "ergens"}, {}, None),
    ],
)
def test_what_fits_in_part_is_marked(offer, question, missing):
    fit = judged(an_offer(**offer), a_question(**question))
    assert isinstance(fit, Fit)
    assert fit.missing == ((missing,) if missing else ())
    assert fit.full == (missing is None)


def test_enough_time_left_is_no_obstacle():
    fit = judged(an_offer(notice_days=4), a_question(needed_on=TODAY + timedelta(days=4)))
    assert fit.full


def test_urgent_on_a_day_far_enough_off_is_in_time():
    wednesday = a_question(urgent=True, needed_on=TODAY + timedelta(days=3))
    assert judged(an_offer(notice_days=2), wednesday).full
    assert judged(an_offer(notice_days=4), wednesday).missing == ("notice",)


def test_who_can_come_at_once_for_something_urgent_hears_that_that_fits():
    assert "urgent" in judged(question=a_question(urgent=True)).because
    assert "urgent" not in judged(an_offer(notice_days=2), a_question(urgent=True)).because


def test_the_next_village_is_near_and_the_other_end_is_not():
    near = judged(an_offer(kern=DRIEL))
    other_end = judged(an_offer(kern=ZETTEN))
    assert ("near" in near.because, near.full) == (True, True)
    assert ("near" in other_end.because, "kern" in other_end.because) == (False, False)
    assert judged().score > near.score > other_end.score


def test_far_is_said_unless_the_offer_wants_to_come_there():
    far = Ground(kernen={"overbetuwe": {ELST: (51.9227, 5.8493), "ver": (51.9227, 5.60)}}, volunteers=GROUND.volunteers)
    here = a_question(kern="ver")
    assert judge(an_offer(), here, far, TODAY).missing == ("far",)
    wants = judge(an_offer(area=frozenset({"ver"})), here, far, TODAY)
    assert (wants.missing, "area" in wants.because) == ((), True)


def test_without_a_moment_in_common_it_comes_last():
    offers = [an_offer(id=1, when_mask=MONDAY_MORNING), an_offer(id=2, kern=ZETTEN, frequency=Frequency.ONCE)]
    order = [each.offer_id for each in best(offers, [a_question()], GROUND, TODAY)[9]]
    assert order == [2, 1]


def test_what_fits_wholly_stands_first_and_who_came_first_breaks_a_tie():
    offers = [an_offer(id=7), an_offer(id=3), an_offer(id=2, notice_days=3)]
    question = a_question(needed_on=TODAY + timedelta(days=1))
    assert [each.offer_id for each in best(offers, [question], GROUND, TODAY)[9]] == [3, 7, 2]


def test_kept_apart_is_never_proposed_and_the_next_one_takes_the_place():
    offers = [an_offer(id=1), an_offer(id=2)]
    kept = best(offers, [a_question()], GROUND, TODAY, most=1, apart={(1, 9)})
    assert [each.offer_id for each in kept[9]] == [2]


def test_nothing_to_match_is_no_mishap():
    assert best([], [], GROUND, TODAY) == {}
    assert best([], [a_question()], GROUND, TODAY) == {9: ()}
    assert best([an_offer()], [a_question(tasks=frozenset())], GROUND, TODAY) == {9: ()}


@pytest.mark.parametrize(
    ("mine", "theirs", "shared"),
    [
        (THURSDAY_AFTERNOON, THURSDAY_AFTERNOON | MONDAY_MORNING, (1, 0)),
        (MONDAY_MORNING, MONDAY_AFTERNOON, (0, 0)),
        (MONDAY, MONDAY_AFTERNOON, (0, 1)),
        (MONDAY, MONDAY, (0, 1)),
        (MONDAY, THURSDAY, (0, 0)),
    ],
)
def test_moments_in_common_count_the_same_from_both_sides(mine, theirs, shared):
    assert shared_moments(mine, theirs) == shared_moments(theirs, mine) == shared


def test_a_day_narrows_the_moments_of_something_for_once():
    thursday = date(2026, 11, 26)
    both = THURSDAY_AFTERNOON | MONDAY_MORNING
    assert on_the_day(both, thursday, Frequency.ONCE) == THURSDAY_AFTERNOON
    assert on_the_day(0, thursday, Frequency.ONCE) == THURSDAY
    assert on_the_day(MONDAY_MORNING, thursday, Frequency.ONCE) == THURSDAY
    assert on_the_day(both, thursday, Frequency.WEEKLY) == both


TASKS = st.frozensets(st.sampled_from(["bezoek", "boodschappen", "vervoer", "wassen"]), max_size=4)
KERNEN = st.sampled_from([ELST, DRIEL, ZETTEN, "hattem", "ergens", ""])
TOWNS = st.sampled_from(["overbetuwe", "overbetuwe", "overbetuwe", "hattem"])
CELLS = st.sampled_from([0, 2, 13, 14, 20, 28, 29, 31])
MASKS = st.frozensets(CELLS, max_size=5).map(lambda bits: sum(1 << bit for bit in bits))
OFTEN = st.one_of(st.none(), st.sampled_from([*Frequency]))
CIRCUMSTANCES = st.frozensets(st.sampled_from(["roken", "trap"]), max_size=2)


@st.composite
def offers(draw):
    return OfferFacts(
        id=draw(st.integers(1, 10_000)), municipality=draw(TOWNS), tasks=draw(TASKS), kern=draw(KERNEN),
        area=draw(st.one_of(st.just(frozenset()), st.frozensets(KERNEN, max_size=3))), when_mask=draw(MASKS), frequency=draw(OFTEN),
        not_tasks=draw(st.one_of(st.just(frozenset()), TASKS)), not_circumstances=draw(CIRCUMSTANCES),
        notice_days=draw(st.integers(0, 8)), vog=draw(st.sampled_from([*Vog])),
    )  # fmt: skip


@st.composite
def questions(draw):
    return QuestionFacts(
        id=draw(st.integers(1, 10_000)), municipality=draw(TOWNS), tasks=draw(TASKS), kern=draw(KERNEN), when_mask=draw(MASKS),
        frequency=draw(OFTEN), circumstances=draw(CIRCUMSTANCES), urgent=draw(st.booleans()),
        needed_on=draw(st.one_of(st.none(), st.integers(-2, 10).map(lambda days: TODAY + timedelta(days=days)))),
    )  # fmt: skip


def one_by_one(offers, questions, most, apart=()):
    """The same answer by judging every pair by itself."""
    found = {}
    for question in questions:
        fits = [(each, judge(each, question, GROUND, TODAY)) for each in offers if (each.id, question.id) not in apart]
        fits = [(each, fit) for each, fit in fits if isinstance(fit, Fit)]
        fits.sort(key=lambda pair: (not pair[1].full, -pair[1].score, pair[0].id))
        found[question.id] = tuple(Proposed(each.id, fit) for each, fit in fits[:most])
    return found


def unique(each):
    return each.id


@settings(deadline=None)  # a busy machine is no mistake
@given(
    st.lists(offers(), max_size=12, unique_by=unique),
    st.lists(questions(), max_size=6, unique_by=unique),
    st.integers(0, 5),
    st.data(),
)
def test_thousands_at_once_says_the_same_as_one_by_one(offers, questions, most, data):
    pairs = [(offer.id, question.id) for offer in offers for question in questions]
    apart = data.draw(st.sets(st.sampled_from(pairs), max_size=3)) if pairs else set()
    assert best(offers, questions, GROUND, TODAY, most, apart=apart) == one_by_one(offers, questions, most, apart)


@settings(deadline=None)  # a busy machine is no mistake
@given(offers(), questions(), st.data())
def test_another_limit_never_adds_a_proposal(offer, question, data):
    limited = data.draw(
        st.sampled_from(
            [
                replace(offer, not_tasks=offer.not_tasks | {"bezoek"}),
                replace(offer, not_circumstances=offer.not_circumstances | {"trap"}),
                replace(offer, area=offer.area - {ELST} or frozenset({DRIEL})) if offer.area != {ELST} else offer,
                replace(offer, frequency=Frequency.EMERGENCY),
                replace(offer, tasks=offer.tasks - {"boodschappen"}),
                replace(offer, vog=Vog.UNANSWERED),
            ]
        )
    )
    if isinstance(judge(offer, question, GROUND, TODAY), Excluded):
        assert isinstance(judge(limited, question, GROUND, TODAY), Excluded)


@settings(deadline=None)  # a busy machine is no mistake
@given(offers(), questions(), MASKS.filter(bool), st.booleans())
def test_more_time_never_lowers_the_score(offer, question, more, theirs):
    if not offer.when_mask or not question.when_mask:
        return
    before = judge(offer, question, GROUND, TODAY)
    if theirs:
        question = replace(question, when_mask=question.when_mask | more)
    else:
        offer = replace(offer, when_mask=offer.when_mask | more)
    after = judge(offer, question, GROUND, TODAY)
    assert isinstance(after, type(before))
    if isinstance(before, Fit):
        assert after.score >= before.score
        assert after.full >= before.full


@settings(deadline=None)  # a busy machine is no mistake
@given(offers(), questions())
def test_a_score_lies_between_nothing_and_everything_and_says_why(offer, question):
    fit = judge(offer, question, GROUND, TODAY)
    if isinstance(fit, Fit):
        assert 0 < fit.score <= 1
        assert fit.because[0] == "task"
        assert fit.full == (not fit.missing)
