"""Putting an offer and a question to both sides, and everything that becomes of that.

The mediator's proposal is the mediator's own yes; contact opens when both sides said yes as well. Nobody is flooded: at
most three proposals wait at one question and two at one offer. Who declines is asked nothing, is told nothing more, and
stands exactly where they stood: nothing is counted. Every function is one transaction with both notices held, in the order
of their numbers, so that two answers at the same moment make one agreement and one mail each.
"""

import uuid
from datetime import date, timedelta
from typing import Final, Literal

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from app import clock
from app.audit import record
from app.content.letterhead import day_in_words
from app.matching.letters import News, as_list, language_of, must_call, tell_the_mediator
from app.matching.mediation import Mediation, NobodyThere
from app.matching.models import ExchangeEvent, KeptApart, Notice, Pair, PairState, Says, Side, Standing
from app.matching.pair_states import GOING, PairAction, PairNotPossible, can, move_pair, other_of, says_of
from app.matching.scoring import Excluded, Fit, ground_of, judge, offer_facts, question_facts
from app.matching.together import Together, account_in, holding, holding_pair

MOST_AT_A_QUESTION: Final = 3
MOST_AT_AN_OFFER: Final = 2
FOLLOW_UP_AFTER: Final = timedelta(days=28)
PERSON: Final = "person"
How = Literal["done", "stopped"]
_MAY_STILL_AGREE: Final = (Standing.OPEN, Standing.PAUSED)


def propose(
    mediation: Mediation,
    offer_id: int,
    question_id: int,
    because: tuple[str, ...] = (),
    actor: str = "",
    *,
    municipality: str = "",
) -> int:
    """Put an offer and a question to both sides. Returns the number of the match.

    :param because: codes of the reasons as the mediator saw them; what scoring says now when empty.
    :param municipality: of who proposes; empty for the whole region.
    :raises NobodyThere: one of the two is not there, or not in this municipality.
    :raises PairNotPossible: a limit excludes it, or see its codes. Nobody can get round this.
    """
    with holding(mediation, (offer_id, question_id), municipality) as work:
        offer, question = work.notice(offer_id), work.notice(question_id)
        fit = _allowed(work, offer, question)
        terms = mediation.terms(question.municipality)
        days = timedelta(days=terms.decide_days if terms else 0)
        pair = Pair(
            uid=str(uuid.uuid4()),
            offer_id=offer_id,
            question_id=question_id,
            because=because or fit,
            proposed_by=account_in(actor),
            proposed_at=clock.now(),
            decide_by=clock.today() + days,
        )
        work.session.add(pair)
        work.session.flush()
        for each in (offer, question):
            work.note(each, actor, "pair_proposed", pair)
            work.tell(each, News.PROPOSED, day=day_in_words(pair.decide_by, language_of(each)))
        record(work.session, actor, "pair.propose", f"pair:{pair.id}")
        return pair.id or 0


def answer(
    mediation: Mediation, pair_id: int, notice_id: int, says: Says, actor: str = PERSON, *, municipality: str = ""
) -> PairState:
    """Yes, no, or a yes taken back (`Says.NOTHING`), by the person or by the mediator who has them on the telephone.

    The same answer twice changes nothing. The second yes opens the contact; a no ends the proposal, and the other side
    only hears that it does not go on.

    :raises NobodyThere: this notice is no part of that match.
    :raises PairNotPossible: it is over already, or a notice that is not open any more says yes.
    """
    with holding_pair(mediation, pair_id, municipality, notice_id) as (work, pair):
        said = says_of(pair, notice_id)
        if said is says and pair.state is not PairState.ASKED:
            return pair.state  # a second click on the same button
        if not can(pair, PairAction.SAY):
            raise PairNotPossible("pair_state")
        if said is says:
            return pair.state
        both = (work.notice(pair.offer_id), work.notice(pair.question_id))
        if says is Says.YES:
            _still_possible(work, *both)
        if pair.offer_id == notice_id:
            pair.offer_says = says
        else:
            pair.question_says = says
        mine, other = work.notice(notice_id), work.notice(other_of(pair, notice_id))
        work.note(mine, actor, {Says.YES: "pair_said_yes", Says.NO: "pair_said_no"}.get(says, "pair_took_back"), pair)
        if says is Says.NO:
            move_pair(pair, PairAction.DECLINE)
            pair.ended_at = clock.now()
            # Told in the words of a proposal whose time ran out, so that nobody can tell who said what.
            work.note(other, "system", "pair_lapsed", pair)
            work.tell(other, News.OFF)
        elif pair.offer_says is Says.YES and pair.question_says is Says.YES:
            _agree(work, pair)
        work.session.add(pair)
        record(work.session, actor, f"pair.say_{says.value}", f"pair:{pair_id}")
        return pair.state


