"""The carers' page: relief in the order that fits, a conversation of one's own, and no word about the other person."""

from tests.web.resident.route_walking import soup, words

PUTTEN = "http://putten.localhost"


def names(page):
    return [each.get_text(strip=True).replace("\xad", "") for each in page.select("#even-overnemen .lp-card__title")]


def test_lighter_relief_first_and_people_in_the_same_boat(scenario_client):
    page = soup(scenario_client, "/mantelzorg")
    assert names(page) == [
        "Avondoppas aan huis", "Dagoppas Ermelo", "Dagopvang De Es", "Logeerhuis De Heg", "Lotgenoten dementie",
    ]  # fmt: skip
    assert not page.select("[checked]")


def test_who_cannot_keep_it_up_sees_heavier_relief_first_and_somebody_to_call(scenario_client):
    sent = scenario_client.post("/mantelzorg", data={"merkt": ["nacht", "te_veel"]})
    assert sent.status_code == 303
    assert sent.headers["Location"].startswith("/mantelzorg#")
    page = soup(scenario_client, "/mantelzorg")
    assert names(page)[0] == "Logeerhuis De Heg"
    assert "Avondoppas aan huis" in names(page)
    assert len(page.select("[checked]")) == 2
    assert page.select_one('#even-overnemen .lp-person a[href="tel:0380000010"]')
    for word in ("uw netwerk", "eigen netwerk", "uw omgeving", "buren", "mensen om u heen"):
        assert word not in words(page).lower()


def test_ticks_can_be_taken_away_again(scenario_client):
    scenario_client.post("/mantelzorg", data={"merkt": ["nacht", "iets-anders"]})
    scenario_client.post("/mantelzorg", data={})
    assert not soup(scenario_client, "/mantelzorg").select("[checked]")


def test_a_conversation_of_ones_own(scenario_client):
    sent = scenario_client.post("/mantelzorg/gesprek")
    assert (sent.status_code, sent.headers["Location"]) == (303, "/gesprek")
    with scenario_client.session_transaction(base_url=PUTTEN) as session:
        assert session["wegwijzer"]["a"]["begin"] == {"voor_wie": "mantelzorger"}


def test_nothing_asks_what_the_other_person_has(scenario_client):
    page = soup(scenario_client, "/mantelzorg")
    assert {each["name"] for each in page.main.select("input:not([type=hidden])")} == {"merkt"}
    assert not page.main.select("textarea, select")
