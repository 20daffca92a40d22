from sqlmodel import select

from app.conversation.asking import ask
from app.conversation.examples import REMARK, make_example_requests, remove_example_requests
from app.conversation.models import ConversationRequest, State, Support
from app.conversation.opened import Worker, view
from app.conversation.queue import queue
from tests.conversation.conftest import a_request
from tests.conversation.test_desk import account


def test_a_newcomer_sees_a_queue_in_several_states_all_marked_as_example(office):
    account(office)
    made = make_example_requests(office)
    with office.database.reading() as session:
        requests = session.exec(select(ConversationRequest)).all()
        lines = queue(session, office, "hattem")
    assert len(requests) == made == 7
    assert {request.state for request in requests} == {State.RECEIVED, State.TAKEN_UP, State.PLANNED, State.CLOSED}
    assert {request.support for request in requests} == set(Support)
    assert {request.municipality for request in requests} == {"hattem", "putten", "overbetuwe"}
    assert not [line for line in lines if line.step.late]
    assert all(view(office, Worker(1, ""), request.id).story.remark == REMARK for request in requests)


def test_examples_go_with_their_keys_and_everything_else_stays(office):
    account(office)
    make_example_requests(office)
    real = ask(office, a_request(), "form").request_id
    assert remove_example_requests(office) == 7
    with office.database.reading() as session:
        assert session.exec(select(ConversationRequest.id)).all() == [real]
    assert len(office.keys.subjects()) == 1
    assert remove_example_requests(office) == 0
