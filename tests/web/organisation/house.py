"""Two organisations on one map, and somebody of each who signs in. Everything is invented."""

from pathlib import Path

from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlmodel import select

from app.accounts.keeping import create_account
from app.accounts.keys import AccountKeys
from app.accounts.rights import Role
from app.mailing.waiting import KIND as MAIL
from app.mailing.waiting import open_letter
from app.outbox.models import OutboxMessage
from app.social_map.draft import OfferDraft, OrganisationDraft, PlaceDraft
from app.social_map.models import Offer, OfferRevision, Organisation
from app.social_map.shelving import Shelf
from app.social_map.vocabulary import Level, Status, Vog
from tests.installing import SECRET
from tests.web.client_support.room import Room, make_room
from tests.web.staff.site import PASSWORD, look, sign_in, words_of

OURS, THEIRS = "Stichting De Hoek", "Stichting Verderop"


def draft(name="Koffie in de hoek", whose=OURS, **more):
    facts = {
        "source": "leefplein", "source_id": f"id-{name}", "name": name, "organisation": OrganisationDraft(name=whose), "kind": "ontmoeting",
        "level": Level.GENERAL, "summary": "Samen koffie drinken.", "place": PlaceDraft(kern="Hattem", municipality="Hattem"),
        "times": "di 10:00-12:00", "vog": Vog.NOT_APPLICABLE, "status": Status.PUBLISHED, "phone": "038 000 01 01",
    }  # fmt: skip
    return OfferDraft(**(facts | more))


class House(Room):
    """The site with two organisations."""

    def put(self, *drafts, publish=True):
        """The offers' numbers."""
        with self.services.database.writing() as session:
            shelf = Shelf(session, home_kinds=self.services.home_kinds)
            received = [shelf.receive(each, actor="proef", publish=publish) for each in drafts]
            shelf.finish()
            return [each.offer_id for each in received]

    def somebody_of(self, whose=OURS, email="") -> FlaskClient:
        """A client signed in for this organisation."""
        email = email or f"iemand-{len(whose)}@voorbeeld.example"
        with self.services.database.writing() as session:
            uid = session.exec(select(Organisation.uid).where(Organisation.name == whose)).one()
            new = create_account(
                session, AccountKeys(SECRET), email=email, password=PASSWORD, role=Role.ORGANISATION, organisation=uid
            )
        client = self.client()
        assert sign_in(client, new).status_code == 303
        return client

    def offer(self, number) -> Offer:
        with self.services.database.reading() as session:
            return session.get_one(Offer, number)

    def change(self, number, **values):
        with self.services.database.writing() as session:
            offer = session.get_one(Offer, number)
            for name, value in values.items():
                setattr(offer, name, value)

    def returned(self, number, reason):
        with self.services.database.writing() as session:
            revision = session.exec(
                select(OfferRevision).where(OfferRevision.offer_id == number).order_by(OfferRevision.number.desc())
            ).first()
            revision.state, revision.reason = "returned", reason
            offer = session.get_one(Offer, number)
            offer.status = Status.DRAFT if offer.status is Status.REVIEW else offer.status

    def letters(self):
        with self.services.database.reading() as session:
            kept = session.exec(
                select(OutboxMessage).where(OutboxMessage.kind == MAIL).order_by(OutboxMessage.id)
            ).all()
            return [open_letter(self.services.settings, each.payload["sealed"])[0] for each in kept if each.payload]


def make_house(folder: Path) -> House:
    room = make_room(folder)
    return House(room.services, room.app)


def page_of(answer, status=200) -> BeautifulSoup:
    assert answer.status_code == status, (answer.status_code, answer.text[:500])
    return look(answer)


def text_of(answer, status=200) -> str:
    return words_of(page_of(answer, status))
