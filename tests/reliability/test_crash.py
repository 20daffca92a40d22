"""kill -9 of everything that runs, while people send and nothing answers as it should: nothing is lost (promises 2, 3, 5, 7).

Run with `-s` to read the figures.
"""

import random
import signal
import threading
import time
from collections import Counter, defaultdict
from datetime import timedelta

import pytest
from sqlmodel import select

from app.conversation.asking import subjects_in_use
from app.conversation.models import ConversationRequest, Delivery, DeliveryState
from app.conversation.office import contact_of, story_of, subject_of
from tests.installing import copy_folder
from tests.reliability import mail_server as post
from tests.reliability.open_klant_stub import open_klant
from tests.reliability.real_server import children, free_port
from tests.reliability.senders import PLAIN, Browser, Crowd, fields_of, hidden_of, reference_of
from tests.reliability.town import EVERYTHING, INVISIBLE, OUTBOX_WORKER, WEB_GROUP, WEB_WORKER, WHOLE, WORKER, Town

pytestmark = pytest.mark.slow
SENDERS = 8
WEB_KILLS = [WEB_WORKER] * 21 + [WEB_GROUP] * 2 + [EVERYTHING]
OUTBOX_KILLS = 7
MAILED = ("mail", "support_mail", "resident_mail")
CALLS = (
    "GET klantcontacten",
    "POST maak-klantcontact",
    "GET internetaken",
    "POST internetaken",
    "POST digitaleadressen",
)


@pytest.fixture
def town(small_template, tmp_path):
    copy_folder(small_template, tmp_path / "installation")
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
            found = children(town.running.process.pid, WORKER)
            under_way = bool(found) and any(name.endswith(f"-{found[0]}") for name in beats)
        if under_way:
            _wait_for_mail(town, stop)
            stop.wait(random.uniform(0, 0.6))
            with town.lock:
                town.kill(OUTBOX_WORKER)
        stop.wait(0.05)


def _wait_for_mail(town: Town, stop: threading.Event) -> None:
    """Until one more was taken: then the worker is waiting for an answer, or just writing it down."""
    before, until = len(town.mail.taken()), time.monotonic() + 3
    while len(town.mail.taken()) == before and time.monotonic() < until:
        stop.wait(0.01)


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


def test_nothing_is_lost_when_everything_is_killed_again_and_again(town):
    began = time.monotonic()
    crowd = _run(town)
    left = town.sql("SELECT count(*) FROM outbox_message WHERE done_at IS NULL")[0][0]
    stopped = time.monotonic()
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
    print(  # noqa: T201  (the figures, with -s)
        f"\n{len(acknowledged)} acknowledged, {sum(town.kills.values())} kill -9 {dict(town.kills)}, "
        f"{crowd.broken} broken connections, {left} waited when it stopped, {len(lost)} lost, "
        f"{len(unmailed) + len(undelivered)} never delivered, {sum(copies.values())} mails of which "
        f"{sum(copies.values()) - len(copies)} doubles with the same Message-ID, {len(stored['klantcontacten'])} "
        f"klantcontacten, {len(stored['internetaken'])} internetaken, {len(unused)} keys to sweep, "
        f"{stopped - began:.0f} s under fire and {time.monotonic() - stopped:.0f} s to come to rest"
    )
    assert crowd.wrong == []
    assert sum(town.kills.values()) >= 30
    assert len(acknowledged) > 50, "too little was sent to say anything"
    assert lost == set()
    assert set(requests) == acknowledged, "everybody read their reference in the end"
    assert [one for one in crowd.sent if len(set(one.references)) != 1] == [], "the same form, the same reference"
    assert len(crowd.sent) == len(requests)
    assert (town.sql(WHOLE), town.sql(INVISIBLE)) == ([(0,)], [(0,)])
    if town.database.is_sqlite:
        assert town.sql("PRAGMA integrity_check") == [("ok",)]
    assert (unmailed, undelivered) == ([], [])
    assert [key for key, found in names.items() if len(found) > 1] == [], "a double has the same Message-ID"
    assert told == Counter({each.uid: 1 for each in requests.values()})
    assert tasks == Counter({each.public_number: 1 for each in requests.values()})
    assert len(stored["betrokkenen"]) == len(stored["onderwerpobjecten"]) == len(requests)
    assert services.keys.sweep(in_use, timedelta(0)) == len(unused)
    assert services.keys.subjects() == set(in_use), (
        "the sweep takes the keys that nothing was sealed with, and no other"
    )
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
