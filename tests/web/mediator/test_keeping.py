import json

from app.matching.models import Notice
from tests.matching.conftest import a_question
from tests.web.mediator.mediators import errors, mediation_of, mediator, notice, posted, proposed, text

WHO = {
    "voornaam": "Voorbeeld-Karel",
    "achternaam": "Vrager",
    "telefoon": "038 000 00 03",
    "email": "",
    "delen": ["telefoon"],
}


def test_contact_is_put_right_on_the_telephone(room):
    client = mediator(room)
    number = posted(mediation_of(room), a_question())
    assert client.post(f"/bemiddeling/{number}/gegevens", data=WHO).status_code == 303
    words = text(client.get(f"/bemiddeling/{number}"))
    assert "Gegevens verbeterd" in words
    assert "karel@post.example" not in words


def test_somebody_who_cannot_be_reached_any_more_is_refused_and_all_stays(room):
    client = mediator(room)
    number = posted(mediation_of(room), a_question())
    answer = client.post(f"/bemiddeling/{number}/gegevens", data=WHO | {"telefoon": "", "achternaam": "Nieuwenaam"})
    assert answer.status_code == 422
    assert errors(answer) == ["#telefoon"]
    assert "Nieuwenaam" in answer.text
    wrong = client.post(
        f"/bemiddeling/{number}/gegevens",
        data=WHO | {"telefoon": "12", "email": "geen", "postcode": "x", "voornaam": ""},
    )
    assert set(errors(wrong)) == {"#telefoon", "#email", "#postcode", "#voornaam"}


def test_everything_is_given_along_to_read_and_for_a_program(room):
    client = mediator(room)
    number = posted(mediation_of(room), a_question())
    read = client.post(f"/bemiddeling/{number}/meegeven", data={"soort": "tekst"})
    assert "Ik ben veel alleen" in read.text
    assert "attachment" in read.headers["Content-Disposition"]
    assert (
        json.loads(client.post(f"/bemiddeling/{number}/meegeven", data={"soort": "json"}).text)["person"]["last_name"]
        == "Vrager"
    )


def test_erasing_asks_to_be_sure_and_then_nothing_is_left(room):
    client = mediator(room)
    offer, question, _pair = proposed(room, client)
    assert client.get(f"/bemiddeling/{question}/wissen").status_code == 200
    unsure = client.post(f"/bemiddeling/{question}/wissen")
    assert (unsure.status_code, errors(unsure)) == (422, ["#zeker"])
    assert client.post(f"/bemiddeling/{question}/wissen", data={"zeker": "ja"}).status_code == 200
    with room.services.database.reading() as session:
        assert session.get(Notice, question) is None
    assert client.get(f"/bemiddeling/{question}").status_code == 404
    assert notice(room, offer).standing == "open"
