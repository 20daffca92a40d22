"""The letters as PDF: the same words as on the page, under the same rules."""

import re
from datetime import timedelta

import pytest

from app import clock
from tests.paper.reading import what_is_wrong_for_who_does_not_see, words_of
from tests.web.front_desk.desks import LETTER, asked, at_desk, page

QUESTION = "ik voel me aleen"


def squeezed(text):
    return "".join(text.replace("•", "").replace("‘", "").replace("’", "").replace('"', "").split())


def on_the_page(answer):
    letter = page(answer).select_one(".lp-letter")
    for each in letter.select(".lp-visually-hidden, .lp-envelope"):
        each.decompose()
    return squeezed(letter.get_text(" "))


def paper_of(client, number, kind):
    answer = client.get(f"/loket/aanvraag/{number}/brief.pdf?soort={kind}")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    return answer


def without_page_numbers(raw, town="Hattem"):
    """The words without the line at the foot of each page."""
    return re.sub(rf"{town} bladzijde \d van \d ?|{town} page \d of \d ?", "", words_of(raw))


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_paper_and_page_say_the_same_and_never_the_question(room, lang):
    number, client = asked(room, contact=LETTER, language=lang), at_desk(room)
    where = f"/loket/aanvraag/{number}"
    day = (clock.today() + timedelta(days=3)).isoformat()
    client.post(f"{where}/plannen", data={"dag": day, "tijd": "10:30", "plek": "bij u thuis"})
    client.post(f"{where}/uitkomst", data={"uitkomst": ["general_provision"], "bericht": "Fijn gesproken."})
    code = client.post(f"{where}/code")
    for kind in ("ontvangst", "afspraak", "uitkomst", "code"):
        shown = client.get(f"{where}/brief?soort={kind}")
        answer = paper_of(client, number, kind)
        said = without_page_numbers(answer.data)
        assert on_the_page(shown) in squeezed(said), kind
        assert QUESTION not in said
        assert "Voorbeeldstraat 1" in said
        wrong = what_is_wrong_for_who_does_not_see(answer.data, lang, "Brief van Hattem")
        assert set(wrong) <= ({"title"} if lang == "en" else set()), "its title is in the language of the letter"
        assert f"brief.pdf?soort={kind}" in shown.text
        assert answer.headers["Cache-Control"] == "no-store"
    assert code.status_code == 303


def test_the_name_of_the_file_and_its_title_tell_nothing(room):
    number, client = asked(room, contact=LETTER), at_desk(room)
    answer = paper_of(client, number, "ontvangst")
    assert what_is_wrong_for_who_does_not_see(answer.data, "nl", "Brief van Hattem") == []
    assert answer.headers["Content-Disposition"] == 'inline; filename="brief-ontvangst.pdf"'


@pytest.mark.parametrize("kind", ["uitkomst", "afspraak", "code", "onzin", ""])
def test_there_is_no_paper_about_what_is_not_so(room, kind):
    number = asked(room, contact=LETTER)
    assert at_desk(room).get(f"/loket/aanvraag/{number}/brief.pdf?soort={kind}").status_code == 404


def test_the_code_is_on_paper_only_while_it_is_shown(room):
    number, client = asked(room, contact=LETTER), at_desk(room)
    printed = client.get(client.post(f"/loket/aanvraag/{number}/code").location)
    code = page(printed).select_one(".lp-letter .lp-nowrap").get_text(strip=True)
    assert code in words_of(paper_of(client, number, "code").data)
    where = f"/loket/aanvraag/{number}/brief.pdf?soort=code"
    assert at_desk(room, "tweede@voorbeeld.example").get(where).status_code == 404
    delivery = page(printed).select_one('input[name="levering"]')["value"]
    client.post(f"/loket/aanvraag/{number}/brief", data={"levering": delivery})
    assert client.get(where).status_code == 404
