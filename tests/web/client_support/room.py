"""The room of client support in the whole site, over an empty database."""

from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from app.accounts.keeping import create_account
from app.accounts.keys import AccountKeys
from app.accounts.rights import Role
from app.services import Services, build_services
from tests.applications import give_back, lend
from tests.databases import fresh_url
from tests.inspecting import Inspection
from tests.installing import SECRET, settings_in, shipped_content
from tests.web.staff.site import PASSWORD, sign_in


@dataclass
class Room:
    services: Services
    app: Flask
    host: str = "hattem.localhost"

    @property
    def office(self):
        return self.services.office

    def close(self) -> None:
        """The test is over."""
        self.services.database.close()
        self.services.keys.close()
        give_back(self.app)

    def client(self) -> FlaskClient:
        client = self.app.test_client()
        client.inspection = Inspection()
        client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
        client.host = self.host
        return client

    def signed_in(
        self, email="naast@voorbeeld.example", role=Role.CLIENT_SUPPORT, municipality="hattem"
    ) -> FlaskClient:
        with self.services.database.writing() as session:
            new = create_account(
                session,
                AccountKeys(SECRET),
                email=email,
                password=PASSWORD,
                role=role,
                municipality="" if role is Role.ORGANISATION else municipality,
                organisation="some-organisation" if role is Role.ORGANISATION else "",
            )
        client = self.client()
        assert sign_in(client, new).status_code == 303
        return client


def make_room(folder: Path) -> Room:
    folder.mkdir(exist_ok=True)
    fresh_url(folder)
    services = build_services(settings_in(folder), shipped_content())
    return Room(services, lend(services))
