"""The room of client support: exactly what was ticked is on the page, and no other role comes in."""

import pytest
from sqlmodel import select

from app.accounts.rights import Role
from app.audit.models import AuditLine
from app.conversation.models import RequestEvent, State, Support
from tests.conversation.test_support import NEVER, TICKS, VALUES, change, everything_told


@pytest.mark.parametrize("shares", TICKS, ids=lambda shares: "+".join(shares) or "nothing")
def test_no_value_that_was_not_ticked_is_anywhere_on_a_page(room, shares):
    number = everything_told(room.office, shares)
    client = room.signed_in()
    overview = client.get("/ondersteuner/").text
    page = client.get(f"/ondersteuner/aanvraag/{number}").text
    for name, value in VALUES.items():
        assert value not in overview
        assert (value in page) == (name in shares), name
    for value in NEVER:
        assert value not in overview + page
    assert ("Deze persoon belt u zelf." in page) == ("phone" not in shares)


def test_a_look_and_a_call_are_written_down_for_the_resident(room):
    number = everything_told(room.office, ("phone",))
    client = room.signed_in()
    client.get("/ondersteuner/")
    client.get(f"/ondersteuner/aanvraag/{number}")
    answer = client.post(f"/ondersteuner/aanvraag/{number}/gebeld", data={"hoe": "niet-bereikt"})
    assert (answer.status_code, "niet bereikt" in client.get(answer.location).text) == (303, True)
    with room.services.database.reading() as session:
        lines = session.exec(select(AuditLine).where(AuditLine.subject == f"request:{number}")).all()
        event = session.exec(select(RequestEvent).where(RequestEvent.kind == "support_contact")).one()
    assert [line.action for line in lines if line.actor.startswith("supporter:")] == [
        "conversation.view", "conversation.support_contact", "conversation.view",
    ]  # fmt: skip
    assert event.public
    assert event.actor.startswith("supporter:")


@pytest.mark.parametrize("values", [{"support": Support.NO, "support_shares": ()}, {"state": State.WITHDRAWN}])
def test_what_is_withdrawn_is_gone_and_an_old_link_says_so(room, values):
    number = everything_told(room.office, ("name",))
    client = room.signed_in()
    assert client.get(f"/ondersteuner/aanvraag/{number}").status_code == 200
    change(room.office, number, **values)
    assert "Er wacht nu niemand" in client.get("/ondersteuner/").text
    assert client.get(f"/ondersteuner/aanvraag/{number}").status_code == 404
    assert client.post(f"/ondersteuner/aanvraag/{number}/gebeld", data={"hoe": "gesproken"}).status_code == 404


def test_another_municipality_is_not_there(room):
    number = everything_told(room.office, ("name",))
    elsewhere = room.signed_in(municipality="putten")
    assert "Er wacht nu niemand" in elsewhere.get("/ondersteuner/").text
    assert elsewhere.get(f"/ondersteuner/aanvraag/{number}").status_code == 404
    everywhere = room.signed_in("regio@voorbeeld.example", municipality="")
    assert VALUES["name"] in everywhere.get(f"/ondersteuner/aanvraag/{number}").text


def test_nobody_else_comes_in(room):
    number = everything_told(room.office, ("name",))
    assert room.client().get("/ondersteuner/").status_code == 303
    for role in (Role.ADMINISTRATOR, Role.EDITOR, Role.DESK, Role.MEDIATOR):
        client = room.signed_in(f"{role.value}@voorbeeld.example", role)
        assert client.get("/ondersteuner/").status_code == 404
        assert client.get(f"/ondersteuner/aanvraag/{number}").status_code == 404


@pytest.mark.parametrize("text", ["0", "99999999999999999999", "-1", "abc", "%00"])
def test_strange_addresses_answer_there_is_nothing(room, text):
    client = room.signed_in()
    assert client.get(f"/ondersteuner/aanvraag/{text}").status_code == 404
    assert client.get(f"/ondersteuner/?pagina={text}").status_code == 200
    assert client.post("/ondersteuner/aanvraag/1/gebeld", data={"hoe": text}).status_code == 400


def test_pages_are_kept_by_no_browser_and_no_search_engine_in_both_languages(room):
    number = everything_told(room.office, ())
    client = room.signed_in()
    for path in ("/ondersteuner/", f"/ondersteuner/aanvraag/{number}", "/en/ondersteuner/"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
        assert "noindex" in answer.headers["X-Robots-Tag"]
