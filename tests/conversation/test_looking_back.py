"""Who looked: a desk that printed the list read the request, and its person can see that."""

from app.conversation.access import open_with
from app.conversation.asking import ask
from app.conversation.looking_back import own_request
from app.conversation.opened import Worker, every_open_request
from tests.conversation.conftest import a_request


def test_a_printed_list_counts_as_a_look(office):
    receipt = ask(office, a_request(), "form")
    access = open_with(office, receipt.reference, receipt.code).access_id
    assert not [trace for trace in own_request(office, access).traces if trace.who == "desk"]
    every_open_request(office, Worker(None, "hattem"), [receipt.request_id])
    looks = [
        (trace.action, trace.looked) for trace in own_request(office, access).traces if trace.action == "print-list"
    ]
    assert looks == [("print-list", True)]
