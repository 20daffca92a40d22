"""A small site with only the staff's rooms, over a fresh database and the shipped content."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import SQLModel

from app.accounts.keeping import NewAccount, create_account
from app.accounts.keys import AccountKeys
from app.accounts.rights import Role
from app.accounts.second_factor import code_at, step_now
from app.content.live import LiveContent
from app.content.whole import Content
from app.db import Database
from app.places.gazetteer import Gazetteer
from app.publishing.house import Publishing
from app.services import PLACES_FILE
from app.settings import Settings
from app.web import (
    access,
    bodies,
    compression,
    editor,
    errors,
    forgery,
    headers,
    hosts,
    languages,
    row_numbers,
    sessions,
    staff,
    templating,
)
from app.web.running import EXTENSION
from tests.applications import give_back, lend_one
from tests.databases import fresh_url
from tests.inspecting import Inspection
from tests.installing import shipped_content

ROOT = Path(__file__).resolve().parents[3]
SECRET = "a key for tests only, long enough to be let in"
PASSWORD = "vier bakfietsen onder de wilg"
BROWSER = {"Sec-Fetch-Site": "same-origin", "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}


def shipped() -> Content:
    return shipped_content()


def open_database(folder: Path) -> Database:
    return Database(fresh_url(folder))


def everything_in(database: Database) -> bytes:
    """All that our tables hold, as bytes; on SQLite the raw files."""
    if database.is_sqlite:
        database.close()
        path = Path(database.url.removeprefix("sqlite:///"))
        return b"".join(file.read_bytes() for file in path.parent.glob(path.name + "*"))
    with database.engine.connect() as connection:
        return b"\n".join(
            repr(row).encode()
            for table in SQLModel.metadata.sorted_tables
            for row in connection.execute(table.select())
        )


@dataclass
class Site:
    """The site, its database, and people who sign in."""

    app: Flask
    database: Database
    content: LiveContent
    keys: AccountKeys

    def close(self) -> None:
        """The test is over."""
        self.database.close()
        give_back(self.app)

    def account(self, email="redacteur@voorbeeld.example", role=Role.EDITOR, **more) -> NewAccount:
        with self.database.writing() as session:
            return create_account(session, self.keys, email=email, password=PASSWORD, role=role, **more)

    def client(self) -> FlaskClient:
        client = self.app.test_client()
        client.environ_base.update({f"HTTP_{name.upper().replace('-', '_')}": value for name, value in BROWSER.items()})
        return client

    def signed_in(self, email="redacteur@voorbeeld.example", role=Role.EDITOR, **more) -> FlaskClient:
        new = self.account(email, role, **more)
        client = self.client()
        answer = sign_in(client, new)
        assert answer.status_code == 303, answer.text
        return client


def sign_in(client: FlaskClient, new: NewAccount, *, step: int = 0, next_page: str = ""):
    first = client.post("/inloggen", data={"email": new.account.email, "wachtwoord": PASSWORD, "next": next_page})
    assert first.status_code == 303, first.text
    return client.post(first.location, data={"code": code_at(new.secret, step_now() + step), "next": next_page})


def make_site(folder: Path, finder=None, rooms=(), **set_up) -> Site:
    """`set_up`: settings beside the usual ones. `rooms`: what else is open, besides the rooms of staff and editors."""
    database = open_database(folder)
    settings = Settings(
        data_dir=folder, search_dir=folder / "index", content_dir=ROOT / "content", secret_key=SECRET, local_http=True,
        **set_up,
    )  # fmt: skip
    live = LiveContent(shipped(), database)
    home_kinds = frozenset(kind.slug for kind in shipped().kinds if kind.entering_home)
    services = SimpleNamespace(
        settings=settings,
        database=database,
        content=live,
        finder=finder,
        home_kinds=home_kinds,
        publishing=Publishing(database, live, settings, Gazetteer(ROOT / "content" / PLACES_FILE)),
    )
    return Site(
        lend_one(
            f"staff, editors {[room.__name__ for room in rooms]}", services, lambda: _application(services, rooms)
        ),
        database,
        live,
        AccountKeys(SECRET),
    )


def _application(services: Any, rooms: Iterable[Any]) -> Flask:
    """The rooms of staff and editors, and nothing else of the site."""
    app = Flask("app", static_url_path="/static")
    app.testing = False
    app.extensions[EXTENSION] = services
    app.config.update(SECRET_KEY=SECRET, TEMPLATES_AUTO_RELOAD=False)
    row_numbers.install(app)
    languages.install(app)
    headers.install(app, plain_http=True)
    bodies.install(app)
    errors.install(app)
    sessions.install(app, plain_http=True)
    hosts.install(app)
    access.install(app)
    forgery.install(app)
    templating.install(app)
    staff.register(app)
    editor.register(app)
    for room in rooms:
        room.register(app)
    compression.install(app)
    return app


def look(answer, *leave_out: str) -> BeautifulSoup:
    """The page, inspected like every page; links of an error summary lead to a field."""
    inspection = Inspection()
    for rule in leave_out:
        inspection.leave_out(rule)
    inspection.look_at(answer.text, f"{answer.request.path} {answer.status_code}")
    page = BeautifulSoup(answer.text, "html.parser")
    for link in page.select(".lp-error-summary a"):
        assert page.find(id=link["href"].removeprefix("#")), link
    return page


def words_of(page: BeautifulSoup) -> str:
    return re.sub(r"\s+", " ", page.get_text(" "))
