"""kill -9 of everything that runs, while people send and nothing answers as it should: nothing is lost (promises 2, 3, 5, 7).

Run with `-s` to read the figures.
"""

import contextlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from app.conversation.asking import subjects_in_use
from app.conversation.models import ConversationRequest, Delivery, DeliveryState
from app.conversation.office import contact_of, story_of, subject_of
from app.services import Services, build_services
from tests.installing import settings_in
from tests.reliability import mail_server as post
from tests.reliability.open_klant_stub import TOKEN, OpenKlant, open_klant
from tests.reliability.real_server import ROOT, RealServer, children, free_port, serve
from tests.reliability.senders import PLAIN, Browser, Crowd, fields_of, hidden_of, reference_of

pytestmark = pytest.mark.slow
SENDERS = 8
WEB_WORKER, WEB_GROUP, OUTBOX_WORKER, EVERYTHING = "web worker", "web group", "outbox worker", "everything"
WEB_KILLS = [WEB_WORKER] * 20 + [WEB_GROUP] * 3 + [EVERYTHING]
OUTBOX_KILLS = 8
MAILED = ("mail", "support_mail", "resident_mail")
CALLS = ("GET klantcontacten", "POST maak-klantcontact", "GET internetaken", "POST internetaken", "POST digitaleadressen")
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
        SELECT 1 FROM outbox_message m
        WHERE m.kind = 'request.deliver' AND m.done_at IS NULL AND json_extract(m.payload, '$.delivery') = d.id)
