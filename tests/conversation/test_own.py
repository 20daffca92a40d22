"""What people change themselves: whole or not at all, written down, and told to who should know."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import select

from app import clock
from app.audit import first_broken
from app.audit.changed import open_changes
from app.audit.models import AuditLine
from app.conversation import own
from app.conversation.access import open_with
from app.conversation.asking import ask
from app.conversation.lifecycle import NotAllowed
from app.conversation.models import (
    ConversationRequest,
    Delivery,
    DeliveryState,
    ForWhom,
    Holder,
    RequestEvent,
    State,
    Support,
)
from app.conversation.office import NobodyHome, contact_of, story_of, subject_of
from app.conversation.shapes import Plan, Story
from app.references import new_code
from app.sealing import Unopened
from tests.conversation.conftest import a_request


class Visitor:
    """Somebody with the code of a request."""

    def __init__(self, office, new, form="form-1", actor="person", *, as_person=False):
        self.office = office
        self.receipt = ask(office, new, form, actor)
        code = self.receipt.person_code if as_person else self.receipt.code
        self.access = open_with(office, self.receipt.reference, code).access_id
        self.number = self.receipt.request_id

    @property
    def request(self):
        with self.office.database.reading() as session:
            return session.get(ConversationRequest, self.number)

    @property
    def seal(self):
        return self.office.keys.open(subject_of(self.request.uid))

    @property
    def contact(self):
        return contact_of(self.request, self.seal)

    @property
    def story(self):
        return story_of(self.request, self.seal)

    def line(self, action):
        with self.office.database.reading() as session:
            assert first_broken(session) is None
            return session.exec(select(AuditLine).where(AuditLine.action == f"conversation.{action}")).one()

    def deliveries(self, channel):
        with self.office.database.reading() as session:
            found = session.exec(
                select(Delivery)
                .where(Delivery.request_id == self.number, Delivery.channel == channel)
                .order_by(Delivery.id)
            )
            return [(each.purpose, each.state) for each in found]

    def events(self):
        with self.office.database.reading() as session:
            return [
                each.kind for each in session.exec(select(RequestEvent).where(RequestEvent.request_id == self.number))
            ]


@pytest.fixture
def visitor(office):
    return Visitor(office, a_request())


def test_words_are_added_once_and_the_desk_hears(visitor, office):
    for _ in range(2):
        own.add_words(office, visitor.access, "ook mijn knie doet pijn")
    assert [(each.text, each.by) for each in visitor.story.additions] == [("ook mijn knie doet pijn", "person")]
    assert visitor.deliveries("mail") == [("request", DeliveryState.WAITING), ("added", DeliveryState.WAITING)]
    assert visitor.line("added_words").actor == "person"
    assert visitor.story.questions[0].text == "ik voel me aleen en kan niet slapen", "the question stays as it was"


def test_words_without_an_end_meet_somebody_to_call(visitor, office):
    for number in range(own.MOST_ADDITIONS):
        own.add_words(office, visitor.access, f"nog iets {number}")
    with pytest.raises(own.TooMany):
        own.add_words(office, visitor.access, "en nog iets")


def test_old_and_new_number_stand_sealed_in_the_audit_line(visitor, office):
    new = visitor.contact.model_copy(update={"phone": "0612345678"})
    assert own.correct(office, visitor.access, new, Story(wish_place="thuis"), contact_afterwards=True)
    assert visitor.contact.phone == "0612345678"
    detail = visitor.line("corrected").detail
    assert b"0380000000" not in detail
    assert b"0612345678" not in detail
    assert open_changes(visitor.seal, visitor.request.uid, detail) == {
        "phone": ("0380000000", "0612345678"),
        "wish_place": ("", "thuis"),
        "contact_afterwards": (False, True),
    }
    with pytest.raises(Unopened):
        open_changes(visitor.seal, "another request", detail)
    assert ("corrected", DeliveryState.WAITING) in visitor.deliveries("mail")


def test_nothing_different_leaves_no_trace(visitor, office):
    assert not own.correct(office, visitor.access, visitor.contact, visitor.story, contact_afterwards=False)
    assert "corrected" not in visitor.events()


def test_the_last_way_to_reach_somebody_is_not_taken_away(visitor, office):
    nobody = visitor.contact.model_copy(update={"phone": ""})
    with pytest.raises(ValueError, match="reached"):
        own.correct(office, visitor.access, nobody, Story(), contact_afterwards=False)
    assert visitor.contact.phone == "0380000000"


def test_support_that_is_withdrawn_ends_at_once_and_what_waits_is_not_sent(visitor, office):
    assert visitor.deliveries("support_mail") == [("request", DeliveryState.WAITING)]
    own.choose_support(office, visitor.access, Support.NO, ("name",))
    assert visitor.deliveries("support_mail") == [("request", DeliveryState.CANCELLED)]
    assert (visitor.request.support, visitor.request.support_shares) == (Support.NO, ())
    changes = open_changes(visitor.seal, visitor.request.uid, visitor.line("support_changed").detail)
    assert changes == {"support": ("yes", "no"), "shares": (["name", "phone"], [])}


def test_support_can_be_added_afterwards_with_exactly_what_is_shared(office):
    visitor = Visitor(office, a_request(support=Support.LATER, support_shares=()))
    assert visitor.deliveries("support_mail") == []
    for _ in range(2):
        own.choose_support(office, visitor.access, Support.YES, ("question",))
    assert visitor.request.support_shares == ("question",)
    assert visitor.deliveries("support_mail") == [("support", DeliveryState.WAITING)]
    with pytest.raises(ValueError, match="chooses"):
        own.choose_support(office, visitor.access, Support.TO_ASK, ())


def test_withdrawing_tells_the_desk_and_sets_the_day_of_erasing(visitor, office):
    day = own.withdraw(office, visitor.access)
    assert day == clock.today() + timedelta(days=90)
    request = visitor.request
    assert (request.state, request.erase_on) == (State.WITHDRAWN, day)
    assert ("withdrawn", DeliveryState.WAITING) in visitor.deliveries("mail")
    assert visitor.deliveries("support_mail") == [("request", DeliveryState.CANCELLED)]
    for late in (
        lambda: own.withdraw(office, visitor.access),
        lambda: own.add_words(office, visitor.access, "toch nog"),
        lambda: own.choose_support(office, visitor.access, Support.YES, ()),
    ):
        with pytest.raises(NotAllowed):
            late()
    assert own.correct(
        office, visitor.access, visitor.contact.model_copy(update={"name": "anders"}), Story(), contact_afterwards=False
    ), "to correct stays a right"


def test_a_plan_counts_until_its_day_and_is_welcome_after_it(visitor, office):
    plan = Plan(question="slapen", self_do="wandelen")
    assert own.put_plan(office, visitor.access, plan)
    with office.database.writing() as session:
        session.get(ConversationRequest, visitor.number).plan_until = clock.today() - timedelta(days=1)
    assert not own.put_plan(office, visitor.access, Plan(question="toch anders"))
    assert visitor.story.plan.question == "toch anders"
    own.put_plan(office, visitor.access, Plan())
    assert visitor.story.plan is None


def test_again_takes_person_and_question_along_and_starts_a_term_of_its_own(visitor, office):
    own.withdraw(office, visitor.access)
    with office.database.writing() as session:
        old = session.get(ConversationRequest, visitor.number)
        old.arrived_on, old.due_on = clock.today() - timedelta(days=40), clock.today() + timedelta(days=2)
    receipt = own.ask_again(office, visitor.access)
    with office.database.reading() as session:
        new = session.get(ConversationRequest, receipt.request_id)
    assert (new.again_of, new.state, new.due_on) == (visitor.number, State.RECEIVED, clock.today() + timedelta(weeks=6))
    seal = office.keys.open(subject_of(new.uid))
    assert contact_of(new, seal) == visitor.contact
    assert story_of(new, seal) == visitor.story
    assert open_with(office, receipt.reference, receipt.code).holder is Holder.PERSON
    assert "again" in visitor.events()


def test_again_at_the_same_moment_and_again_tomorrow_is_one_request(visitor, office, monkeypatch):
    with ThreadPoolExecutor(4) as pool:
        receipts = list(pool.map(lambda _: own.ask_again(office, visitor.access), range(4)))
    assert len({each.reference for each in receipts}) == 1
    assert {each.code for each in receipts} == {receipts[0].code}
    later = clock.now() + timedelta(days=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    repeated = own.ask_again(office, visitor.access)
    assert (repeated.reference, repeated.code, repeated.repeated) == (receipts[0].reference, "", True)
    with office.database.reading() as session:
        assert len(session.exec(select(ConversationRequest)).all()) == 2
    with office.database.writing() as session:
        session.get(ConversationRequest, receipts[0].request_id).state = State.CLOSED
    third = own.ask_again(office, visitor.access)
    assert third.reference != receipts[0].reference
    assert third.code not in {"", receipts[0].code}


def test_the_person_ends_the_helpers_access_and_not_the_other_way_round(office):
    new = a_request(for_whom=ForWhom.TOGETHER, contact={"helper_name": "broer Voorbeeld", "role": "broer"})
    helper = Visitor(office, new, actor="helper")
    person = Visitor(office, new, actor="helper", as_person=True)
    assert person.number == helper.number
    with pytest.raises(own.NotTheirs):
        own.end_helper(office, helper.access, new_code())
    code = new_code()
    assert own.end_helper(office, person.access, code)
    for ended in (helper.access, person.access):  # who helped read the person's first code on the receipt
        with pytest.raises(NobodyHome):
            own.add_words(office, ended, "dit mag niet meer")
    for known in (person.receipt.code, person.receipt.person_code):
        with pytest.raises(NobodyHome):
            open_with(office, person.receipt.reference, known)
    person.access = open_with(office, person.receipt.reference, code).access_id
    assert person.story.additions == ()
    assert (person.contact.helper_name, person.request.for_whom) == ("broer Voorbeeld", ForWhom.TOGETHER)
    assert not own.end_helper(office, person.access, new_code(), take_over=True), "the code was renewed already"
    assert (person.contact.helper_name, person.request.for_whom) == ("", ForWhom.SELF)
    assert [kind for kind in person.events() if kind in {"helper_ended", "taken_over"}] == [
        "helper_ended",
        "taken_over",
    ]


def test_again_with_a_helper_gives_each_a_code_and_without_one_it_is_the_persons(office):
    new = a_request(for_whom=ForWhom.BEHALF, contact={"helper_name": "dochter Voorbeeld", "role": "dochter"})
    person = Visitor(office, new, actor="helper", as_person=True)
    receipt = own.ask_again(office, person.access)
    assert open_with(office, receipt.reference, receipt.person_code).holder is Holder.PERSON
    with office.database.writing() as session:
        session.get(ConversationRequest, receipt.request_id).state = State.CLOSED
    code = new_code()
    own.end_helper(office, person.access, code)
    person.access = open_with(office, person.receipt.reference, code).access_id
    alone = own.ask_again(office, person.access)
    assert alone.person_code == ""
    with office.database.reading() as session:
        request = session.get(ConversationRequest, alone.request_id)
    assert request.for_whom is ForWhom.SELF
    assert contact_of(request, office.keys.open(subject_of(request.uid))).helper_name == ""


def test_a_day_to_look_back_is_theirs_to_set_and_take_away(visitor, office):
    day = clock.today() + timedelta(days=30)
    own.choose_follow_up(office, visitor.access, day, "phone")
    assert (visitor.request.follow_up_on, visitor.request.follow_up_by) == (day, "phone")
    for refused in (clock.today(), clock.today() + timedelta(days=400)):
        with pytest.raises(own.DayRefused):
            own.choose_follow_up(office, visitor.access, refused, "phone")
    own.choose_follow_up(office, visitor.access, None, "phone")
    assert (visitor.request.follow_up_on, visitor.request.follow_up_by) == (None, "")


def test_nobody_looks_back_after_everything_was_erased(visitor, office):
    with office.database.writing() as session:
        request = session.get(ConversationRequest, visitor.number)
        request.state, request.erase_on = State.CLOSED, clock.today() + timedelta(days=10)
    with pytest.raises(own.DayRefused) as refused:
        own.choose_follow_up(office, visitor.access, clock.today() + timedelta(days=11), "")
    assert refused.value.last == clock.today() + timedelta(days=9)


def test_a_change_that_fails_halfway_leaves_nothing(visitor, office, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(own, "post_deliveries", broken)
    with pytest.raises(RuntimeError):
        own.withdraw(office, visitor.access)
    assert visitor.request.state is State.RECEIVED
    assert "withdrawn" not in visitor.events()
