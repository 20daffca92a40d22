"""A mediation over a fresh database of each kind, with a key store of its own, and notices to post. Everybody is invented."""

from pathlib import Path

import pytest

from app.content.live import LiveContent
from app.content.loading import load_content
from app.data_keys import KeyStore
from app.matching.mediation import Mediation
from app.matching.models import Side
from app.matching.shapes import NewNotice, Person, Words
from app.settings import Settings
from app.social_map.vocabulary import Frequency
from tests.databases import address, database  # noqa: F401

ROOT = Path(__file__).resolve().parents[2]
SECRET = "a key for tests only, long enough to be let in"


@pytest.fixture(scope="session")
def shipped():
    """The content as shipped."""
    return load_content(ROOT / "content")


@pytest.fixture
def mediation(database, shipped, tmp_path):
    """Where volunteers and questions are brought together."""
    settings = Settings(data_dir=tmp_path, secret_key=SECRET, local_http=True)
    keys = KeyStore(f"sqlite:///{tmp_path / 'keys' / 'data-keys.sqlite'}", [SECRET])
    yield Mediation(database, keys, LiveContent(shipped, database), settings)
    keys.close()


def an_offer(**more) -> NewNotice:
    """Somebody of Hattem who does shopping and visits on Thursday afternoon. `person` and `words` are dicts."""
    person = {
        "first_name": "Voorbeeld-Vera",
        "last_name": "Vrijwilliger",
        "phone": "0380000001",
        "email": "vera@post.example",
    }
    words = {"story": "Ik kom graag een middag langs.", "times": "donderdagmiddag", "limits": "Geen trappen."}
    return _notice(Side.OFFER, person, words, more)


def a_question(**more) -> NewNotice:
    """Somebody of Hattem who wants company on Thursday afternoon. `person` and `words` are dicts."""
    person = {
        "first_name": "Voorbeeld-Karel",
        "last_name": "Vrager",
        "phone": "0380000002",
        "email": "karel@post.example",
    }
    words = {"story": "Ik ben veel alleen sinds mijn vrouw er niet meer is.", "times": "liefst donderdagmiddag"}
    return _notice(Side.QUESTION, person, words, more)


def _notice(side: Side, person: dict[str, object], words: dict[str, object], more: dict[str, object]) -> NewNotice:
    values: dict[str, object] = {
        "municipality": "hattem",
        "side": side,
        "tasks": ("bezoek",),
        "frequency": Frequency.WEEKLY,
        "consent": True,
    }
    values |= {
        "person": Person(**(person | more.pop("person", {}))),
        "words": Words(**(words | more.pop("words", {}))),
    }
    return NewNotice(**(values | more))
