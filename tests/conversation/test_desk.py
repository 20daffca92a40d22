from datetime import timedelta

import pytest
from sqlmodel import select

from app import clock
from app.accounts.models import Account
from app.accounts.rights import Role
from app.audit.models import AuditLine
from app.conversation import desk
from app.conversation.access import open_with
from app.conversation.asking import ask
from app.conversation.lifecycle import NotAllowed
from app.conversation.models import (
    Channel,
    ConversationRequest,
    Delivery,
    DeliveryState,
    State,
    Support,
)
from app.conversation.office import NobodyHome
from app.conversation.opened import Worker, every_open_request, view
from tests.conversation.conftest import a_request


def account(office, email="loket@voorbeeld.example", role=Role.DESK, town="hattem") -> Worker:
    with office.database.writing() as session:
        row = Account(email=email, role=role, municipality=town, password_hash="x", sealed_secret="x")
        session.add(row)
        session.flush()
        return Worker(row.id, town)


@pytest.fixture
def worker(office):
    return account(office)


def asked(office, **more) -> int:
    return ask(office, a_request(**more), f"form {clock.now()}").request_id


def row(office, number):
    with office.database.reading() as session:
        return session.get(ConversationRequest, number)


def kinds(office, worker, number):
    return [line.kind for line in view(office, worker, number).history]


def audited(office, action):
    with office.database.reading() as session:
        return len(session.exec(select(AuditLine).where(AuditLine.action == action)).all())


LETTER = {"street": "Voorbeeldstraat 1", "postcode": "8051 AB", "town": "Hattem", "preference": "letter"}


def test_every_look_is_written_down_and_the_first_one_counts_as_seen(office, worker):
    number = asked(office)
    assert row(office, number).seen_at is None
    first = view(office, worker, number)
    view(office, worker, number)
    assert first.story.questions[0].text == "ik voel me aleen en kan niet slapen"
    assert audited(office, "conversation.view") == 2
    assert kinds(office, worker, number).count("seen") == 1


def test_a_request_of_another_municipality_does_not_exist(office, worker):
    number = asked(office, municipality="putten")
    for act in (
        lambda: view(office, worker, number),
        lambda: desk.take_up(office, worker, number),
        lambda: desk.write_note(office, worker, number, "x"),
        lambda: desk.record_outcome(office, worker, number, ["general_provision"], "x"),
    ):
        with pytest.raises(NobodyHome):
            act()
    assert every_open_request(office, worker, [number]) == []
    assert row(office, number).state is State.RECEIVED
    assert view(office, Worker(worker.account_id, ""), number)


def test_from_taking_up_to_an_outcome(office, worker):
    number = asked(office, contact=LETTER)
    colleague = account(office, "tweede@voorbeeld.example")
    desk.take_up(office, worker, number)
    desk.hand_to_colleague(office, worker, number, colleague.account_id)
    assert row(office, number).taken_by == colleague.account_id
    desk.called(office, worker, number, "missed", "belt later terug")
    at = clock.now() + timedelta(days=3)
    desk.plan(office, worker, number, at, "bij u thuis")
    desk.record_outcome(office, worker, number, ["individual_provision", "general_provision"], "Fijn gesproken.")
    found = view(office, worker, number)
    assert found.request.state is State.CLOSED
    assert found.request.erase_on == clock.today() + timedelta(days=90)
    assert set(found.outcomes) == {"general_provision", "individual_provision"}
    assert [(each.channel, each.purpose) for each in found.deliveries if each.channel == "letter"] == [
        ("letter", "receipt"), ("letter", "planned"), ("letter", "outcome"),
    ]  # fmt: skip
    public = {line.kind: line.note for line in found.history if line.public}
    assert public["outcome"] == "Fijn gesproken."
    assert public["call_attempt"] == "missed"
    assert "belt later terug" not in public.values()


