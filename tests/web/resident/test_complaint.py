"""Telling what went wrong: little is asked, nothing typed is lost, and the page says who reads it."""

import pytest
from bs4 import BeautifulSoup
from sqlmodel import select

from app.complaints.models import About, Complaint, ComplaintHolder
from app.db import DatabaseGone
from app.web.resident import complaint as room_of_complaints
from tests.complaints.told import mails

FORM = "/klacht/vertellen"
LEAST = {"gebeurd": "Niemand belde terug", "wie_leest": "vertrouwenspersoon", "antwoord_via": "zelf"}


def page(answer):
    return BeautifulSoup(answer.text, "html.parser")


def errors(answer):
    return [each["href"] for each in page(answer).select(".lp-error-summary a")]


def complaints(installation):
    with installation.database.reading() as session:
        return list(session.exec(select(Complaint).order_by(Complaint.id)).all())


def token(client):
    return page(client.get(FORM)).select_one('[name="formulier"]')["value"]


def test_the_adviser_stands_first_and_nothing_is_chosen(client):
    start = page(client.get("/klacht"))
    text = start.select_one("main").text
    assert text.index("De vertrouwenspersoon") < text.index("Liever opschrijven?")
    assert start.select_one(f'main a[href="{FORM}"]')
    form = page(client.get(FORM))
    assert [each["value"] for each in form.select('[name="wie_leest"]')] == [
        "vertrouwenspersoon",
        "klachtenfunctionaris",
    ]
    assert form.select("[checked]") == []
    assert len(form.select('[name="waarover"]')) == len(About)
    promised = form.select_one("#k4").parent.text
    assert all(part in promised for part in ("geen gevolgen", "Uiterlijk", "Het loket ziet dit nooit"))


def test_a_few_words_without_a_name_are_enough(client, installation):
    sent = client.post(FORM, data=LEAST | {"formulier": token(client)})
    assert (sent.status_code, sent.headers["Location"]) == (303, "/klacht/ontvangen")
    receipt = page(client.get("/klacht/ontvangen"))
    (found,) = complaints(installation)
    assert receipt.select_one("[data-reference]")["data-reference"].replace("-", "") == found.reference
    assert receipt.select_one("[data-code]")
    assert "Vertrouwenspersoon Hattem" in receipt.text
    assert (found.about, found.holder) == (About.OTHER, ComplaintHolder.ADVISER)


def test_the_same_form_twice_is_one_complaint(client, installation):
    data = LEAST | {"formulier": token(client)}
    codes = set()
    for _ in range(2):
        client.post(FORM, data=data)
        codes.add(page(client.get("/klacht/ontvangen")).select_one("[data-code]").text)
    assert len(complaints(installation)) == len(codes) == 1
    client.post(FORM, data={**data, "gebeurd": "iets anders"})
    assert len(complaints(installation)) == 2


def test_forms_without_a_token_are_never_somebody_elses(client, installation):
    client.post(FORM, data=LEAST)
    client.post(FORM, data=LEAST)
    assert len(complaints(installation)) == 2


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"gebeurd": ""}, ["#gebeurd"]),
        ({"gebeurd": "x" * 8001}, ["#gebeurd"]),
        ({"wie_leest": ""}, ["#wie_leest"]),
        ({"wie_leest": "loket"}, ["#wie_leest"]),
        ({"antwoord_via": ""}, ["#antwoord_via"]),
        ({"antwoord_via": "telefoon"}, ["#telefoon"]),
        ({"antwoord_via": "telefoon", "telefoon": "12"}, ["#telefoon"]),
        ({"antwoord_via": "email", "email": "geen adres"}, ["#email"]),
        ({"antwoord_via": "brief", "straat": "Voorbeeldstraat 1"}, ["#straat"]),
        ({"postcode": "80"}, ["#postcode"]),
        ({"gebeurd": "", "wie_leest": "", "antwoord_via": ""}, ["#gebeurd", "#wie_leest", "#antwoord_via"]),
    ],
)
def test_what_is_wrong_is_named_and_everything_stays(client, installation, change, wrong):
    answer = client.post(FORM, data=LEAST | {"over_wie": "de man aan de balie", "formulier": token(client)} | change)
    assert (answer.status_code, errors(answer)) == (422, wrong)
    form = page(answer)
    assert form.select_one("#over_wie")["value"] == "de man aan de balie"
    for name, value in change.items():
        field = form.select_one(f"#{name}")
        if field.name == "textarea":
            assert field.text.strip() == value
        elif field.name == "input" and field["type"] != "radio":
            assert field["value"] == value
    assert complaints(installation) == []


def test_one_way_that_is_filled_in_is_the_way(client, installation):
    client.get(FORM)
    data = {"gebeurd": "x", "wie_leest": "klachtenfunctionaris", "email": "wie@post.example"}
    assert client.post(FORM, data=data).status_code == 303
    assert [each.to for each in mails(installation.office)] == ["klachten@hattem.example", "wie@post.example"]


def test_a_citizen_service_number_is_taken_out_and_said(client, installation):
    answer = client.post(FORM, data=LEAST | {"gebeurd": "mijn nummer is 111222333 en niemand belde"})
    assert errors(answer) == ["#gebeurd"]
    assert "111222333" not in answer.text
    assert "niemand belde" in answer.text


def test_without_a_database_nothing_is_lost_and_nothing_is_promised(client, monkeypatch):
    def gone(*_args, **_more):
        raise DatabaseGone("away")

    monkeypatch.setattr(room_of_complaints, "told_before", gone)
    answer = client.post(FORM, data=LEAST)
    assert answer.status_code == 503
    assert "nog niet verstuurd" in answer.text
    assert "Niemand belde terug" in answer.text


def test_danger_in_the_words_brings_help_numbers_first(client):
    client.get(FORM)
    client.post(FORM, data=LEAST | {"gebeurd": "ik wil niet meer leven sinds dit"})
    receipt = client.get("/klacht/ontvangen")
    assert receipt.text.index("113") < receipt.text.index("Wij hebben het ontvangen</h1>")


@pytest.mark.parametrize("page", ["/klacht", "/en/klacht"])
def test_the_page_says_when_the_adviser_answers_and_sends_no_letter_to_the_desk(looker, page):
    town = looker.application.extensions["leefplein"].content.now().municipality("hattem")
    looker.inspection.leave_out("plain_words")
    main = BeautifulSoup(looker.get(page).text, "html.parser").select_one("main").get_text(" ")
    assert town.complaints.letter_address[0] in main
    assert town.desk.letter_address[0] not in main
    assert ("maandag tot en met donderdag" if page == "/klacht" else "Monday to Thursday") in main
