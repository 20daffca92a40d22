"""The desk orders booklets for visits at home, and sees how far each is."""

import pytest
from sqlmodel import select

from app.paper.models import PaperOrder, PaperOrderState
from tests.web.front_desk.desks import at_desk, errors, page

GOOD = {
    "aantal": "5", "kern": "hattem", "leefgebied": "inkomen", "doelgroep": "", "letters": "groot", "team": "",
    "wanneer": "31-12-2099", "opmerking": "voor de huisbezoeken van maandag",
}  # fmt: skip


def rows(answer):
    return [each.get_text(" ", strip=True) for each in page(answer).select("tr[data-order]")]


def kept(room):
    with room.services.database.reading() as session:
        return session.exec(select(PaperOrder)).all()


def test_from_asked_to_handed_over(room):
    desk = at_desk(room)
    assert desk.post("/loket/papier", data=GOOD).status_code == 303
    shown = desk.get("/loket/papier")
    (row,) = rows(shown)
    for said in ("5 × Hattem, Geld en rekeningen", "grote letters", "voor de huisbezoeken", "gevraagd"):
        assert said in row
    links = {link["href"] for link in page(shown).select("tr[data-order] a")}
    choice = "?kern=hattem&leefgebied=inkomen&letters=groot"
    assert links == {f"/papier/boekje{choice}", f"/papier/boekje.pdf{choice}"}
    assert desk.get(f"/papier/boekje{choice}").status_code == 200
    (order,) = kept(room)
    assert order.asked_by.startswith("account:")
    for to, was in (("gedrukt", "asked"), ("meegegeven", "printed")):
        answer = desk.post(f"/loket/papier/{order.id}", data={"doen": to, "was": was})
        assert answer.status_code == 303
    assert rows(desk.get("/loket/papier")) == []
    assert "meegegeven" in page(desk.get("/loket/papier")).select_one(".lp-staff-list").get_text()


def test_the_second_of_two_colleagues_hears_it(room):
    first, second = at_desk(room), at_desk(room, "tweede@voorbeeld.example")
    first.post("/loket/papier", data=GOOD)
    (order,) = kept(room)
    first.post(f"/loket/papier/{order.id}", data={"doen": "vervallen", "was": "asked"})
    answer = second.post(f"/loket/papier/{order.id}", data={"doen": "gedrukt", "was": "asked"})
    assert (answer.status_code, "u voor" in answer.text) == (409, True)
    assert kept(room)[0].state is PaperOrderState.CANCELLED
    for nonsense in ({}, {"doen": "weg"}, {"doen": "gedrukt", "was": "nooit"}):
        assert second.post(f"/loket/papier/{order.id}", data=nonsense).status_code == 303


def test_what_is_of_another_municipality_is_not_there(room):
    at_desk(room).post("/loket/papier", data=GOOD)
    theirs = at_desk(room, "putten@voorbeeld.example", "putten")
    assert rows(theirs.get("/loket/papier")) == []
    (order,) = kept(room)
    assert theirs.post(f"/loket/papier/{order.id}", data={"doen": "gedrukt", "was": "asked"}).status_code == 404
    assert theirs.post(f"/loket/papier/{order.id}").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"aantal": "veel"}, "aantal"),
        ({"aantal": "0"}, "aantal"),
        ({"aantal": "501"}, "aantal"),
        ({"aantal": "٣"}, "aantal"),
        ({"kern": "atlantis"}, "kern"),
        ({"leefgebied": "toveren"}, "leefgebied"),
        ({"doelgroep": "reuzen"}, "doelgroep"),
        ({"team": "de a-ploeg"}, "team"),
        ({"wanneer": "32-13-2027"}, "wanneer"),
        ({"wanneer": "1-1-2020"}, "wanneer"),
        ({"opmerking": "x" * 401}, "opmerking"),
    ],
)
def test_a_wrong_field_is_named_and_everything_stays(room, wrong, field):
    answer = at_desk(room).post("/loket/papier", data=GOOD | wrong)
    assert (answer.status_code, errors(answer)) == (422, [f"#{field}"])
    assert page(answer).select_one("#opmerking").get_text().strip() == (GOOD | wrong)["opmerking"]
    assert page(answer).select_one(f"#{field}") is not None
    assert kept(room) == []


def test_a_number_of_a_citizen_is_not_kept(room):
    at_desk(room).post("/loket/papier", data=GOOD | {"opmerking": "voor 123456782"})
    assert "123456782" not in kept(room)[0].remark


def test_the_menu_leads_to_it_and_it_leads_to_all_paper(room):
    desk = at_desk(room)
    assert page(desk.get("/loket/overdracht")).select_one('nav a[href="/loket/papier"]').get_text() == "Papier"
    links = {link["href"] for link in page(desk.get("/loket/papier")).select("main a")}
    assert {"/loket/lijst", "/papier", "/gesprek/formulier"} <= links
