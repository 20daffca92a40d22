import json

from sqlmodel import select

from app.audit.models import AuditLine
from app.social_map.vocabulary import Vog
from tests.matching.conftest import a_question
from tests.matching.pairing import put
from tests.web.mediator.mediators import (
    both,
    mediation_of,
    mediator,
    notice,
    open_offer,
    open_question,
    page,
    posted,
    text,
)


def test_a_mediator_reads_everything_and_that_is_written_down(room):
    client = mediator(room)
    number = posted(mediation_of(room), a_question(circumstances=("roken",)))
    answer = client.get(f"/bemiddeling/{number}")
    for part in (
        "Voorbeeld-Karel Vrager",
        "karel@post.example",
        "Ik ben veel alleen",
        "donderdagmiddag",
        "binnen gerookt",
    ):
        assert part in text(answer), part
    assert answer.headers["Cache-Control"] == "no-store"
    with room.services.database.reading() as session:
        lines = session.exec(select(AuditLine).where(AuditLine.subject == f"notice:{number}")).all()
    assert [line.action for line in lines][-1] == "notice.open"
    assert "Karel" not in json.dumps([line.subject + line.action for line in lines])


def test_who_fits_stands_with_a_sentence_the_vog_and_how_busy_they_are(room):
    client = mediator(room)
    offer, question = both(room)
    answer = client.get(f"/bemiddeling/{question}")
    [shown] = page(answer).select("li[data-candidate]")
    assert shown["data-candidate"] == str(offer)
    words = " ".join(shown.get_text(" ").split())
    assert "op bezoek komen" in words.lower()
    assert "VOG: ja" in words
    assert "0 voorstellen of afspraken" in words
    assert "Vera" not in words
    assert [
        each["data-candidate"] for each in page(client.get(f"/bemiddeling/{offer}")).select("li[data-candidate]")
    ] == [str(question)]


def test_whom_a_limit_excludes_is_counted_and_not_named(room):
    client = mediator(room)
    out = open_offer(mediation_of(room), not_circumstances=("roken",))
    question = open_question(mediation_of(room), circumstances=("roken",))
    answer = client.get(f"/bemiddeling/{question}")
    assert not page(answer).select("li[data-candidate]")
    assert "1 valt af om een grens die iemand zelf stelde" in text(answer)
    assert f'href="/bemiddeling/{out}"' not in answer.text
    assert "Wat wel kan" in text(answer)


def test_who_was_not_asked_for_a_vog_is_counted(room):
    client = mediator(room)
    offer, question = both(room)
    put(mediation_of(room), offer, vog=Vog.UNANSWERED)
    answer = client.get(f"/bemiddeling/{question}")
    assert "de VOG-vraag staat daar nog open" in text(answer)


def test_the_page_stands_in_english_too(room):
    _offer, question = both(room)
    assert mediator(room).get(f"/en/bemiddeling/{question}").status_code == 200


def test_another_municipality_is_not_there(room):
    _offer, question = both(room)
    client = mediator(room, "putten@voorbeeld.example", "putten")
    assert client.get(f"/bemiddeling/{question}").status_code == 404
    assert notice(room, question).standing == "open"