def end(
    mediation: Mediation,
    pair_id: int,
    actor: str,
    how: How,
    *,
    notice_id: int | None = None,
    municipality: str = "",
) -> None:
    """What was agreed is over: it is done, or somebody stops. No reason is asked. Contact closes.

    :param notice_id: whose own page this comes from; a person has to be one of the two, the mediator names nobody.
    :raises NobodyThere: there is no such match for who asks.
    :raises PairNotPossible: nothing was agreed, or it is over already.
    """
    with holding_pair(mediation, pair_id, municipality, _party(actor, notice_id)) as (work, pair):
        move_pair(pair, PairAction.END)
        pair.ended_at, pair.follow_up = clock.now(), how
        for number in (pair.offer_id, pair.question_id):
            work.note(work.notice(number), actor if number == notice_id else "system", "pair_ended", pair)
            if how == "stopped" and number != notice_id:
                work.tell(work.notice(number), News.OFF)
        work.session.add(pair)
        record(work.session, actor, "pair.end", f"pair:{pair_id}")


def undo(
    mediation: Mediation,
    pair_id: int,
    actor: str,
    reason: str,
    *,
    notice_id: int | None = None,
    municipality: str = "",
) -> None:
    """Take a proposal or an appointment back. The reason is for the mediator only; both sides hear it does not go on.

    :param reason: sealed with the key of the notice it came from, or of the question when the mediator writes it.
    :raises NobodyThere: there is no such match for who asks.
    :raises PairNotPossible: it is over already.
    """
    with holding_pair(mediation, pair_id, municipality, _party(actor, notice_id)) as (work, pair):
        move_pair(pair, PairAction.UNDO)
        pair.ended_at = clock.now()
        wrote = notice_id or pair.question_id
        for number in (pair.offer_id, pair.question_id):
            work.note(work.notice(number), actor if number == notice_id else "system", "pair_undone", pair)
            if number != notice_id:
                work.tell(work.notice(number), News.OFF)
        if reason.strip():
            work.note(work.notice(wrote), actor, "pair_undo_reason", pair, text=reason, public=False)
        work.session.add(pair)
        record(work.session, actor, "pair.undo", f"pair:{pair_id}")


def report(mediation: Mediation, pair_id: int, notice_id: int, text: str, actor: str = PERSON) -> None:
    """Something was not right. Contact closes for both at once, the mediator sees it on top of the board and phones.

    :param text: in their own words, sealed with their own key; the other side never reads it. May be empty.
    :raises NobodyThere: this notice is no part of that match.
    :raises PairNotPossible: they could never reach each other.
    """
    with holding_pair(mediation, pair_id, "", notice_id) as (work, pair):
        move_pair(pair, PairAction.REPORT)
        pair.reported_at, pair.report_handled_at = clock.now(), None
        mine = work.notice(notice_id)
        work.note(mine, actor, "pair_reported", pair, text=text)
        must_call(work.session, mine, "report")
        if actor == PERSON:
            said = "Iemand meldt dat er iets niet goed is"
            tell_the_mediator(work.session, mediation, mine, said, clock.today(), always=True)
        work.session.add(pair)
        record(work.session, actor, "pair.report", f"pair:{pair_id}")


def settle_report(
    mediation: Mediation, pair_id: int, actor: str, note: str, *, block: bool, municipality: str = ""
) -> None:
    """The mediator spoke with both. The match ends either way; to go on, it is proposed anew and both say yes again.

    :param note: for the mediator, sealed with the key of who reported.
    :param block: the reported notice is blocked: every match of it ends and these two are never put together again.
    :raises NobodyThere: there is no such match, or not here.
    :raises PairNotPossible: nothing was reported that waits.
    """
    with holding_pair(mediation, pair_id, municipality, partners=True) as (work, pair):
        if pair.reported_at is None or pair.report_handled_at is not None:
            raise PairNotPossible("pair_state")
        reporter = work.reporter_of(pair)
        reported = work.notice(other_of(pair, reporter.id or 0))
        pair.report_handled_at = clock.now()
        if can(pair, PairAction.UNDO):
            move_pair(pair, PairAction.UNDO)
            pair.ended_at = clock.now()
            for each in (reporter, reported):
                work.note(each, "system", "pair_undone", pair)
        work.session.add(pair)
        work.note(reporter, actor, "pair_report_settled", pair, text=note, public=False)
        if block:
            _keep_apart(work.session, pair.offer_id, pair.question_id)
            work.session.flush()
            work.block(reported, actor)
        record(work.session, actor, "pair.settle_report", f"pair:{pair_id}")


def keep_apart(mediation: Mediation, offer_id: int, question_id: int, actor: str, *, municipality: str = "") -> None:
    """Never put these two together again. What goes on between them ends; neither reads why.

    :raises NobodyThere: one of them is not there, or not here.
    """
    with holding(mediation, (offer_id, question_id), municipality) as work:
        offer, question = work.notice(offer_id), work.notice(question_id)
        if (offer.side, question.side) != (Side.OFFER, Side.QUESTION):
            raise PairNotPossible("same_side")
        _keep_apart(work.session, offer_id, question_id)
        going = work.session.exec(
            select(Pair).where(Pair.offer_id == offer_id, Pair.question_id == question_id, col(Pair.state).in_(GOING))
        ).all()
        for pair in going:
            move_pair(pair, PairAction.UNDO)
            pair.ended_at = clock.now()
            work.session.add(pair)
            for each in (offer, question):
                work.note(each, "system", "pair_undone", pair)
                work.tell(each, News.OFF)
        record(work.session, actor, "pair.keep_apart", f"notice:{offer_id}")


