import itertools

import pytest
from sqlmodel import select

from app.outbox.models import OutboxMessage
from app.social_map.draft import OrganisationDraft, PlaceDraft
from app.social_map.finding import cards
from app.social_map.lifecycle import MOVES, RIGHTS, Actor, NotAllowed, move, newest_revision
from app.social_map.models import Offer, OfferEvent, OfferRevision
from app.social_map.vocabulary import Status, Vog
from tests.social_map.drafts import HOME_KINDS, draft, shelve

EDITOR = Actor("redactie", "editor")
OTHERS = {"hide": Actor("upkeep", "upkeep"), "put_back": Actor("account:1", "organisation")}
ACTIONS = sorted({action for _, action in MOVES})


def offer_in(database, status, **facts):
    """The number of an offer in this state."""
    (received,) = shelve(database, draft(status=status, **facts), publish=status is not Status.REVIEW)
    assert received.offer.status is status
    return received.offer_id


def make(database, number, action, actor=EDITOR, reason="het telefoonnummer klopt niet"):
    with database.writing() as session:
        move(session, session.get_one(Offer, number), action, actor, reason=reason, home_kinds=HOME_KINDS)


def state(database, number):
    with database.reading() as session:
        return session.get_one(Offer, number).status


def history(database, number):
    with database.reading() as session:
        return session.exec(select(OfferEvent).where(OfferEvent.offer_id == number).order_by(OfferEvent.id)).all()


@pytest.mark.parametrize(("status", "action"), list(itertools.product(Status, ACTIONS)))
def test_every_move_leads_where_the_table_says_and_no_other_can_be_made(database, status, action):
    number = offer_in(database, status)
    if (status, action) not in MOVES:
        with pytest.raises(NotAllowed, match="Dit kan niet"):
            make(database, number, action)
        assert state(database, number) is status
        assert len(history(database, number)) == 1
        return
    make(database, number, action, OTHERS.get(action, EDITOR))
    assert state(database, number) is MOVES[status, action]
    assert (history(database, number)[-1].before, history(database, number)[-1].after) == (
        status,
        MOVES[status, action],
    )


def test_every_action_has_its_rights():
    assert set(RIGHTS) == set(ACTIONS)


@pytest.mark.parametrize("role", ["organisation", "desk", "mediator", "client_support", "", "resident"])
def test_nobody_but_an_editor_decides_what_goes_out(database, role):
    number = offer_in(database, Status.REVIEW)
    for action in ("publish", "return"):
        with pytest.raises(NotAllowed, match="met dit account"):
            make(database, number, action, Actor("iemand", role))
    assert state(database, number) is Status.REVIEW


def test_an_organisation_may_hand_in_and_withdraw(database):
    actor = Actor("Stichting Voorbeeld", "organisation")
    number = offer_in(database, Status.DRAFT)
    make(database, number, "submit", actor)
    make(database, number, "withdraw", actor)
    assert [each.actor for each in history(database, number)[1:]] == ["Stichting Voorbeeld"] * 2


def test_giving_it_back_needs_a_reason(database):
    number = offer_in(database, Status.REVIEW)
    with pytest.raises(NotAllowed, match="waarom"):
        make(database, number, "return", reason="  ")


def test_help_at_home_does_not_go_out_while_the_certificate_is_a_question(database):
    number = offer_in(database, Status.REVIEW, kind="oppas", vog=Vog.UNANSWERED)
    with pytest.raises(NotAllowed, match="VOG"):
        make(database, number, "publish")
    assert state(database, number) is Status.REVIEW


def test_while_a_change_waits_the_public_keeps_seeing_the_last_approved_version(database):
    (first,) = shelve(database, draft(source_id="1", summary="eerst"))
    number = first.offer_id
    shelve(database, draft(source_id="1", summary="daarna"), publish=False)
    with database.reading() as session:
        assert cards(session, [number])[number].summary == "eerst"
        assert newest_revision(session, session.get_one(Offer, number)).draft.summary == "daarna"
    make(database, number, "publish")
    with database.reading() as session:
        assert cards(session, [number])[number].summary == "daarna"


def test_a_change_that_is_given_back_never_shows(database):
    (first,) = shelve(database, draft(source_id="1", summary="eerst"))
    shelve(database, draft(source_id="1", summary="daarna"), publish=False)
    make(database, first.offer_id, "return", reason="klopt niet")
    with database.reading() as session:
        assert cards(session, [first.offer_id])[first.offer_id].summary == "eerst"
        revision = newest_revision(session, session.get_one(Offer, first.offer_id))
    assert (revision.state, revision.reason) == ("returned", "klopt niet")


def test_help_that_changed_hands_shows_its_new_organisation_and_place_once_approved(database):
    (first,) = shelve(database, draft(source_id="1"))
    moved = draft(
        source_id="1",
        organisation=OrganisationDraft(name="Stichting Ander"),
        place=PlaceDraft(kern="Putten", municipality="Putten"),
    )
    shelve(database, moved, publish=False)
    make(database, first.offer_id, "publish")
    with database.reading() as session:
        card = cards(session, [first.offer_id])[first.offer_id]
    assert (card.organisation, card.kern) == ("Stichting Ander", "Putten")


def test_every_move_lets_the_index_know(database):
    number = offer_in(database, Status.REVIEW)
    with database.reading() as session:
        before = len(session.exec(select(OutboxMessage)).all())
    make(database, number, "publish")
    make(database, number, "withdraw")
    with database.reading() as session:
        posted = session.exec(select(OutboxMessage).order_by(OutboxMessage.id)).all()[before:]
    assert [(each.kind, each.payload) for each in posted] == [("search.index", {"offers": [number]})] * 2


def test_what_is_withdrawn_leaves_every_card_at_once(database):
    number = offer_in(database, Status.PUBLISHED)
    make(database, number, "withdraw")
    with database.reading() as session:
        assert cards(session, [number]) == {}


def test_publishing_starts_the_freshness_and_counts_the_version(database):
    number = offer_in(database, Status.REVIEW)
    with database.reading() as session:
        before = session.get_one(Offer, number)
    assert before.last_confirmed is None
    make(database, number, "publish")
    with database.reading() as session:
        after = session.get_one(Offer, number)
        revisions = session.exec(select(OfferRevision.state)).all()
    assert after.last_confirmed is not None
    assert after.version == before.version + 1
    assert revisions == ["approved"]
