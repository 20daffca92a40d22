"""Promise 58 with the real program: `leefplein serve` whose worker is dead mails the operator through a real mail server."""

import time

import pytest

from tests.installing import copy_folder
from tests.mailing.conftest import mailbox  # noqa: F401
from tests.reliability.real_server import serve

pytestmark = pytest.mark.slow


def test_a_site_without_a_worker_says_so_within_five_minutes(small_template, tmp_path, mailbox):
    copy_folder(small_template, tmp_path / "i")
    settings = {"LEEFPLEIN_ALERT_TO": "beheer@voorbeeld.example", "LEEFPLEIN_SMTP_URL": mailbox.url}
    with serve(tmp_path / "i", "--workers", "1", "--no-worker", **settings) as running:
        until = time.monotonic() + 120
        while not mailbox.received:
            assert time.monotonic() < until, running.log.read_text(encoding="utf-8")
            time.sleep(0.5)
        assert mailbox.received[0][1] == ["beheer@voorbeeld.example"]
        assert b"er is geen werker" in mailbox.received[0][2]
        said = running.log.read_text(encoding="utf-8")
        assert '"trouble": "worker"' in said
        assert "beheer@" not in said
