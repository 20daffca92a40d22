"""What comes of a look back: answers are counted and forgotten, words go to the desk, and "not solved" opens it again.

No answer stands with the person: who says that the help does not work must not meet that answer again. What stays is
that they looked back, and their words, sealed in the history. The counting is in the same transaction, once for each
day that somebody chose.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlmodel import Session

from app import clock
from app.audit import record
from app.conversation.asking import Receipt
from app.conversation.deliveries import post_deliveries
from app.conversation.desk import Refused
from app.conversation.follow_up_questions import checked
from app.conversation.history import history_of, note
from app.conversation.lifecycle import Action, move
from app.conversation.models import ConversationRequest, State
from app.conversation.office import Office, contact_of
from app.conversation.opened import Worker, held
from app.conversation.own import ask_again, working
from app.conversation.terms import Terms, terms_from
from app.counting.keeping import Happened, count
from app.counting.models import Measure
from app.data_keys import FieldSeal

KIND: Final = "follow_up_words"
REOPENS_FOR: Final = timedelta(days=182)
"""For half a year the same request opens again; after that much may have changed, and a new one begins."""


@dataclass(frozen=True, slots=True)
class OpenAgain:
    """What "not solved" led to.

    :ivar receipt: of the new request, or None when the same one stands open again.
    :ivar first_contact_by: the last day on which the desk gets in touch.
    """

    receipt: Receipt | None
    first_contact_by: date


def answer(office: Office, access_id: int, answers: Mapping[str, str], words: str = "") -> bool:
    """Somebody looked back on their own page. Returns whether it was counted: the second of two clicks is not.

    :param answers: codes by question (`follow_up_questions.QUESTIONS`).
    :raises ValueError: no such answer.
    :raises app.conversation.office.NobodyHome, NotAllowed:
    """
    given = checked(answers)
    with working(office, access_id, Action.ANSWER_FOLLOW_UP) as work:
        _keep_words(work.session, work.request, work.seal, work.opened.holder.value, words)
        if not waiting(work.request):
            return False
        _count(work.session, work.request, given)
        work.request.follow_up_done_at = clock.now()
        work.done("follow_up")
        return True


def open_again(office: Office, access_id: int) -> OpenAgain:
    """Not solved, in one click: the same request stands open again with its term from today; a new one begins when it
    was withdrawn, was closed long ago, or is still under way (then the first goes on as well).

    :raises app.conversation.office.NobodyHome, NotAllowed:
    """
    with working(office, access_id, Action.ASK_AGAIN) as work:
        request = work.request
        if waiting(request):
            _count(work.session, request, {"solved": "no"})
            request.follow_up_done_at = clock.now()
        if _opens_again(request):
            terms = _begin_again(office, request)
            work.done("again")
            work.tell("request")
            return OpenAgain(None, terms.first_contact_by)
    receipt = ask_again(office, access_id)
    return OpenAgain(receipt, receipt.terms.first_contact_by)


def answered_at_desk(
    office: Office, who: Worker, number: int, answers: Mapping[str, str], words: str = "", *, again: bool = False
) -> None:
    """The desk asked, by telephone or with a letter that came back.

    :param again: the person wants another conversation: this worker goes on with it, the term counts from today.
    :raises Refused: not_waiting: no such wish, or it was done; not_closed: it is still under way, so it cannot be opened.
    :raises ValueError: no such answer.
    """
    given = checked(answers)
    with office.database.writing() as session:
        request, seal = held(session, office, who, number)
        if not waiting(request, early=True):
            raise Refused("not_waiting")
        if again and request.state is not State.CLOSED:
            raise Refused("not_closed")
        _count(session, request, given)
        request.follow_up_done_at = clock.now()
        note(session, request, seal, who.actor, "follow_up", public=True)
        _keep_words(session, request, seal, who.actor, words)
        if again:
            move(request, Action.REOPEN)
            terms = terms_from(clock.today(), office.town(request.municipality).conversation)
            request.taken_by, request.planned_at = who.account_id, None
            request.due_on, request.plan_until = terms.due_on, terms.plan_until
            note(session, request, seal, who.actor, "again", public=True)
            post_deliveries(session, office, request, contact_of(request, seal), "request")
        session.add(request)
        record(session, who.actor, "conversation.follow-up", f"request:{number}")


def waiting(request: ConversationRequest, *, early: bool = False) -> bool:
    """Whether the look back that somebody chose is still to come true.

    :param early: also before the day itself: the desk may speak with somebody sooner.
    """
    on = request.follow_up_on
    if on is None or request.follow_up_done_at is not None or request.state is State.WITHDRAWN:
        return False
    return early or on <= clock.today()


def _opens_again(request: ConversationRequest) -> bool:
    closed_at: datetime | None = request.closed_at
    return request.state is State.CLOSED and (closed_at is None or closed_at > clock.now() - REOPENS_FOR)


def _begin_again(office: Office, request: ConversationRequest) -> Terms:
    """As if it came in today: unread, nobody's, with every term and alarm counted from now."""
    move(request, Action.REOPEN)
    move(request, Action.PUT_BACK)
    terms = terms_from(clock.today(), office.town(request.municipality).conversation)
    request.arrived_on, request.received_at = clock.today(), clock.now()
    request.due_on, request.plan_until = terms.due_on, terms.plan_until
    request.seen_at, request.planned_at = None, None
    return terms


def _count(session: Session, request: ConversationRequest, given: Mapping[str, str]) -> None:
    for question, code in given.items():
        count(session, Happened(Measure.FOLLOW_UP, request.municipality, request.kern, way=question, detail=code))


def _keep_words(session: Session, request: ConversationRequest, seal: FieldSeal, actor: str, words: str) -> None:
    """Their words for the desk, once, and unread until somebody there opens the request."""
    if not words:
        return
    earlier = [line.note for line in history_of(session, request, seal) if line.kind == KIND]
    if earlier[-1:] == [words]:
        return
    note(session, request, seal, actor, KIND, text=words, public=True)
    if not actor.startswith("account:"):
        request.seen_at = None
