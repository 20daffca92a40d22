from datetime import timedelta

from sqlmodel import select

from app import clock
from app.conversation.access import open_with
from app.conversation.models import Channel, ConversationRequest, Delivery, DeliveryState, Support
from app.conversation.office import contact_of, story_of, subject_of
from tests.web.front_desk.desks import ENTRY, at_desk, errors, page


def entry(**more):
    return ENTRY | {"binnengekomen": (clock.today() - timedelta(days=2)).isoformat()} | more


def everything(room):
    with room.services.database.reading() as session:
        return session.exec(select(ConversationRequest)).all()


def test_the_form_has_nothing_chosen_and_the_text_to_read_aloud(room):
    answer = at_desk(room).get("/loket/nieuw")
    assert page(answer).select("input[checked]") == []
    assert "Lees voor" in answer.text


def test_a_letter_is_taken_in_and_its_term_counts_from_the_day_it_came(room):
    client = at_desk(room)
    answer = client.post("/loket/nieuw", data=entry())
    assert (answer.status_code, answer.location) == (303, "/loket/nieuw/klaar")
    [request] = everything(room)
    assert (request.channel, request.support, request.arrived_on) == (
        Channel.LETTER,
        Support.YES,
        clock.today() - timedelta(days=2),
    )
    assert request.due_on == clock.today() - timedelta(days=2) + timedelta(weeks=6)
    seal = room.office.keys.open(subject_of(request.uid))
    assert story_of(request, seal).tried == "Bezoek 75+"
    assert contact_of(request, seal).postcode == "8051 AB"
    receipt = client.get(answer.location)
    shown = page(receipt).select_one("output")["data-reference"]
    code = page(receipt).select_one(".lp-letter .lp-nowrap").get_text(strip=True)
    assert open_with(room.office, shown, code).request_id == request.id
    assert "praatje" not in page(receipt).select_one(".lp-letter").get_text()
    assert client.post("/loket/nieuw/klaar", data={"op_de_post": "ja"}).location.startswith(
        f"/loket/aanvraag/{request.id}"
    )
    assert client.get("/loket/nieuw/klaar").status_code == 303
    with room.services.database.reading() as session:
        letter = session.exec(select(Delivery).where(Delivery.channel == "letter")).one()
    assert letter.state is DeliveryState.DELIVERED


def test_the_same_form_twice_is_one_request(room):
    client = at_desk(room)
    for _ in range(2):
        assert client.post("/loket/nieuw", data=entry()).status_code == 303
    assert len(everything(room)) == 1


def test_seven_words_and_a_number_are_enough(room):
    form = {
        "kanaal": "telefoon",
        "vraag": "kan iemand mij bellen aub ik ben moe",
        "telefoon": "038 123 45 67",
        "clientondersteuning": "later",
    }
    assert at_desk(room).post("/loket/nieuw", data=form).status_code == 303
    [request] = everything(room)
    assert (request.channel, request.arrived_on) == (Channel.PHONE, clock.today())


WRONG = (
    ({"clientondersteuning": ""}, ["clientondersteuning"]),
    ({"clientondersteuning": "nog-te-vragen"}, ["vragen_voor"]),
    ({"clientondersteuning": "nog-te-vragen", "vragen_voor": "2020-01-01"}, ["vragen_voor"]),
    (
        {"clientondersteuning": "nog-te-vragen", "kanaal": "telefoon", "vragen_voor": "2099-01-01"},
        ["clientondersteuning"],
    ),
    ({"clientondersteuning": "nee"}, ["gevraagd"]),
    ({"kanaal": ""}, ["kanaal"]),
    ({"binnengekomen": ""}, ["binnengekomen"]),
    ({"binnengekomen": "2099-01-01"}, ["binnengekomen"]),
    ({"vraag": ["", ""]}, ["vraag"]),
    ({"vraag": "x" * 4001}, ["vraag"]),
    ({"straat": "", "postcode": "", "plaats": ""}, ["telefoon"]),
    ({"telefoon": "0900 1234"}, ["telefoon"]),
    ({"telefoon": "bel maar"}, ["telefoon"]),
    ({"email": "geen adres"}, ["email"]),
    ({"postcode": "80"}, ["postcode"]),
    ({"naam": "x" * 201}, ["naam"]),
    ({"voor_wie": "namens", "persoon_weet_ervan": "nee"}, ["naam"]),
    ({"opmerking": "bsn 111222333"}, ["opmerking"]),
)


def test_what_is_missing_is_named_and_everything_typed_stays(room):
    client = at_desk(room)
    for change, fields in WRONG:
        answer = client.post("/loket/nieuw", data=entry(**change))
        assert (answer.status_code, errors(answer)) == (422, [f"#{field}" for field in fields]), change
        assert all(page(answer).find(id=field) for field in fields), change
        if "vraag" not in change:
            assert "ik wil graag een praatje" in answer.text
        assert "Bezoek 75+" in answer.text
        assert "111222333" not in answer.text
    assert everything(room) == []


def test_no_is_taken_when_it_was_asked(room):
    assert at_desk(room).post("/loket/nieuw", data=entry(clientondersteuning="nee", gevraagd="ja")).status_code == 303
    assert [(each.support, each.support_confirmed) for each in everything(room)] == [(Support.NO, True)]


def test_a_letter_writer_is_asked_by_a_day(room):
    day = clock.today() + timedelta(days=4)
    client = at_desk(room)
    assert (
        client.post(
            "/loket/nieuw", data=entry(clientondersteuning="nog-te-vragen", vragen_voor=day.isoformat())
        ).status_code
        == 303
    )
    assert [(each.support, each.support_ask_by) for each in everything(room)] == [(Support.TO_ASK, day)]
    assert "nog te vragen" in client.get("/loket/").text


def test_a_caller_who_could_not_be_asked(room):
    form = entry(
        kanaal="telefoon",
        telefoon="038 123 45 67",
        clientondersteuning="nog-te-vragen",
        vragen_voor="2099-01-01",
        niet_gevraagd="ja",
    )
    assert at_desk(room).post("/loket/nieuw", data=form).status_code == 303


def test_somebody_from_next_door_goes_to_their_own_desk(room):
    client = at_desk(room)
    client.post("/loket/nieuw", data=entry(postcode="3881 AB", plaats="Putten"))
    [request] = everything(room)
    assert request.municipality == "putten"
    assert "hoort bij Putten" in client.get("/loket/nieuw/klaar").text
    assert client.post("/loket/nieuw/klaar", data={"op_de_post": "ja"}).location == "/loket/"


def test_a_colleague_on_the_same_computer_does_not_see_the_code(room):
    client = at_desk(room)
    client.post("/loket/nieuw", data=entry())
    other = at_desk(room, "tweede@voorbeeld.example")
    assert other.get("/loket/nieuw/klaar").status_code == 303
