"""A new name goes along in everything that says whose an offer is, and in nothing of somebody else."""

from sqlmodel import select

from app.publishing.renaming import rename
from app.social_map.draft import OrganisationDraft
from app.social_map.models import ImportChange, ImportRun, Offer, OfferRevision, Organisation
from tests.databases import address, database
from tests.social_map.drafts import draft, shelve

__all__ = ["address", "database"]


def test_versions_and_what_an_import_keeps_to_be_taken_back(database):
    ours, theirs = OrganisationDraft(name="De Hoek"), OrganisationDraft(name="Verderop")
    received = shelve(database, draft("Koffie", organisation=ours), draft("Soep", organisation=theirs))
    with database.writing() as session:
        whose = session.get_one(Organisation, session.get_one(Offer, received[0].offer_id).organisation_id)
        run = ImportRun(run="r", source="gids")
        session.add(run)
        session.flush()
        session.add(
            ImportChange(
                run_id=run.id,
                offer_id=received[0].offer_id,
                before=draft("Koffie", organisation=ours),
                before_status="published",
            )
        )
        rename(session, whose, "De Nieuwe Hoek")
    with database.reading() as session:
        names = [
            each.draft.organisation.name for each in session.exec(select(OfferRevision).order_by(OfferRevision.id))
        ]
        assert names == ["De Nieuwe Hoek", "Verderop"]
        assert session.exec(select(ImportChange)).one().before.organisation.name == "De Nieuwe Hoek"
        renamed = session.exec(select(Organisation).where(Organisation.name == "De Nieuwe Hoek")).one()
        assert renamed.name_key == "de nieuwe hoek"
