import pytest
from sqlmodel import select

from app.accounts.keeping import create_account
from app.accounts.keys import AccountKeys
from app.accounts.rights import Role
from app.social_map.models import Offer, Organisation
from app.social_map.vocabulary import Status
from tests.web.staff.site import PASSWORD, sign_in


class Desk:
    """The example region with people who write."""

    def __init__(self, app, installation, make_client):
        self.app, self.services, self._make = app, installation, make_client

    @property
    def database(self):
        return self.services.database

    def organisation(self, skip=0):
        """An organisation with public offers in Hattem."""
        with self.database.reading() as session:
            found = session.exec(
                select(Organisation)
                .join(Offer, Offer.organisation_id == Organisation.id)
                .where(Offer.status == Status.PUBLISHED, Offer.kind == "ontmoeting")
                .order_by(Organisation.id)
            ).all()
            return list({each.id: each for each in found}.values())[skip]

    def offer_of(self, organisation):
        with self.database.reading() as session:
            return session.exec(
                select(Offer)
                .where(Offer.organisation_id == organisation.id, Offer.status == Status.PUBLISHED)
                .order_by(Offer.id)
            ).first()

    def get(self, model, number):
        with self.database.reading() as session:
            return session.get(model, number)

    def account(self, email, role, **more):
        with self.database.writing() as session:
            keys = AccountKeys(self.services.settings.secret_key)
            return create_account(session, keys, email=email, password=PASSWORD, role=role, **more)

    def writer(self, organisation, email="schrijver@voorbeeld.example"):
        client = self._make()
        assert sign_in(client, self.account(email, Role.ORGANISATION, organisation=organisation.uid)).status_code == 303
        return client

    def editor(self, email="redactie@voorbeeld.example", **more):
        client = self._make()
        assert sign_in(client, self.account(email, Role.EDITOR, **more)).status_code == 303
        return client


@pytest.fixture
def desk(app, installation):
    from tests.inspecting import Inspection

    def make():
        client = app.test_client()
        client.inspection = Inspection()
        client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
        client.host = "hattem.localhost"
        return client

    return Desk(app, installation, make)
