import pytest
from sqlmodel import select

from app.matching.access import open_with
from app.matching.mediation import NobodyThere
from app.matching.models import Entered, Notice, Side
from tests.web.mediator.mediators import ENTRY, an_event, errors, mediation_of, mediator, page, text


def notices(room):
    with room.services.database.reading() as session:
        return session.exec(select(Notice)).all()


def test_a_caller_is_typed_in_and_gets_number_and_code_on_paper(room):
    client = mediator(room)
    assert "Iemand zoekt hulp" in client.get("/bemiddeling/nieuw").text
    assert client.get("/bemiddeling/nieuw?kant=vraag").status_code == 200
    answer = client.post("/bemiddeling/nieuw", data=ENTRY | {"straat": "Voorbeeldstraat 1", "postcode": "8051 AB"})
    assert answer.location.endswith("/nieuw/klaar"), errors(answer)
    [row] = notices(room)
    assert (row.side, row.entered, row.municipality, row.entered_by) == (Side.QUESTION, Entered.PHONE, "hattem", 1)
    receipt = client.get("/bemiddeling/nieuw/klaar")
    code = page(receipt).select_one("[data-code]").text
    assert "Voorbeeldstraat 1" in receipt.text
    assert "gezelschap" not in page(receipt).select_one(".lp-letter").text
    assert open_with(mediation_of(room), row.reference, code) == row.id
    assert client.post("/bemiddeling/nieuw/klaar").status_code == 303
    assert client.get("/bemiddeling/nieuw/klaar").status_code == 303
    assert code not in client.get(f"/bemiddeling/{row.id}").text


def test_a_church_offers_something(room):
    client = mediator(room)
    form = ENTRY | {
        "kant": "aanbod", "kanaal": "balie", "organisatie": "Voorbeeldkerk", "taak": ["koken", "bezoek"], "niet_taak": ["tuin"],
        "niet_bij": ["roken"], "hoevaak": "wekelijks", "vooraf": "2", "taal": "en",
    }  # fmt: skip
    assert client.post("/bemiddeling/nieuw", data=form).status_code == 303
    [row] = notices(room)
    assert (row.side, row.not_tasks, row.not_circumstances, row.notice_days) == (Side.OFFER, ("tuin",), ("roken",), 2)
    assert row.language == "en"
    receipt = page(client.get("/bemiddeling/nieuw/klaar"))
    assert receipt.select_one(".lp-letter")["lang"] == "en"
    assert "Voorbeeldkerk" in receipt.select_one(".lp-envelope").get_text(" ")
    assert "Er is geen adres bekend" in receipt.get_text(" ")
    assert "Voorbeeldkerk" in client.get(f"/bemiddeling/{row.id}").text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kanaal": ""}, "kanaal"), ({"taak": []}, "taak"), ({"voornaam": ""}, "voornaam"), ({"telefoon": ""}, "telefoon"),
        ({"toestemming": ""}, "toestemming"), ({"postcode": "x"}, "postcode"), ({"email": "geen"}, "email"), ({"datum": "ooit"}, "datum"),
    ],
)  # fmt: skip
def test_what_is_missing_is_told_and_everything_typed_stays(room, wrong, field):
    client = mediator(room)
    answer = client.post("/bemiddeling/nieuw", data=ENTRY | {"verhaal": "Blijf staan"} | wrong)
    assert answer.status_code == 422
    assert errors(answer) == [f"#{field}"]
    assert "Blijf staan" in answer.text
    assert "Bel ons" not in page(answer).main.get_text(" ")  # who types is the one to be called
    assert page(answer).select_one(f"#{field}")
    assert notices(room) == []


def test_sending_the_same_form_twice_is_one_question(room):
    client = mediator(room)
    token = page(client.get("/bemiddeling/nieuw?kant=vraag")).select_one('input[name="formulier"]')["value"]
    for _time in range(2):
        assert client.post("/bemiddeling/nieuw", data=ENTRY | {"formulier": token}).status_code == 303
    assert len(notices(room)) == 1


def test_a_question_can_belong_to_an_exchange_event(room):
    client = mediator(room)
    number = an_event(room)
    form = page(client.get(f"/bemiddeling/nieuw?kant=vraag&beursvloer={number}"))
    assert form.select_one('select[name="beursvloer"] option[selected]')["value"] == str(number)
    client.post("/bemiddeling/nieuw", data=ENTRY | {"beursvloer": str(number)})
    assert [row.event_id for row in notices(room)] == [number]


def test_a_new_code_goes_on_paper_and_the_old_one_opens_nothing(room):
    client = mediator(room)
    client.post("/bemiddeling/nieuw", data=ENTRY)
    old = page(client.get("/bemiddeling/nieuw/klaar")).select_one("[data-code]").text
    client.post("/bemiddeling/nieuw/klaar")
    [row] = notices(room)
    assert client.get(f"/bemiddeling/{row.id}/brief").status_code == 303
    letter = client.post(f"/bemiddeling/{row.id}/code", follow_redirects=True)
    new = page(letter).select_one("[data-code]").text
    assert open_with(mediation_of(room), row.reference, new) == row.id
    with pytest.raises(NobodyThere):
        open_with(mediation_of(room), row.reference, old)
    assert client.post(f"/bemiddeling/{row.id}/brief").status_code == 303
    assert client.get(f"/bemiddeling/{row.id}/brief").status_code == 303


def test_the_advice_for_a_first_meeting_can_be_read_aloud(room):
    assert "Geef geen geld, pinpas of sleutel mee" in text(mediator(room).get("/bemiddeling/advies"))
