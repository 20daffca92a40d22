"""What the mediating organisation does with an offer or a question, and what the person hears of it."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from app import clock
from app.audit.models import AuditLine
from app.matching.board import board
from app.matching.lifecycle import NotPossible
from app.matching.mediating import (
    approve,
    block,
    called,
    met,
    refuse,
    reopen,
    say_no_one,
    screen,
    set_public_line,
)
from app.matching.mediation import NobodyThere
from app.matching.models import PairState, Says, Standing
from app.matching.opened import opened
from app.matching.own import own_notice, withdraw
from app.matching.pairs import answer, report
from app.social_map.vocabulary import Vog
from tests.matching.conftest import a_question, an_offer
from tests.matching.scenes import (
    KAREL,
    MEDIATOR,
    VERA,
    a_pair,
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


def test_who_is_approved_hears_it_and_can_be_proposed(mediation):
    number = posted(mediation, an_offer())
    approve(mediation, number, MEDIATOR)
    assert notice_of(mediation, number).standing is Standing.OPEN
    assert said(mediation, VERA) == "Wij lazen wat u instuurde. Het is goed zo."
    assert kinds(mediation, number, public=True)[-1] == "approved"
    with refused("standing"):
        approve(mediation, number, MEDIATOR)


def test_an_english_notice_is_answered_in_english(mediation):
    number = posted(mediation, a_question(language="en"))
    approve(mediation, number, MEDIATOR)
    letter = letters(mediation, KAREL)[-1]
    assert letter.subject == "Message from Voor elkaar Hattem"
    assert "/en/voor-elkaar/mijn" in letter.text


@pytest.mark.parametrize("reason", ["", "   \n"])
def test_nothing_is_refused_without_a_reason(mediation, reason):
    number = posted(mediation, an_offer())
    with refused("reason"):
        refuse(mediation, number, MEDIATOR, reason)
    assert notice_of(mediation, number).standing is Standing.NEW


def test_who_is_refused_reads_why_and_whom_to_call(mediation):
    number = posted(mediation, an_offer())
    refuse(mediation, number, MEDIATOR, "Dit is werk waarvoor u betaald wordt.")
    letter = letters(mediation, VERA)[-1]
    assert "Dit is werk waarvoor u betaald wordt." not in letter.text  # somebody else may read that mailbox
    assert "/voor-elkaar/mijn" in letter.text
    assert "038 000 05 00" in letter.text
    history = own_notice(mediation, number).history
    assert (history[-1].kind, history[-1].note) == ("refused", "Dit is werk waarvoor u betaald wordt.")
    assert notice_of(mediation, number).erase_on == clock.today() + timedelta(days=30)


def test_what_was_refused_or_blocked_can_stand_again_with_a_whole_term(mediation):
    number = posted(mediation, an_offer())
    refuse(mediation, number, MEDIATOR, "Nee.")
    reopen(mediation, number, MEDIATOR)
    again = notice_of(mediation, number)
    assert (again.standing, again.erase_on, again.closed_at) == (Standing.OPEN, None, None)
    block(mediation, number, MEDIATOR, "Gebeld, komt op terug.")
    assert notice_of(mediation, number).standing is Standing.BLOCKED
    reopen(mediation, number, MEDIATOR)
    assert notice_of(mediation, number).expires_on == clock.today() + timedelta(days=180)


def test_what_somebody_took_back_stays_taken_back(mediation):
    number = open_offer(mediation)
    withdraw(mediation, number)
    for act in (reopen, approve, met, block):
        with pytest.raises(NotPossible):
            act(mediation, number, MEDIATOR)


def test_who_takes_it_back_lets_the_other_side_hear_that_it_does_not_go_on(mediation):
    offer, _, pair = a_pair(mediation)
    withdraw(mediation, offer)
    assert pair_of(mediation, pair).state is PairState.LAPSED
    assert said(mediation, KAREL) == OFF


def test_a_block_ends_matches_and_is_told_by_a_person_and_not_by_mail(mediation):
    offer, question, pair = a_pair(mediation)
    for number in (offer, question):
        answer(mediation, pair, number, Says.YES, "person")
    before = len(letters(mediation, VERA))
    block(mediation, offer, MEDIATOR, "Niet voor de persoon.")
    assert pair_of(mediation, pair).state is PairState.ENDED
    assert said(mediation, KAREL) == OFF
    assert len(letters(mediation, VERA)) == before
    assert [(call.notice.id, call.why) for call in board(mediation, "hattem").to_call] == [(offer, ("blocked",))]
    assert "Niet voor de persoon." not in repr(own_notice(mediation, offer))


def test_what_is_met_lets_proposals_go_and_leaves_what_was_agreed(mediation):
    offer, question, pair = a_pair(mediation)
    for number in (offer, question):
        answer(mediation, pair, number, Says.YES, "person")
    other = open_offer(mediation, form="ander", person={"email": "ander@post.example"})
    waiting = put_to(mediation, other, question)
    met(mediation, question, "person")
    assert pair_of(mediation, pair).state is PairState.AGREED
    assert pair_of(mediation, waiting).state is PairState.LAPSED
    assert said(mediation, "ander@post.example") == OFF
    assert own_notice(mediation, offer).proposals[0].contact is not None


def test_screening_is_kept_and_the_person_may_read_the_note(mediation):
    number = posted(mediation, an_offer())
    screen(mediation, number, MEDIATOR, Vog.YES, date(2026, 11, 20), "VOG gezien, fijn gesprek.")
    kept = notice_of(mediation, number)
    assert (kept.vog, kept.met_on) == (Vog.YES, date(2026, 11, 20))
    own = own_notice(mediation, number)
    assert own.words.mediator_note == "VOG gezien, fijn gesprek."
    assert own.words.story == "Ik kom graag een middag langs."


@pytest.mark.parametrize(
    "line",
    [
        *("Bel 06 12 34 56 78", "mail vera@post.example", "op 8051 ZZ nummer 1", "in 8051zz", "038-0000001"),
        *("Vraag naar Voorbeeld-Vera.", "Mevrouw Vrijwilliger leest voor."),
    ],
)
def test_a_public_line_never_tells_who_it_is(mediation, line):
    number = open_offer(mediation)
    with refused("personal"):
        set_public_line(mediation, number, MEDIATOR, line)
    assert not notice_of(mediation, number).public_line


def test_a_public_line_is_kept_in_one_line_and_no_longer_than_fits(mediation):
    number = open_offer(mediation)
    set_public_line(mediation, number, MEDIATOR, "Een vrijwilliger van Voorbeeldplein leest voor in 2026 en later.")
    set_public_line(mediation, number, MEDIATOR, " Iemand van 70\nleest graag voor, 2 keer per week. ")
    assert notice_of(mediation, number).public_line == "Iemand van 70 leest graag voor, 2 keer per week."
    with refused("too_long"):
        set_public_line(mediation, number, MEDIATOR, "a" * 301)


def test_who_has_no_mail_address_is_called_and_then_off_the_list(mediation):
    offer = open_offer(mediation, person={"email": ""})
    question = open_question(mediation)
    put_to(mediation, offer, question)
    (call,) = board(mediation, "hattem").to_call
    assert (call.notice.id, call.why) == (offer, ("approved", "proposed"))
    called(mediation, offer, MEDIATOR)
    assert board(mediation, "hattem").to_call == ()
    assert kinds(mediation, offer, public=True)[-1] == "called"


def test_a_question_for_which_nobody_is_found_gets_ways_and_stays_open(mediation):
    number = open_question(mediation, tasks=("wassen", "bezoek"))
    say_no_one(mediation, number, MEDIATOR)
    letter = letters(mediation, KAREL)[-1]
    assert letter.text.startswith("Wij vonden nog niemand voor uw vraag. Dat ligt niet aan u.")
    assert "038 000 00 00" in letter.text
    assert not {"wassen", "bezoek", "soort="} & set(letter.text.lower().replace("?", " ").split())
    assert notice_of(mediation, number).standing is Standing.OPEN
    with pytest.raises(NotPossible):
        say_no_one(mediation, open_offer(mediation), MEDIATOR)


def test_opening_is_written_down_and_shows_what_a_mediator_needs(mediation):
    offer, question, pair = a_pair(mediation)
    for number in (offer, question):
        answer(mediation, pair, number, Says.YES, "person")
    report(mediation, pair, question, "Hij kwam te laat en was boos.")
    found = opened(mediation, offer, "hattem", MEDIATOR)
    assert found.person.last_name == "Vrijwilliger"
    (match,) = found.pairs
    assert (match.other_id, match.other_name, match.contact_open) == (question, "Voorbeeld-Karel", False)
    assert match.said == ("Hij kwam te laat en was boos.",)
    with mediation.database.reading() as session:
        line = session.exec(select(AuditLine).order_by(AuditLine.id.desc())).first()
    assert (line.actor, line.action, line.subject) == (MEDIATOR, "notice.open", f"notice:{offer}")


def test_a_reason_for_the_mediator_is_read_by_the_mediator(mediation):
    offer = open_offer(mediation)
    block(mediation, offer, MEDIATOR, "Twee keer niet gekomen.")
    found = opened(mediation, offer, "", MEDIATOR)
    assert [line.note for line in found.history if line.kind == "block_reason"] == ["Twee keer niet gekomen."]


def test_what_was_erased_cannot_be_opened(mediation):
    offer = open_offer(mediation)
    mediation.keys.destroy(f"notice:{notice_of(mediation, offer).uid}")
    with pytest.raises(NobodyThere):
        opened(mediation, offer, "hattem", MEDIATOR)


@pytest.mark.parametrize(
    "act",
    [
        lambda m, n, **where: approve(m, n, MEDIATOR, **where),
        lambda m, n, **where: refuse(m, n, MEDIATOR, "Nee.", **where),
        lambda m, n, **where: block(m, n, MEDIATOR, **where),
        lambda m, n, **where: met(m, n, MEDIATOR, **where),
        lambda m, n, **where: reopen(m, n, MEDIATOR, **where),
        lambda m, n, **where: screen(m, n, MEDIATOR, Vog.YES, None, "", **where),
        lambda m, n, **where: set_public_line(m, n, MEDIATOR, "Iets.", **where),
        lambda m, n, **where: called(m, n, MEDIATOR, **where),
        lambda m, n, **where: say_no_one(m, n, MEDIATOR, **where),
        lambda m, n, municipality: opened(m, n, municipality, MEDIATOR),
    ],
)
def test_in_another_municipality_it_is_not_there(mediation, act):
    number = posted(mediation, an_offer())
    before = notice_of(mediation, number).model_dump()
    with pytest.raises(NobodyThere):
        act(mediation, number, municipality="heerde")
    assert notice_of(mediation, number).model_dump() == before
    assert kinds(mediation, number) == ["posted"]
