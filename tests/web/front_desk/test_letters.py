from datetime import timedelta

import pytest

from app import clock
from app.conversation.access import open_with
from app.conversation.models import Delivery, DeliveryState
from app.conversation.office import NobodyHome
from app.references import spaced_reference
from tests.web.front_desk.desks import LETTER, asked, at_desk, page, row

QUESTION = "ik voel me aleen"


def letter(answer):
    return page(answer).select_one(".lp-letter").get_text(" ", strip=True)


def test_no_letter_repeats_the_question_and_the_envelope_tells_nothing(room):
    number, client = asked(room, contact=LETTER), at_desk(room)
    where = f"/loket/aanvraag/{number}"
    client.post(
        f"{where}/plannen",
        data={"dag": (clock.today() + timedelta(days=3)).isoformat(), "tijd": "10:30", "plek": "bij u thuis"},
    )
    client.post(
        f"{where}/uitkomst",
        data={"uitkomst": ["general_provision", "individual_provision"], "bericht": "Fijn gesproken."},
    )
    for kind, says in (("ontvangst", "Wat er nu gebeurt"), ("afspraak", "10:30"), ("uitkomst", "Fijn gesproken.")):
        answer = client.get(f"{where}/brief?soort={kind}")
        assert QUESTION not in answer.text
        assert says in letter(answer)
        assert spaced_reference(row(room, number).reference) in letter(answer)
        envelope = page(answer).select_one(".lp-envelope").get_text(" ", strip=True)
        assert "Voorbeeldstraat 1" in envelope
        assert "gesprek" not in envelope.lower()
        assert "loket" not in envelope.lower()
    assert "De gemeente beslist hierover" in letter(answer)
    assert "opnieuw een gesprek" in letter(answer)
    assert "klacht" in letter(answer).lower()


def test_a_letter_counts_as_sent_when_somebody_says_so(room):
    number, client = asked(room, contact=LETTER), at_desk(room)
    answer = client.get(f"/loket/aanvraag/{number}/brief?soort=ontvangst")
    delivery = page(answer).select_one('input[name="levering"]')["value"]
    assert client.post(f"/loket/aanvraag/{number}/brief", data={"levering": delivery}).status_code == 303
    with room.services.database.reading() as session:
        assert session.get(Delivery, int(delivery)).state is DeliveryState.DELIVERED
    assert client.post(f"/loket/aanvraag/{number}/brief", data={"levering": "99999"}).status_code == 404


@pytest.mark.parametrize("kind", ["uitkomst", "afspraak", "code", "onzin", ""])
def test_there_is_no_letter_about_what_is_not_so(room, kind):
    number = asked(room, contact=LETTER)
    assert at_desk(room).get(f"/loket/aanvraag/{number}/brief?soort={kind}").status_code == 404


def test_a_new_code_stands_on_one_letter_and_nowhere_else(room):
    number, client = asked(room, contact=LETTER), at_desk(room)
    answer = client.post(f"/loket/aanvraag/{number}/code")
    printed = client.get(answer.location)
    code = page(printed).select_one(".lp-letter .lp-nowrap").get_text(strip=True)
    assert open_with(room.office, row(room, number).reference, code).request_id == number
    other = at_desk(room, "tweede@voorbeeld.example")
    assert other.get(answer.location).status_code == 404
    delivery = page(printed).select_one('input[name="levering"]')["value"]
    client.post(f"/loket/aanvraag/{number}/brief", data={"levering": delivery})
    assert client.get(answer.location).status_code == 404
    with pytest.raises(NobodyHome):
        open_with(room.office, row(room, number).reference, "222222222222222222")


def test_a_letter_speaks_the_language_of_who_gets_it(room):
    number = asked(room, contact=LETTER, language="en")
    answer = at_desk(room).get(f"/loket/aanvraag/{number}/brief?soort=ontvangst")
    assert page(answer).select_one(".lp-letter")["lang"] == "en"
    assert page(answer).html["lang"] == "nl"
    assert clock.today().strftime("%B") in letter(answer)


def test_a_letter_that_is_not_safe_is_warned_about(room):
    number = asked(room, contact={**LETTER, "preference": "phone", "safe": ("voicemail",)})
    assert (
        "kruiste niet aan dat een brief veilig is"
        in at_desk(room).get(f"/loket/aanvraag/{number}/brief?soort=ontvangst").text
    )
