"""Asking for somebody else: four ways, and a child; who only worries leaves nothing behind."""

import pytest

from tests.web.resident.route_walking import ALONE, answer, heading, soup

OTHERS = "/wegwijzer/voor-een-ander"


def chosen(client, who):
    sent = client.post(OTHERS, data={"voor_wie": who})
    assert sent.status_code == 303
    return sent.headers["Location"]


def kept(client):
    with client.session_transaction(base_url="http://putten.localhost") as session:
        return dict(session.get("wegwijzer", {}))


def test_every_way_stands_there_and_nothing_is_chosen(scenario_client):
    page = soup(scenario_client, OTHERS)
    assert [each["value"] for each in page.select("button[name=voor_wie]")] == [
        "samen_met", "namens", "mantelzorger", "kind",
    ]  # fmt: skip
    assert page.main.find("a", string="Ik maak me zorgen om iemand")["href"] == "/zorgen-om-iemand"
    assert page.main.select_one('a[href="tel:0380000010"]')
    assert not page.main.select("input, textarea"), "nobody's name or address is asked"


@pytest.mark.parametrize("who", ["samen_met", "namens"])
def test_together_or_on_behalf_begins_with_own_words(scenario_client, who):
    assert chosen(scenario_client, who) == "/wegwijzer"
    assert kept(scenario_client)["a"]["begin"] == {"voor_wie": who}
    picked = soup(scenario_client, "/wegwijzer").select("input[checked]")
    assert [each["value"] for each in picked] == [who]


def test_from_further_on_it_goes_back_to_where_somebody_was(scenario_client):
    answer(scenario_client, 1, **ALONE)
    answer(scenario_client, 2, antwoord="nee")
    assert chosen(scenario_client, "namens") == "/wegwijzer/3"
    assert kept(scenario_client)["a"]["begin"] == ALONE | {"voor_wie": "namens"}


def test_a_carer_is_asked_how_it_is_for_themself(scenario_client):
    assert chosen(scenario_client, "mantelzorger") == "/wegwijzer/2"
    assert heading(scenario_client, "/wegwijzer/2") == "Hoe gaat het met u?"


def test_a_child_has_its_own_people(scenario_client):
    assert chosen(scenario_client, "kind") == "/wegwijzer/2"
    assert heading(scenario_client, "/wegwijzer/2") == "Hulp voor kinderen, jongeren en ouders"


@pytest.mark.parametrize("who", ["", "buurman", "mijzelf'--"])
def test_what_nobody_offered_is_not_kept(scenario_client, who):
    assert chosen(scenario_client, who) == OTHERS
    assert kept(scenario_client) == {}


def test_who_worries_leaves_nothing_behind(scenario_client):
    got = scenario_client.get("/zorgen-om-iemand")
    assert "Set-Cookie" not in got.headers
    assert not soup(scenario_client, "/zorgen-om-iemand").main.select("form, input, textarea")
