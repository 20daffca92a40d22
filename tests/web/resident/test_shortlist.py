"""One's own list: kept in the browser only, never lost by being full, and gone when it is wiped."""

import re

import pytest

from app.web.resident.kept import LONGEST_NOTE

TWO = ("avondoppas-aan-huis", "logeerhuis-de-heg")


@pytest.fixture
def client(scenario_client):
    return scenario_client


def keep(client, *slugs):
    for slug in slugs:
        assert client.post("/lijstje", data={"aanbod": slug, "doen": "bewaar"}).status_code == 303


def text(client, address="/lijstje"):
    return client.get(address).get_data(as_text=True)


def test_keep_and_take_off_again(client):
    keep(client, *TWO)
    assert "Mijn lijstje (2)" in text(client)
    client.post("/lijstje", data={"aanbod": TWO[0], "doen": "verwijder"})
    assert "Avondoppas" not in text(client)
    assert "Logeerhuis De Heg" in text(client)


def test_back_to_where_one_was(client):
    answer = client.post("/lijstje", data={"aanbod": TWO[0], "doen": "bewaar", "terug": "/zoeken?q=oppas"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/zoeken?q=oppas")


@pytest.mark.parametrize(
    "back",
    [
        "https://elders.example/",
        "//elders.example",
        "/\\elders.example",
        "\\/elders.example",
        "/zoek\r\nX: y",
        "javascript:1",
        "",
    ],
)
def test_never_to_another_site(client, back):
    answer = client.post("/lijstje", data={"aanbod": TWO[0], "doen": "bewaar", "terug": back})
    assert answer.headers["Location"] == "/lijstje"


def test_a_script_gets_words_instead_of_a_page(client):
    answer = client.post("/lijstje", data={"aanbod": TWO[0], "doen": "bewaar"}, headers={"Accept": "application/json"})
    assert answer.get_json()["saved"] is True
    assert "1 keer hulp" in answer.get_json()["message"]


def test_the_cookie_is_sealed_small_and_made_only_when_needed(client):
    assert "Set-Cookie" not in client.get("/lijstje").headers
    answer = client.post("/lijstje", data={"aanbod": TWO[0], "doen": "bewaar"})
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "expires" not in cookie.lower(), "it ends with the browser"
    assert TWO[0] not in cookie


def test_notes_and_ticks_stay(client):
    keep(client, *TWO)
    client.post("/lijstje/notities", data={f"notitie-{TWO[0]}": "Dinsdag terugbellen <b>", f"gebeld-{TWO[0]}": "ja"})
    page = text(client, "/lijstje/print")
    assert "Dinsdag terugbellen &lt;b&gt;" in page
    assert "Gebeld" in page


def test_taking_one_off_keeps_what_was_typed_beside_it(client):
    keep(client, *TWO)
    client.post("/lijstje/notities", data={f"notitie-{TWO[0]}": "Getypt", "weg": TWO[1]})
    assert "Getypt" in text(client)
    assert "Logeerhuis" not in text(client)


def test_full_is_said_and_nothing_is_lost(client):
    import random

    keep(client, *TWO)
    rough = random.Random(1)
    noise = "".join(chr(rough.randrange(0x4E00, 0x9FFF)) for _ in range(LONGEST_NOTE))
    others = ["bezoek-75", "koffie-inloop", "boodschappendienst", "vrijwilligersvervoer", "houtwerkplaats"]
    keep(client, *others)
    slugs = (*TWO, *others)
    answer = client.post(
        "/lijstje/notities",
        data={f"notitie-{slug}": noise[n:] + noise[:n] + str(n) for n, slug in enumerate(slugs)}
        | {f"notitie-{slugs[0]}": "kort"},
    )
    notes = {slug: "".join(chr(rough.randrange(0x4E00, 0x9FFF)) for _ in range(LONGEST_NOTE)) for slug in slugs}
    answer = client.post("/lijstje/notities", data={f"notitie-{slug}": note for slug, note in notes.items()})
    assert answer.status_code == 409
    assert "Uw lijstje is vol" in answer.get_data(as_text=True)
    assert "Mijn lijstje (7)" in text(client)


def test_what_is_not_on_the_site_is_not_kept(client):
    answer = client.post("/lijstje", data={"aanbod": "bestaat-niet", "doen": "bewaar"})
    assert answer.status_code == 409
    assert "Dit staat niet meer op de site" in answer.get_data(as_text=True)


def test_side_by_side_has_row_and_column_heads(client):
    keep(client, *TWO)
    page = text(client, "/lijstje/vergelijken")
    assert page.count('scope="col"') == 2
    for head in ("Wanneer", "Waar", "Kosten", "Wie beslist", "VOG", "Gebeld"):
        assert f'<th scope="row">{head}</th>' in page


def test_wiped_is_wiped(client):
    keep(client, *TWO)
    answer = client.post("/lijstje/wissen")
    assert re.search(r"leefplein=;|Max-Age=0", answer.headers["Set-Cookie"])
    assert "Uw lijstje is nog leeg" in text(client)


def test_it_goes_along_to_a_conversation(client):
    client.inspection.leave_out("plain_words")
    keep(client, TWO[0])
    page = text(client, "/gesprek")
    assert "Dit nam u mee" in page
    assert "Avondoppas aan huis" in page


def test_from_another_site_nobody_changes_a_list(client):
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "cross-site"
    answer = client.post("/lijstje", data={"aanbod": TWO[0], "doen": "bewaar"})
    assert answer.status_code == 400
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    assert "Uw lijstje is nog leeg" in text(client)
