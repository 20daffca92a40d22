from datetime import timedelta

import pytest
import time_machine

from app import clock
from app.matching.models import ExchangeEvent, PairState
from tests.matching.scenes import open_offer, open_question
from tests.web.mediator.mediators import an_event, errors, mediation_of, mediator, page, pair, text

FORM = {
    "naam": "Beursvloer Voorbeeld",
    "dag": "2099-03-03",
    "plek": "Voorbeeldzaal",
    "tijden": "15 tot 18 uur",
    "tekst": "Kom ook.",
}


def event(room, number):
    with room.services.database.reading() as session:
        return session.get(ExchangeEvent, number)


def test_an_event_is_made_changed_and_closed(room):
    client = mediator(room)
    assert "Er is nog geen beursvloer gepland" in client.get("/bemiddeling/beursvloer").text
    made = client.post("/bemiddeling/beursvloer/nieuw", data=FORM)
    assert made.status_code == 303, errors(made)
    assert event(room, 1).municipality == "hattem"
    assert client.get("/bemiddeling/beursvloer/1/wijzig").status_code == 200
    assert client.post("/bemiddeling/beursvloer/1/wijzig", data=FORM | {"naam": "Andere naam"}).status_code == 303
    assert "Andere naam" in client.get("/bemiddeling/beursvloer").text
    assert client.post("/bemiddeling/beursvloer/1/sluit").status_code == 303
    assert client.get("/bemiddeling/beursvloer/1/wijzig").status_code == 409
    assert client.post("/bemiddeling/beursvloer/1/wijzig", data=FORM).status_code == 409
    assert client.post("/bemiddeling/beursvloer/1/samen", data={"aanbod": "1", "vraag": "2"}).status_code == 409
    assert "gesloten" in text(client.get("/bemiddeling/beursvloer/1"))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"naam": "x"}, "naam"), ({"dag": "ooit"}, "dag"), ({"terugkijken": "ooit"}, "terugkijken"), ({"terugkijken": "2099-01-01"}, "terugkijken"),
        ({"plek": "x" * 400}, "plek"), ({"tekst": "x" * 2100}, "tekst"),
    ],
)  # fmt: skip
def test_a_wrong_event_is_told_and_stays(room, wrong, field):
    answer = mediator(room).post("/bemiddeling/beursvloer/nieuw", data=FORM | wrong)
    assert (answer.status_code, errors(answer)) == (422, [f"#{field}"])
    assert "Voorbeeldzaal" in answer.text or field == "plek"


def test_on_the_day_two_who_are_there_are_put_together_at_once(room):
    client, number = mediator(room), an_event(room)
    offer = open_offer(mediation_of(room), event_id=number, person={"email": ""})
    question = open_question(mediation_of(room), event_id=number)
    answer = client.get(f"/bemiddeling/beursvloer/{number}")
    assert [each["data-candidate"] for each in page(answer).select("li[data-candidate]")] == [str(offer)]
    assert "Vera" not in answer.text
    made = client.post(f"/bemiddeling/beursvloer/{number}/samen", data={"aanbod": offer, "vraag": question})
    assert made.status_code == 303
    assert pair(room, 1).state is PairState.AGREED
    assert not page(client.get("/bemiddeling/")).select("li[data-call]")
    again = client.post(f"/bemiddeling/beursvloer/{number}/samen", data={"aanbod": offer, "vraag": question})
    assert again.status_code == 409
    words = client.get(f"/bemiddeling/beursvloer/{number}")
    assert "Hier is op deze dag al iets voor afgesproken" in words.text
    assert "Hier past nog geen aanbod" not in words.text
    shown = page(words).find("a", string="Zo staat het op de site")["href"]
    assert client.get("/" + shown.split("/", 3)[3]).status_code == 200


def test_who_is_not_of_the_event_is_not_put_together_there(room):
    client, number = mediator(room), an_event(room)
    offer, question = open_offer(mediation_of(room)), open_question(mediation_of(room), event_id=number)
    answer = client.post(f"/bemiddeling/beursvloer/{number}/samen", data={"aanbod": offer, "vraag": question})
    assert answer.status_code == 409
    assert pair(room, 1) is None


def test_three_months_on_it_is_asked_what_came_of_it(room):
    client, number = mediator(room), an_event(room)
    offer = open_offer(mediation_of(room), event_id=number)
    question = open_question(mediation_of(room), event_id=number)
    client.post(f"/bemiddeling/beursvloer/{number}/samen", data={"aanbod": offer, "vraag": question})
    with time_machine.travel(clock.now() + timedelta(days=100)):
        client = mediator(room, "straks@voorbeeld.example")
        assert "Nu navragen (1)" in text(client.get("/bemiddeling/beursvloer"))
        empty = client.post(f"/bemiddeling/beursvloer/{number}/hoe", data={"voorstel": 1})
        assert (empty.status_code, errors(empty)) == (422, ["#hoe-1"])
        assert (
            client.post(f"/bemiddeling/beursvloer/{number}/hoe", data={"voorstel": 1, "hoe": "going"}).status_code
            == 303
        )
        assert "loopt door" in text(client.get(f"/bemiddeling/beursvloer/{number}"))
        assert client.post(f"/bemiddeling/beursvloer/{number}/nagevraagd").status_code == 303
        assert "Nu navragen" not in client.get("/bemiddeling/beursvloer").text


def test_another_municipality_finds_no_event(room):
    number = an_event(room)
    client = mediator(room, "putten@voorbeeld.example", "putten")
    assert client.get(f"/bemiddeling/beursvloer/{number}").status_code == 404