def test_only_an_account_of_this_desk_or_a_team_of_this_town_can_get_it(office, worker):
    number = asked(office)
    for other in (
        account(office, "p@voorbeeld.example", town="putten"),
        account(office, "r@voorbeeld.example", Role.EDITOR),
    ):
        with pytest.raises(desk.Refused, match="nobody_there"):
            desk.hand_to_colleague(office, worker, number, other.account_id)
    with pytest.raises(desk.Refused, match="nobody_there"):
        desk.hand_to_team(office, worker, number, "kernteam-west")
    desk.take_up(office, worker, number)
    desk.hand_to_team(office, worker, number, "team-hattem")
    assert (row(office, number).state, row(office, number).taken_by) == (State.RECEIVED, None)


@pytest.mark.parametrize("choice", [Support.YES, Support.NO, Support.LATER])
@pytest.mark.parametrize("answer", [Support.YES, Support.NO, Support.LATER])
def test_what_a_resident_chose_about_support_cannot_be_changed_at_the_desk(office, worker, choice, answer):
    number = asked(office, support=choice, support_shares=())
    with pytest.raises(desk.Refused, match="support_answered"):
        desk.answer_support(office, worker, number, answer, confirmed=True)
    assert row(office, number).support is choice
    assert "support_changed" not in kinds(office, worker, number)
    assert audited(office, "conversation.support-asked") == 0


def test_a_question_that_was_open_gets_its_answer_once(office, worker):
    number = asked(
        office, channel=Channel.LETTER, support=Support.TO_ASK, support_shares=(), support_ask_by=clock.today()
    )
    with pytest.raises(desk.Refused, match="support_not_confirmed"):
        desk.answer_support(office, worker, number, Support.NO)
    with pytest.raises(desk.Refused, match="support_open"):
        desk.answer_support(office, worker, number, Support.TO_ASK)
    desk.answer_support(office, worker, number, Support.YES, shares=("phone",))
    request = row(office, number)
    assert (request.support, request.support_shares, request.support_ask_by) == (Support.YES, ("phone",), None)
    with pytest.raises(desk.Refused, match="support_answered"):
        desk.answer_support(office, worker, number, Support.NO, confirmed=True)
    assert "support_mail" in {each.channel for each in view(office, worker, number).deliveries}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"channel": Channel.DESK, "support": Support.TO_ASK, "support_ask_by": clock.today()}, "support_open"),
        ({"channel": Channel.PHONE, "support": Support.TO_ASK, "support_ask_by": clock.today()}, "support_open"),
        ({"channel": Channel.LETTER, "support": Support.TO_ASK}, "support_no_day"),
        ({"channel": Channel.PHONE, "support": Support.NO}, "support_not_confirmed"),
    ],
)
def test_entering_is_refused_while_the_question_about_support_is_open(office, worker, change, why):
    with pytest.raises(desk.Refused, match=why):
        desk.enter(office, a_request(support_shares=(), **change), "form", worker)
    with office.database.reading() as session:
        assert session.exec(select(ConversationRequest)).all() == []


def test_no_voicemail_unless_it_is_safe(office, worker):
    number = asked(office)
    with pytest.raises(desk.Refused, match="voicemail_not_safe"):
        desk.called(office, worker, number, "voicemail")
    safe = asked(office, contact={"safe": ("voicemail",)})
    desk.called(office, worker, safe, "voicemail")
    assert "call_attempt" in kinds(office, worker, safe)
    assert "call_attempt" not in kinds(office, worker, number)


@pytest.mark.parametrize(
    ("codes", "text", "why"),
    [
        ([], "x", "no_outcome"),
        (["general_provision"], "", "no_place"),
        (["general_provision", "toegekend"], "x", "no_outcome"),
        (["individual_provision"], "U heeft recht op hulp.", "decision"),
        (["individual_provision"], "Uw aanvraag is afgewezen.", "decision"),
        (["individual_provision"], "De beschikking volgt.", "decision"),
    ],
)
def test_no_decision_and_no_fourth_outcome_is_kept(office, worker, codes, text, why):
    number = asked(office)
    with pytest.raises(desk.Refused, match=why):
        desk.record_outcome(office, worker, number, codes, text)
    assert row(office, number).state is State.RECEIVED


