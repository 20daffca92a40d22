"""The real product over an installation of its own, with everybody it talks to, and ways to kill it and let time pass."""

import contextlib
import functools
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from app.db import Database
from app.services import Services, build_services
from tests.databases import in_environment, store_of
from tests.installing import settings_in
from tests.reliability import mail_server as post
from tests.reliability.open_klant_stub import TOKEN, OpenKlant
from tests.reliability.real_server import ROOT, RealServer, children, serve

WEB_WORKER, WEB_GROUP, OUTBOX_WORKER, EVERYTHING = "web worker", "web group", "outbox worker", "everything"
WORKER = "app.cli\0worker"
"""What stands in the command line of an outbox worker."""
WHOLE = """
    SELECT count(*) FROM conversation_request r
    WHERE NOT EXISTS (SELECT 1 FROM delivery d WHERE d.request_id = r.id AND d.channel = 'mail')
       OR NOT EXISTS (SELECT 1 FROM delivery d WHERE d.request_id = r.id AND d.channel = 'open_klant')
       OR (SELECT count(*) FROM request_event e WHERE e.request_id = r.id AND e.kind = 'received') <> 1
       OR (SELECT count(*) FROM audit_line a WHERE a.subject = 'request:' || r.id AND a.action = 'conversation.ask') <> 1
       OR (SELECT count(*) FROM sent_form f WHERE f.request_id = r.id) <> 1
       OR NOT EXISTS (SELECT 1 FROM request_access c WHERE c.request_id = r.id)
"""
INVISIBLE = """
    SELECT count(*) FROM delivery d WHERE d.state = 'waiting' AND d.channel <> 'letter' AND NOT EXISTS (
        SELECT 1 FROM outbox_message m WHERE m.kind = 'request.deliver' AND m.done_at IS NULL
        AND CAST(m.payload ->> 'delivery' AS integer) = d.id)
"""


@dataclass
class Town:
    """The real product over an installation of its own, with everybody it talks to.

    :ivar store: where its data lives when that is not in the folder, such as `database_url` and `data_keys`.
    :ivar alone: no other town is over the same data; else a dead worker's claims end by themselves, for the other's are among them.
    """

    folder: Path
    port: int
    mail: post.MailServer
    klant: OpenKlant
    store: dict[str, str] = field(default_factory=dict)
    alone: bool = True
    stack: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)
    running: RealServer | None = None
    kills: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def settings(self) -> dict[str, str]:
        return {
            "LEEFPLEIN_SMTP_URL": self.mail.url,
            "LEEFPLEIN_OPEN_KLANT_URL": self.klant.url,
            "LEEFPLEIN_OPEN_KLANT_TOKEN": TOKEN,
        } | in_environment(store_of(self.folder) | self.store)

    @property
    def services(self) -> Services:
        talks_to = {"smtp_url": self.mail.url, "open_klant_url": self.klant.url, "open_klant_token": TOKEN}
        return build_services(settings_in(self.folder, **(talks_to | self.store)))

    @functools.cached_property
    def database(self) -> Database:
        return Database(settings_in(self.folder, **self.store).store)

    def start(self) -> None:
        self.running = self.stack.enter_context(serve(self.folder, "--workers", "2", port=self.port, **self.settings))

    def end(self) -> None:
        self.stack.close()
        self.database.close()

    def sql(self, statement: str) -> list[tuple]:
        with self.database.writing() as session:
            found = session.connection().exec_driver_sql(statement)
            return [tuple(row) for row in found] if found.returns_rows else []

    def kill(self, what: str) -> bool:
        """The way the system does it when memory runs out. False when it was not there to be killed."""
        serving = self.running.process.pid
        if what == EVERYTHING:
            os.killpg(serving, signal.SIGKILL)
            self.running.process.wait(10)
            self.end()
            self.start()
        elif what == OUTBOX_WORKER:
            found = children(serving, WORKER)
            if not found:
                return False
            os.kill(found[0], signal.SIGKILL)
            _gone(found)
            if self.alone:
                self.leases_end()
        else:
            masters = children(serving, "gunicorn")
            found = [worker for master in masters for worker in children(master)]
            if not found:
                return False
            victims = [*masters, *found] if what == WEB_GROUP else [random.choice(found)]
            for each in victims:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(each, signal.SIGKILL)
        self.kills[what] += 1
        return True

    def leases_end(self) -> None:
        """The five minutes of a dead worker's claim are over. Said by SQL, because a test does not wait for them; only
        while no worker lives, because a living one keeps its claim.
        """
        self.sql("UPDATE outbox_message SET lease_until = NULL WHERE done_at IS NULL")

    def time_passes(self) -> None:
        """The minutes to an hour before the next try are over. By SQL as well, for the processes have their own clock."""
        self.sql("UPDATE outbox_message SET next_at = created_at WHERE done_at IS NULL AND lease_until IS NULL")

    def come_to_rest(self) -> None:
        """Everybody answers again, and a worker opens what is left, as often as it takes."""
        self.mail.be(post.TAKES)
        self.klant.down, self.klant.fail_times = False, 0
        self.leases_end()
        for _ in range(5):
            self.time_passes()
            self.work_once()
            if not self.sql("SELECT 1 FROM outbox_message WHERE done_at IS NULL"):
                return

    def work_once(self) -> None:
        environment = os.environ | self.settings | {
            "LEEFPLEIN_DATA_DIR": str(self.folder),
            "LEEFPLEIN_SEARCH_DIR": str(self.folder / "search_index"),
            "LEEFPLEIN_SECRET_KEY": settings_in(self.folder).secret_key,
            "LEEFPLEIN_LOCAL_HTTP": "1",
        }  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-m", "app.cli", "worker", "--once"], cwd=ROOT, env=environment, capture_output=True,
            text=True, check=False, timeout=240,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-2000:]


def _gone(processes: list[int]) -> None:
    until = time.monotonic() + 10
    while any(_alive(each) for each in processes):
        assert time.monotonic() < until
        time.sleep(0.002)


def _alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
