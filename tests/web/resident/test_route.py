"""The route's pages without a browser: where answers lead, what is kept where, and what is never kept."""

import json
import random

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from sqlmodel import select

from app.counting.keeping import write_held
from app.counting.models import Tally
from tests.web.resident.route_walking import (
    ALL_WELL,
    ALONE,
    TOO_MUCH,
    answer,
    everything,
    heading,
    named,
    soup,
    words,
    write_trap,
)

EXITS = ["Ik wil iemand spreken", "Onafhankelijke hulp", "Nu hulp nodig", "Ik vraag dit voor een ander"]


def walk_to_offers(client):
    assert answer(client, 1, **ALONE) == "/wegwijzer/2"
    assert answer(client, 2, antwoord="nee") == "/wegwijzer/3"


def test_the_three_drawn_steps_in_their_order(scenario_client):
    client = scenario_client
    assert "daarna hoogstens 3 stappen" in words(soup(client, "/wegwijzer"))
    walk_to_offers(client)
    assert "Stap 1 van 3" in words(soup(client, "/wegwijzer/2"))
    assert "Stap 2 van 3" in words(soup(client, "/wegwijzer/3"))
    assert answer(client, 3, antwoord="nee") == "/wegwijzer/4"
    end = soup(client, "/wegwijzer/4")
    assert "Stap 3 van 3" in words(end)
    assert end.h1.get_text(strip=True) == "U kunt een gesprek aanvragen"
    assert end.find("a", string="Vraag een gesprek aan")["href"] == "/gesprek"


@pytest.mark.parametrize("value", ["nee", "weet_niet"])
def test_i_do_not_know_leads_where_no_leads(scenario_client, value):
    answer(scenario_client, 1)
    answer(scenario_client, 2, antwoord=value)
    assert heading(scenario_client, "/wegwijzer/3") == "Is er een oplossing in de buurt?"


@pytest.mark.parametrize("number", [0, 3, 99, 123456789])
def test_a_place_that_was_not_reached_leads_to_the_furthest(scenario_client, number):
    answer(scenario_client, 1, **ALONE)
    assert scenario_client.get(f"/wegwijzer/{number}").headers["Location"] == "/wegwijzer/2"


def test_the_first_place_has_one_address(scenario_client):
    assert scenario_client.get("/wegwijzer/1").headers["Location"] == "/wegwijzer"
    assert scenario_client.get("/wegwijzer/5").headers["Location"] == "/wegwijzer"


def test_own_words_may_stay_empty(scenario_client):
    assert answer(scenario_client, 1) == "/wegwijzer/2"


def test_own_words_are_quoted_back_and_can_be_changed(scenario_client):
    answer(scenario_client, 1, **ALONE)
    page = soup(scenario_client, "/wegwijzer/2")
    told = page.select_one(".lp-route__told")
    assert [each.get_text() for each in told.find_all("q")] == list(ALONE.values())
    assert told.a["href"] == "/wegwijzer"
    assert soup(scenario_client, "/wegwijzer").find(id="vraag").get_text(strip=True) == ALONE["vraag"]


def test_going_back_keeps_answers_and_another_answer_leads_another_way(scenario_client):
    walk_to_offers(scenario_client)
    assert answer(scenario_client, 2, antwoord="ja") == "/wegwijzer/3"
    assert heading(scenario_client, "/wegwijzer/3") == "Is het vol te houden?"
    assert "dit koos u eerder" in soup(scenario_client, "/wegwijzer/2").find("button", value="ja").get_text()
    answer(scenario_client, 3, **ALL_WELL)
    answer(scenario_client, 2, antwoord="nee")
    answer(scenario_client, 2, antwoord="ja")
    kept = soup(scenario_client, "/wegwijzer/3")
    assert [each["value"] for each in kept.select("input[checked]")] == list(ALL_WELL.values())


def test_nothing_is_preselected(scenario_client):
    answer(scenario_client, 1)
    answer(scenario_client, 2, antwoord="ja")
    for address in ("/wegwijzer", "/wegwijzer/2", "/wegwijzer/3"):
        assert not soup(scenario_client, address).select("[checked], [selected]")


