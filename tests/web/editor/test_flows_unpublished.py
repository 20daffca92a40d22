"""Until it is published, nobody but an editor sees anything of a route: on no address, in no step, for no municipality."""

import pytest

from app.content.edits import ContentEdit
from app.content.flows import body_of
from app.content.live import publish_edit
from tests.applications import application
from tests.conftest import _client
from tests.pages import ADDRESSES

LIST = "/beheer/wegwijzer"
SECRET_WORDS = "dit concept ziet nog niemand"


@pytest.fixture
def unpublished(installation):
    """The whole site, while the shipped route has a draft with a step of its own and a copy lies open."""
    found = installation.content.now()
    body = body_of(next(each for each in found.flows if each.id == "route"))
    step = {"id": "geheime-stap", "kind": "question", "heading": SECRET_WORDS, "asks": [
        {"id": "antwoord", "label": SECRET_WORDS, "options": [
            {"value": "ja", "label": SECRET_WORDS, "to": "gesprek"}, {"value": "nee", "label": "Nee", "to": "gesprek"},
            {"value": "weet_niet", "label": "Dat weet ik niet", "to": "gesprek"}]}]}  # fmt: skip
    steps = [each | {"heading": f"{SECRET_WORDS}: {each['heading']}"} for each in body["steps"]]
    draft = body | {"title": SECRET_WORDS, "start": "begin", "steps": [*steps, step]}
    with installation.database.writing() as session:
        for name in ("route", "route-geheim"):
            session.add(
                ContentEdit(
                    path=f"flows/{name}", version=1, state="draft", body=draft | {"id": name}, author="redacteur"
                )
            )
    installation.content.forget()
    return installation


@pytest.fixture
def visitor_of_it(unpublished):
    with application(unpublished) as app:
        yield _client(app)


def test_an_unpublished_route_is_nowhere_reachable(visitor_of_it):
    client = visitor_of_it
    client.inspection.leave_out("plain_words")  # a booklet holds the texts of all offers
    places = [f"{begin}/wegwijzer/{number}" for begin in ("", "/en") for number in range(1, 12)]
    more = ["/wegwijzer", "/wegwijzer/route-geheim", "/wegwijzer/geheime-stap", "/wegwijzer?flow=route-geheim", "/zoeken?q=concept",
            "/sitemap.xml", "/api/zoeken?q=concept", f"{LIST}/route/proef", f"{LIST}/route-geheim", f"{LIST}/route-geheim/proef"]  # fmt: skip
    for address in (*ADDRESSES, *places, *more):
        assert SECRET_WORDS not in client.get(address).text, address
    answer = client.post("/wegwijzer", data={"stap": "geheime-stap", "antwoord": "ja"})
    assert answer.status_code == 303
    assert SECRET_WORDS not in client.get(answer.location).text
    for given in ({"antwoord": "nee"}, {"antwoord": "nee"}):  # every heading of the draft holds the words
        answer = client.post(answer.location, data=given)
        assert SECRET_WORDS not in client.get(answer.location).text, answer.location
    assert answer.location.endswith("/wegwijzer/4")


def test_the_same_words_are_found_once_they_are_published(unpublished, visitor_of_it):
    """The twin: the search above would see them."""
    found = unpublished.content.now()
    body = body_of(next(each for each in found.flows if each.id == "route"))
    steps = [each | {"heading": SECRET_WORDS} if each["id"] == "begin" else each for each in body["steps"]]
    publish_edit(unpublished.content, "flows/route", body | {"steps": steps}, "redacteur")
    assert SECRET_WORDS in visitor_of_it.get("/wegwijzer").text
