"""Stopping and putting back: visitors never stand at a dead end, and an organisation undoes only what it did itself."""

import pytest

from app.accounts.models import Account
from app.accounts.rights import Role
from app.publishing.history import last_event
from app.publishing.stopping import (
    NoSuccessor,
    find_successor,
    may_put_back,
    never_hidden,
    put_back,
    stop,
    tell_it_stopped,
)
from app.social_map.draft import OrganisationDraft
from app.social_map.finding import cards_by_slug, gone
from app.social_map.lifecycle import Actor, NotAllowed, move, newest_revision
from app.social_map.models import Offer, Organisation
from app.social_map.vocabulary import Status
from tests.social_map.drafts import draft, shelve
from tests.workshop import letters

LINK = Actor("mail link", "organisation")


@pytest.fixture
def ours(database):
    """Numbers: koffie and thee are public, soep waits; all of Stichting Voorbeeld."""
    koffie, thee = shelve(database, draft("Koffie"), draft("Thee"))
    (soep,) = shelve(database, draft("Soep", status=Status.REVIEW), publish=False)
    return {"koffie": koffie.offer_id, "thee": thee.offer_id, "soep": soep.offer_id}


def stopped(publishing, number, actor=LINK, **more):
    with publishing.database.writing() as session:
        stop(session, publishing, session.get_one(Offer, number), actor, **more)


def offer_of(database, number):
    with database.reading() as session:
        return session.get_one(Offer, number)


def account(database, email, role):
    with database.writing() as session:
        made = Account(email=email, role=role)
        session.add(made)
        session.flush()
        return Actor(f"account:{made.id}", role.value)


@pytest.mark.parametrize("told", ["thee", "Thee", "  THEE ", "https://hattem.example/aanbod/thee/?x=1#boven"])
def test_the_old_address_leads_to_who_takes_over(publishing, database, ours, told):
    stopped(publishing, ours["koffie"], successor=told, reason="Wij doen dit samen met Thee.")
    with database.reading() as session:
        assert gone(session, "koffie").slug == "thee"
        row = session.get_one(Offer, ours["koffie"])
        assert (row.status, row.successor) == (Status.WITHDRAWN, "thee")
        assert newest_revision(session, row).draft.successor == "thee"
        event = last_event(session, row.id)
        assert (event.action, event.actor, event.reason) == ("withdraw", "mail link", "Wij doen dit samen met Thee.")


def test_with_nobody_to_follow_the_address_still_says_what_it_was(publishing, database, ours):
    stopped(publishing, ours["koffie"])
    with database.reading() as session:
        assert (gone(session, "koffie").slug, gone(session, "koffie").name) == ("", "Koffie")


@pytest.mark.parametrize(
    ("told", "said"),
    [("bestaat niet", "niet op de kaart"), ("koffie", "het aanbod zelf"), ("Soep", "niet op de kaart")],
)
def test_what_cannot_take_over_stops_nothing(publishing, database, ours, told, said):
    with pytest.raises(NoSuccessor, match=said):
        stopped(publishing, ours["koffie"], successor=told)
    assert offer_of(database, ours["koffie"]).status is Status.PUBLISHED


def test_two_of_one_name_are_told_apart_by_their_address(publishing, database, ours):
    twin, other = shelve(
        database, draft("Soos", source_id="1"), draft("Soos", source_id="2", organisation=OrganisationDraft(name="B"))
    )
    with pytest.raises(NoSuccessor, match="meer dan één"):
        stopped(publishing, ours["koffie"], successor="SOOS ")
    with database.reading() as session:
        koffie = session.get_one(Offer, ours["koffie"])
        assert find_successor(session, koffie, f"/aanbod/{other.offer.slug}").id == other.offer_id
        assert find_successor(session, koffie, "1").id == twin.offer_id


def test_the_organisation_hears_of_it_and_how_to_undo_it(publishing, database, ours):
    with database.writing() as session:
        found = session.get_one(Organisation, session.get_one(Offer, ours["koffie"]).organisation_id)
        found.email = "info@voorbeeld.example"
    stopped(publishing, ours["koffie"])
    with database.writing() as session:
        tell_it_stopped(session, publishing, session.get_one(Offer, ours["koffie"]))
    (letter,) = letters(publishing)
    assert letter.to == "info@voorbeeld.example"
    assert "Koffie" in letter.subject
    assert f"/organisatie/aanbod/{ours['koffie']}" in letter.text


def test_what_one_stopped_oneself_one_puts_back(publishing, database, ours):
    stopped(publishing, ours["koffie"], successor="thee")
    own = account(database, "koffie@voorbeeld.example", Role.ORGANISATION)
    with database.writing() as session:
        put_back(session, publishing, session.get_one(Offer, ours["koffie"]), own)
    with database.reading() as session:
        assert cards_by_slug(session, ["koffie"])
        row = session.get_one(Offer, ours["koffie"])
        assert (row.successor, row.confirmed_by.value) == ("", "organisation")
        assert newest_revision(session, row).draft.successor == ""
        assert not may_put_back(session, row)


def test_stopped_at_the_screen_is_put_back_too_and_in_between_an_account_may_be_gone(publishing, database, ours):
    own = account(database, "koffie@voorbeeld.example", Role.ORGANISATION)
    stopped(publishing, ours["koffie"], own)
    with database.reading() as session:
        assert may_put_back(session, session.get_one(Offer, ours["koffie"]))


@pytest.mark.parametrize("role", [Role.EDITOR, Role.ADMINISTRATOR])
def test_what_the_editors_took_away_stays_away(publishing, database, ours, role):
    editor = account(database, "r@voorbeeld.example", role)
    stopped(publishing, ours["koffie"], editor)
    with database.writing() as session, pytest.raises(NotAllowed, match="redactie"):
        put_back(session, publishing, session.get_one(Offer, ours["koffie"]), LINK)
    assert offer_of(database, ours["koffie"]).status is Status.WITHDRAWN


def test_what_never_was_public_does_not_become_so_by_putting_it_back(publishing, database, ours):
    stopped(publishing, ours["soep"])
    with database.writing() as session, pytest.raises(NotAllowed):
        put_back(session, publishing, session.get_one(Offer, ours["soep"]), LINK)


def test_an_editor_cannot_put_back_they_judge_again(publishing, database, ours):
    stopped(publishing, ours["koffie"])
    with database.writing() as session, pytest.raises(NotAllowed, match="account"):
        move(session, session.get_one(Offer, ours["koffie"]), "put_back", Actor("account:9", "editor"))


def test_some_help_may_not_vanish_without_a_word(publishing, database):
    crisis, coffee = shelve(database, draft("Crisisdienst", kind="crisis"), draft("Koffie"))
    with database.reading() as session:
        assert never_hidden(publishing, session.get_one(Offer, crisis.offer_id))
        assert not never_hidden(publishing, session.get_one(Offer, coffee.offer_id))
