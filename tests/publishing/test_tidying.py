"""What serves nobody any more goes; what somebody may still need stays."""

from datetime import timedelta

from sqlmodel import select

from app import clock
from app.accounts.models import Account, JointAct
from app.accounts.rights import Role
from app.publishing.models import JoinRequest, Photo, WorkingDraft
from app.publishing.tidying import tidy_up
from app.publishing.vocabulary import JoinState
from app.social_map.models import Offer, OfferRevision
from app.social_map.vocabulary import OrganisationKind
from tests.databases import address, database
from tests.social_map.drafts import draft, shelve

__all__ = ["address", "database"]

NOW = clock.now()
LONG_AGO = NOW - timedelta(days=400)


def all_of(database, table, name):
    with database.reading() as session:
        return sorted(getattr(row, name) for row in session.exec(select(table)))


def photo(uid, at=LONG_AGO):
    return Photo(uid=uid, width=1, height=1, body=b"x", created_at=at)


def test_photos_that_nothing_names(database):
    (received,) = shelve(database, draft("Koffie"))
    with database.writing() as session:
        session.add_all(
            [photo("on-offer"), photo("in-version"), photo("being-written"), photo("loose"), photo("new", NOW)]
        )
        session.add(WorkingDraft(photo="being-written"))
        offer = session.get_one(Offer, received.offer_id)
        offer.photo = "on-offer"
        known = session.exec(select(OfferRevision)).one()
        session.add(
            OfferRevision(
                offer_id=offer.id,
                number=2,
                draft=known.draft.model_copy(update={"photo": "in-version"}),
                state="pending",
                author="account:1",
            )
        )
    assert tidy_up(database) == 1
    assert all_of(database, Photo, "uid") == ["being-written", "in-version", "new", "on-offer"]
    assert tidy_up(database) == 0


def test_what_is_a_year_old(database):
    with database.writing() as session:
        account = Account(email="b@voorbeeld.example", role=Role.EDITOR)
        session.add(account)
        session.flush()
        for name, moment in (("oud", LONG_AGO), ("nieuw", NOW)):
            session.add(WorkingDraft(begun_by=name, updated_at=moment))
            session.add(JointAct(kind="k", subject=name, asked_by=account.id, expires_at=moment))
            for state in (JoinState.NEW, JoinState.REFUSED):
                session.add(
                    JoinRequest(
                        digest=f"{name} {state.value}", municipality="hattem", name=name, kind=OrganisationKind.CLUB, state=state,
                        answer_by=NOW.date(), created_at=moment, decided_at=moment if state is JoinState.REFUSED else None,
                    )
                )  # fmt: skip
    assert tidy_up(database) == 3
    assert all_of(database, WorkingDraft, "begun_by") == ["nieuw"]
    assert all_of(database, JointAct, "subject") == ["nieuw"]
    assert len(all_of(database, JoinRequest, "digest")) == 3
