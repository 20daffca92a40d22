"""A call to somebody else's system goes where it was meant to go, ends in time, and brings back no more than we want."""

import ipaddress
import socket
import ssl
import threading
import time
from contextlib import contextmanager

import pytest

from app import calling
from app.calling import Answer, CallFailed, CallForbidden, Reach, allowed, call

TRICKS = [
    "https://127.0.0.1/",
    "https://127.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0177.0.0.1/",
    "https://0.0.0.0/",
    "https://[::1]/",
    "https://[::]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:10.0.0.1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[64:ff9b::a9fe:a9fe]/",
    "https://[2002:7f00:1::]/",
    "https://[::127.0.0.1]/",
    "https://[fe80::1]/",
    "https://[fc00::1]/",
    "https://[ff02::1]/",
    "https://10.0.0.1/",
    "https://172.16.0.1/",
    "https://192.168.1.1/",
    "https://100.64.0.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://224.0.0.1/",
    "https://240.0.0.1/",
    "https://255.255.255.255/",
    "https://localhost/",
    "https://localhost./",
    "https://voorbeeld.example@127.0.0.1/",
    "https://127.0.0.1\\@voorbeeld.example/",
    "https://①②⑦.⓪.⓪.①/",
    "https://93.184.216.34:8443/",
    "https://93.184.216.34:22/",
    "http://93.184.216.34/",
    "https:///etc/passwd",
    "ftp://93.184.216.34/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:25/_x",
    "https://93.184.216.34/\r\nHost: elders",
    "https://93.184.216.34:99999/",
    "https://[::1%25eth0]/",
]


@pytest.fixture
def connections(monkeypatch):
    """Every connection that is tried; none is made."""
    tried = []

    def connect(address, timeout=None):
        tried.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    return tried


@pytest.mark.parametrize("url", TRICKS)
def test_a_trick_address_is_not_connected_to(url, connections):
    with pytest.raises(CallFailed):
        call("GET", url, headers={})
    assert connections == []


def test_a_public_address_is_connected_to(connections):
    with pytest.raises(CallFailed):
        call("GET", "https://93.184.216.34/", headers={})
    assert connections == [("93.184.216.34", 443)]


def test_a_name_with_one_good_and_one_bad_address_is_refused(connections, monkeypatch):
    _resolves(monkeypatch, [["93.184.216.34", "10.0.0.1"]])
    with pytest.raises(CallForbidden):
        call("GET", "https://voorbeeld.example/", headers={})
    assert connections == []


def test_a_name_that_points_elsewhere_a_moment_later_is_asked_once(connections, monkeypatch):
    asked = _resolves(monkeypatch, [["93.184.216.34"], ["127.0.0.1"]])
    with pytest.raises(CallFailed):
        call("GET", "https://voorbeeld.example/", headers={})
    assert connections == [("93.184.216.34", 443)], "the address that was checked"
    assert len(asked) == 1


def test_a_name_that_nobody_answers_for_ends_in_time(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: time.sleep(1) or [])
    began = time.monotonic()
    with pytest.raises(CallFailed):
        call("GET", "https://voorbeeld.example/", headers={}, seconds=0.3)
    assert time.monotonic() - began < 2


def test_within_the_house_private_addresses_are_allowed_and_this_machine_is_not():
    def ask(text):
        return allowed(ipaddress.ip_address(text), Reach.HOUSE)

    assert ask("10.1.2.3")
    assert ask("192.168.1.4")
    assert ask("fd00::1")
    assert not any(map(ask, ["127.0.0.1", "169.254.169.254", "::1", "0.0.0.0", "224.0.0.1", "::ffff:10.0.0.1"]))  # noqa: S104