def test_another_conversation_counts_from_today_and_a_slip_does_not(office, worker):
    came_in = clock.today() - timedelta(days=40)
    again, slip = (asked(office, channel=Channel.LETTER, arrived_on=came_in) for _ in range(2))
    for number in (again, slip):
        desk.record_outcome(office, worker, number, ["own_strength_after_all"], "")
    desk.reopen(office, worker, again, asked_again=True)
    desk.reopen(office, worker, slip, asked_again=False)
    assert row(office, again).due_on == clock.today() + timedelta(weeks=6)
    assert row(office, slip).due_on == came_in + timedelta(weeks=6)
    assert row(office, again).state is State.TAKEN_UP
    assert row(office, again).erase_on is None


def test_a_letter_waits_until_somebody_says_it_is_in_the_post(office, worker):
    number, other = asked(office, contact=LETTER), asked(office, contact=LETTER)
    [letter] = view(office, worker, number).deliveries[-1:]
    with pytest.raises(NobodyHome):
        desk.letter_posted(office, worker, other, letter.id)
    desk.letter_posted(office, worker, number, letter.id)
    assert view(office, worker, number).deliveries[-1].state is DeliveryState.DELIVERED


def test_a_message_that_came_back_is_settled_by_calling(office, worker):
    number = asked(office)
    with office.database.writing() as session:
        delivery = session.exec(select(Delivery).where(Delivery.request_id == number)).first()
        delivery.state = DeliveryState.REFUSED
        session.add(delivery)
    desk.settle_refused(office, worker, number, delivery.id)
    with pytest.raises(desk.Refused, match="not_waiting"):
        desk.settle_refused(office, worker, number, delivery.id)


def test_asking_how_it_goes_is_done_once(office, worker):
    number = asked(office, follow_up_on=clock.today(), follow_up_by="phone")
    desk.follow_up_done(office, worker, number, "gaat goed")
    with pytest.raises(desk.Refused, match="not_waiting"):
        desk.follow_up_done(office, worker, number)


def test_what_does_not_fit_where_it_stands_is_refused(office, worker):
    number = asked(office)
    with pytest.raises(NotAllowed):
        desk.reopen(office, worker, number, asked_again=True)
    with pytest.raises(desk.Refused, match="in_the_past"):
        desk.plan(office, worker, number, clock.now(), "hier")
    desk.record_outcome(office, worker, number, ["own_strength_after_all"], "")
    with pytest.raises(NotAllowed):
        desk.plan(office, worker, number, clock.now() + timedelta(days=1), "hier")


def test_who_could_not_be_asked_is_asked_by_a_day(office, worker):
    new = a_request(
        channel=Channel.PHONE,
        support=Support.TO_ASK,
        support_shares=(),
        support_ask_by=clock.today() + timedelta(days=2),
    )
    receipt = desk.enter(office, new, "form", worker, could_not_ask=True)
    assert row(office, receipt.request_id).support_ask_by == clock.today() + timedelta(days=2)
    assert desk.enter(office, new, "form", worker, could_not_ask=True).reference == receipt.reference


def test_a_new_code_goes_by_letter_and_ends_the_old_one(office, worker):
    receipt = ask(office, a_request(contact=LETTER), "form")
    number = receipt.request_id
    desk.new_code(office, worker, number)
    code = desk.new_code(office, worker, number)
    with pytest.raises(NobodyHome):
        open_with(office, receipt.reference, receipt.code)
    assert open_with(office, receipt.reference, code).request_id == number
    letters = [each.state for each in view(office, worker, number).deliveries if each.purpose == "code"]
    assert letters == [DeliveryState.CANCELLED, DeliveryState.WAITING]
    with pytest.raises(NobodyHome):
        desk.new_code(office, Worker(worker.account_id, "putten"), number)
