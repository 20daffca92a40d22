"""Both sides are held: changes that cross each other wait for each other, and none is lost."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from app.db import Database
from app.matching.mediating import block
from app.matching.mediation import Mediation, NobodyThere
from app.matching.models import PairState, Says, Standing
from app.matching.own_changes import withdraw
from app.matching.pairs import answer, end, report, settle_report
from app.matching.together import REPORTED, SETTLED, account_in, first_reporter, holding
from tests.matching.scenes import MEDIATOR, a_pair, notice_of, open_offer, pair_of


def at_once(mediation, address, *acts):
    """Each act on a connection of its own, at the same moment. What each raised or returned."""
    others = [Mediation(Database(address), mediation.keys, mediation.content, mediation.settings) for _ in acts]
    ready = Barrier(len(acts))

    def work(act, whose):
        ready.wait()
        try:
            return act(whose)
        except Exception as problem:
            return problem

    with ThreadPoolExecutor(len(acts)) as pool:
        done = [each.result() for each in [pool.submit(work, *both) for both in zip(acts, others, strict=True)]]
    for each in others:
        each.database.close()
    return done


@pytest.mark.parametrize("turn", range(3))
def test_two_who_withdraw_at_once_both_succeed(mediation, address, turn):
    offer, question, pair = a_pair(mediation)
    done = at_once(mediation, address, lambda m: withdraw(m, offer), lambda m: withdraw(m, question))
    assert not [each for each in done if isinstance(each, Exception)], turn
    assert pair_of(mediation, pair).state is PairState.LAPSED
    assert {notice_of(mediation, each).standing for each in (offer, question)} == {Standing.WITHDRAWN}


def test_a_yes_a_stop_and_a_block_at_once_leave_nothing_half_done(mediation, address):
    offer, question, pair = a_pair(mediation)
    answer(mediation, pair, question, Says.YES, "person")
    at_once(
        mediation,
        address,
        lambda m: answer(m, pair, offer, Says.YES, "person"),
        lambda m: end(m, pair, MEDIATOR, "stopped"),
        lambda m: block(m, question, MEDIATOR),
    )
    assert notice_of(mediation, question).standing is Standing.BLOCKED
    assert pair_of(mediation, pair).state in {PairState.LAPSED, PairState.ENDED}


def test_what_goes_wrong_half_way_changes_nothing(mediation):
    offer = open_offer(mediation)

    def half() -> None:
        with holding(mediation, (offer,)) as work:
            work.notice(offer).public_line = "half"
            work.note(work.notice(offer), MEDIATOR, "half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half()
    assert not notice_of(mediation, offer).public_line


def test_nobody_is_held_who_is_not_there(mediation):
    with pytest.raises(NobodyThere), holding(mediation, (9999,)):
        pass


@pytest.mark.parametrize(("actor", "number"), [("account:12", 12), ("person", None), ("account:x", None), ("", None)])
def test_the_account_of_an_actor(actor, number):
    assert account_in(actor) == number


def test_who_is_reported_does_not_turn_it_round_by_reporting_back(mediation):
    offer, question, pair = a_pair(mediation)
    for each in (offer, question):
        answer(mediation, pair, each, Says.YES)
    report(mediation, pair, question, "Er is geld weg.")
    report(mediation, pair, offer, "Nee, juist andersom.")
    settle_report(mediation, pair, MEDIATOR, "Gesproken met beiden.", block=True)
    assert notice_of(mediation, offer).standing is Standing.BLOCKED
    assert notice_of(mediation, question).standing is Standing.OPEN


def test_the_first_to_report_is_who_reported_what_waits():
    assert first_reporter([]) is None
    assert first_reporter([(REPORTED, "a"), (REPORTED, "b")]) == "a"
    assert first_reporter([(REPORTED, "a"), (SETTLED, "a")]) == "a"
    assert first_reporter([(REPORTED, "a"), (SETTLED, "a"), (REPORTED, "b"), (REPORTED, "a")]) == "b"