def test_plain_http_on_this_machine_is_for_trying_only():
    with serving(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok") as (url, _):
        assert call("GET", url, headers={}, loopback_http=True) == Answer(200, b"ok")
        with pytest.raises(CallForbidden):
            call("GET", url, headers={})


def test_trying_on_this_machine_opens_nothing_else(connections):
    for url in ("http://93.184.216.34/", "https://10.0.0.1/", "http://192.168.1.1:8000/"):
        with pytest.raises(CallForbidden):
            call("GET", url, headers={}, loopback_http=True)
    assert connections == []


def test_a_redirect_is_an_answer_and_no_journey():
    with serving(b"HTTP/1.1 302 Found\r\nLocation: https://elders.example/\r\nContent-Length: 0\r\n\r\n") as (url, got):
        assert call("POST", url, headers={}, body=b"x", loopback_http=True).status == 302
        assert len(got) == 1


def test_no_more_is_read_than_we_want():
    with serving(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 70_000) as (url, _), pytest.raises(CallFailed, match="too long"):
        call("GET", url, headers={}, loopback_http=True)


def test_whether_there_is_an_answer_can_be_asked_without_reading_it():
    with serving(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 70_000) as (url, _):
        assert call("GET", url, headers={}, loopback_http=True, head_only=True) == Answer(200, b"")


def test_a_redirect_says_where_to():
    with serving(b"HTTP/1.1 302 Found\r\nLocation: /elders\r\nContent-Length: 0\r\n\r\n") as (url, _):
        assert call("GET", url, headers={}, loopback_http=True) == Answer(302, b"", "/elders")


@pytest.mark.parametrize(
    ("number", "said"), [(socket.EAI_NONAME, "name not found"), (socket.EAI_AGAIN, "name not found for now")]
)
def test_a_name_that_is_not_there_is_told_from_a_look_up_that_failed(monkeypatch, number, said):
    def look_up(*_args, **_more):
        raise socket.gaierror(number, "no")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    with pytest.raises(CallFailed) as trouble:
        call("GET", "https://voorbeeld.example/", headers={})
    assert str(trouble.value) == said


@pytest.mark.parametrize(
    "start",
    [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n"],
)
def test_a_server_that_drips_holds_nobody(start):
    with serving(start, drip=True) as (url, _):
        began = time.monotonic()
        with pytest.raises(CallFailed):
            call("GET", url, headers={}, loopback_http=True, seconds=0.6)
        assert time.monotonic() - began < 3


def test_a_server_that_drips_instead_of_shaking_hands_holds_nobody():
    with serving(b"\x16\x03\x03", drip=True) as (url, _):
        began = time.monotonic()
        with pytest.raises(CallFailed):
            call("GET", url.replace("http:", "https:"), headers={}, loopback_http=True, seconds=0.6)
        assert time.monotonic() - began < 3


def test_a_proxy_in_the_environment_is_not_used(monkeypatch, connections):
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:3128")
    with pytest.raises(CallFailed):
        call("GET", "https://93.184.216.34/", headers={})
    assert connections == [("93.184.216.34", 443)]


def test_a_certificate_nobody_vouches_for_is_refused(monkeypatch):
    assert calling.trusted().verify_mode is ssl.CERT_REQUIRED
    assert calling.trusted().check_hostname


def test_a_header_cannot_grow_another_one():
    with serving(b"HTTP/1.1 200 OK\r\n\r\n") as (url, got):
        with pytest.raises(CallFailed):
            call("GET", url, headers={"X": "een\r\nY: twee"}, loopback_http=True)
        assert not any(b"twee" in each for each in got)


def _resolves(monkeypatch, answers):
    asked = []

    def look_up(host, port, **more):
        asked.append(host)
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port))
            for each in answers[min(len(asked), len(answers)) - 1]
        ]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return asked


@contextmanager
def serving(answer: bytes, *, drip: bool = False):
    """A server that says just this, and after that one byte at a time when it drips."""
    got, stop = [], threading.Event()
    listening = socket.create_server(("127.0.0.1", 0))
    listening.settimeout(0.1)

    def one(connection):
        with connection:
            try:
                connection.settimeout(2)
                got.append(connection.recv(65536))
                connection.sendall(answer)
                while drip and not stop.is_set():
                    connection.sendall(b"a")
                    time.sleep(0.05)
            except OSError:
                pass

    def serve():
        while not stop.is_set():
            try:
                connection, _ = listening.accept()
            except OSError:
                continue
            threading.Thread(target=one, args=(connection,), daemon=True).start()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}/", got
    stop.set()
    thread.join()
    listening.close()
