"""What the desk does with a request: every action is one transaction with its line of history, its audit line and what has
to reach the resident.

Two things cannot be done here. Nobody at the desk changes what a resident chose about client support: only a question
that could not be put yet gets its answer, once (I-25, S29). And no decision is stored: three outcomes of a conversation
and a note, nothing about what somebody gets (I-15, P15).
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.accounts.models import Account
from app.accounts.rights import Role
from app.audit import record
from app.content.models import OUTCOMES
from app.conversation.access import renewed
from app.conversation.asking import Receipt, ask
from app.conversation.counted import count_contact, count_outcome
from app.conversation.deliveries import post_deliveries, post_delivery
from app.conversation.hints import may_leave_voicemail
from app.conversation.history import note
from app.conversation.lifecycle import Action, NotAllowed, allowed, move
from app.conversation.models import (
    Channel,
    ConversationRequest,
    Delivery,
    DeliveryState,
    RequestOutcome,
    State,
    Support,
)
from app.conversation.office import NobodyHome, Office, contact_of
from app.conversation.opened import Worker, held
from app.conversation.shapes import NewRequest, Share
from app.conversation.terms import terms_from
from app.data_keys import FieldSeal

CallResult = Literal["reached", "missed", "voicemail"]
DECIDING: Final = re.compile(
    r"\b(recht op|(?:toe|af)gewezen|(?:toe|af)wijz\w+|toegekend\w*|toekenn\w+|beschikking\w*|besloten|entitled|granted)\b",
    re.IGNORECASE,
)
"""Words of a decision. A note that holds one is sent back: the municipality decides elsewhere, and writes it itself."""


class Refused(Exception):
    """This cannot be kept so.

    :ivar why: support_open, support_not_confirmed, support_no_day, support_answered, voicemail_not_safe, no_outcome,
        no_place, decision, in_the_past, nobody_there, not_waiting, not_closed, no_words.
    """

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class _Held:
    """A request in somebody's hands."""

    session: Session
    request: ConversationRequest
    seal: FieldSeal
    actor: str

    def note(self, kind: str, text: str = "", *, public: bool = False) -> None:
        note(self.session, self.request, self.seal, self.actor, kind, text=text, public=public)

    def turned_to_resident(self, office: Office) -> None:
        """Before the line of history that says so."""
        count_contact(self.session, self.request, office.town(self.request.municipality).conversation)


@contextmanager
def _acting(office: Office, who: Worker, number: int, action: str) -> Iterator[_Held]:
    """The request held, with an audit line once all went well."""
    with office.database.writing() as session:
        request, seal = held(session, office, who, number)
        yield _Held(session, request, seal, who.actor)
        session.add(request)
        record(session, who.actor, f"conversation.{action}", f"request:{number}")


def enter(office: Office, new: NewRequest, form: str, who: Worker, *, could_not_ask: bool = False) -> Receipt:
    """Take in a request for a caller, a visitor or a letter writer.

    :param form: the hidden token of the page: the same form twice is one request.
    :param could_not_ask: "I could not ask this person": a message on the machine, or somebody who speaks for another.
    :raises Refused: support_no_day, support_open (a person who is there was not asked), support_not_confirmed.
    """
    if new.support is Support.TO_ASK:
        if new.channel is not Channel.LETTER and not could_not_ask:
            raise Refused("support_open")
        if new.support_ask_by is None or new.support_ask_by < clock.today():
            raise Refused("support_no_day")
    if new.support is Support.NO and not new.support_confirmed:
        raise Refused("support_not_confirmed")
    return ask(office, new, form, who.actor)