def test_a_page_that_stood_open_answers_its_own_step(scenario_client):
    walk_to_offers(scenario_client)
    answer(scenario_client, 2, antwoord="ja")
    assert answer(scenario_client, 3, stap="omgeving", antwoord="nee") == "/wegwijzer/3"
    assert heading(scenario_client, "/wegwijzer/3") == "Is het vol te houden?"


@pytest.mark.parametrize("fields", [{}, {"antwoord": "misschien"}, {"antwoord": ""}])
def test_no_answer_is_asked_again_kindly(scenario_client, fields):
    answer(scenario_client, 1, **ALONE)
    got = scenario_client.post("/wegwijzer/2", data=fields)
    assert got.status_code == 422
    assert "'Dat weet ik niet' mag ook" in got.get_data(as_text=True).replace("&#39;", "'")


def test_a_text_that_is_too_long_stays_on_the_page(scenario_client):
    text = "Ik wil graag hulp. " * 100
    got = scenario_client.post("/wegwijzer", data=ALONE | {"vraag": text})
    page = BeautifulSoup(got.data, "html.parser")
    assert got.status_code == 422
    assert page.find(id="vraag").get_text().strip() == text.strip()
    assert page.find(id="gewenst_resultaat").get_text().strip() == ALONE["gewenst_resultaat"]
    assert "1899 tekens" in words(page)
    assert "passen er 1000" in words(page)
    assert "038 000 00 10" in page.select_one(".lp-error-summary").get_text()
    assert scenario_client.get("/wegwijzer/2").headers["Location"] == "/wegwijzer"


def test_what_does_not_fit_in_the_cookie_stays_on_the_page(scenario_client):
    chance = random.Random(7)
    text = "".join(chr(chance.randrange(0x4E00, 0x9FFF)) for _ in range(1000))
    wish = "".join(chr(chance.randrange(0x4E00, 0x9FFF)) for _ in range(500))
    got = scenario_client.post("/wegwijzer", data={"vraag": text, "gewenst_resultaat": wish})
    page = BeautifulSoup(got.data, "html.parser")
    assert got.status_code == 422
    assert page.find(id="vraag").get_text().strip() == text
    assert "Dit past er niet meer bij" in words(page)


def test_the_longest_dutch_text_fits(scenario_client):
    text = (
        "Sinds mijn man is overleden zie ik bijna niemand meer en ik kom ook de deur haast niet uit, want mijn knie wil "
        "niet zo best. De buurvrouw kijkt wel eens om het hoekje, maar zij is zelf ook al ver in de tachtig. Mijn dochter "
        "woont in Groningen en belt elke zondag. Vroeger zongen wij samen in het koor, dat mis ik nog het meest van alles. "
    )
    assert answer(scenario_client, 1, vraag=(text * 3)[:1000].strip(), gewenst_resultaat=text[:500]) == "/wegwijzer/2"


@pytest.mark.parametrize("field", ["vraag", "gewenst_resultaat"])
def test_the_limit_stands_beside_the_field(scenario_client, field):
    page = soup(scenario_client, "/wegwijzer")
    described = page.find(id=field)["aria-describedby"].split()
    assert any("tekens" in page.find(id=each).get_text() for each in described)


def test_every_step_has_the_same_four_ways_out_at_the_same_place(scenario_client):
    seen = []

    def look(address):
        page = soup(scenario_client, address)
        ways = page.main.select("nav.lp-exits li")
        assert [each.get_text(strip=True) for each in ways] == EXITS
        after = [tag.name for tag in page.main.select_one("nav.lp-exits").find_next_siblings()]
        assert after == ["form"], "only the button to wipe stands below the ways out"
        assert page.main.select_one('form[action="/wissen"] button').get_text(strip=True) == "Wis wat ik invulde"
        seen.append(page.h1.get_text(strip=True))

    look("/wegwijzer")
    answer(scenario_client, 1, **ALONE)
    look("/wegwijzer/2")
    answer(scenario_client, 2, antwoord="ja")
    look("/wegwijzer/3")
    answer(scenario_client, 3, **ALL_WELL)
    scenario_client.inspection.leave_out("plain_words")  # the drawn label of a result stands on it
    look("/wegwijzer/4")
    answer(scenario_client, 3, **TOO_MUCH)
    look("/wegwijzer/4")
    answer(scenario_client, 2, antwoord="nee")
    look("/wegwijzer/3")
    answer(scenario_client, 3, antwoord="ja", keuze="bezoek-75")
    look("/wegwijzer/4")
    answer(scenario_client, 3, antwoord="nee")
    look("/wegwijzer/4")
    answer(scenario_client, 1, **ALONE, leeftijd="15")
    look("/wegwijzer/2")
    answer(scenario_client, 1, **ALONE, voor_wie="mantelzorger")
    look("/wegwijzer/2")
    assert len(set(seen)) == len(seen) == 10


