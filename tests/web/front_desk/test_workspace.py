"""A caller on the line: the public order, what staff is told beside it, and one key for what came of it."""

import pytest
from sqlmodel import select

from app.accounts.models import Account
from tests.applications import application
from tests.installing import copy_of
from tests.web.front_desk.calls import ask, at_desk, counted, employer_of, look, shown, tick

TEN = (
    {"q": "maaltijd"}, {"q": "maaltijd", "postcode": "8051"}, {"q": "iemand die 's avonds bij mijn man blijft"},
    {"q": "opas", "postcode": "Putten"}, {"q": "dementie dinsdagmiddag"}, {"q": "schulden", "kosten": "gratis"},
    {"q": "koffie", "dag": "di"}, {"leefgebied": "inkomen"}, {"q": "taxi", "toegankelijk": "rolstoel"},
    {"q": "eenzaam", "postcode": "9999 ZZ", "pagina": "2"},
)  # fmt: skip


@pytest.fixture(scope="module")
def region(example_template, tmp_path_factory):
    """A region of this module's own: its tests only add counts and sign-ins."""
    services = copy_of(example_template, tmp_path_factory.mktemp("calls"))
    with application(services) as app:
        yield app, services
    services.database.close()


@pytest.fixture(scope="module")
def signed_in(region):
    return at_desk(*region)


@pytest.fixture
def desk(signed_in):
    """The same worker for every test, with the page empty."""
    signed_in.post("/loket/uitkomst", data={"uitkomst": "found", "kanaal": "phone"})
    return signed_in


@pytest.mark.parametrize("question", TEN, ids=str)
def test_the_order_is_that_of_the_public(desk, question):
    public = desk.get("/api/zoeken", query_string=question | {"per_pagina": 10}).get_json()
    page = ask(desk, **question)
    expected = [each["id"] for each in (*public["results"], *public["unknown_access"][:10])]
    assert shown(page) == expected
    assert page.select_one("#gevonden").get_text().startswith(str(public["total"]) if public["total"] else "Niets")
    assert ask(desk, **question).select_one("#zoek-q")["value"] == question.get("q", ""), "asked again is the same"


def test_no_word_of_a_question_stands_in_an_address(desk):
    page = ask(desk, q="schuldhulp voor mijn broer", postcode="8051")
    for link in page.select("main a[href], main form[action]"):
        assert "broer" not in (link.get("href") or link.get("action"))


def test_a_question_in_an_address_is_answered_and_not_kept(desk):
    assert shown(look(desk)) == []
    assert desk.get("/loket/zoeken?q=maaltijd").text.count('name="aanbod"') > 1
    assert shown(look(desk)) == []


def test_staff_is_told_of_old_prices_and_of_what_nobody_confirmed(desk):
    page = ask(desk, q="maaltijd", postcode="8051")
    first = page.select_one(".lp-call-result:has([value=warme-maaltijd-aan-huis])")
    badges = [each.get_text() for each in first.select(".lp-badge")]
    assert "prijs verouderd" in badges
    assert any(each.startswith("niet bevestigd sinds") for each in badges)
    assert "werkgever" not in badges
    said = first.get_text(" ")
    for part in ("038 000 01 78", "Eerste stap", "Wie beslist", "folder van 2025", "Laat terugbellen"):
        assert part in said, part
    fresh = page.select_one(".lp-call-result:has([value=aan-tafel-op-vrijdag])")
    assert not {"prijs verouderd"} & {each.get_text() for each in fresh.select(".lp-badge")}


def test_words_of_danger_put_the_numbers_on_top(desk):
    assert "113" in ask(desk, q="ik wil niet meer leven").select_one(".lp-danger").get_text()


def test_the_desks_own_knowledge_is_in_the_same_search(desk, region):
    from app.referring.models import DeskText, DeskTextKind

    with region[1].database.writing() as session:
        session.add(DeskText(municipality="hattem", kind=DeskTextKind.INSTRUCTION, title="Gehandicaptenparkeerkaart", body="Bel de wijkarts."))  # fmt: skip
    assert "Gehandicaptenparkeerkaart" in ask(desk, q="gehandicaptenparkeerkaart").get_text()


def test_one_key_counts_what_came_of_the_call_and_empties_the_page(desk, region):
    before = counted(region[1], "desk_answer")
    page = ask(desk, q="maaltijd", postcode="8051")
    tick(desk, page, "warme-maaltijd-aan-huis")
    answer = desk.post("/loket/uitkomst", data={"uitkomst": "not_found", "kanaal": "letter"})
    assert answer.status_code == 303
    answers = counted(region[1], "desk_answer")
    new = [key for key in answers if key not in before]
    assert [key[0:2] + key[3:] for key in new] == [("hattem", "hattem", "letter", "not_found")]
    assert new[0][2], "the domain the question is nearest to"
    after = look(desk)
    assert (shown(after), after.select_one("#zoek-q")["value"], after.select(".lp-slip")) == ([], "", [])
    assert after.select_one("#kanaal option[selected]")["value"] == "letter", "the next one comes the same way"
    assert after.select_one("#zoek-q").has_attr("autofocus")


def test_a_result_that_is_none_counts_nothing(desk, region):
    before = counted(region[1], "desk_answer")
    answer = desk.post("/loket/uitkomst", data={"uitkomst": "weg", "kanaal": "rooksignaal"})
    assert (answer.status_code, counted(region[1], "desk_answer")) == (422, before)


def test_the_keys_can_be_switched_off_and_on_for_this_account(desk, region):
    assert look(desk).select_one("[data-lp-keys]")["data-lp-keys"] == "aan"
    assert desk.post("/loket/toetsen", data={"toetsen": "uit"}).status_code == 303
    page = ask(desk, q="maaltijd")
    assert page.select_one("[data-lp-keys]")["data-lp-keys"] == "uit"
    assert page.select("kbd, [aria-keyshortcuts]") == []
    with region[1].database.reading() as session:
        assert session.exec(select(Account.shortcuts).where(Account.email == "loket@voorbeeld.example")).one() is False
    desk.post("/loket/toetsen", data={"toetsen": "aan"})
    assert look(desk).select("kbd")


def test_what_others_give_is_one_click_away_from_the_own_employers_offers(region):
    app, services = region
    own = "warme-maaltijd-aan-huis"
    client = at_desk(app, services, "keuken@voorbeeld.example", organisation=employer_of(services, own))
    page = ask(client, q="maaltijd")
    assert [each.get_text() for each in page.select(f".lp-call-result:has([value={own}]) .lp-badge")].count("werkgever")
    everything = shown(page)
    tick(client, page, own)
    notice = look(client).select_one("[role=note]")
    assert "waar u werkt" in notice.get_text()
    form = notice.select_one("form")
    fields = {each["name"]: each["value"] for each in form.select("input, button")}
    assert fields["q"] == "maaltijd"
    others = shown(ask(client, **fields))
    assert own not in others
    assert [each for each in others if each in everything] == [each for each in everything if each != own]
    assert own in shown(ask(client, q="maaltijd")), "a new question shows everything again"


def test_a_desk_worker_with_an_employer_gets_nothing_of_that_organisation(region):
    app, services = region
    client = at_desk(
        app, services, "gast@voorbeeld.example", organisation=employer_of(services, "warme-maaltijd-aan-huis")
    )
    rooms = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith(("organisation.", "editor."))]
    assert len(rooms) > 50
    for rule in rooms:
        path = rule.rule.replace("<int:number>", "1").replace("<uid>", "1")
        for method in rule.methods & {"GET", "POST"}:
            assert client.open(path, method=method).status_code == 404, (method, rule.rule)