def answer_support(
    office: Office, who: Worker, number: int, answer: Support, *, shares: Sequence[Share] = (), confirmed: bool = False
) -> None:
    """The resident was asked now: keep their answer. Only while the question is open; what was chosen stays theirs.

    :param confirmed: for *no*: "I asked, and this person does not want it".
    :raises Refused: support_open, support_not_confirmed, or support_answered: then nothing was changed.
    """
    if answer is Support.TO_ASK:
        raise Refused("support_open")
    if answer is Support.NO and not confirmed:
        raise Refused("support_not_confirmed")
    with _acting(office, who, number, "support-asked") as now:
        if not allowed(now.request.state, Action.CHANGE_SUPPORT):
            raise NotAllowed(now.request.state, Action.CHANGE_SUPPORT)
        given = tuple(shares) if answer is Support.YES else ()
        # The condition stands in the statement itself, so that no other way in can overwrite a choice.
        changed = now.session.execute(
            sa.update(ConversationRequest)
            .where(col(ConversationRequest.id) == number, col(ConversationRequest.support) == Support.TO_ASK)
            .values(support=answer, support_shares=given, support_confirmed=confirmed, support_ask_by=None)
        )
        if getattr(changed, "rowcount", 0) != 1:
            raise Refused("support_answered")
        now.session.refresh(now.request)
        now.note("support_changed", public=True)
        post_deliveries(now.session, office, now.request, contact_of(now.request, now.seal), "support")


def take_up(office: Office, who: Worker, number: int) -> None:
    """This worker goes on with it."""
    with _acting(office, who, number, "take-up") as now:
        move(now.request, Action.TAKE_UP)
        now.request.taken_by = who.account_id
        now.note("taken_up", public=True)


def hand_to_colleague(office: Office, who: Worker, number: int, colleague: int) -> None:
    """Somebody else goes on with it.

    :raises Refused: nobody_there: no such colleague at this desk.
    """
    with _acting(office, who, number, "hand-over") as now:
        if colleague not in {account.id for account in colleagues(now.session, now.request.municipality)}:
            raise Refused("nobody_there")
        move(now.request, Action.TAKE_UP)
        now.request.taken_by = colleague
        now.note("taken_up", public=True)
        now.note("handed_over")


def hand_to_team(office: Office, who: Worker, number: int, team: str) -> None:
    """Another team takes it up; it waits there until somebody does.

    :raises Refused: nobody_there: no such team here.
    """
    with _acting(office, who, number, "hand-over") as now:
        teams = {each.slug: each.name for each in office.town(now.request.municipality).conversation.teams}
        if team not in teams:
            raise Refused("nobody_there")
        if not allowed(now.request.state, Action.TAKE_UP):
            raise NotAllowed(now.request.state, Action.TAKE_UP)
        if now.request.state is State.TAKEN_UP:
            move(now.request, Action.PUT_BACK)
        now.request.team, now.request.taken_by = team, None
        now.note("handed_over", teams[team])


def colleagues(session: Session, municipality: str) -> Sequence[Account]:
    """Who works at the desk of this municipality."""
    return session.exec(
        select(Account)
        .where(
            Account.role == Role.DESK,
            col(Account.disabled_at).is_(None),
            col(Account.municipality).in_(("", municipality)),
        )
        .order_by(Account.email)
    ).all()


def called(office: Office, who: Worker, number: int, result: CallResult, remark: str = "") -> None:
    """Somebody called. The resident reads when and whether it succeeded; the remark stays at the desk.

    :raises Refused: voicemail_not_safe: the resident did not say that a message may be left.
    """
    with _acting(office, who, number, "call") as now:
        move(now.request, Action.CALL)
        if result == "voicemail" and not may_leave_voicemail(contact_of(now.request, now.seal)):
            raise Refused("voicemail_not_safe")
        now.turned_to_resident(office)
        now.note("call_attempt", result, public=True)
        if remark:
            now.note("desk_note", remark)


def plan(office: Office, who: Worker, number: int, at: datetime, place: str) -> None:
    """A day, a time and a place; the resident hears it by their own road.

    :raises Refused: in_the_past.
    """
    if at <= clock.now():
        raise Refused("in_the_past")
    with _acting(office, who, number, "plan") as now:
        move(now.request, Action.PLAN)
        now.request.planned_at = at
        now.request.taken_by = now.request.taken_by or who.account_id
        now.turned_to_resident(office)
        now.note("planned", place, public=True)
        post_deliveries(now.session, office, now.request, contact_of(now.request, now.seal), "planned")


def write_note(office: Office, who: Worker, number: int, text: str) -> None:
    """Something for colleagues. The resident can ask to read it (AVG art. 15).

    :raises Refused: no_words.
    """
    if not text:
        raise Refused("no_words")
    with _acting(office, who, number, "note") as now:
        move(now.request, Action.NOTE)
        now.note("desk_note", text)