def follow_up(
    mediation: Mediation,
    pair_id: int,
    actor: str,
    how: Literal["goes_on", "done", "stopped"],
    *,
    municipality: str = "",
) -> None:
    """What the mediator heard when asking how it goes. What goes on is asked again after the usual length of a notice.

    :raises NobodyThere, PairNotPossible:
    """
    if how != "goes_on":
        end(mediation, pair_id, actor, how, municipality=municipality)
        return
    with holding_pair(mediation, pair_id, municipality) as (work, pair):
        move_pair(pair, PairAction.FOLLOW_UP)
        if not can(pair, PairAction.FOLLOW_UP):
            raise PairNotPossible("pair_state")
        terms = mediation.terms(work.notice(pair.question_id).municipality)
        pair.follow_up, pair.follow_up_on = "going", clock.today() + timedelta(days=terms.keep_days if terms else 180)
        for number in (pair.offer_id, pair.question_id):
            work.note(work.notice(number), actor, "pair_goes_on", pair)
        work.session.add(pair)
        record(work.session, actor, "pair.follow_up", f"pair:{pair_id}")


def _allowed(work: Together, offer: Notice, question: Notice) -> tuple[str, ...]:
    """The reasons why these two fit.

    :raises PairNotPossible: they may not be put together, whoever asks.
    """
    if (offer.side, question.side) != (Side.OFFER, Side.QUESTION):
        raise PairNotPossible("same_side")
    if offer.standing is not Standing.OPEN or question.standing is not Standing.OPEN:
        raise PairNotPossible("standing")
    session = work.session
    if session.get(KeptApart, (offer.id, question.id)) is not None:
        raise PairNotPossible("apart")
    fit = _fit(work, offer, question)
    between = select(Pair.id).where(
        Pair.offer_id == offer.id, Pair.question_id == question.id, col(Pair.state).in_(GOING)
    )
    if session.exec(between).first() is not None:
        raise PairNotPossible("going")
    if _waiting(session, col(Pair.question_id) == question.id) >= MOST_AT_A_QUESTION:
        raise PairNotPossible("question_full")
    if _waiting(session, col(Pair.offer_id) == offer.id) >= MOST_AT_AN_OFFER:
        raise PairNotPossible("offer_full")
    return fit.because


def _still_possible(work: Together, offer: Notice, question: Notice) -> None:
    """Somebody may have changed a limit, or stopped, since it was proposed.

    :raises PairNotPossible:
    """
    if not {offer.standing, question.standing} <= set(_MAY_STILL_AGREE):
        raise PairNotPossible("standing")
    _fit(work, offer, question)


def _fit(work: Together, offer: Notice, question: Notice) -> Fit:
    ground = ground_of(work.mediation.content.now())
    found = judge(offer_facts(offer), question_facts(question), ground, clock.today())
    if isinstance(found, Excluded):
        raise PairNotPossible(found.why)
    return found


def _waiting(session: Session, whose: sa.ColumnElement[bool]) -> int:
    return int(session.exec(select(func.count(col(Pair.id))).where(whose, Pair.state == PairState.ASKED)).one())


def _agree(work: Together, pair: Pair) -> None:
    move_pair(pair, PairAction.AGREE)
    pair.agreed_at = clock.now()
    pair.follow_up_on = _ask_again_on(work, pair)
    for number in (pair.offer_id, pair.question_id):
        each = work.notice(number)
        work.note(each, "system", "pair_agreed", pair)
        terms = work.mediation.terms(each.municipality)
        advice = (terms.meeting_advice_en if language_of(each) == "en" else terms.meeting_advice) if terms else ()
        work.tell(each, News.AGREED, list=as_list(advice))


def _ask_again_on(work: Together, pair: Pair) -> date:
    """Four weeks on; what came about at an exchange event is asked after on the day of that event (I-35)."""
    usual = clock.today() + FOLLOW_UP_AFTER
    offer, question = work.notice(pair.offer_id), work.notice(pair.question_id)
    if offer.event_id is None or offer.event_id != question.event_id:
        return usual
    event = work.session.get(ExchangeEvent, offer.event_id)
    return event.follow_up_on if event and event.follow_up_on > clock.today() else usual


def _keep_apart(session: Session, offer_id: int, question_id: int) -> None:
    if session.get(KeptApart, (offer_id, question_id)) is None:
        session.add(KeptApart(offer_id=offer_id, question_id=question_id))


def _party(actor: str, notice_id: int | None) -> int | None:
    """Whose page this comes from. A person who does not say for which notice is nobody.

    :raises NobodyThere:
    """
    if actor == PERSON and notice_id is None:
        raise NobodyThere
    return notice_id
