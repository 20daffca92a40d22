"""What is sent is signed, the same on every try, and goes nowhere it should not."""

import hashlib
import hmac
import json
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from app.conversation.asking import ask
from app.conversation.models import DeliveryState
from app.mailing.delivering import NotDelivered
from tests.conversation.channels.bringing import asked, attempt, only, with_settings
from tests.conversation.conftest import a_request

SECRET = "a secret the receiver knows too"


@contextmanager
def receiver():
    got, answers = [], []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            got.append((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(answers.pop(0) if answers else 204)
            self.send_header("Location", "http://169.254.169.254/")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/aanvragen", got, answers
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def there():
    with receiver() as found:
        yield found


@pytest.fixture
def desk(office, there):
    return with_settings(office, webhook_url=there[0], webhook_secret=SECRET)


def test_the_receiver_can_see_that_it_is_ours_and_new(desk, there):
    receipt = ask(desk, a_request(), "form")
    attempt(desk, "webhook")
    headers, body = there[1][0]
    stamp, mark = (each.partition("=")[2] for each in headers["Leefplein-Signature"].split(","))
    assert abs(int(stamp) - time.time()) < 60
    assert mark == hmac.new(SECRET.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    assert headers["Idempotency-Key"] == only(desk, "webhook").key
    told = json.loads(body)
    assert told["event"] == "request"
    assert told["story"]["questions"] == [{"text": "ik voel me aleen en kan niet slapen", "about": ""}]
    assert told["request"]["public_number"]
    assert receipt.reference not in body.decode()
    assert receipt.code not in body.decode()
    assert only(desk, "webhook").state is DeliveryState.DELIVERED


@pytest.mark.parametrize("status", [200, 201, 202, 204, 409])
def test_it_is_there_when_they_say_so(desk, there, status):
    there[2].append(status)
    asked(desk)
    attempt(desk, "webhook")
    assert only(desk, "webhook").state is DeliveryState.DELIVERED


@pytest.mark.parametrize("status", [302, 307, 400, 401, 404, 410, 429, 500, 503])
def test_any_other_answer_is_tried_again_with_the_same_key(desk, there, status):
    there[2].append(status)
    asked(desk)
    with pytest.raises(NotDelivered):
        attempt(desk, "webhook")
    assert only(desk, "webhook").state is DeliveryState.WAITING
    attempt(desk, "webhook", 2)
    assert len({headers["Idempotency-Key"] for headers, _ in there[1]}) == 1
    assert len(there[1]) == 2


@pytest.mark.parametrize("url", ["https://10.0.0.1/", "https://169.254.169.254/", "https://voorbeeld.example:8443/"])
def test_an_address_within_a_network_is_never_called(office, url):
    desk = with_settings(office, webhook_url=url, webhook_secret=SECRET)
    asked(desk)
    with pytest.raises(NotDelivered):
        attempt(desk, "webhook")


def test_on_a_real_installation_this_machine_is_not_called(desk, there):
    asked(desk)
    with pytest.raises(NotDelivered):
        attempt(with_settings(desk, local_http=False), "webhook")
    assert there[1] == []


def test_nothing_goes_out_unsigned(desk, there):
    asked(desk)
    with pytest.raises(NotDelivered):
        attempt(with_settings(desk, webhook_secret=""), "webhook")
    assert there[1] == []
    assert only(desk, "webhook").last_error == "webhook_secret is empty"
