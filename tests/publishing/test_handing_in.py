import pytest
from sqlmodel import col, select

from app.accounts.keeping import create_account
from app.accounts.keys import AccountKeys
from app.accounts.rights import Role
from app.outbox.models import OutboxMessage
from app.publishing.handing_in import SOURCE, ChangedMeanwhile, hand_in
from app.social_map.finding import published as public
from app.social_map.lifecycle import Actor, move, newest_revision
from app.social_map.models import Flag, Offer, OfferEvent, OfferRevision, OldAddress, Organisation
from app.social_map.vocabulary import Answer, ConfirmedBy, Status, Vog
from tests.publishing.test_working import EDITOR, WRITER, draft
from tests.publishing.test_working import published as on_the_site


def flags_of(session, offer):
    return session.exec(select(Flag.reason).where(Flag.offer_id == offer.id)).all()


def test_a_new_offer_waits_for_an_editor_and_the_index_hears_of_it(publishing):
    with publishing.database.writing() as session:
        offer = hand_in(session, publishing, draft(), WRITER)
        assert (offer.status, offer.source, offer.slug) == (Status.REVIEW, SOURCE, "koffie-in-de-hoek")
        assert offer.source_id == offer.identity
        revision = newest_revision(session, offer)
        assert (revision.number, revision.state, revision.author) == (1, "pending", "account:1")
        assert session.exec(select(OfferEvent.action)).all() == ["submit"]
        assert session.exec(select(OutboxMessage.kind)).all() == ["search.index"]
        assert session.get(Organisation, offer.organisation_id).name == "De Hoek"
    with publishing.database.looking() as connection:
        assert public(connection, "koffie-in-de-hoek") is None


def test_two_offers_of_one_name_have_their_own_address_and_an_old_one_stays_taken(publishing):
    with publishing.database.writing() as session:
        first = hand_in(session, publishing, draft(), WRITER)
        session.add(OldAddress(slug="koffie-in-de-hoek-hattem", offer_id=first.id))
        second = hand_in(session, publishing, draft(), WRITER)
        assert second.slug == "koffie-in-de-hoek-hattem-2"
        assert first.organisation_id == second.organisation_id


def test_the_public_keeps_seeing_what_was_approved(publishing):
    offer = on_the_site(publishing)
    with publishing.database.writing() as session:
        before = session.get(Offer, offer.id)
        changed = hand_in(
            session, publishing, draft(summary="Nieuwe zin"), WRITER, offer=before, base_version=before.version
        )
        assert changed.status is Status.PUBLISHED
        assert changed.summary == ""
        states = session.exec(select(OfferRevision.state).order_by(col(OfferRevision.number))).all()
        assert states == ["approved", "pending"]
        move(session, changed, "publish", EDITOR)
        assert changed.summary == "Nieuwe zin"


def test_what_was_returned_waits_again(publishing):
    with publishing.database.writing() as session:
        offer = hand_in(session, publishing, draft(), WRITER)
        move(session, offer, "return", EDITOR, reason="Wat kost het?")
        assert offer.status is Status.DRAFT
        hand_in(session, publishing, draft(summary="Gratis koffie"), WRITER, offer=offer, base_version=offer.version)
        assert (offer.status, offer.summary) == (Status.REVIEW, "Gratis koffie")


def test_somebody_elses_change_in_between_stops_it(publishing):
    offer = on_the_site(publishing)
    with publishing.database.writing() as session:
        stale = offer.version - 1
        with pytest.raises(ChangedMeanwhile):
            hand_in(session, publishing, draft(summary="Te laat"), WRITER, offer=offer, base_version=stale)
        assert len(session.exec(select(OfferRevision)).all()) == 1


def test_whose_it_is_stays_when_the_organisation_has_another_name_now(publishing):
    offer = on_the_site(publishing)
    with publishing.database.writing() as session:
        whose = session.get(Organisation, offer.organisation_id)
        whose.name, whose.name_key = "De Nieuwe Hoek", "de nieuwe hoek"
        session.add(whose)
        session.flush()
        changed = hand_in(session, publishing, draft(), WRITER, offer=offer, base_version=offer.version)
        move(session, changed, "publish", EDITOR)
        assert session.exec(select(Organisation.name)).all() == ["De Nieuwe Hoek"]


def test_an_open_certificate_is_taken_in_and_flagged_once(publishing):
    with publishing.database.writing() as session:
        offer = hand_in(session, publishing, draft(kind="oppas"), WRITER)
        assert offer.status is Status.REVIEW
        assert sum("VOG" in reason for reason in flags_of(session, offer)) == 1
        hand_in(
            session,
            publishing,
            draft(kind="oppas", decision=Answer.NO),
            WRITER,
            offer=offer,
            base_version=offer.version,
        )
        assert sum("VOG" in reason for reason in flags_of(session, offer)) == 1


def test_an_editor_publishes_at_once_unless_something_blocks_it(publishing):
    with publishing.database.writing() as session:
        out = hand_in(session, publishing, draft(), EDITOR, publish=True)
        blocked = hand_in(session, publishing, draft(name="Oppas", kind="oppas"), EDITOR, publish=True)
        answered = hand_in(session, publishing, draft(name="Oppas 2", kind="oppas", vog=Vog.NO), EDITOR, publish=True)
        assert [each.status for each in (out, blocked, answered)] == [Status.PUBLISHED, Status.REVIEW, Status.PUBLISHED]
    with publishing.database.looking() as connection:
        assert public(connection, out.slug).name == "Koffie in de Hoek"


def test_what_an_organisation_wrote_and_an_editor_published_is_the_organisations_word(publishing):
    keys = AccountKeys.of(publishing.settings)
    with publishing.database.writing() as session:
        for role, uid, whose in (
            (Role.ORGANISATION, "their-uid", ConfirmedBy.ORGANISATION),
            (Role.EDITOR, "", ConfirmedBy.MUNICIPALITY),
        ):
            account = create_account(
                session, keys, email=f"{role.value}@voorbeeld.example", password="vier bakfietsen onder de wilg", role=role,
                organisation=uid,
            ).account  # fmt: skip
            told = draft(name=f"Koffie van {role.value}", last_confirmed=None)
            offer = hand_in(session, publishing, told, Actor(f"account:{account.id}", role.value))
            move(session, offer, "publish", Actor("account:99", "editor"))
            assert offer.confirmed_by is whose
