import random

import pytest
from sqlmodel import SQLModel, select

from app import clock
from app.accounts.models import Account, Invitation
from app.accounts.rights import Role
from app.publishing.merging import CannotMerge, merge_offers, merge_organisations, not_the_same, take_apart
from app.publishing.models import Merge, Photo, WorkingDraft
from app.social_map.draft import OrganisationDraft
from app.social_map.finding import gone as what_became_of
from app.social_map.lifecycle import Actor, apply_draft, newest_revision
from app.social_map.merged import lasting, with_merged
from app.social_map.models import Correction, Flag, Offer, OfferEvent, Organisation
from app.social_map.vocabulary import Status
from tests.social_map.drafts import draft, shelve

EDITOR = Actor("account:1", "editor")
ALONGSIDE = {"outbox_message", "audit_line", "merge", "offer_event"}
COUNTED = {"version", "updated_at"}


def of(name, organisation, **facts):
    return draft(name, organisation=OrganisationDraft(name=organisation), **facts)


def everything(database):
    """All rows, without the lines of what was done and the counters that go up with each act."""
    with database.reading() as session:
        return {
            table.name: sorted(
                (repr({key: value for key, value in row._mapping.items() if key not in COUNTED}) for row in session.execute(table.select())),
            )
            for table in SQLModel.metadata.sorted_tables
            if table.name not in ALONGSIDE
        }  # fmt: skip


def organisation(session, name):
    return session.exec(select(Organisation).where(Organisation.name == name)).one()


def offer(session, name):
    return session.exec(select(Offer).where(Offer.name == name)).one()


def fill(database, seed=0):
    """Two organisations with offers, an account, an invitation, something being written and a photo each."""
    chance = random.Random(seed)
    names = ("Welkamp", "De Welkamp", "Derde Huis")
    drafts = [
        of(f"Aanbod {number}", chance.choice(names), status=chance.choice([Status.PUBLISHED, Status.REVIEW]))
        for number in range(12)
    ]
    shelve(database, *(of(f"Eerste {name}", name) for name in names), *drafts)
    with database.writing() as session:
        for name in names:
            uid = organisation(session, name).uid
            for number in range(chance.randint(0, 2)):
                session.add(Account(email=f"{number}@{uid}.example", role=Role.ORGANISATION, organisation=uid))
                session.add(
                    Invitation(digest=f"{number}{uid}", email="a@voorbeeld.example", role=Role.ORGANISATION, organisation=uid, expires_at=clock.now())
                )  # fmt: skip
            session.add(WorkingDraft(organisation=uid, values={"naam": ("Nieuw",)}))
            session.add(Photo(organisation=uid, width=1, height=1, body=b"x"))
        for each in session.exec(select(Offer)).all():
            for number in range(chance.randint(0, 2)):
                session.add(Correction(offer_id=each.id, words=f"{number}"))
                session.add(Flag(offer_id=each.id, reason=f"{number}", settled_at=clock.now() if number else None))


def merged(database, kept="De Welkamp", gone="Welkamp"):
    with database.writing() as session:
        return merge_organisations(session, organisation(session, kept), organisation(session, gone), "account:1").id


def apart(database, number):
    with database.writing() as session:
        take_apart(session, session.get_one(Merge, number), EDITOR)


def test_everything_of_the_one_that_is_gone_is_with_the_one_that_stayed(database):
    fill(database)
    merged(database)
    with database.reading() as session:
        kept, gone = organisation(session, "De Welkamp"), organisation(session, "Welkamp")
        assert gone.merged_into == kept.uid
        assert offer(session, "Eerste Welkamp").organisation_id == kept.id
        for table in (Account, Invitation, WorkingDraft, Photo):
            assert not session.exec(select(table).where(table.organisation == gone.uid)).all()
        assert lasting(session, gone).id == kept.id


@pytest.mark.parametrize("seed", range(6))
def test_merging_and_taking_apart_leaves_all_as_it_was(database, seed):
    fill(database, seed)
    before = everything(database)
    numbers = [merged(database), merged(database, "Derde Huis", "De Welkamp")]
    assert everything(database) != before
    for number in reversed(numbers):
        apart(database, number)
    assert everything(database) == before


@pytest.mark.parametrize("seed", range(6))
def test_offers_merged_and_taken_apart_are_as_they_were(database, seed):
    fill(database, seed)
    before = everything(database)
    chance = random.Random(seed)
    with database.writing() as session:
        one, two, three = chance.sample(session.exec(select(Offer).order_by(Offer.id)).all(), 3)
        numbers = [merge_offers(session, two, one, EDITOR).id, merge_offers(session, three, two, EDITOR).id]
    assert everything(database) != before
    for number in reversed(numbers):
        apart(database, number)
    assert everything(database) == before


