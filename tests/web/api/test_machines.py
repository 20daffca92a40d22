"""Numbers for who watches over an installation: the names stay, and what is late can be seen without mail."""

from datetime import timedelta

import time_machine

from app import clock
from app.conversation.asking import ask
from app.conversation.lateness import WORDS
from tests.conversation.conftest import a_request

NAMES = (
    "leefplein_outbox_waiting",
    "leefplein_outbox_oldest_seconds",
    "leefplein_outbox_late",
    "leefplein_offers",
    "leefplein_index_ok",
    "leefplein_index_documents",
)


def numbers(client):
    said = client.get("/metrics", headers={"Host": "localhost"}).text
    return dict(line.rsplit(" ", 1) for line in said.splitlines() if line and not line.startswith("#"))


def test_names_of_numbers_stay(client):
    found = {name.partition("{")[0] for name in numbers(client)}
    assert found >= set(NAMES)
    assert {f'leefplein_late{{kind="{kind}"}}' for kind in WORDS} <= set(numbers(client))


def test_what_is_late_is_a_number(installation, client):
    ask(installation.office, a_request(), "form")
    assert numbers(client)['leefplein_late{kind="delivery_quarter"}'] == "0.0"
    with time_machine.travel(clock.now() + timedelta(minutes=20)):
        found = numbers(client)
    assert found['leefplein_late{kind="delivery_quarter"}'] == "1.0"
    assert found['leefplein_deliveries_waiting{channel="mail"}'] == "1.0"
