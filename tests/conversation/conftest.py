"""An office over a fresh database of each kind, with a key store of its own."""

from pathlib import Path

import pytest

from app.content.live import LiveContent
from app.content.loading import load_content
from app.conversation.models import ForWhom, Support
from app.conversation.office import Office
from app.conversation.shapes import Asked, Contact, NewRequest, Story
from app.data_keys import KeyStore
from app.places.gazetteer import Gazetteer
from app.settings import Settings
from tests.databases import address, database  # noqa: F401

ROOT = Path(__file__).resolve().parents[2]
SECRET = "a key for tests only, long enough to be let in"


@pytest.fixture(scope="session")
def shipped():
    """The content as shipped."""
    return load_content(ROOT / "content")


@pytest.fixture
def office(database, shipped, tmp_path):
    """Where requests are worked on."""
    settings = Settings(data_dir=tmp_path, secret_key=SECRET, local_http=True)
    keys = KeyStore(f"sqlite:///{tmp_path / 'keys' / 'data-keys.sqlite'}", [SECRET])
    towns = [town.name for town in shipped.municipalities]
    gazetteer = Gazetteer(ROOT / "content" / "places.csv", municipalities=towns)
    return Office(database, keys, LiveContent(shipped, database), settings, gazetteer)


def a_request(**more) -> NewRequest:
    """Somebody of Hattem who feels alone, with a telephone and nothing else. All invented."""
    contact = Contact(**({"name": "mevrouw Voorbeeld", "phone": "0380000000"} | more.pop("contact", {})))
    story = Story(**({"questions": (Asked(text="ik voel me aleen en kan niet slapen"),)} | more.pop("story", {})))
    values = {
        "municipality": "hattem",
        "for_whom": ForWhom.SELF,
        "support": Support.YES,
        "support_shares": ("name", "phone"),
    }
    return NewRequest(contact=contact, story=story, **(values | more))
