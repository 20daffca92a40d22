"""`/beheer/meedoen`: a yes invites, a no has a reason, and looking at who asked is written down."""

import pytest
from sqlmodel import select

from app.accounts.models import Invitation
from app.audit.models import AuditLine
from app.publishing.house import Publishing
from app.publishing.joining import Contact, NewJoin, ask_to_join
from app.publishing.models import JoinRequest
from app.publishing.vocabulary import JoinState
from app.social_map.models import Organisation
from app.social_map.vocabulary import OrganisationKind
from tests.web.editor.offers import draft, put
from tests.web.staff.site import look, words_of


@pytest.fixture
def asked(site):
    def ask(name="Buurtzorg Voorbeeldhoek", town="hattem", email="anja@post.example"):
        publishing: Publishing = site.app.extensions["leefplein"].publishing
        new = NewJoin(name, OrganisationKind.INITIATIVE, "Oppas in de avond.", Contact("Anja", email, "0380000909"))
        with site.database.writing() as session:
            return ask_to_join(session, publishing, publishing.town(town), new)[0].id

    return ask


def state_of(site, number):
    with site.database.reading() as session:
        return session.get_one(JoinRequest, number).state


def test_a_yes_invites_who_asked(site, asked):
    number = asked()
    client = site.signed_in(municipality="hattem")
    assert "Buurtzorg Voorbeeldhoek" in words_of(look(client.get("/beheer/meedoen")))
    page = words_of(look(client.get(f"/beheer/meedoen/{number}")))
    assert "anja@post.example" in page
    answer = client.post(f"/beheer/meedoen/{number}", data={"besluit": "ja"})
    assert answer.status_code == 303
    assert "De uitnodiging is verstuurd" in words_of(look(client.get(answer.location)))
    assert state_of(site, number) is JoinState.ACCEPTED
    with site.database.reading() as session:
        assert session.exec(select(Invitation)).one().email == "anja@post.example"
        assert "join.read" in session.exec(select(AuditLine.action)).all()
        subjects = " ".join(session.exec(select(AuditLine.subject)).all())
    assert "anja" not in subjects


def test_a_no_needs_a_reason_and_keeps_what_was_typed(site, asked):
    number = asked()
    client = site.signed_in()
    answer = client.post(f"/beheer/meedoen/{number}", data={"besluit": "nee", "reden": ""})
    assert answer.status_code == 422
    assert "Schrijf erbij waarom" in words_of(look(answer))
    assert client.post(f"/beheer/meedoen/{number}", data={"besluit": "nee", "reden": "Verkoop."}).status_code == 303
    assert state_of(site, number) is JoinState.REFUSED
    assert client.post(f"/beheer/meedoen/{number}", data={"besluit": "ja"}).status_code == 409


def test_an_organisation_that_is_there_is_chosen_and_never_guessed(site, asked):
    put(site, draft("Koffie"), publish=True)
    number = asked("Stichting De Hoek")
    client = site.signed_in()
    assert "Ja: Stichting De Hoek" in words_of(look(client.get(f"/beheer/meedoen/{number}")))
    answer = client.post(f"/beheer/meedoen/{number}", data={"besluit": "ja", "organisatie": ""})
    assert answer.status_code == 422
    assert "Is het dezelfde?" in words_of(look(answer))
    with site.database.reading() as session:
        known = session.exec(select(Organisation)).one()
        assert session.exec(select(Invitation)).all() == []
    assert client.post(f"/beheer/meedoen/{number}", data={"besluit": "ja", "organisatie": known.id}).status_code == 303
    with site.database.reading() as session:
        assert session.exec(select(Invitation)).one().organisation == known.uid


def test_another_town_is_not_there(site, asked):
    number = asked(town="putten")
    client = site.signed_in(municipality="hattem")
    assert "Buurtzorg" not in words_of(look(client.get("/beheer/meedoen")))
    assert client.get(f"/beheer/meedoen/{number}").status_code == 404
    assert client.post(f"/beheer/meedoen/{number}", data={"besluit": "ja"}).status_code == 404
    assert state_of(site, number) is JoinState.NEW


def test_an_address_that_has_an_account_is_said_and_nothing_is_kept(site, asked):
    client = site.signed_in("anja@post.example")
    number = asked()
    answer = client.post(f"/beheer/meedoen/{number}", data={"besluit": "ja"})
    assert answer.status_code == 422
    assert "heeft al een account" in words_of(look(answer))
    assert state_of(site, number) is JoinState.NEW
