from datetime import timedelta

import pytest

from app import clock
from app.matching.candidates import Candidates, candidates, in_event, proposals_of, put_together
from app.matching.events import NewEvent, create
from app.matching.models import PairState, Says, Standing
from app.matching.pairs import answer, keep_apart
from app.social_map.times import wanted_mask
from app.social_map.vocabulary import Frequency, Vog
from tests.matching.pairing import put
from tests.matching.scenes import MEDIATOR, kinds, notice_of, open_offer, open_question, pair_of, put_to, refused

THURSDAY, MONDAY = wanted_mask("do", "middag"), wanted_mask("ma", "ochtend")


def found(mediation, number, **more):
    return candidates(mediation, notice_of(mediation, number), clock.today(), **more)


def numbers(candidates):
    return [each.notice.id for each in candidates.best]


def test_what_fits_wholly_stands_before_what_fits_in_part(mediation):
    partly = open_offer(mediation, "a", when_mask=MONDAY, kern="hattem")
    wholly = open_offer(mediation, "b", when_mask=THURSDAY, kern="hattem")
    question = open_question(mediation, when_mask=THURSDAY, kern="hattem")
    shown = found(mediation, question)
    assert numbers(shown) == [wholly, partly]
    assert [each.fit.full for each in shown.best] == [True, False]
    assert numbers(found(mediation, wholly)) == [question]


@pytest.mark.parametrize(
    ("limit", "asks"),
    [
        ({"not_circumstances": ("roken",)}, {"circumstances": ("roken",)}),
        ({"not_tasks": ("koken",)}, {"tasks": ("bezoek", "koken")}),
        ({"area": ("polder-hattem",)}, {"kern": "hattem"}),
        ({"frequency": Frequency.EMERGENCY}, {}),
    ],
)
def test_whom_a_limit_keeps_out_is_counted_and_never_shown(mediation, limit, asks):
    open_offer(mediation, **limit)
    shown = found(mediation, open_question(mediation, **asks))
    assert (numbers(shown), shown.limited) == ([], 1)


def test_somebody_who_does_something_else_is_not_counted_as_a_limit(mediation):
    open_offer(mediation, tasks=("tuin",), not_circumstances=("roken",))
    assert found(mediation, open_question(mediation, circumstances=("roken",))) == Candidates()


def test_a_vog_question_or_a_place_that_is_open_is_told_apart(mediation):
    waits = open_offer(mediation, "a")
    put(mediation, waits, vog=Vog.UNANSWERED)
    open_offer(mediation, "b", area=("hattem",))
    shown = found(mediation, open_question(mediation))
    assert (numbers(shown), shown.vog_open, shown.place_open, shown.limited) == ([], 1, 1, 0)


def test_who_is_busy_is_shown_with_how_busy(mediation):
    offer, first, second = open_offer(mediation), open_question(mediation, "a"), open_question(mediation, "b")
    put_to(mediation, offer, first)
    assert [each.proposals for each in found(mediation, second).best] == [1]
    with mediation.database.reading() as session:
        assert proposals_of(session, "putten") == {}


def test_a_no_between_two_is_not_asked_again_and_lowers_nothing_elsewhere(mediation):
    offer, said_no, other = open_offer(mediation), open_question(mediation, "a"), open_question(mediation, "b")
    answer(mediation, put_to(mediation, offer, said_no), offer, Says.NO, MEDIATOR)
    assert numbers(found(mediation, said_no)) == []
    [shown] = found(mediation, other).best
    assert (shown.notice.id, shown.proposals) == (offer, 0)


def test_kept_apart_paused_or_elsewhere_is_not_there(mediation):
    question = open_question(mediation)
    apart = open_offer(mediation, "a")
    keep_apart(mediation, apart, question, MEDIATOR)
    put(mediation, open_offer(mediation, "b"), standing=Standing.PAUSED)
    open_offer(mediation, "c", municipality="putten")
    assert numbers(found(mediation, question)) == []
    assert numbers(found(mediation, apart)) == []


def test_only_the_best_are_shown_and_the_rest_counted(mediation):
    for each in range(4):
        open_offer(mediation, str(each))
    shown = found(mediation, open_question(mediation), most=3)
    assert (len(shown.best), shown.more) == (3, 1)


def test_what_is_not_open_has_nobody(mediation):
    open_offer(mediation)
    question = open_question(mediation)
    put(mediation, question, standing=Standing.MET)
    assert found(mediation, question) == Candidates()


def an_event(mediation):
    day = clock.today() + timedelta(days=3)
    return create(mediation, NewEvent(municipality="hattem", name="Beursvloer Voorbeeld", held_on=day), MEDIATOR)


def test_an_event_fits_only_its_own_people(mediation):
    event = an_event(mediation)
    offer, question = open_offer(mediation, event_id=event), open_question(mediation, event_id=event)
    open_offer(mediation, "elsewhere")
    [shown] = in_event(mediation, event, clock.today())
    assert (shown.question.id, [each.id for each, _fit in shown.offers]) == (question, [offer])


def test_two_in_one_room_are_agreed_at_once_and_nobody_has_to_be_called(mediation):
    event = an_event(mediation)
    offer = open_offer(mediation, event_id=event, person={"email": ""})
    question = open_question(mediation, event_id=event)
    pair = put_together(mediation, offer, question, "system")
    assert pair_of(mediation, pair).state is PairState.AGREED
    assert kinds(mediation, offer)[-1] == "called"
    assert [each.offers for each in in_event(mediation, event, clock.today())] == [()]
    with refused("going"):
        put_together(mediation, offer, question, "system")
