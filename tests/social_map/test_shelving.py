from datetime import date

import pytest
from sqlmodel import func, select

from app import clock
from app.outbox.models import OutboxMessage
from app.social_map.draft import Carried, OrganisationDraft, PlaceDraft
from app.social_map.models import Flag, ImportChange, ImportRun, Offer, OfferEvent, OfferRevision, Organisation
from app.social_map.shelving import INDEX_BATCH, Shelf
from app.social_map.vocabulary import FundingForm, Status, Vog
from tests.social_map.drafts import HOME_KINDS, draft, shelve


def every(database, table):
    with database.reading() as session:
        return session.exec(select(table).order_by(table.id)).all()


def number_of(database, table):
    with database.reading() as session:
        return session.exec(select(func.count()).select_from(table)).one()


def test_a_new_offer_comes_with_its_history_its_revision_and_word_to_the_index(database):
    (received,) = shelve(database, draft(times="di 14:00-16:00"))
    (offer,) = every(database, Offer)
    assert (received.outcome, received.flags, offer.status) == ("new", (), Status.PUBLISHED)
    assert offer.when_mask
    assert [(each.number, each.state) for each in every(database, OfferRevision)] == [(1, "approved")]
    assert [(each.action, each.after) for each in every(database, OfferEvent)] == [("received", "published")]
    assert [each.payload for each in every(database, OutboxMessage)] == [{"offers": [offer.id]}]


@pytest.mark.parametrize("facts", [{"source_id": "17"}, {}])
def test_the_same_draft_again_changes_nothing_at_all(database, facts):
    shelve(database, draft(**facts))
    before = [number_of(database, table) for table in (Offer, OfferRevision, OfferEvent, OutboxMessage, Organisation)]
    (again,) = shelve(database, draft(**facts))
    assert again.outcome == "unchanged"
    assert [
        number_of(database, table) for table in (Offer, OfferRevision, OfferEvent, OutboxMessage, Organisation)
    ] == before


def test_a_known_id_with_another_name_is_the_same_offer_and_keeps_its_address(database):
    shelve(database, draft("Eerste naam", source_id="1"))
    (again,) = shelve(database, draft("Andere naam", source_id="1"))
    (offer,) = every(database, Offer)
    assert (again.outcome, offer.name, offer.slug) == ("changed", "Andere naam", "eerste-naam")
    assert [each.number for each in every(database, OfferRevision)] == [1, 2]


def test_an_id_belongs_to_its_source(database):
    shelve(database, draft(source_id="1"), draft(source_id="1", source="ander"))
    assert number_of(database, Offer) == 2


def test_without_an_id_the_name_organisation_and_village_say_which_it_is(database):
    there = PlaceDraft(kern="Putten", municipality="Putten")
    received = shelve(database, draft("Koffie"), draft("KOFFIE "), draft("Koffie", place=there))
    assert [each.outcome for each in received] == ["new", "changed", "new"]
    assert number_of(database, Offer) == 2


def test_the_same_id_twice_in_one_file_is_one_offer_with_the_last_word(database):
    received = shelve(database, draft(source_id="1", summary="een"), draft(source_id="1", summary="twee"))
    assert [each.outcome for each in received] == ["new", "changed"]
    (offer,) = every(database, Offer)
    assert offer.summary == "twee"


def test_a_change_to_what_is_public_waits_for_review_unless_an_administrator_says_publish(database):
    shelve(database, draft(source_id="1", summary="een"))
    (held,) = shelve(database, draft(source_id="1", summary="twee"), publish=False)
    (offer,) = every(database, Offer)
    assert (held.outcome, offer.summary, offer.status) == ("changed", "een", Status.PUBLISHED)
    assert [each.state for each in every(database, OfferRevision)] == ["approved", "pending"]
    shelve(database, draft(source_id="1", summary="twee"), publish=False)
    assert number_of(database, OfferRevision) == 2, "the same change handed in again is not a second one"


def test_nothing_goes_out_without_that_word(database):
    (received,) = shelve(database, draft(), publish=False)
    assert received.offer.status is Status.REVIEW


