"""Asking to take part: seen, answered with a term and a reason, and forgotten; nobody gets another's organisation unasked."""

from datetime import date, timedelta

import pytest
import time_machine
from sqlmodel import select

from app import clock
from app.accounts.keys import AccountKeys
from app.accounts.models import Account, Invitation
from app.publishing.joining import (
    AlreadyDecided,
    Contact,
    NameTaken,
    NewJoin,
    ReasonNeeded,
    accept,
    ask_to_join,
    contact_of,
    forget_contacts,
    refuse,
    request_with,
    waiting,
)
from app.publishing.models import JoinRequest
from app.publishing.vocabulary import JoinState
from app.social_map.models import Organisation
from app.social_map.vocabulary import OrganisationKind
from tests.social_map.drafts import draft, shelve
from tests.workshop import letters

INITIATIVE = NewJoin(
    "Buurtzorg Voorbeeldhoek",
    OrganisationKind.INITIATIVE,
    "Wij passen een avond op bij mensen met dementie.",
    Contact("Voorbeeld-Anja", "anja@post.example", "038 000 09 09"),
)


def asked(publishing, new=INITIATIVE):
    with publishing.database.writing() as session:
        request, token = ask_to_join(session, publishing, publishing.town("hattem"), new)
        return request.id, token


@time_machine.travel("2026-11-22T12:00:00+01:00", tick=False)
def test_an_initiative_without_a_number_may_ask_and_hears_by_when(publishing):
    number, token = asked(publishing)
    with publishing.database.reading() as session:
        request = request_with(session, token)
        assert (request.id, request.state, request.kvk) == (number, JoinState.NEW, "")
        assert request.answer_by == date(2026, 11, 27)
        assert request_with(session, "another") is None
        assert request_with(session, "") is None
    (letter,) = letters(publishing)
    assert letter.to == "anja@post.example"
    assert f"/meedoen/stand?sleutel={token}" in letter.text
    assert "27 november 2026" in letter.text
    assert "038 000 06 00" in letter.text


def test_who_asked_cannot_be_read_in_the_database(publishing):
    number, _token = asked(publishing)
    with publishing.database.reading() as session:
        request = session.get_one(JoinRequest, number)
        assert "anja" not in repr(request).casefold()
        assert contact_of(publishing, request) == INITIATIVE.contact


def test_a_yes_makes_the_organisation_and_invites_who_asked(publishing):
    number, _token = asked(publishing)
    with publishing.database.writing() as session:
        made = accept(
            session,
            publishing,
            AccountKeys.of(publishing.settings),
            session.get_one(JoinRequest, number),
            by="account:1",
        )
        assert (made.name, made.kind) == ("Buurtzorg Voorbeeldhoek", OrganisationKind.INITIATIVE)
        invitation = session.exec(select(Invitation)).one()
        assert (invitation.email, invitation.organisation) == ("anja@post.example", made.uid)
        assert session.exec(select(Account)).all() == []
    assert "/uitnodiging?sleutel=" in letters(publishing)[1].text


def test_nobody_gets_an_organisation_that_is_there_unless_an_editor_says_so(publishing):
    shelve(publishing.database, draft())
    number, _token = asked(
        publishing, NewJoin("Stichting Voorbeeld", OrganisationKind.WELFARE, "Koffie", INITIATIVE.contact)
    )
    keys = AccountKeys.of(publishing.settings)
    with pytest.raises(NameTaken), publishing.database.writing() as session:
        accept(session, publishing, keys, session.get_one(JoinRequest, number), by="account:1")
    with publishing.database.reading() as session:
        assert session.get_one(JoinRequest, number).state is JoinState.NEW
        assert session.exec(select(Invitation)).all() == []
    with publishing.database.writing() as session:
        known = session.exec(select(Organisation)).one()
        found = accept(
            session, publishing, keys, session.get_one(JoinRequest, number), by="account:1", organisation=known
        )
        assert found.id == known.id


def test_a_no_has_a_reason_and_says_who_to_call(publishing):
    number, _token = asked(publishing)
    with pytest.raises(ReasonNeeded), publishing.database.writing() as session:
        refuse(session, publishing, session.get_one(JoinRequest, number), "  ", "account:1")
    with publishing.database.writing() as session:
        refuse(session, publishing, session.get_one(JoinRequest, number), "Alleen verkoop.", "account:1")
    letter = letters(publishing)[1]
    assert "Alleen verkoop." in letter.text
    assert "038 000 06 00" in letter.text


def test_of_two_editors_one_is_first(publishing):
    number, _token = asked(publishing)
    keys = AccountKeys.of(publishing.settings)
    with publishing.database.writing() as session:
        accept(session, publishing, keys, session.get_one(JoinRequest, number), by="account:1")
    with pytest.raises(AlreadyDecided), publishing.database.writing() as session:
        refuse(session, publishing, session.get_one(JoinRequest, number), "Nee.", "account:2")
    with publishing.database.reading() as session:
        assert session.get_one(JoinRequest, number).state is JoinState.ACCEPTED


def test_who_asked_is_forgotten_some_weeks_after_the_answer_and_never_before(publishing):
    number, _token = asked(publishing)
    today = clock.today()
    assert forget_contacts(publishing.database, today + timedelta(days=400)) == 0
    with publishing.database.writing() as session:
        refuse(session, publishing, session.get_one(JoinRequest, number), "Nee.", "account:1")
    assert forget_contacts(publishing.database, today + timedelta(days=59)) == 0
    assert forget_contacts(publishing.database, today + timedelta(days=60)) == 1
    with publishing.database.reading() as session:
        assert contact_of(publishing, session.get_one(JoinRequest, number)) == Contact()


def test_what_is_due_first_stands_on_top_and_only_of_the_own_town(publishing):
    first, _token = asked(publishing)
    second, _token = asked(publishing)
    with publishing.database.writing() as session:
        request = session.get_one(JoinRequest, second)
        request.answer_by = request.answer_by - timedelta(days=3)
        session.add(request)
    with publishing.database.reading() as session:
        assert [each.id for each in waiting(session)] == [second, first]
        assert waiting(session, ["putten"]) == []
