import pytest
from bs4 import BeautifulSoup
from sqlmodel import select

from app.social_map.lifecycle import Actor, move
from app.social_map.models import Offer, OfferRevision
from app.social_map.short_codes import short_code
from app.social_map.vocabulary import Status

EDITOR = Actor("test", "editor")


@pytest.fixture
def offer(scenario_installation):
    """The row of a scenario offer, read anew."""

    def read(source_id):
        with scenario_installation.database.reading() as session:
            found = session.exec(select(Offer).where(Offer.source_id == source_id)).one()
            return found.id, found.slug

    return read


def move_it(services, source_id, action, actor=EDITOR, **changes):
    with services.database.writing() as session:
        found = session.exec(select(Offer).where(Offer.source_id == source_id)).one()
        for name, value in changes.items():
            setattr(found, name, value)
        move(session, found, action, actor, reason="proef")


def test_a_code_leads_to_its_offer_however_it_is_typed(scenario_client, offer):
    number, slug = offer("F06")
    code = short_code(number)
    for typed in (code, code.lower(), f"{code[:3]}-{code[3:]}", f" {code[:3]} {code[3:]} "):
        answer = scenario_client.get("/k", query_string={"code": typed})
        assert (answer.status_code, answer.location) == (303, f"/aanbod/{slug}"), typed
    assert scenario_client.get(f"/k/{code}").location == f"/aanbod/{slug}"
    assert scenario_client.get(f"/en/k/{code}").location == f"/en/aanbod/{slug}"


def test_s30_the_code_of_a_stopped_club_leads_to_its_successor(scenario_client, offer):
    number, slug = offer("F15")
    answer = scenario_client.get(f"/k/{short_code(number)}")
    assert answer.status_code == 303
    page = scenario_client.get(answer.location)
    assert page.status_code == 200
    assert answer.location == f"/aanbod/{offer('F06')[1]}?eerder={slug}"
    assert "Oude Soos is er niet meer" in page.get_data(as_text=True)


def test_a_stopped_offer_without_successor_says_so_with_somebody_to_call(scenario_client, scenario_installation, offer):
    move_it(scenario_installation, "F05", "withdraw", successor="")
    answer = scenario_client.get(f"/k/{short_code(offer('F05')[0])}")
    page = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
    assert answer.status_code == 410
    assert "Bezoek 75+ is gestopt" in page.main.get_text()
    assert page.main.find("a", href="tel:0380000010")


def test_a_hidden_offer_shows_its_own_page(scenario_client, scenario_installation, offer):
    move_it(scenario_installation, "F05", "hide", Actor("test", "upkeep"))
    answer = scenario_client.get(f"/k/{short_code(offer('F05')[0])}", follow_redirects=True)
    assert answer.status_code == 200
    assert "Bezoek 75+" in answer.get_data(as_text=True)


@pytest.mark.parametrize("typed", ["R85GN4", "hallo", "\u0000", "%", "x" * 500, "../../etc"])
def test_a_slip_of_the_pen_keeps_what_was_typed_and_says_what_to_do(scenario_client, typed):
    answer = scenario_client.get("/k", query_string={"code": typed})
    page = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
    assert answer.status_code in {200, 404}
    assert page.find("input", attrs={"name": "code"})
    assert "Lees de code of de naam voor aan Loket Putten" in page.main.get_text()


def test_a_code_of_nothing_and_an_offer_nobody_may_see_yet_are_the_same(scenario_client, scenario_installation, offer):
    number, _slug = offer("F05")
    with scenario_installation.database.writing() as session:
        session.get(Offer, number).status = Status.REVIEW
    nobody = scenario_client.get(f"/k/{short_code(999_999)}")
    waiting = scenario_client.get(f"/k/{short_code(number)}")
    assert nobody.status_code == waiting.status_code == 404
    assert "geen hulp op onze kaart" in waiting.get_data(as_text=True)


def test_what_was_taken_back_before_anybody_approved_it_is_not_even_named(
    scenario_client, scenario_installation, offer
):
    number, slug = offer("F05")
    code = short_code(number)
    move_it(scenario_installation, "F05", "withdraw", successor="")
    assert "Bezoek 75+" in scenario_client.get(f"/k/{code}").get_data(as_text=True)  # this one was public once
    with scenario_installation.database.writing() as session:
        for each in session.exec(select(OfferRevision).where(OfferRevision.offer_id == number)):
            each.state = "pending"
    answer = scenario_client.get(f"/k/{code}")
    assert (answer.status_code, answer.location) == (404, None)
    assert "Bezoek 75+" not in answer.get_data(as_text=True)
    assert slug not in answer.get_data(as_text=True)


def test_an_empty_field_asks_kindly(scenario_client):
    assert scenario_client.get("/k").status_code == 200
    assert "Typ de code die op papier staat" in scenario_client.get("/k?code=").get_data(as_text=True)