def test_what_must_not_go_out_stays_in_review_and_is_flagged_even_with_that_word(database):
    home, history = shelve(
        database, draft("Oppas", kind="oppas", vog=Vog.UNANSWERED), draft("Oud", historical=True, vog=Vog.YES)
    )
    assert home.offer.status is history.offer.status is Status.REVIEW
    assert "VOG" in home.flags[0]
    assert "historisch" in history.flags[0]
    assert {each.offer_id for each in every(database, Flag)} == {home.offer_id, history.offer_id}


def test_a_flag_that_is_open_is_not_raised_again(database):
    for summary in ("een", "twee"):
        shelve(database, draft("Oppas", source_id="1", summary=summary, kind="oppas", vog=Vog.UNANSWERED))
    assert number_of(database, Flag) == 1


def test_a_concept_and_a_withdrawal_in_the_file_are_followed(database):
    shelve(database, draft("Concept", status=Status.DRAFT), draft("Weg", source_id="2"))
    shelve(database, draft("Weg", source_id="2", status=Status.WITHDRAWN))
    assert [each.status for each in every(database, Offer)] == [Status.DRAFT, Status.WITHDRAWN]


def test_a_withdrawal_without_an_administrators_word_leaves_the_offer_where_it_is(database):
    shelve(database, draft(source_id="2"))
    shelve(database, draft(source_id="2", status=Status.WITHDRAWN), publish=False)
    assert every(database, Offer)[0].status is Status.PUBLISHED


def test_freshness_starts_today_unless_the_file_says_when(database):
    shelve(database, draft("Nu"), draft("Toen", last_confirmed=date(2025, 3, 1)))
    assert [each.last_confirmed for each in every(database, Offer)] == [clock.today(), date(2025, 3, 1)]


def test_an_organisation_is_one_row_whatever_the_spelling_and_learns_what_it_did_not_know(database):
    one = OrganisationDraft(name="Stichting Één", funding=(FundingForm.ZIN,))
    other = OrganisationDraft(name="stichting  een", funding=(FundingForm.PGB,), phone="0555 123456")
    shelve(database, draft("A", organisation=one), draft("B", organisation=other))
    (organisation,) = every(database, Organisation)
    assert organisation.name == "Stichting Één"
    assert set(organisation.funding) == {FundingForm.ZIN, FundingForm.PGB}
    assert organisation.phone == "0555 123456"


def test_every_offer_has_an_address_of_its_own(database):
    there = PlaceDraft(kern="Putten")
    shelve(
        database,
        draft("Inloop", source_id="1"),
        draft("Inloop", source_id="2"),
        draft("Inloop", source_id="3"),
        draft("Inloop", source_id="4", place=there),
    )
    slugs = [each.slug for each in every(database, Offer)]
    assert slugs == ["inloop", "inloop-hattem", "inloop-hattem-2", "inloop-putten"]


def test_a_run_remembers_what_it_changed_and_how_it_was(database):
    shelve(database, draft(source_id="1", summary="een"))
    with database.writing() as session:
        run = ImportRun(run="r1")
        session.add(run)
        session.flush()
        shelf = Shelf(session, HOME_KINDS, run)
        shelf.receive(draft(source_id="1", summary="twee"), actor="import", publish=True)
        shelf.receive(draft("Nieuw"), actor="import", publish=True)
        shelf.finish()
    changed, made = every(database, ImportChange)
    assert (changed.before.summary, changed.before_status) == ("een", "published")
    assert (made.before, made.before_status) == (None, "")


def test_word_to_the_index_comes_in_batches(database):
    shelve(database, *(draft(f"Aanbod {number}") for number in range(INDEX_BATCH + 1)))
    assert [len(each.payload["offers"]) for each in every(database, OutboxMessage)] == [INDEX_BATCH, 1]


def test_what_a_source_took_out_of_its_own_document_goes_here_too_and_only_its_own(database):
    def said(**more):
        return OrganisationDraft(name="Stichting Voorbeeld", carried=Carried(document=more))

    shelve(database, draft(source_id="1", organisation=said(contacts=[{"name": "mevrouw Voorbeeld"}])))
    shelve(
        database, draft("Iets anders", source="een ander", source_id="1", organisation=said(legal_status="stichting"))
    )
    assert every(database, Organisation)[0].carried.document == {"contacts": [{"name": "mevrouw Voorbeeld"}]}
    shelve(database, draft(source_id="1", organisation=said(contacts=[])))
    assert every(database, Organisation)[0].carried.document == {"contacts": []}
