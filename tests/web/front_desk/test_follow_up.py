"""The desk asks how it goes: the same questions, on the telephone or on paper."""

from datetime import timedelta

import pytest
from sqlmodel import select

from app import clock
from app.conversation.models import State
from app.counting.models import Measure, Tally
from app.web.follow_up_words import asked as questions
from tests.web.front_desk.desks import LETTER, asked, at_desk, errors, page, row


def closed(room, client, **more):
    number = asked(room, **({"follow_up_on": clock.today(), "follow_up_by": "phone"} | more))
    assert (
        client.post(f"/loket/aanvraag/{number}/uitkomst", data={"uitkomst": "own_strength_after_all"}).status_code
        == 303
    )
    return number


def test_the_questions_on_the_telephone_and_the_request_opens_again(room):
    client = at_desk(room)
    number = closed(room, client)
    assert "/terugblik" in client.get(f"/loket/aanvraag/{number}").text
    where = f"/loket/aanvraag/{number}/terugblik"
    form = page(client.get(where))
    assert len(form.select("main fieldset")) + len(form.select("main textarea")) == 5
    assert form.select("main input[checked]") == []
    long = client.post(where, data={"treatment": "bad", "woorden": "a" * 2001, "opnieuw": "ja"})
    assert (long.status_code, errors(long)) == (422, ["#woorden"])
    assert page(long).select_one('input[name="treatment"][checked]')["value"] == "bad"
    assert page(long).select_one('input[name="opnieuw"]').has_attr("checked")
    assert (
        client.post(
            where, data={"treatment": "bad", "solved": "no", "woorden": "graag bellen", "opnieuw": "ja"}
        ).status_code
        == 303
    )
    after = row(room, number)
    assert (after.state, after.due_on) == (State.TAKEN_UP, clock.today() + timedelta(weeks=6))
    assert "graag bellen" in client.get(f"/loket/aanvraag/{number}").text
    late = client.post(where, data={"solved": "yes", "woorden": "nog een keer"})
    assert late.status_code == 409
    assert "nog een keer" in late.text
    with room.services.database.reading() as session:
        counted = {
            (each.way, each.detail, each.count)
            for each in session.exec(select(Tally).where(Tally.measure == Measure.FOLLOW_UP.value))
        }
    assert counted == {("treatment", "bad", 1), ("solved", "no", 1)}


@pytest.mark.parametrize(("language", "says"), [("nl", "Hoe gingen wij met u om?"), ("en", "Postbus 000")])
def test_a_letter_with_the_questions_says_where_to_send_it_and_never_the_question(room, language, says):
    client = at_desk(room)
    number = closed(room, client, contact=LETTER, follow_up_by="letter", language=language)
    assert "Print de brief met de vragen" in client.get(f"/loket/aanvraag/{number}/terugblik").text
    letter = page(client.get(f"/loket/aanvraag/{number}/terugblik/brief")).select_one(".lp-letter")
    text = letter.get_text(" ")
    assert letter["lang"] == language
    for words in (says, "038 000 00 00", "Voorbeeldstraat 1", "Postbus 000"):
        assert words in text
    assert len(letter.select("h2")) >= 5
    assert len(letter.select(".lp-paper__line")) == 2, "room to write"
    assert "kan niet slapen" not in text


def test_somebody_elses_request_does_not_exist(room):
    number = asked(room, follow_up_on=clock.today(), follow_up_by="phone")
    client = at_desk(room, "ander@voorbeeld.example", "heerde")
    for path in ("terugblik", "terugblik/brief"):
        assert client.get(f"/loket/aanvraag/{number}/{path}").status_code == 404
    assert client.post(f"/loket/aanvraag/{number}/terugblik", data={}).status_code == 404


def test_at_most_five_and_everywhere_i_do_not_know(room):
    with room.app.test_request_context():
        for each in questions():
            assert each.options[-1] == ("unknown", "Weet ik niet")
        assert len(questions()) + 1 <= 5
