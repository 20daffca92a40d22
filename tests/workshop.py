"""The map's workshop for tests: over a fresh database of each kind, with the shipped content. Everything in it is invented."""

from pathlib import Path

import pytest
from sqlmodel import select

from app.content.live import LiveContent
from app.content.loading import load_content
from app.mailing.waiting import KIND as MAIL
from app.mailing.waiting import open_letter
from app.outbox.models import OutboxMessage
from app.places.gazetteer import Gazetteer
from app.publishing.house import Publishing
from app.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
SECRET = "a key for tests only, long enough to be let in"


@pytest.fixture(scope="session")
def shipped():
    """The content as shipped."""
    return load_content(ROOT / "content")


@pytest.fixture
def publishing(database, shipped, tmp_path):
    """Where offers are written, handed in and kept current."""
    settings = Settings(data_dir=tmp_path, secret_key=SECRET, local_http=True)
    towns = [town.name for town in shipped.municipalities]
    gazetteer = Gazetteer(ROOT / "content" / "places.csv", database=database, municipalities=towns)
    return Publishing(database, LiveContent(shipped, database), settings, gazetteer)


def letters(publishing):
    """The mails in the outbox, oldest first."""
    with publishing.database.reading() as session:
        kept = session.exec(select(OutboxMessage).where(OutboxMessage.kind == MAIL).order_by(OutboxMessage.id)).all()
        return [open_letter(publishing.settings, each.payload["sealed"])[0] for each in kept if each.payload]
