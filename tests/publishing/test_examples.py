"""The demo's work: something of everything that waits, for the organisation with most on the map of the first municipality."""

from sqlmodel import col, select

from app.accounts.keeping import create_account
from app.accounts.keys import AccountKeys
from app.accounts.rights import Role
from app.publishing.examples import example_organisation, make_example_work
from app.publishing.models import JoinRequest, WorkingDraft
from app.publishing.working import with_uid
from app.social_map.draft import OrganisationDraft
from app.social_map.models import Correction, Flag, Offer, OfferRevision
from app.social_map.vocabulary import Status
from tests.social_map.drafts import draft, shelve


def test_there_is_something_of_everything_that_waits(publishing):
    shelve(
        publishing.database, draft("Een"), draft("Twee"), draft("Drie", organisation=OrganisationDraft(name="Iemand anders"))
    )  # fmt: skip
    with publishing.database.writing() as session:
        whose = example_organisation(session, "Hattem")
        assert whose.name == "Stichting Voorbeeld"
        assert example_organisation(session, "Nergens") is None
        create_account(
            session, AccountKeys.of(publishing.settings), email="o@voorbeeld.example", password="vier bakfietsen onder de wilg",
            role=Role.ORGANISATION, organisation=whose.uid,
        )  # fmt: skip
    make_example_work(publishing, whose)
    with publishing.database.reading() as session:
        waiting = session.exec(select(Offer).where(Offer.status == Status.REVIEW)).one()
        assert waiting.example
        reasons = " ".join(session.exec(select(Flag.reason).where(Flag.offer_id == waiting.id)).all())
        assert "gemeente" in reasons
        changed = select(OfferRevision).where(
            OfferRevision.state == "pending", col(OfferRevision.offer_id) != waiting.id
        )
        assert len(session.exec(changed).all()) == 1
        assert with_uid(session, session.exec(select(WorkingDraft.uid)).one()).values["naam"] == ("Samen breien",)
        assert sorted(session.exec(select(Correction.helped)).all()) == [False, True]
        assert len(session.exec(select(JoinRequest)).all()) == 2
