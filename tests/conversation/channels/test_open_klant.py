"""One klantcontact and one internetaak in the end, wherever it broke off, and nothing there that opens anything here."""

from datetime import timedelta

import pytest

from app.conversation.channels.klant_shapes import plain_phone, plain_postcode
from app.conversation.channels.klant_status import Asking
from app.conversation.deliveries import post_delivery
from app.conversation.history import history_of
from app.conversation.models import DeliveryState, ForWhom
from app.conversation.office import locked, subject_of
from app.conversation.shapes import Asked
from app.mailing.delivering import NotDelivered
from tests.conversation.channels.bringing import asked, attempt, only, request_of, with_settings, work_for
from tests.reliability.open_klant_stub import TOKEN, open_klant

HELPED = {
    "for_whom": ForWhom.BEHALF,
    "contact": {
        "name": "meneer Voorbeeld",
        "helper_name": "buurvrouw Voorbeeld",
        "role": "buurvrouw",
        "phone": "06-12 34 56 78",
        "email": "voorbeeld@voorbeeld.example",
        "street": "Voorbeeldstraat 12",
        "postcode": "8051ab",
        "town": "Hattem",
    },
}
CALLS = [
    "GET actoren",
    "POST actoren",
    "GET klantcontacten",
    "POST maak-klantcontact",
    "GET betrokkenen",
    "POST betrokkenen",
    "GET digitaleadressen",
    "POST digitaleadressen",
    "GET internetaken",
    "POST internetaken",
]


@pytest.fixture
def there():
    with open_klant() as found:
        yield found


@pytest.fixture
def desk(office, there):
    return with_settings(office, open_klant_url=there.url, open_klant_token=TOKEN)


def counts(there):
    return {name: len(found) for name, found in there.stored.items()}


def test_a_request_becomes_one_contact_with_one_task(desk, there):
    number = asked(desk, **HELPED)
    attempt(desk, "open_klant")
    assert counts(there) == {
        "actoren": 1,
        "klantcontacten": 1,
        "betrokkenen": 2,
        "onderwerpobjecten": 1,
        "digitaleadressen": 2,
        "internetaken": 1,
    }
    request = request_of(desk, number)
    task, contact = there.stored["internetaken"][0], there.stored["klantcontacten"][0]
    assert task["referentienummer"] == contact["referentienummer"] == request.public_number
    assert contact["inhoud"] == "ik voel me aleen en kan niet slapen"
    assert [each["uuid"] for each in task["toegewezenAanActoren"]] == [there.stored["actoren"][0]["uuid"]]
    helper, person = there.stored["betrokkenen"]
    assert (helper["rol"], helper["initiator"]) == ("vertegenwoordiger", True)
    assert (person["rol"], person["initiator"]) == ("klant", False)
    assert person["bezoekadres"]["postcode"] == "8051 AB"
    assert person["bezoekadres"]["huisnummer"] == 12
    assert {each["adres"] for each in there.stored["digitaleadressen"]} == {"0612345678", "voorbeeld@voorbeeld.example"}
    assert only(desk, "open_klant").state is DeliveryState.DELIVERED


@pytest.mark.parametrize("after_storing", [False, True], ids=["before storing", "answer lost"])
@pytest.mark.parametrize("where", CALLS)
def test_wherever_it_breaks_off_there_is_one_in_the_end(desk, there, where, after_storing):
    asked(desk, **HELPED)
    there.fail_at, there.fail_times, there.fail_after_storing = where, 1, after_storing
    with pytest.raises(NotDelivered):
        attempt(desk, "open_klant")
    assert only(desk, "open_klant").state is DeliveryState.WAITING
    attempt(desk, "open_klant", 2)
    assert counts(there) == {
        "actoren": 1,
        "klantcontacten": 1,
        "betrokkenen": 2,
        "onderwerpobjecten": 1,
        "digitaleadressen": 2,
        "internetaken": 1,
    }
    assert there.fail_times == 0, "it did break off"


def test_what_stands_there_before_we_wrote_it_down_is_found_again(desk, there):
    """The process died between the answer and the note: every step is asked for before it is made."""
    asked(desk, **HELPED)
    attempt(desk, "open_klant")
    _forget(desk)
    attempt(desk, "open_klant", 2)
    assert counts(there)["klantcontacten"] == counts(there)["internetaken"] == counts(there)["actoren"] == 1
    assert counts(there)["digitaleadressen"] == 2


def test_three_days_away_and_still_delivered(desk, there):
    asked(desk)
    there.down = True
    work_for(desk, timedelta(hours=72), timedelta(hours=2))
    assert only(desk, "open_klant").state is DeliveryState.WAITING
    assert only(desk, "open_klant").last_error == "GET actoren: 503"
    there.down = False
    work_for(desk, timedelta(hours=76), timedelta(hours=76))
    assert only(desk, "open_klant").state is DeliveryState.DELIVERED
    assert counts(there)["klantcontacten"] == 1


