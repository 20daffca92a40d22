from datetime import timedelta

import pytest
import time_machine

from app import clock
from app.matching.models import Standing
from app.references import spaced_reference
from tests.matching.conftest import a_question, an_offer
from tests.matching.pairing import put
from tests.web.mediator.mediators import (
    ENTRY,
    both,
    errors,
    mediation_of,
    mediator,
    notice,
    page,
    posted,
    proposed,
    text,
)


def rows(answer):
    return [int(tr["data-notice"]) for tr in page(answer).select("tr[data-notice]")]


def test_an_empty_board_says_what_to_do(room):
    answer = mediator(room).get("/bemiddeling/")
    assert "Er wacht niets op u" in answer.text
    assert "Vraag invoeren" in answer.text
    assert "Aanbod invoeren" in answer.text


def test_what_is_new_stands_first_with_the_day_and_no_name(room):
    number = posted(mediation_of(room), a_question(urgent=True))
    answer = mediator(room).get("/bemiddeling/")
    assert rows(answer)[0] == number
    assert "laat iets horen voor" in text(answer)
    assert "kan niet wachten" in text(answer)
    for part in ("Voorbeeld-Karel", "0380000002", "karel@post.example", "veel alleen"):
        assert part not in answer.text, part


def test_late_is_said_in_words(room):
    posted(mediation_of(room), a_question())
    with time_machine.travel(clock.now() + timedelta(days=14)):
        answer = mediator(room).get("/bemiddeling/")
    assert page(answer).select("tr[data-notice] .lp-late")
    assert "te laat" in text(answer)


def test_counts_stand_in_the_headings_and_who_has_no_mail_is_to_be_called(room):
    client = mediator(room)
    both(room, person={"email": ""})
    answer = client.get("/bemiddeling/")
    heads = [" ".join(each.get_text(" ").split()) for each in page(answer).find_all("h2")]
    assert {"Bellen (1)", "Open vragen (1)", "Open aanbod (1)"} <= set(heads)
    assert "vertel dat het geplaatst is" in text(answer)
    number = int(page(answer).select_one("li[data-call]")["data-call"])
    assert client.post(f"/bemiddeling/{number}/gebeld").status_code == 303
    assert not page(client.get("/bemiddeling/")).select("li[data-call]")


def test_a_proposal_waits_on_the_board(room):
    client = mediator(room)
    _offer, _question, number = proposed(room, client)
    assert page(client.get("/bemiddeling/")).select_one(f'li[data-pair="{number}"]')


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kant=vraag", {"question"}),
        ("kant=aanbod", {"offer"}),
        ("taak=boodschappen", set()),
        ("taak=bezoek", {"question", "offer"}),
        ("staat=open", {"question", "offer"}),
        ("staat=new", set()),
        ("kern=hattem", {"offer"}),
        ("kant=vraag&taak=bezoek&staat=open", {"question"}),
    ],
)
def test_filters_narrow_the_list(room, query, found):
    offer, question = both(room)
    answer = mediator(room).get(f"/bemiddeling/?{query}")
    assert set(rows(answer)) == {{"question": question, "offer": offer}[each] for each in found}
    if not found:
        assert "Er is niets dat hierbij past" in answer.text


def test_a_filter_that_does_not_exist_is_as_if_nothing_was_asked(room):
    both(room)
    assert "Bemiddeling" in page(mediator(room).get("/bemiddeling/?kant=x&taak=x&staat=x&kern=x")).h1.text


def test_hundreds_of_rows_are_paged(room):
    mediation = mediation_of(room)
    for each in range(60):
        number = posted(mediation, an_offer(), f"form-{each}")
        put(mediation, number, standing=Standing.OPEN)
    client = mediator(room)
    board = client.get("/bemiddeling/")
    assert len(rows(board)) == 10
    assert "Toon alle 60" in text(board)
    first, second = (rows(client.get(f"/bemiddeling/lijst/offers?pagina={page}")) for page in (1, 2))
    assert (len(first), len(second)) == (50, 10)
    assert not set(first) & set(second)
    assert rows(client.get("/bemiddeling/?kant=aanbod&pagina=2")) == second
    assert client.get("/bemiddeling/lijst/offers?pagina=99").status_code == 200
    assert client.get("/bemiddeling/lijst/nergens").status_code == 303


def test_one_is_found_by_its_number_only(room):
    number = posted(mediation_of(room), a_question())
    client = mediator(room)
    reference = notice(room, number).reference
    assert client.post("/bemiddeling/zoek", data={"nummer": spaced_reference(reference)}).location.endswith(
        f"/{number}"
    )
    wrong = client.post("/bemiddeling/zoek", data={"nummer": "Karel"})
    assert wrong.status_code == 422
    assert errors(wrong) == ["#nummer"]
    elsewhere = mediator(room, "putten@voorbeeld.example", "putten")
    assert elsewhere.post("/bemiddeling/zoek", data={"nummer": reference}).status_code == 422


def test_another_municipality_sees_none_of_it(room):
    both(room)
    assert not rows(mediator(room, "putten@voorbeeld.example", "putten").get("/bemiddeling/"))


def test_an_open_question_with_an_arrangement_says_so(room):
    client = mediator(room)
    _offer, question, number = proposed(room, client)
    for who in ("vraag", "aanbod"):
        client.post(f"/bemiddeling/voorstel/{number}/antwoord", data={"wie": who, "antwoord": "ja"})
    row = page(client.get("/bemiddeling/")).select_one(f'tr[data-notice="{question}"]')
    assert "1 afspraak" in row.get_text(" ")
    assert "voorstel loopt" not in row.get_text(" ")
    assert "van vandaag" in row.get_text(" ")


def test_a_letter_that_waits_to_be_printed_is_found_again(room):
    client = mediator(room)
    assert client.post("/bemiddeling/nieuw", data=ENTRY | {"formulier": "a" * 32}).status_code == 303
    link = page(client.get("/bemiddeling/")).find("a", string=lambda words: words and "brief met een code" in words)
    assert client.get(link["href"]).status_code == 200
    client.post("/bemiddeling/nieuw/klaar")
    assert "brief met een code" not in client.get("/bemiddeling/").text