def test_the_way_to_a_person_takes_along_what_was_just_typed(scenario_client):
    assert answer(scenario_client, 1, **ALONE, naar="gesprek") == "/gesprek"
    assert soup(scenario_client, "/wegwijzer").find(id="vraag").get_text(strip=True) == ALONE["vraag"]


def test_danger_words_put_numbers_on_top_and_block_nothing(scenario_client):
    assert answer(scenario_client, 1, vraag="ik wil niet meer leven") == "/wegwijzer/2"
    page = soup(scenario_client, "/wegwijzer/2")
    first = page.main.find(["section", "h1"])
    assert first.get("aria-labelledby") == "hulp-eerst"
    assert "0800-0113" in first.get_text()
    answer(scenario_client, 2, antwoord="nee")
    assert "0800-0113" in words(soup(scenario_client, "/wegwijzer/3"))


def test_no_numbers_on_top_for_other_words(scenario_client):
    answer(scenario_client, 1, **ALONE)
    assert not soup(scenario_client, "/wegwijzer/2").select(".lp-danger")


def test_no_answer_in_an_address_a_header_a_log_or_the_database(scenario_client, scenario_installation, capfd, caplog):
    database = scenario_installation.database
    before = everything(database)
    secret = {"vraag": "zeldzaamwoord over mij", "gewenst_resultaat": "anderwoord", "plaats": "Krachtighuizen"}
    sent = []
    with write_trap(database) as caught:
        for number, fields in (
            (1, secret),
            (2, {"antwoord": "ja"}),
            (3, TOO_MUCH),
            (2, {"antwoord": "nee"}),
            (3, {"antwoord": "ja", "keuze": "bezoek-75"}),
            (4, {"opgelost": "nee"}),
        ):
            posted = scenario_client.post(f"/wegwijzer/{number}" if number > 1 else "/wegwijzer", data=fields)
            sent.append(posted)
            assert posted.status_code == 303
            if posted.headers["Location"].startswith("/wegwijzer"):
                sent.append(scenario_client.get(posted.headers["Location"]))
    # Only that a route ended without help is counted, with nothing of the person: no other row is written.
    assert [statement.split("(")[0].strip() for statement in caught] == ["INSERT INTO tally"]
    added = [line for line in everything(database) if line not in before]
    assert [line.split("(")[0] for line in added] == ["tally"]
    assert added[0].endswith(", 'putten', 'unmet', 'krachtighuizen', '', 'route', 'ended', 1)")
    said = "".join(str(each.headers) + each.request.url for each in sent) + caplog.text + "".join(capfd.readouterr())
    for word in ("zeldzaamwoord", "anderwoord", "Krachtighuizen", "antwoord", "bezoek-75"):
        assert word not in said
    links = {tag["href"] for each in sent for tag in BeautifulSoup(each.data, "html.parser").select("main a[href]")}
    assert not [link for link in links if "zeldzaamwoord" in link or "?" in link]


def test_an_end_without_help_counts_once_however_often_it_is_sent(scenario_client, scenario_installation):
    walk_to_offers(scenario_client)
    for _ in range(3):
        answer(scenario_client, 3, antwoord="nee")
    write_held(scenario_installation.database, older_than=0)
    with scenario_installation.database.reading() as session:
        rows = session.exec(select(Tally)).all()
    assert [(row.measure, row.way, row.detail, row.count) for row in rows] == [("unmet", "route", "ended", 1)]


def test_the_trap_bites(scenario_installation):
    with (
        write_trap(scenario_installation.database) as caught,
        scenario_installation.database.writing() as session,
    ):
        session.execute(sa.text("DELETE FROM content_edit"))
    assert len(caught) == 1


