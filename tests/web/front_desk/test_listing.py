import re
from datetime import timedelta

import time_machine
from sqlmodel import select

from app import clock
from app.audit.models import AuditLine
from app.conversation import desk
from app.conversation.models import Channel, Delivery, DeliveryState, Support
from app.conversation.opened import Worker
from app.outbox.models import WorkerBeat
from app.references import spaced_reference
from tests.web.front_desk.desks import asked, at_desk, errors, page, row


def lines(answer):
    return [tr["data-request"] for tr in page(answer).select("tr[data-request]")]


def beat(room):
    with room.services.database.writing() as session:
        session.add(WorkerBeat(name="proef", at=clock.now()))


def test_an_empty_queue_says_that_all_is_done(room):
    assert "Alles is gedaan" in at_desk(room).get("/loket/").text


def test_one_line_holds_what_the_desk_needs_and_no_name(room):
    asked(
        room, channel=Channel.LETTER, arrived_on=clock.today() - timedelta(days=2), support=Support.TO_ASK, support_shares=(),
        support_ask_by=clock.today() + timedelta(days=3), story={"tried": "Bezoek 75+"}, contact={"postcode": "8051 AB"},
    )  # fmt: skip
    answer = at_desk(room).get("/loket/")
    [line] = page(answer).select("tr[data-request]")
    words = re.sub(r"\s+", " ", line.get_text(" "))
    for part in (
        "nieuw: lezen",
        " 2 ",
        "nog te vragen",
        "brief",
        "voor zichzelf",
        "Hattem",
        "nog niet gelezen",
        "Bezoek 75+",
    ):
        assert part in words, part
    assert "te laat" not in words
    assert "Voorbeeld" not in words
    assert "aleen" not in words


def test_late_is_said_in_words_and_in_red_and_only_then(room):
    beat(room)
    late = asked(room, "a", channel=Channel.LETTER, arrived_on=clock.today() - timedelta(weeks=7))
    fine = asked(room, "b")
    client = at_desk(room)
    answer = client.get("/loket/")
    red = {tr["data-request"] for tr in page(answer).select("tr[data-request]") if tr.select(".lp-late")}
    assert red == {row(room, late).reference}
    assert "te laat" in page(answer).select_one(".lp-alarm").get_text().lower()
    assert lines(client.get("/loket/?laat=1")) == [row(room, late).reference]
    assert row(room, fine).reference in lines(answer)


def test_no_red_bar_when_nothing_is_late_and_one_when_nobody_brings_messages_away(room):
    asked(room)
    beat(room)
    client = at_desk(room)
    assert not page(client.get("/loket/")).select(".lp-alarm")
    with time_machine.travel(clock.now() + timedelta(minutes=6), tick=False):
        assert "staat stil" in page(client.get("/loket/nieuw")).select_one(".lp-alarm").get_text()


def test_a_message_that_came_back_stands_in_the_red_bar_of_every_page(room):
    number = asked(room)
    with room.services.database.writing() as session:
        session.exec(select(Delivery).where(Delivery.request_id == number)).first().state = DeliveryState.REFUSED
    client = at_desk(room)
    for path in ("/loket/", f"/loket/aanvraag/{number}", "/loket/nieuw", "/loket/lijst"):
        assert "kwam niet aan" in page(client.get(path)).select_one(".lp-alarm").get_text(), path


def test_filters_work_and_hold_nothing_personal(room):
    asked(room)
    client = at_desk(room)
    for path in ("?team=team-hattem", "?staat=received", "?team=x&staat=x&pagina=x", "?pagina=99999999999"):
        assert len(lines(client.get(f"/loket/{path}"))) == 1, path
    for path in ("?mijn=1", "?laat=1", "?staat=closed"):
        assert "geen aanvraag die hierbij past" in client.get(f"/loket/{path}").text, path


def test_mine_is_what_i_took_up(room):
    client = at_desk(room)
    number = asked(room)
    client.post(f"/loket/aanvraag/{number}/oppakken")
    assert lines(client.get("/loket/?mijn=1")) == [row(room, number).reference]
    assert "bij mij" in client.get("/loket/").text


def test_a_reference_is_found_as_it_is_read_aloud(room):
    number = asked(room)
    client = at_desk(room)
    spoken = spaced_reference(row(room, number).reference).lower().replace("-", " ")
    assert client.post("/loket/zoek", data={"referentie": spoken}).location == f"/loket/aanvraag/{number}"
    wrong = client.post("/loket/zoek", data={"referentie": "mevrouw Voorbeeld"})
    assert (wrong.status_code, errors(wrong)) == (422, ["#referentie"])
    assert "mevrouw Voorbeeld" in wrong.text
    elsewhere = row(room, asked(room, "f", municipality="putten")).reference
    assert client.post("/loket/zoek", data={"referentie": elsewhere}).status_code == 422


def test_three_hundred_requests_come_in_pages(room):
    for number in range(60):
        asked(room, f"form {number}")
    client = at_desk(room)
    first, second = client.get("/loket/"), client.get("/loket/?pagina=2")
    assert (len(lines(first)), len(lines(second))) == (50, 10)
    assert not set(lines(first)) & set(lines(second))


def test_the_paper_list_holds_whom_to_call_and_is_written_down(room):
    here, there = asked(room, "a"), asked(room, "b", municipality="putten", contact={"name": "iemand anders"})
    closed = asked(room, "c", contact={"name": "afgerond"})
    desk.record_outcome(room.office, Worker(None, "hattem"), closed, ["own_strength_after_all"], "")
    answer = at_desk(room).get("/loket/lijst")
    assert "mevrouw Voorbeeld" in answer.text
    assert "0380000000" in answer.text
    assert "Geen voicemail inspreken" in answer.text
    assert "iemand anders" not in answer.text
    assert "afgerond" not in page(answer).table.get_text()
    with room.services.database.reading() as session:
        printed = session.exec(select(AuditLine.subject).where(AuditLine.action == "conversation.print-list")).all()
    assert printed == [f"request:{here}"]
    assert there
    assert answer.headers["Cache-Control"] == "no-store"
