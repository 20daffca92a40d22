import time

import pytest
from geopy.exc import GeocoderParseError, GeocoderServiceError, GeocoderTimedOut

from app.places.geocoders import PdokLocatieserver
from app.places.short_call import LARGEST

LIMIT = 0.4


def ask(service):
    begun = time.monotonic()
    try:
        return PdokLocatieserver(service.url, timeout=LIMIT).geocode("8051")
    finally:
        assert time.monotonic() - begun < LIMIT + 2


def test_silence_ends(service):
    service.reply = lambda _: time.sleep(LIMIT * 3)
    with pytest.raises(GeocoderServiceError):
        ask(service)


@pytest.mark.parametrize("announced", [True, False])
def test_a_body_that_drips_ends(service, announced):
    def drip(handler):
        handler.send_response(200)
        if announced:
            handler.send_header("Content-Length", "100000")
        handler.end_headers()
        for _ in range(100):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(0.05)

    service.reply = drip
    with pytest.raises(GeocoderTimedOut):
        ask(service)


def test_heads_that_drip_end(service):
    def drip(handler):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for _ in range(100):
            handler.wfile.write(b"X")
            handler.wfile.flush()
            time.sleep(0.05)

    service.reply = drip
    with pytest.raises(GeocoderTimedOut):
        ask(service)


def test_a_redirect_is_never_followed(service):
    service.reply = service.saying({}, status=302, headers={"Location": f"{service.url}/elders"})
    with pytest.raises(GeocoderServiceError):
        ask(service)
    assert len(service.asked) == 1


def test_more_than_we_need_is_not_read(service):
    service.reply = service.saying(b" " * (LARGEST + 10))
    with pytest.raises(GeocoderParseError):
        ask(service)


def test_nobody_home(service):
    service.server.server_close()
    with pytest.raises(GeocoderServiceError):
        ask(service)


def test_a_good_answer_comes_through(service):
    service.reply = service.saying(service.docs())
    assert ask(service) is None