def test_nobody_gets_a_cookie_for_looking_and_nothing_is_stored(scenario_client):
    first = scenario_client.get("/wegwijzer")
    assert "Set-Cookie" not in first.headers
    assert "X-Robots-Tag" not in first.headers
    posted = scenario_client.post("/wegwijzer", data=ALONE)
    cookie = posted.headers["Set-Cookie"]
    assert "Expires" not in cookie
    assert "Max-Age" not in cookie
    assert "alleen" not in cookie
    second = scenario_client.get("/wegwijzer/2")
    for each in (first, posted, second):
        assert each.headers["Cache-Control"] == "no-store"
    assert "noindex" in second.headers["X-Robots-Tag"]


def test_the_shape_that_the_request_reads(scenario_client):
    walk_to_offers(scenario_client)
    answer(scenario_client, 3, antwoord="ja", keuze="bezoek-75")
    assert answer(scenario_client, 4, opgelost="nee") == "/gesprek"
    with scenario_client.session_transaction(base_url="http://putten.localhost") as session:
        kept = json.loads(json.dumps(session["wegwijzer"]))
    assert kept["flow"] == "route"
    assert kept["a"]["begin"] == ALONE
    assert kept["tried"] == ["Bezoek 75+"]


def test_an_offer_that_does_not_exist_is_not_kept(scenario_client):
    walk_to_offers(scenario_client)
    answer(scenario_client, 3, antwoord="ja", keuze="x" * 3000)
    assert "Kies op de vorige pagina" in words(soup(scenario_client, "/wegwijzer/4"))


def test_help_of_people_that_did_not_solve_it_is_told_along(scenario_client):
    answer(scenario_client, 1, **ALONE)
    answer(scenario_client, 2, antwoord="ja")
    answer(scenario_client, 3, **ALL_WELL)
    assert answer(scenario_client, 4, opgelost="nee") == "/gesprek"
    with scenario_client.session_transaction(base_url="http://putten.localhost") as session:
        assert session["wegwijzer"]["tried"] == ["Hulp van mensen dichtbij"]


def test_the_drawn_label_stands_under_the_result_and_never_opens(scenario_client):
    answer(scenario_client, 1, **ALONE)
    answer(scenario_client, 2, antwoord="ja")
    answer(scenario_client, 3, **ALL_WELL)
    scenario_client.inspection.leave_out("plain_words")
    page = soup(scenario_client, "/wegwijzer/4")
    label = page.select_one("[data-drawn-label]").extract()
    assert "Dit is eigen kracht!" in label.get_text()
    assert "eigen kracht" not in words(page).lower()


def test_the_route_in_english(scenario_client):
    client = scenario_client
    client.inspection.leave_out("plain_words")
    assert client.post("/en/wegwijzer", data=ALONE).headers["Location"] == "/en/wegwijzer/2"
    page = soup(client, "/en/wegwijzer/2")
    assert page.find("button", value="weet_niet") is not None
    assert "Is er iemand" not in words(page)
    assert client.get("/en/wegwijzer/9").headers["Location"] == "/en/wegwijzer/2"


def test_who_searches_on_keeps_words_out_of_the_address(scenario_client):
    answer(scenario_client, 1, **ALONE, plaats="Krachtighuizen")
    answer(scenario_client, 2, antwoord="nee")
    form = soup(scenario_client, "/wegwijzer/3").select_one('form[action="/zoeken"]')
    assert form["method"] == "post"
    assert {each["name"]: each["value"] for each in form.select("input")} == {
        "q": ALONE["vraag"],
        "plaats": "Krachtighuizen",
    }


def test_a_form_that_came_from_another_site_changes_nothing(scenario_client):
    scenario_client.environ_base["HTTP_SEC_FETCH_SITE"] = "cross-site"
    assert scenario_client.post("/wegwijzer", data=ALONE).status_code >= 400
    assert scenario_client.get("/wegwijzer/2").headers["Location"] == "/wegwijzer"


def test_names_of_offers_stand_once(scenario_client):
    walk_to_offers(scenario_client)
    page = soup(scenario_client, "/wegwijzer/3")
    found = named(page, "offers_nearby") + named(page, "offers_general")
    assert found
    assert len(found) == len(set(found))
