"""Somebody who mediates, and offers and questions to work on. All invented."""

from datetime import timedelta

from bs4 import BeautifulSoup

from app import clock
from app.accounts.rights import Role
from app.matching.events import NewEvent, create
from app.matching.models import Notice, Pair
from tests.matching.scenes import notice_of, open_offer, open_question, pair_of, posted

ENTRY = {
    "kant": "vraag", "kanaal": "telefoon", "taak": ["bezoek"], "voornaam": "Voorbeeld-Karel", "telefoon": "038 000 00 02",
    "tijden": "donderdagmiddag", "toestemming": "ja",
}  # fmt: skip


def mediator(room, email="bemiddelaar@voorbeeld.example", municipality="hattem"):
    """A client of a mediator."""
    return room.signed_in(email, Role.MEDIATOR, municipality)


def mediation_of(room):
    return room.services.mediation


def notice(room, number) -> Notice:
    return notice_of(mediation_of(room), number)


def pair(room, number) -> Pair:
    return pair_of(mediation_of(room), number)


def both(room, form="", **question):
    """Numbers of an open offer and an open question that fit each other."""
    offer = open_offer(mediation_of(room), f"{form} offer" if form else "")
    return offer, open_question(mediation_of(room), f"{form} question" if form else "", **question)


def proposed(room, client):
    """Numbers of an offer, a question and the proposal a mediator made of them through the page."""
    offer, question = both(room)
    answer = client.post(f"/bemiddeling/{question}/voorleggen", data={"ander": offer})
    assert answer.status_code == 303, page(answer).get_text(" ")
    return offer, question, int(answer.location.partition("?")[0].rsplit("/", 1)[1])


def an_event(room, **more) -> int:
    values = {"municipality": "hattem", "name": "Beursvloer Voorbeeld", "held_on": clock.today() + timedelta(days=7)}
    return create(mediation_of(room), NewEvent(**(values | more)), "account:1")


def page(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.text, "html.parser")


def errors(answer) -> list[str]:
    return [link["href"] for link in page(answer).select(".lp-error-summary a")]


def text(answer) -> str:
    return " ".join(page(answer).get_text(" ").split())


__all__ = [
    "ENTRY", "an_event", "both", "errors", "mediation_of", "mediator", "notice", "open_offer", "open_question", "page", "pair",
    "posted", "proposed", "text",
]  # fmt: skip
