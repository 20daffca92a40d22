import logging
import socket
from types import SimpleNamespace

import pytest
from gunicorn.http.errors import InvalidRequestLine
from gunicorn.workers.base import Worker

from app.cli.gunicorn_hooks import NoWords, on_starting
from app.cli.supervising import web_command


@pytest.fixture
def error_log(caplog):
    log = logging.getLogger("leefplein.test.gunicorn")
    on_starting(SimpleNamespace(log=SimpleNamespace(error_log=log)))
    yield log
    log.filters.clear()


def trouble(log, request, problem):
    """What gunicorn itself makes of a problem with a request."""
    ours, theirs = socket.socketpair()
    quiet = SimpleNamespace(warning=log.warning, exception=log.exception, debug=log.debug, access=lambda *_: None)
    worker = SimpleNamespace(log=quiet, cfg=SimpleNamespace(is_ssl=False))
    try:
        try:
            raise problem
        except type(problem) as raised:
            Worker.handle_error(worker, request, ours, ("192.0.2.7", 1), raised)
    finally:
        ours.close()
        theirs.close()


def test_a_request_that_cannot_be_read_is_not_quoted_in_the_log(error_log, caplog):
    trouble(error_log, None, InvalidRequestLine("GET /zoeken?q=mijn geheim HTTP/1.1"))
    assert "geheim" not in caplog.text
    assert "192.0.2.7" not in caplog.text
    assert "Invalid request" in caplog.text


def test_a_request_that_failed_is_named_by_its_kind_only(error_log, caplog):
    request = SimpleNamespace(uri="/zoeken?q=geheim", method="GET")
    trouble(error_log, None, ValueError("geheim"))
    error_log.error("Error handling request %s %s", request.method, request.uri)
    assert "geheim" not in caplog.text
    assert "ValueError" in caplog.text


def test_other_lines_stay_whole(error_log, caplog):
    error_log.warning("Worker (pid:%s) was sent SIGKILL!", 12)
    assert "Worker (pid:12) was sent SIGKILL!" in caplog.text
    assert any(isinstance(each, NoWords) for each in error_log.filters)


def test_no_visitor_chooses_where_our_addresses_begin():
    command = web_command("127.0.0.1", 8000, 2, access_log=True)
    assert command[command.index("--forwarder-headers") + 1] == ""
