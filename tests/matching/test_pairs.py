"""Proposals and what becomes of them: both say yes or nothing opens, and nobody is told who said no."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from sqlmodel import select

from app import clock
from app.audit.models import AuditLine
from app.db import Database
from app.matching.mediating import approve, reopen, screen
from app.matching.mediation import Mediation, NobodyThere
from app.matching.models import ExchangeEvent, KeptApart, PairState, Says, Standing
from app.matching.own import own_notice
from app.matching.own_changes import change_offer, pause
from app.matching.pairs import answer, end, follow_up, keep_apart, propose, report, settle_report, undo
from app.social_map.vocabulary import Frequency, Vog
from tests.matching.conftest import an_offer
from tests.matching.scenes import (
    BOARD,
    KAREL,
    MEDIATOR,
    VERA,
    a_pair,
    contact,
    kinds,
    letters,
    notice_of,
    open_offer,
    open_question,
    pair_of,
    posted,
    put_to,
    refused,
    said,
)

OFF = "Een voorstel of afspraak gaat niet door. Dat ligt niet aan u."


def both_say_yes(mediation, offer, question, pair):
    answer(mediation, pair, offer, Says.YES, "person")
    assert answer(mediation, pair, question, Says.YES, MEDIATOR) is PairState.AGREED


def test_contact_opens_with_the_second_yes_and_not_before(mediation):
    offer, question, pair = a_pair(mediation)
    assert said(mediation, VERA) == said(mediation, KAREL)
    assert said(mediation, VERA) == "Wij denken dat wij iemand hebben gevonden die bij u past."
    assert answer(mediation, pair, offer, Says.YES, "person") is PairState.ASKED
    assert contact(mediation, offer, pair) is None
    assert contact(mediation, question, pair) is None
    assert answer(mediation, pair, question, Says.YES, MEDIATOR) is PairState.AGREED
    assert contact(mediation, offer, pair).first_name == "Voorbeeld-Karel"
    assert contact(mediation, question, pair).phone == "0380000001"
    kept = pair_of(mediation, pair)
    assert kept.follow_up_on == clock.today() + timedelta(days=28)
    for who in (VERA, KAREL):
        letter = letters(mediation, who)[-1]
        assert letter.text.startswith("U hebt allebei ja gezegd.")
        assert "- Spreek samen af hoe vaak en hoe lang." in letter.text
    assert kinds(mediation, offer, public=True)[-2:] == ["pair_said_yes", "pair_agreed"]


def test_no_mail_tells_anything_about_anybody(mediation):
    offer, question, pair = a_pair(mediation)
    both_say_yes(mediation, offer, question, pair)
    for letter in letters(mediation):
        for secret in ("Voorbeeld-", "Vrijwilliger", "Vrager", "0380000001", "0380000002", "Op bezoek", "Code: "):
            assert secret not in letter.subject + letter.text


def test_a_no_ends_it_and_nobody_can_tell_who_said_it(mediation):
    offer, question, pair = a_pair(mediation)
    answer(mediation, pair, question, Says.YES, "person")
    before = len(letters(mediation, VERA))
    assert answer(mediation, pair, offer, Says.NO, "person") is PairState.DECLINED
    assert said(mediation, KAREL) == OFF
    assert len(letters(mediation, VERA)) == before
    theirs = own_notice(mediation, question)
    assert theirs.proposals[0].state is PairState.LAPSED
    assert not theirs.proposals[0].theirs_known
    assert theirs.history[-1].kind == "pair_lapsed"
    assert {notice_of(mediation, each).standing for each in (offer, question)} == {Standing.OPEN}


def test_a_decline_leaves_no_trace_in_what_counts_for_the_next_time(mediation):
    offer, question, pair = a_pair(mediation)
    before = notice_of(mediation, offer)
    answer(mediation, pair, offer, Says.NO, "person")
    after = notice_of(mediation, offer)
    assert before.model_dump() == after.model_dump()
    assert put_to(mediation, offer, question) != pair  # asked again, it is as new


def test_a_yes_can_be_taken_back_until_both_agreed(mediation):
    offer, question, pair = a_pair(mediation)
    answer(mediation, pair, offer, Says.YES, "person")
    assert answer(mediation, pair, offer, Says.NOTHING, "person") is PairState.ASKED
    assert answer(mediation, pair, question, Says.YES, "person") is PairState.ASKED
    answer(mediation, pair, offer, Says.YES, "person")
    with refused("pair_state"):
        answer(mediation, pair, offer, Says.NOTHING, "person")


def test_the_same_answer_twice_is_one_answer(mediation):
    offer, question, pair = a_pair(mediation)
    both_say_yes(mediation, offer, question, pair)
    before = len(letters(mediation))
    assert answer(mediation, pair, question, Says.YES, "person") is PairState.AGREED
    assert len(letters(mediation)) == before


def test_who_is_no_part_of_it_says_nothing(mediation):
    _, _, pair = a_pair(mediation)
    stranger = open_offer(mediation, person={"email": "ander@post.example"})
    for act in (
        lambda: answer(mediation, pair, stranger, Says.YES, "person"),
        lambda: answer(mediation, 9999, stranger, Says.YES, "person"),
        lambda: end(mediation, pair, "person", "done", notice_id=stranger),
        lambda: end(mediation, pair, "person", "done"),
        lambda: report(mediation, pair, stranger, "iets"),
    ):
        with pytest.raises(NobodyThere):
            act()
    assert pair_of(mediation, pair).state is PairState.ASKED


def test_two_yeses_at_the_same_moment_make_one_agreement_and_one_mail_each(mediation, address):
    offer, question, pair = a_pair(mediation)
    other = Mediation(Database(address), mediation.keys, mediation.content, mediation.settings)
    ready = Barrier(2)

    def say(whose, number):
        ready.wait()
        return answer(whose, pair, number, Says.YES, "person")

    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(say, mediation, offer), pool.submit(say, other, question)]
        states = sorted(each.result().value for each in both)
    other.database.close()
    assert states == ["agreed", "asked"]
    assert pair_of(mediation, pair).state is PairState.AGREED
    for who in (VERA, KAREL):
        agreed = [each for each in letters(mediation, who) if each.text.startswith("U hebt allebei ja gezegd.")]
        assert len(agreed) == 1


@pytest.mark.parametrize(
    ("offered", "asked", "why"),
    [
        ({"not_circumstances": ("huisdieren",)}, {"circumstances": ("huisdieren",)}, "not_circumstances"),
        ({"not_tasks": ("koken",)}, {"tasks": ("bezoek", "koken")}, "not_tasks"),
        ({"frequency": Frequency.EMERGENCY}, {}, "emergency"),
        ({"tasks": ("tuin",)}, {}, "tasks"),
        ({"municipality": "zwolle"}, {}, "municipality"),
        ({}, {"tasks": ("wassen",)}, "volunteers"),
        ({"area": ("hattem-buitengebied",)}, {"kern": "hattem"}, "area"),
    ],
)
def test_nobody_puts_through_what_a_limit_excludes(mediation, offered, asked, why):
    if offered.get("municipality") and mediation.content.now().municipality("zwolle") is None:
        offered = {"municipality": next(t.slug for t in mediation.content.now().municipalities if t.slug != "hattem")}
    offer, question = open_offer(mediation, **offered), open_question(mediation, **asked)
    with refused(why):
        propose(mediation, offer, question, ("task",), MEDIATOR)


def test_the_same_two_without_the_limit_are_proposed(mediation):
    offer = open_offer(mediation, frequency=Frequency.EMERGENCY)
    question = open_question(mediation, urgent=True)
    assert put_to(mediation, offer, question)


def test_at_home_the_vog_question_is_answered_first_whatever_the_answer(mediation):
    offer, question = posted(mediation, an_offer()), open_question(mediation)
    approve(mediation, offer, MEDIATOR)
    with refused("vog"):
        propose(mediation, offer, question, (), MEDIATOR)
    screen(mediation, offer, MEDIATOR, Vog.NO, date(2026, 11, 20), "")
    assert put_to(mediation, offer, question)


@pytest.mark.parametrize("which", [0, 1])
def test_only_what_is_open_is_proposed(mediation, which):
    numbers = open_offer(mediation), open_question(mediation)
    pause(mediation, numbers[which])
    with refused("standing"):
        propose(mediation, *numbers, (), MEDIATOR)


def test_two_of_the_same_side_are_no_pair(mediation):
    offer, other = open_offer(mediation), open_offer(mediation, form="ander")
    with refused("same_side"):
        propose(mediation, offer, other, (), MEDIATOR)
    with refused("same_side"):
        propose(mediation, other, other, (), MEDIATOR)


def test_one_proposal_at_a_time_for_the_same_two(mediation):
    offer, question, _ = a_pair(mediation)
    with refused("going"):
        propose(mediation, offer, question, (), MEDIATOR)


def test_nobody_is_flooded(mediation):
    question = open_question(mediation)
    offers = [open_offer(mediation, form=f"offer {number}") for number in range(4)]
    for offer in offers[:3]:
        put_to(mediation, offer, question)
    with refused("question_full"):
        put_to(mediation, offers[3], question)
    more = [open_question(mediation, form=f"question {number}") for number in range(3)]
    for each in more[:2]:
        put_to(mediation, offers[3], each)
    with refused("offer_full"):
        put_to(mediation, offers[3], more[2])


def test_a_limit_that_was_set_meanwhile_holds_for_the_yes_as_well(mediation):
    offer, question, pair = a_pair(mediation)
    answer(mediation, pair, question, Says.YES, "person")
    change_offer(mediation, offer, frequency=Frequency.EMERGENCY)
    with refused("emergency"):
        answer(mediation, pair, offer, Says.YES, "person")
    assert answer(mediation, pair, offer, Says.NO, "person") is PairState.DECLINED  # a no is always possible


@pytest.mark.parametrize("by", ["person", MEDIATOR])
def test_to_stop_needs_no_reason_and_closes_the_contact(mediation, by):
    offer, question, pair = a_pair(mediation)
    both_say_yes(mediation, offer, question, pair)
    end(mediation, pair, by, "stopped", notice_id=offer if by == "person" else None)
    assert contact(mediation, question, pair) is None
    assert said(mediation, KAREL) == OFF
    assert (said(mediation, VERA) == OFF) is (by != "person")
    with refused("pair_state"):
        end(mediation, pair, MEDIATOR, "stopped")


def test_what_is_done_is_no_bad_news(mediation):
    offer, question, pair = a_pair(mediation)
    both_say_yes(mediation, offer, question, pair)
    before = len(letters(mediation))
    end(mediation, pair, "person", "done", notice_id=question)
    assert len(letters(mediation)) == before
    assert contact(mediation, offer, pair) is None


def test_the_reason_for_undoing_is_for_the_mediator_only(mediation):
    offer, question, pair = a_pair(mediation)
    both_say_yes(mediation, offer, question, pair)
    undo(mediation, pair, MEDIATOR, "Zij kenden elkaar al van vroeger.")
    assert said(mediation, VERA) == said(mediation, KAREL) == OFF
    for number in (offer, question):
        assert "Zij kenden" not in repr(own_notice(mediation, number))
        assert contact(mediation, number, pair) is None


def test_a_report_closes_the_contact_for_both_at_once(mediation):
    offer, question, pair = a_pair(mediation)
    both_say_yes(mediation, offer, question, pair)
    before = len(letters(mediation))
    report(mediation, pair, question, "Er is geld weg.")
    assert contact(mediation, offer, pair) is None
    assert contact(mediation, question, pair) is None
    assert len(letters(mediation)) == before  # the mediator phones; no mail warns the other side
    warned = letters(mediation, BOARD)[-1]
    assert warned.subject.startswith("Iemand meldt dat er iets niet goed is")
    assert "geld weg" not in warned.text
    assert "geld weg" not in repr(own_notice(mediation, offer))
    assert "geld weg" in repr(own_notice(mediation, question).history)


def test_who_never_could_reach_somebody_reports_nothing(mediation):
    offer, _, pair = a_pair(mediation)
    with refused("pair_state"):
        report(mediation, pair, offer, "iets")


def test_a_settled_report_with_a_block_keeps_these_two_apart_for_good(mediation):
    offer, question, pair = a_pair(mediation)
    both_say_yes(mediation, offer, question, pair)
    third = open_question(mediation, form="derde", person={"email": "derde@post.example"})
    waiting = put_to(mediation, offer, third)
    report(mediation, pair, question, "Er is geld weg.")
    settle_report(mediation, pair, MEDIATOR, "Gesproken met beiden.", block=True)
    assert notice_of(mediation, offer).standing is Standing.BLOCKED
    assert pair_of(mediation, pair).state is PairState.UNDONE
    assert pair_of(mediation, waiting).state is PairState.LAPSED
    assert said(mediation, "derde@post.example") == OFF
    reopen(mediation, offer, MEDIATOR)
    with refused("apart"):
        propose(mediation, offer, question, (), MEDIATOR)
    with refused("pair_state"):
        settle_report(mediation, pair, MEDIATOR, "Nog eens.", block=True)


def test_a_settled_report_without_a_block_needs_both_to_say_yes_again(mediation):
    offer, question, pair = a_pair(mediation)
    both_say_yes(mediation, offer, question, pair)
    report(mediation, pair, offer, "Een misverstand, misschien.")
    settle_report(mediation, pair, MEDIATOR, "", block=False)
    assert {notice_of(mediation, each).standing for each in (offer, question)} == {Standing.OPEN}
    assert contact(mediation, offer, pair) is None
    again = put_to(mediation, offer, question)
    assert contact(mediation, offer, again) is None
    both_say_yes(mediation, offer, question, again)
    assert contact(mediation, offer, again) is not None


def test_who_are_kept_apart_are_never_proposed_again(mediation):
    offer, question, pair = a_pair(mediation)
    keep_apart(mediation, offer, question, MEDIATOR)
    keep_apart(mediation, offer, question, MEDIATOR)
    assert pair_of(mediation, pair).state is PairState.UNDONE
    with refused("apart"):
        propose(mediation, offer, question, (), MEDIATOR)
    with mediation.database.reading() as session:
        assert len(session.exec(select(KeptApart)).all()) == 1


def test_what_came_about_at_an_event_is_asked_after_on_its_day(mediation):
    day = clock.today() + timedelta(days=90)
    with mediation.database.writing() as session:
        event = ExchangeEvent(
            slug="beurs", municipality="hattem", name="Voorbeeldbeurs", held_on=clock.today(), follow_up_on=day
        )
        session.add(event)
        session.flush()
        number = event.id
    offer, question = open_offer(mediation, event_id=number), open_question(mediation, event_id=number)
    pair = put_to(mediation, offer, question)
    both_say_yes(mediation, offer, question, pair)
    assert pair_of(mediation, pair).follow_up_on == day


def test_what_goes_on_is_asked_after_again_much_later(mediation):
    offer, question, pair = a_pair(mediation)
    both_say_yes(mediation, offer, question, pair)
    follow_up(mediation, pair, MEDIATOR, "goes_on")
    assert pair_of(mediation, pair).follow_up_on == clock.today() + timedelta(days=180)
    follow_up(mediation, pair, MEDIATOR, "stopped")
    assert pair_of(mediation, pair).state is PairState.ENDED


def test_another_municipality_finds_nobody(mediation):
    offer, question, pair = a_pair(mediation)
    elsewhere = {"municipality": "heerde"}
    for act in (
        lambda: propose(mediation, offer, question, (), MEDIATOR, **elsewhere),
        lambda: answer(mediation, pair, offer, Says.YES, MEDIATOR, **elsewhere),
        lambda: end(mediation, pair, MEDIATOR, "done", **elsewhere),
        lambda: undo(mediation, pair, MEDIATOR, "", **elsewhere),
        lambda: settle_report(mediation, pair, MEDIATOR, "", block=True, **elsewhere),
        lambda: keep_apart(mediation, offer, question, MEDIATOR, **elsewhere),
        lambda: follow_up(mediation, pair, MEDIATOR, "done", **elsewhere),
    ):
        with pytest.raises(NobodyThere):
            act()


def test_everything_is_in_the_audit_without_a_name(mediation):
    offer, question, pair = a_pair(mediation)
    both_say_yes(mediation, offer, question, pair)
    report(mediation, pair, question, "iets")
    settle_report(mediation, pair, MEDIATOR, "iets", block=True)
    with mediation.database.reading() as session:
        lines = session.exec(select(AuditLine).order_by(AuditLine.id)).all()
    done = [line.action for line in lines if line.subject == f"pair:{pair}"]
    assert done == ["pair.propose", "pair.say_yes", "pair.say_yes", "pair.report", "pair.settle_report"]
    assert "Voorbeeld-" not in repr([line.model_dump() for line in lines])