def record_outcome(office: Office, who: Worker, number: int, codes: Sequence[str], text: str) -> None:
    """What the conversation led to: one or more of the three, with a note the resident reads. The request is closed.

    :raises Refused: no_outcome; no_place: a general provision without saying where; decision: the note speaks of what
        somebody gets or not.
    """
    chosen = [code for code in OUTCOMES if code in codes]
    if not chosen or set(codes) - set(OUTCOMES):
        raise Refused("no_outcome")
    if "general_provision" in chosen and not text:
        raise Refused("no_place")  # its sentence says that below it stands where to go
    if DECIDING.search(text):
        raise Refused("decision")
    with _acting(office, who, number, "outcome") as now:
        move(now.request, Action.CLOSE)
        rules = office.town(now.request.municipality).conversation
        now.request.closed_at = clock.now()
        now.request.erase_on = clock.today() + timedelta(days=rules.retention_days)
        now.session.execute(sa.delete(RequestOutcome).where(col(RequestOutcome.request_id) == number))
        now.session.add_all([RequestOutcome(request_id=number, code=code) for code in chosen])
        now.turned_to_resident(office)
        count_outcome(now.session, now.request, chosen)
        now.note("outcome", text, public=True)
        now.note("closed", ", ".join(chosen))
        post_deliveries(now.session, office, now.request, contact_of(now.request, now.seal), "outcome")


def reopen(office: Office, who: Worker, number: int, *, asked_again: bool) -> None:
    """Open a closed request again ("gesprek opnieuw").

    :param asked_again: the resident asks for another conversation: the term counts from today. Else it was closed too
        early, and the term goes on as it was.
    """
    with _acting(office, who, number, "reopen") as now:
        move(now.request, Action.REOPEN)
        now.request.taken_by = who.account_id
        if asked_again:
            terms = terms_from(clock.today(), office.town(now.request.municipality).conversation)
            now.request.due_on, now.request.plan_until = terms.due_on, terms.plan_until
        now.note("again", public=True)


def follow_up_done(office: Office, who: Worker, number: int, remark: str = "") -> None:
    """The desk asked how it goes, as the resident wished.

    :raises Refused: not_waiting: no such wish, or it was done.
    """
    with _acting(office, who, number, "follow-up") as now:
        if now.request.follow_up_on is None or now.request.follow_up_done_at is not None:
            raise Refused("not_waiting")
        now.request.follow_up_done_at = clock.now()
        now.note("follow_up", public=True)
        if remark:
            now.note("desk_note", remark)


def letter_posted(office: Office, who: Worker, number: int, delivery: int) -> None:
    """A printed letter is in the post.

    :raises NobodyHome: no such letter with this request.
    """
    with _acting(office, who, number, "letter-posted") as now:
        found = _delivery(now, delivery)
        if found.channel != "letter":
            raise NobodyHome
        if found.state is DeliveryState.WAITING:
            found.state, found.delivered_at = DeliveryState.DELIVERED, clock.now()
            found.attempts += 1
            now.session.add(found)
            now.note("letter_posted")


def new_code(office: Office, who: Worker, number: int) -> str:
    """A new secret code for the person it is about, shown this once: in a letter that now waits to be posted.

    :raises NobodyHome: there is no such request here.
    """
    with _acting(office, who, number, "code-letter") as now:
        earlier = (col(Delivery.request_id) == number) & (col(Delivery.purpose) == "code")
        waiting = col(Delivery.state) == DeliveryState.WAITING
        now.session.execute(sa.update(Delivery).where(earlier & waiting).values(state=DeliveryState.CANCELLED))
        post_delivery(now.session, now.request, "letter", "code")
        return renewed(now.session, office, now.request, who.actor)


def settle_refused(office: Office, who: Worker, number: int, delivery: int) -> None:
    """A message can never arrive by its road, and somebody called about it instead.

    :raises Refused: not_waiting: it is not one that was refused.
    """
    with _acting(office, who, number, "refused-settled") as now:
        found = _delivery(now, delivery)
        if found.state is not DeliveryState.REFUSED:
            raise Refused("not_waiting")
        found.state = DeliveryState.CANCELLED
        now.session.add(found)
        now.note("settled")


def _delivery(now: _Held, number: int) -> Delivery:
    found = now.session.get(Delivery, number)
    if found is None or found.request_id != now.request.id:
        raise NobodyHome
    return found