def test_a_later_delivery_under_the_old_name_lands_at_the_one_that_stayed(database):
    fill(database)
    merged(database)
    shelve(database, of("Nieuw aanbod", "Welkamp"), of("Ook nieuw", "WELKAMP"))
    with database.reading() as session:
        kept = organisation(session, "De Welkamp")
        assert {offer(session, name).organisation_id for name in ("Nieuw aanbod", "Ook nieuw")} == {kept.id}


def test_approving_a_version_with_the_old_name_keeps_the_offer_at_the_one_that_stayed(database):
    fill(database)
    merged(database)
    with database.writing() as session:
        found = offer(session, "Eerste Welkamp")
        apply_draft(session, found, newest_revision(session, found).draft)
        assert found.organisation_id == organisation(session, "De Welkamp").id


def test_what_was_moved_elsewhere_since_stays_there(database):
    fill(database)
    number = merged(database)
    with database.writing() as session:
        third = organisation(session, "Derde Huis")
        offer(session, "Eerste Welkamp").organisation_id = third.id
    apart(database, number)
    with database.reading() as session:
        assert offer(session, "Eerste Welkamp").organisation_id == third.id


def test_the_first_of_two_cannot_be_taken_apart_before_the_second(database):
    fill(database)
    first = merged(database)
    merged(database, "Derde Huis", "De Welkamp")
    with pytest.raises(CannotMerge, match="derde"):
        apart(database, first)
    with pytest.raises(CannotMerge, match="al samengevoegd"):
        merged(database, "Derde Huis", "Welkamp")


def test_nothing_is_merged_with_itself_and_nothing_is_undone_twice(database):
    fill(database)
    with pytest.raises(CannotMerge, match="twee keer"):
        merged(database, "Welkamp", "Welkamp")
    number = merged(database)
    apart(database, number)
    with pytest.raises(CannotMerge, match="al losgemaakt"):
        apart(database, number)


@pytest.fixture
def doubles(database):
    """The numbers of an offer that stays and its double, which are both public."""
    shelve(database, of("Koffie", "Welkamp", source_id="1"), of("Koffie inloop", "Welkamp", source_id="2"))
    with database.writing() as session:
        kept, gone = offer(session, "Koffie"), offer(session, "Koffie inloop")
        session.add(Correction(offer_id=gone.id, words="De tijd klopt niet."))
        session.add(Flag(offer_id=gone.id, reason="Prijs onbekend."))
        merge_offers(session, kept, gone, EDITOR)
        return kept.id, gone.id


def test_the_old_address_leads_to_the_one_that_stayed(database, doubles):
    kept, gone = doubles
    with database.reading() as session:
        assert session.get_one(Offer, gone).status is Status.WITHDRAWN
        moved = what_became_of(session, session.get_one(Offer, gone).slug)
        assert moved is not None
        assert moved.slug == session.get_one(Offer, kept).slug
        assert session.exec(select(Correction)).one().offer_id == kept
        assert session.exec(select(Flag)).one().offer_id == kept
        assert with_merged(session, session.get_one(Offer, kept)) == [kept, gone]


def test_the_address_still_leads_on_when_the_one_that_stayed_was_merged_too(database, doubles):
    kept, gone = doubles
    shelve(database, of("Thee", "Welkamp", source_id="3"))
    with database.writing() as session:
        third = offer(session, "Thee")
        merge_offers(session, third, session.get_one(Offer, kept), EDITOR)
    with database.reading() as session:
        moved = what_became_of(session, session.get_one(Offer, gone).slug)
        assert moved is not None
        assert moved.slug == third.slug
        assert with_merged(session, third) == [third.id, kept, gone]


def test_its_source_cannot_bring_it_back(database, doubles):
    _kept, gone = doubles
    for words in ("", "Nu met koek."):
        (received,) = shelve(database, of("Koffie inloop", "Welkamp", source_id="2", summary=words))
        assert received.outcome == "unchanged"
        assert received.offer_id == gone
    with database.reading() as session:
        assert session.get_one(Offer, gone).status is Status.WITHDRAWN
        assert [event.action for event in session.exec(select(OfferEvent).where(OfferEvent.offer_id == gone))] == [
            "received",
            "merged",
        ]


def test_an_offer_that_is_not_there_for_anybody_cannot_be_the_one_that_stays(database, doubles):
    _kept, gone = doubles
    shelve(database, of("Thee", "Welkamp", source_id="3"))
    with database.writing() as session, pytest.raises(CannotMerge, match="al samengevoegd"):
        merge_offers(session, session.get_one(Offer, gone), offer(session, "Thee"), EDITOR)


def test_two_that_are_not_the_same_are_kept_once(database):
    for _ in range(2):
        with database.writing() as session:
            not_the_same(session, "offer", 2, 1, "account:1")
    with database.reading() as session:
        found = session.exec(select(Merge)).one()
        assert (found.kept_id, found.gone_id) == (1, 2)
