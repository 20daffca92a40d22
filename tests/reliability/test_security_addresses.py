"""Addresses and headers that somebody made up: where links lead, and for whom a request passes."""

import pytest
from bs4 import BeautifulSoup

from app.web.callers import caller_address

NETWORKS = ("192.0.2.7", "198.51.100.7")


def links(answer):
    return [link["href"] for link in BeautifulSoup(answer.text, "html.parser").select("[href]")]


@pytest.mark.parametrize(
    "path",
    [
        "/en/%5Cboos.example",
        "/en//boos.example",
        "/en/%5C%5Cboos.example/x",
        "/en/%09/boos.example",
        "/tr//boos.example",
    ],
)
def test_no_path_makes_a_link_to_another_site(looker, path):
    answer = looker.get(path, base_url="http://hattem.localhost")
    assert answer.status_code == 404
    astray = [
        link
        for link in links(answer)
        if "boos" in link and (link.startswith(("//", "/\\")) or "\\" in link or "\t" in link)
    ]
    assert astray == []


def an_offer(client):
    return "/aanbod/" + client.get("/api/zoeken?q=oppas").json["results"][0]["id"]


def test_a_remembered_page_holds_nothing_of_the_address_of_somebody_else(client):
    path = an_offer(client)
    assert "boos" in client.get(path + "?bron=boos&vanaf=Hattem").text, "the links to other languages keep the question"
    assert "boos" not in client.get(path + "?vanaf=Hattem").text
    assert "boos" not in client.get(path).text


@pytest.mark.parametrize(("peer", "said", "believed"), [
    ("127.0.0.1", None, "127.0.0.1"),
    ("127.0.0.1", "192.0.2.7", "192.0.2.7"),
    ("127.0.0.1", "203.0.113.9, 192.0.2.7", "192.0.2.7"),
    ("::1", "2001:db8::7", "2001:db8::7"),
    ("127.0.0.1", "onzin", "127.0.0.1"),
    ("127.0.0.1", "192.0.2.7, ", "127.0.0.1"),
    ("198.51.100.7", "192.0.2.7", "198.51.100.7"),
])  # fmt: skip
def test_only_a_server_on_this_machine_says_who_is_calling(standing, peer, said, believed):
    headers = {} if said is None else {"X-Forwarded-For": said}
    with standing.test_request_context("/", environ_overrides={"REMOTE_ADDR": peer}, headers=headers):
        assert caller_address() == believed


def test_the_numbers_are_for_this_machine_only(looker):
    assert looker.get("/metrics").status_code == 200
    assert looker.get("/metrics", environ_overrides={"REMOTE_ADDR": "192.0.2.7"}).status_code == 404


@pytest.mark.parametrize("name", ["X-Forwarded-For", "X-Real-Ip", "Forwarded", "Via"])
def test_the_numbers_are_not_for_who_comes_through_a_web_server_on_this_machine(looker, name):
    assert looker.get("/metrics", headers={name: "127.0.0.1"}).status_code == 404


def test_the_numbers_are_not_for_who_asks_by_the_public_name(looker, standing, monkeypatch):

    monkeypatch.setattr("app.web.callers.asked_host", lambda: "hulp.hattem.example")
    assert looker.get("/metrics").status_code == 404


def try_in(client, address, times):
    said = [
        client.post(
            "/inloggen",
            data={"email": f"iemand{number}@voorbeeld.example", "wachtwoord": "verkeerd"},
            headers={"X-Forwarded-For": address},
        ).status_code
        for number in range(times)
    ]
    return said[-1]


def test_behind_a_web_server_one_network_does_not_lock_out_the_others(client, monkeypatch):
    monkeypatch.setattr("app.accounts.signing_in.passwords.fits", lambda kept, typed: False)
    assert try_in(client, NETWORKS[0], 26) == 429
    assert try_in(client, f"{NETWORKS[1]}, {NETWORKS[0]}", 1) == 429, "what a visitor wrote before it is not believed"
    assert try_in(client, NETWORKS[1], 1) == 422
