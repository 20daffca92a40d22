"""What people change in their own request: each change one transaction with its history, audit line and messages.

Nobody at the desk can do any of this for them behind their back: every function starts from an access that was opened
with a secret code, and looks again, with the request held, whether that access still stands.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from sqlmodel import Session, col, select

from app import clock
from app.audit import record
from app.audit.changed import Changes, changes_between, seal_changes
from app.conversation.access import Opened, end_access, has_access, still_open
from app.conversation.asking import SAME_FORM_FOR, Receipt, ask
from app.conversation.deliveries import cancel, post_deliveries
from app.conversation.history import note
from app.conversation.lifecycle import Action, move
from app.conversation.models import Channel, ConversationRequest, ForWhom, Holder, RequestAccess, State, Support
from app.conversation.office import (
    NobodyHome,
    Office,
    contact_of,
    locked,
    put_contact,
    put_story,
    story_of,
    subject_of,
)
from app.conversation.plan import counts_as_personal_plan
from app.conversation.shapes import Addition, Contact, NewRequest, Plan, Share, Story
from app.conversation.terms import terms_from
from app.data_keys import FieldSeal
from app.references import digest_of

MOST_ADDITIONS: Final = 40
LATEST_FOLLOW_UP: Final = timedelta(days=366)
WISHES: Final = ("wish_place", "wish_time", "who_along", "interpreter", "quiet_place")
"""Fields of the story that are corrected beside who asks and how to reach them."""
_CODES_SHOWN_FOR: Final = SAME_FORM_FOR - timedelta(minutes=10)
_OPEN_STATES: Final = (State.RECEIVED, State.TAKEN_UP, State.PLANNED)
FollowUpBy = Literal["", "email", "phone", "letter"]


class NotTheirs(Exception):
    """Only the person it is about may do this; who helps them may not."""


class TooMany(Exception):
    """So much was added already that somebody had better call."""


class DayRefused(Exception):
    """A follow-up on this day is not possible. `first` and `last` are the days that are."""

    def __init__(self, first: date, last: date) -> None:
        self.first = first
        self.last = last
        super().__init__(f"between {first} and {last}")


@dataclass(frozen=True, slots=True)
class Work:
    """One change under way: the request is held until it is committed."""

    office: Office
    session: Session
    request: ConversationRequest
    seal: FieldSeal
    opened: Opened

    def done(self, kind: str, *, changes: Changes | None = None, public: bool = True) -> None:
        """Write down that it happened."""
        actor = self.opened.holder.value
        detail = seal_changes(self.seal, self.request.uid, changes) if changes else None
        note(self.session, self.request, self.seal, actor, kind, public=public)
        record(self.session, actor, f"conversation.{kind}", f"request:{self.request.id}", detail)

    def tell(self, purpose: str) -> None:
        """Let those know who should."""
        post_deliveries(self.session, self.office, self.request, contact_of(self.request, self.seal), purpose)


@contextmanager
def working(office: Office, access_id: int, action: Action) -> Iterator[Work]:
    """The request behind an access, held until all is written, if this action may be done with it now.

    :raises NobodyHome, NotAllowed:
    """
    with office.database.writing() as session:
        request = locked(session, still_open(session, access_id).request_id)
        opened = still_open(session, access_id)  # it may have been ended while we waited for the request
        move(request, action)
        yield Work(office, session, request, office.keys.open(subject_of(request.uid)), opened)
        session.add(request)


def add_words(office: Office, access_id: int, text: str) -> None:
    """Add something in one's own words. The same words sent twice in a row are there once.

    :raises NobodyHome, NotAllowed, TooMany:
    """
    with working(office, access_id, Action.ADD_WORDS) as work:
        story = story_of(work.request, work.seal)
        new = Addition(at=clock.now(), text=text, by=work.opened.holder.value)
        if story.additions and (story.additions[-1].text, story.additions[-1].by) == (new.text, new.by):
            return
        if len(story.additions) >= MOST_ADDITIONS:
            raise TooMany
        put_story(work.request, work.seal, story.model_copy(update={"additions": (*story.additions, new)}))
        work.done("added_words")
        work.tell("added")


def put_plan(office: Office, access_id: int, plan: Plan) -> bool:
    """Hand in a plan, in the place of an earlier one; an empty one takes it back. Returns whether it counts as the
    personal plan of the law (see `app.conversation.plan`).

    :raises NobodyHome, NotAllowed:
    """
    with working(office, access_id, Action.ADD_PLAN) as work:
        story = story_of(work.request, work.seal)
        changes = changes_between(story.plan, plan)
        kept = None if plan.empty else plan
        if kept != story.plan:
            put_story(work.request, work.seal, story.model_copy(update={"plan": kept}))
            work.done("plan_added", changes=changes)
            work.tell("added")
        return counts_as_personal_plan(work.request)


def correct(office: Office, access_id: int, contact: Contact, wishes: Story, *, contact_afterwards: bool) -> bool:
    """Put right who asks, how to reach them, and what would be pleasant. Old and new stand sealed in the audit line.

    :param wishes: only the fields in `WISHES` are taken from it.
    :returns: whether anything was different.
    :raises NobodyHome, NotAllowed:
    :raises ValueError: nobody could be reached any more.
    """
    if not contact.reachable:
        raise ValueError("nobody can be reached")
    with working(office, access_id, Action.CORRECT) as work:
        request = work.request
        old_contact, old_story = contact_of(request, work.seal), story_of(request, work.seal)
        story = old_story.model_copy(update={name: getattr(wishes, name) for name in WISHES})
        changes = changes_between(old_contact, contact) | changes_between(old_story, story)
        if request.contact_afterwards != contact_afterwards:
            changes["contact_afterwards"] = (request.contact_afterwards, contact_afterwards)
        if not changes:
            return False
        put_contact(request, work.seal, contact)
        put_story(request, work.seal, story)
        request.contact_afterwards = contact_afterwards
        work.done("corrected", changes=changes)
        if request.state is not State.WITHDRAWN:
            work.tell("corrected")
        return True


def choose_support(office: Office, access_id: int, support: Support, shares: tuple[Share, ...]) -> None:
    """Choose, change or withdraw free independent help, and what it may see (I-25 M3, M5). Only they can; staff cannot.

    Whoever is no longer wanted sees nothing from now on: their pages look at this row, and what waits is not sent.

    :raises NobodyHome, NotAllowed:
    :raises ValueError: `to_ask` is no choice of a resident.
    """
    if support is Support.TO_ASK:
        raise ValueError("a resident chooses")
    given = tuple(dict.fromkeys(shares)) if support is Support.YES else ()
    with working(office, access_id, Action.CHANGE_SUPPORT) as work:
        request = work.request
        old = {"support": request.support.value, "shares": list(request.support_shares)}
        new = {"support": support.value, "shares": list(given)}
        request.support_ask_by = None
        if old == new:
            return
        request.support, request.support_shares = support, given
        cancel(work.session, request.id or 0, "support_mail")  # it would tell what held before
        work.done("support_changed", changes={name: (old[name], new[name]) for name in old if old[name] != new[name]})
        work.tell("support")


def withdraw(office: Office, access_id: int) -> date:
    """Withdraw the request. Returns the day on which everything personal is erased.

    :raises NobodyHome, NotAllowed:
    """
    with working(office, access_id, Action.WITHDRAW) as work:
        request = work.request
        request.erase_on = clock.today() + timedelta(days=office.town(request.municipality).conversation.retention_days)
        request.follow_up_on, request.follow_up_by = None, ""
        cancel(work.session, request.id or 0, "support_mail")
        work.done("withdrawn")
        work.tell("withdrawn")
        return request.erase_on


def choose_follow_up(office: Office, access_id: int, on: date | None, by: FollowUpBy) -> None:
    """When they want to look back, and how we may ask; no day takes it away (I-52: the resident sets it).

    :raises NobodyHome, NotAllowed:
    :raises DayRefused: in the past, after a year, or after the day on which everything is erased.
    """
    with working(office, access_id, Action.CHOOSE_FOLLOW_UP) as work:
        request = work.request
        if on is not None:
            first, last = follow_up_days(request)
            if not first <= on <= last:
                raise DayRefused(first, last)
        request.follow_up_on, request.follow_up_by = on, by if on else ""
        request.follow_up_done_at = None
        work.done("follow_up")


def follow_up_days(request: ConversationRequest) -> tuple[date, date]:
    """The first and the last day on which somebody can look back."""
    first, last = clock.today() + timedelta(days=1), clock.today() + LATEST_FOLLOW_UP
    return first, min(last, request.erase_on - timedelta(days=1)) if request.erase_on else last


def end_helper(office: Office, access_id: int, code: str, *, take_over: bool = False) -> bool:
    """End the access of who helps, at once (P6). Only the person can; who helps cannot end the person's.

    Who sent the request read the person's code on the receipt as well, so that code ends too and the person goes on with
    another one.

    :param code: the new secret code of the person (`new_code()`); it holds from now on when this returns True.
    :param take_over: the person goes on alone: the desk speaks with them, and the helper's name goes.
    :returns: whether the code was renewed: False when nobody else could come in.
    :raises NotTheirs: a helper asks.
    :raises NobodyHome, NotAllowed:
    """
    with working(office, access_id, Action.END_HELPER) as work:
        if work.opened.holder is not Holder.PERSON:
            raise NotTheirs
        request = work.request
        number = request.id or 0
        ended = end_access(work.session, number, Holder.HELPER)
        if ended:
            end_access(work.session, number, Holder.PERSON)
            work.session.add(RequestAccess(request_id=number, holder=Holder.PERSON, code_digest=digest_of(code)))
        if not take_over:
            if ended:
                work.done("helper_ended")
            return ended
        if not ended and not _helped(request):
            return ended
        old = contact_of(request, work.seal)
        new = old.model_copy(update={"helper_name": "", "role": ""})
        changes = changes_between(old, new) | {"for_whom": (request.for_whom.value, ForWhom.SELF.value)}
        put_contact(request, work.seal, new)
        request.for_whom = ForWhom.SELF
        work.done("taken_over", changes=changes)
        if request.state is not State.WITHDRAWN:
            work.tell("corrected")
        return ended


def ask_again(office: Office, access_id: int) -> Receipt:
    """Gesprek opnieuw, in one click: the same person and the same question, a new request with its own term (S22).

    A request that came from this one and still stands open is not asked a second time: the receipt is that request's,
    `repeated`, without codes once its form is older than a day.

    :raises NobodyHome, NotAllowed:
    """
    with office.database.reading() as session:
        opened = still_open(session, access_id)
        request = session.get(ConversationRequest, opened.request_id)
        if request is None:
            raise NobodyHome
        earlier = session.exec(
            select(ConversationRequest)
            .where(ConversationRequest.again_of == request.id)
            .order_by(col(ConversationRequest.id))
        ).all()
        # Who helps on the site has an access of their own; who helped at the desk or on the phone never had one.
        on_the_site = request.channel is Channel.DIGITAL
        helped = _helped(request) and (not on_the_site or has_access(session, opened.request_id, Holder.HELPER))
    seal = office.keys.open(subject_of(request.uid))
    still_going = next((place for place, each in enumerate(earlier) if each.state in _OPEN_STATES), None)
    if still_going is not None and earlier[still_going].received_at < clock.now() - _CODES_SHOWN_FOR:
        return _receipt_without_codes(office, earlier[still_going])
    # Every click on one and the same page is the same form, so two at once are one request. Nobody can work out a code
    # from it without the installation's secret.
    form = f"again|{request.uid}|{len(earlier) if still_going is None else still_going}"
    new = _same_again(request, contact_of(request, seal), story_of(request, seal), helped=helped)
    receipt = ask(office, new, form, opened.holder.value)
    if receipt.repeated:
        return receipt
    with suppress(NobodyHome), working(office, access_id, Action.ASK_AGAIN) as work:
        work.done("again")
    return receipt


def _receipt_without_codes(office: Office, request: ConversationRequest) -> Receipt:
    terms = terms_from(request.arrived_on, office.town(request.municipality).conversation)
    return Receipt(
        request.id or 0, request.reference, "", "", request.arrived_on, terms, request.municipality, repeated=True
    )


def exported(office: Office, access_id: int) -> None:
    """Write down that everything was taken along in a file.

    :raises NobodyHome: the access was ended meanwhile.
    """
    with office.database.writing() as session:
        opened = still_open(session, access_id)
        record(session, opened.holder.value, "conversation.exported", f"request:{opened.request_id}")


def _helped(request: ConversationRequest) -> bool:
    return request.for_whom in {ForWhom.TOGETHER, ForWhom.BEHALF}


def _same_again(request: ConversationRequest, contact: Contact, story: Story, *, helped: bool) -> NewRequest:
    """The request once more. The plan and words added later go along; what the desk made of it does not."""
    for_whom = request.for_whom if helped or not _helped(request) else ForWhom.SELF
    if not helped:
        contact = contact.model_copy(update={"helper_name": "", "role": ""})
    support = Support.LATER if request.support is Support.TO_ASK else request.support
    return NewRequest(
        municipality=request.municipality,
        channel=Channel.DIGITAL,
        language="en" if request.language == "en" else "nl",
        for_whom=for_whom,
        contact=contact,
        story=story,
        support=support,
        support_shares=request.support_shares if support is Support.YES else (),
        contact_afterwards=request.contact_afterwards,
        again_of=request.id,
    )
