"""One's own request on paper: all that was told, for nobody else, and kept by no browser."""

import pytest
from bs4 import BeautifulSoup
from sqlmodel import select

from app.audit.models import AuditLine
from app.conversation.asking import ask
from tests.conversation.conftest import a_request
from tests.paper.reading import what_is_wrong_for_who_does_not_see, words_of
from tests.web.resident.test_own_request import come_in, get

PAPER = "/mijn-aanvraag/op-papier"


@pytest.fixture
def receipt(installation):
    return ask(installation.office, a_request(contact={"email": "mevrouw@voorbeeld.nl"}), "form-1")


def test_who_came_in_gets_the_same_on_page_and_paper(client, receipt, installation):
    overview = come_in(client, receipt)
    assert PAPER in overview.text
    page = BeautifulSoup(get(client, PAPER).text, "html.parser")
    answer = get(client, f"{PAPER}.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.headers["Cache-Control"] == "no-store"
    assert what_is_wrong_for_who_does_not_see(answer.data, "nl", "Mijn aanvraag op papier") == []
    said = words_of(answer.data).replace("-", "").replace(" ", "")
    texts = [each.get_text() for each in page.select(".lp-paper h2, .lp-paper p")]
    assert len(texts) > 8
    for text in texts:
        assert "".join(text.split()).replace("-", "") in said, text
    assert "ikvoelmealeen" in said
    assert "mevrouw@voorbeeld.nl" in said
    assert receipt.code not in said
    with installation.database.reading() as session:
        assert "conversation.exported" in set(session.exec(select(AuditLine.action)))


@pytest.mark.parametrize("path", [PAPER, f"{PAPER}.pdf"])
def test_nobody_else_gets_it(client, receipt, path):
    answer = get(client, path)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/mijn-aanvraag")
    assert b"%PDF" not in answer.data


def test_words_that_no_letter_of_ours_can_show_still_give_a_way(client, installation):
    strange = a_request(story={"questions": [{"text": "".join(map(chr, range(0x4E00, 0x4E80)))}]})
    come_in(client, ask(installation.office, strange, "form-2"))
    assert get(client, f"{PAPER}.pdf").status_code in {200, 303}
    assert chr(0x4E00) in get(client, PAPER).text