"""


@dataclass
class Town:
    """The real product over an installation of its own, with everybody it talks to."""

    folder: Path
    port: int
    mail: post.MailServer
    klant: OpenKlant
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
        }

    @property
    def services(self) -> Services:
        return build_services(
            settings_in(
                self.folder, smtp_url=self.mail.url, open_klant_url=self.klant.url, open_klant_token=TOKEN
            )
        )

    def start(self) -> None:
        self.running = self.stack.enter_context(serve(self.folder, "--workers", "2", port=self.port, **self.settings))

    def end(self) -> None:
        self.stack.close()

    def sql(self, statement: str) -> list[tuple]:
        with closing(sqlite3.connect(self.folder / "leefplein.sqlite", timeout=30)) as connection, connection:
            return connection.execute(statement).fetchall()

    def kill(self, what: str) -> bool:
        """The way the system does it when memory runs out. False when it was not there to be killed."""
        serving = self.running.process.pid
        if what == EVERYTHING:
            os.killpg(serving, signal.SIGKILL)
            self.running.process.wait(10)
            self.end()
            self.start()
        elif what == OUTBOX_WORKER:
            found = children(serving, "app.cli")
            if not found:
                return False
            os.kill(found[0], signal.SIGKILL)
            _gone(found)
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


@pytest.fixture
def town(small_template, tmp_path):
    shutil.copytree(small_template, tmp_path / "installation")
    with post.mail_server(tmp_path / "post", free_port()) as mail, open_klant() as klant:
        found = Town(tmp_path / "installation", free_port(), mail, klant)
        try:
            found.start()
            yield found
        finally:
            found.end()


def _moods(town: Town, stop: threading.Event) -> None:
    """Mail server and Open Klant, each in turn good and bad."""
    at = 0
    while not stop.is_set():
        town.mail.be(post.MOODS[at % len(post.MOODS)] if at % 2 else post.SLOW)
        town.klant.down = at % 7 == 5
        town.klant.fail_at, town.klant.fail_times = random.choice(CALLS), random.randint(0, 2)
        town.klant.fail_after_storing = random.random() < 0.7
        town.time_passes()
        at += 1
        stop.wait(0.7)


def _kill_workers(town: Town, stop: threading.Event) -> None:
    """The outbox worker again and again, each time when it is well under way."""
    while town.kills[OUTBOX_WORKER] < OUTBOX_KILLS and not stop.is_set():
        beats = {name for (name,) in town.sql("SELECT name FROM worker_beat")}
        with town.lock:
            found = children(town.running.process.pid, "app.cli")
            under_way = bool(found) and any(name.endswith(f"-{found[0]}") for name in beats)
        if under_way:
            stop.wait(random.uniform(0.3, 1.5))
            with town.lock:
                town.kill(OUTBOX_WORKER)
        stop.wait(0.05)


def _kill_web(town: Town, crowd: Crowd) -> None:
    plan = random.sample(WEB_KILLS, len(WEB_KILLS))
    for what in plan:
        answered = len(crowd.sent)
        until = time.monotonic() + 60
        while len(crowd.sent) < answered + 2 and not crowd.wrong:  # it is back, and people use it
            assert time.monotonic() < until, town.running.log.read_text()[-3000:]
            time.sleep(0.01)
        time.sleep(random.uniform(0, 0.2))
        with town.lock:
            while not town.kill(what):
                time.sleep(0.05)
        assert town.sql(WHOLE) == [(0,)], f"half a request after killing the {what}"


def _run(town: Town) -> Crowd:
    crowd, stop = Crowd(town.port), threading.Event()
    beside = [threading.Thread(target=work, args=(town, stop)) for work in (_moods, _kill_workers)]
    crowd.start(SENDERS)
    for each in beside:
        each.start()
    try:
        _kill_web(town, crowd)
        beside[1].join(60)
    finally:
        stop.set()
        crowd.finish()
        for each in beside:
            each.join(30)
    town.running.process.terminate()
    assert town.running.process.wait(60) == 0, "told to stop, it stops"
    return crowd


def test_nothing_is_lost_when_everything_is_killed_again_and_again(town, capsys):
    began = time.monotonic()
    crowd = _run(town)
    left = town.sql("SELECT count(*) FROM outbox_message WHERE done_at IS NULL")[0][0]
    town.come_to_rest()
    services = town.services
    with services.database.reading() as session:
        requests = {each.reference: each for each in session.exec(select(ConversationRequest)).all()}
        deliveries = session.exec(select(Delivery)).all()
        in_use = subjects_in_use(session)

    acknowledged = {reference for one in crowd.sent for reference in one.references}
    lost = acknowledged - set(requests)
    copies = Counter(identity for identity, _ in town.mail.taken())
    names = defaultdict(set)
    for identity in copies:
        names[identity[len("<leefplein-") :][:36]].add(identity)
    unmailed = [each.id for each in deliveries if each.channel in MAILED and each.key not in names]
    undelivered = [each.id for each in deliveries if each.state is not DeliveryState.DELIVERED]
    stored = town.klant.stored
    told = Counter(each["metadata"]["leefpleinId"] for each in stored["klantcontacten"])
    tasks = Counter(each["referentienummer"] for each in stored["internetaken"])
    unused = services.keys.subjects() - set(in_use)
    with capsys.disabled():
        print(
            f"\n{len(acknowledged)} acknowledged, {sum(town.kills.values())} kill -9 {dict(town.kills)}, "
            f"{crowd.broken} broken connections, {left} waited when it stopped, {len(lost)} lost, "
            f"{len(unmailed) + len(undelivered)} never delivered, {sum(copies.values())} mails of which "
            f"{sum(copies.values()) - len(copies)} doubles with the same Message-ID, {len(stored['klantcontacten'])} "
            f"klantcontacten, {len(stored['internetaken'])} internetaken, {len(unused)} keys to sweep, "
            f"{time.monotonic() - began:.0f} s"
        )
    assert crowd.wrong == []
    assert sum(town.kills.values()) >= 30
    assert len(acknowledged) > 50, "too little was sent to say anything"
    assert lost == set()
    assert set(requests) == acknowledged, "everybody read their reference in the end"
    assert [one for one in crowd.sent if len(set(one.references)) != 1] == [], "the same form, the same reference"
    assert len(crowd.sent) == len(requests)
    assert (town.sql(WHOLE), town.sql(INVISIBLE)) == ([(0,)], [(0,)])
    assert town.sql("PRAGMA integrity_check") == [("ok",)]
    assert (unmailed, undelivered) == ([], [])
    assert [key for key, found in names.items() if len(found) > 1] == [], "a double has the same Message-ID"
    assert told == Counter({each.uid: 1 for each in requests.values()})
    assert tasks == Counter({each.public_number: 1 for each in requests.values()})
    assert len(stored["betrokkenen"]) == len(stored["onderwerpobjecten"]) == len(requests)
    assert services.keys.sweep(in_use, timedelta(0)) == len(unused)
    assert services.keys.subjects() == set(in_use), "the sweep takes the keys that nothing was sealed with, and no other"
    for each in requests.values():
        seal = services.keys.open(subject_of(each.uid))
        assert contact_of(each, seal).phone
        assert story_of(each, seal).questions
    services.database.close()
    services.keys.close()


def test_what_is_under_way_when_it_is_told_to_stop_is_finished(town):
    """A form half sent and a mail half delivered: both are whole afterwards, and nothing is done twice (promise 22)."""
    town.mail.be(post.SLOW)
    first, second = Browser(town.port), Browser(town.port)
    forms = [hidden_of(each.ask("POST", "/gesprek", fields_of(1, PLAIN)).text) for each in (first, second)]
    assert reference_of(first.ask("POST", "/gesprek", forms[0]).text)
    until = time.monotonic() + 30
    while not town.mail.taken():
        assert time.monotonic() < until, "no mail came"
        time.sleep(0.005)
    answer = []
    sending = threading.Thread(target=lambda: answer.append(second._once("POST", "/gesprek", forms[1])))
    sending.start()
    time.sleep(0.02)
    town.running.process.send_signal(signal.SIGTERM)
    sending.join(30)
    assert town.running.process.wait(60) == 0
    assert answer[0].status == 303
    assert town.sql("SELECT count(*) FROM conversation_request") == [(2,)]
    assert town.sql("SELECT state FROM delivery WHERE channel = 'mail' AND request_id = 1") == [("delivered",)]
    town.come_to_rest()
    assert sorted(Counter(identity for identity, _ in town.mail.taken()).values()) == [1, 1]
    assert len(town.klant.stored["internetaken"]) == 2