def test_neither_reference_nor_code_goes_along(desk, there):
    from app.conversation.asking import ask
    from app.references import spaced_code, spaced_reference
    from tests.conversation.conftest import a_request

    receipt = ask(desk, a_request(**HELPED), "form")
    attempt(desk, "open_klant")
    said = "\n".join(there.bodies)
    for secret in (receipt.reference, receipt.code, receipt.person_code):
        assert secret not in said
        assert spaced_code(secret) not in said
        assert spaced_reference(secret) not in said


def test_a_long_question_is_cut_politely_and_stays_whole_here(desk, there):
    asked(desk, story={"questions": (Asked(text="x" * 1001),)})
    attempt(desk, "open_klant")
    said = there.stored["klantcontacten"][0]["inhoud"]
    assert len(said) <= 1000
    assert said.endswith("(vervolg in Leefplein)")


def test_what_fits_to_the_letter_is_not_cut(desk, there):
    asked(desk, story={"questions": (Asked(text="x" * 1000),)})
    attempt(desk, "open_klant")
    assert there.stored["klantcontacten"][0]["inhoud"] == "x" * 1000


def test_a_number_that_is_not_taken_stands_in_the_task(desk, there):
    asked(desk, contact={"phone": "14038", "street": "Voorbeeldstraat 12 bis", "postcode": "8051", "town": "Hattem"})
    attempt(desk, "open_klant")
    said = there.stored["internetaken"][0]["toelichting"]
    assert "14038" in said
    assert "Voorbeeldstraat 12 bis, 8051 Hattem" in said
    assert there.stored["digitaleadressen"] == []


@pytest.mark.parametrize("purpose", ["added", "corrected", "withdrawn"])
def test_what_happens_afterwards_is_a_further_contact_on_the_same_subject(desk, there, purpose):
    number = asked(desk)
    attempt(desk, "open_klant")
    with desk.database.writing() as session:
        post_delivery(session, locked(session, number), "open_klant", purpose)
    from tests.conversation.channels.bringing import worker

    worker(desk).once()
    subjects = {each["onderwerpobjectidentificator"]["objectId"] for each in there.stored["onderwerpobjecten"]}
    assert len(subjects) == 1
    assert counts(there)["klantcontacten"] == 2
    assert counts(there)["internetaken"] == 1
    if purpose == "withdrawn":
        assert "aleen" not in there.stored["klantcontacten"][1]["inhoud"]


def test_an_actor_that_is_gone_there_is_looked_for_again(desk, there):
    asked(desk, "een")
    attempt(desk, "open_klant")
    there.stored["actoren"].clear()
    asked(desk, "twee")
    from app.conversation.delivering import deliver
    from tests.conversation.channels.bringing import deliveries

    second = deliveries(desk, "open_klant")[1]
    with pytest.raises(NotDelivered):
        deliver(desk, second.id, 1)
    deliver(desk, second.id, 2)
    assert counts(there)["internetaken"] == 2


def test_a_task_that_was_dealt_with_is_told_once_and_closes_nothing(desk, there):
    number = asked(desk)
    attempt(desk, "open_klant")
    asking = Asking()
    assert asking.turn(desk) == 0
    there.stored["internetaken"][0] |= {"status": "verwerkt", "afgehandeldOp": "2026-11-23T10:00:00+01:00"}
    assert asking.turn(desk) == 1
    assert asking.turn(desk) == 0
    request = request_of(desk, number)
    seal = desk.keys.open(subject_of(request.uid))
    with desk.database.reading() as session:
        told = [each for each in history_of(session, request, seal) if each.kind == "done_elsewhere"]
    assert [(each.public, each.note) for each in told] == [(True, "In het systeem van de gemeente afgerond.")]
    assert request.state == "received"


def test_every_task_gets_its_turn(desk, there, monkeypatch):
    monkeypatch.setattr("app.conversation.channels.klant_status.AT_ONCE", 2)
    for number in range(5):
        asked(desk, f"form {number}")
    work_for(desk, timedelta())
    for task in there.stored["internetaken"]:
        task["status"] = "verwerkt"
    asking = Asking()
    assert sum(asking.turn(desk) for _ in range(3)) == 5


def test_phones_and_postcodes_as_open_klant_wants_them():
    assert plain_phone("06-12 34 56 78") == "0612345678"
    assert plain_phone("+31 (0)6 12345678".replace("(0)", "")) == "+31612345678"
    assert plain_phone("0900-1234") == plain_phone("0800 2000") == plain_phone("14 038") == plain_phone("") == ""
    assert plain_postcode("8051ab") == "8051 AB"
    assert plain_postcode("8051") == plain_postcode("0051 AB") == ""


def _forget(desk):
    """As if nothing had been written down."""
    with desk.database.writing() as session:
        from app.conversation.models import Delivery

        found = session.get(Delivery, only(desk, "open_klant").id)
        found.state, found.steps = DeliveryState.WAITING, {}
        session.add(found)
