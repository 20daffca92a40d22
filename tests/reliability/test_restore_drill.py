"""The restore drill of docs/operators/backup.md, on a fresh folder, from a sealed backup and the newest copy of the keys.

Promises 19 and 47, for both kinds of database.
"""

import pytest
from sqlmodel import select

from app.conversation.asking import ask
from app.conversation.models import ConversationRequest
from app.conversation.office import contact_of, subject_of
from app.data_keys import Erased
from app.db import Database
from app.health import examine
from app.migrations.running import upgrade
from app.search.asking import Question
from app.services import build_services
from app.working import worker
from tests import postgres
from tests.cli.conftest import place, run  # noqa: F401
from tests.conversation.conftest import a_request
from tests.installing import settings_in
from tests.search.small_map import OFFERS
from tests.social_map.drafts import shelve

KINDS = [pytest.param("sqlite", marks=pytest.mark.sqlite), pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(params=KINDS)
def machines(request, tmp_path):
    """Settings of the machine that is lost and of a fresh one: their databases, key stores and folders are apart."""
    made = []

    def machine(name):
        (tmp_path / name).mkdir()
        address = {}
        if request.param == "postgres":
            made.append(postgres.new_database(upgraded=False))
            address = {"database_url": made[-1]}
        return settings_in(tmp_path / name, data_keys=str(tmp_path / f"{name}-keys" / "data-keys.sqlite"), **address)

    yield machine
    for url in made:
        postgres.drop(url)


def program(run, monkeypatch, settings):
    """Commands on one machine."""
    for name, value in {
        "DATA_DIR": settings.data_dir, "DATABASE_URL": settings.database_url, "DATA_KEYS": settings.data_keys,
        "SEARCH_DIR": settings.search_dir, "CONTENT_DIR": settings.content_dir, "SECRET_KEY": settings.secret_key,
    }.items():  # fmt: skip
        monkeypatch.setenv(f"LEEFPLEIN_{name}", str(value))

    def running(*words):
        code, said, refused = run(*words)
        assert code == 0, (words, said, refused)
        return said

    return running


def a_living_machine(settings):
    """A map, and two requests that people sent."""
    database = Database(settings.store)
    upgrade(database)
    database.close()
    services = build_services(settings)
    shelve(services.database, *OFFERS)
    ask(services.office, a_request(), "one")
    ask(services.office, a_request(), "two")
    worker(services).once()
    return services


def test_the_drill(machines, place, run, monkeypatch, tmp_path):
    lost, fresh = machines("lost"), machines("fresh")
    services = a_living_machine(lost)
    there = program(run, monkeypatch, lost)
    there("database", "backup", tmp_path / "old")
    with services.database.reading() as session:
        erased, kept = session.exec(select(ConversationRequest).order_by(ConversationRequest.id)).all()
        expected = contact_of(kept, services.keys.open(subject_of(kept.uid)))
    services.keys.destroy(subject_of(erased.uid))
    there("keys", "backup", tmp_path / "keys")
    services.keys.close()
    services.database.close()

    here = program(run, monkeypatch, fresh)
    here("database", "restore", tmp_path / "old")
    here("keys", "restore", tmp_path / "keys")
    here("database", "upgrade")
    here("search", "rebuild")
    here("keys", "check")
    here("database", "check")

    back = build_services(fresh)
    with back.database.reading() as session:
        one, two = session.exec(select(ConversationRequest).order_by(ConversationRequest.id)).all()
    assert contact_of(two, back.keys.open(subject_of(two.uid))) == expected  # a request of then opens
    with pytest.raises(Erased):
        back.keys.open(subject_of(one.uid))  # what was erased since is unreadable, also in the old backup
    content = back.content.now()
    answer = back.finder.ask(Question(words="eettafel", host=content.municipalities[0].slug))
    assert answer.total >= 1
    assert {each.name for each in examine(back) if not each.ok} <= {"werker", "mail"}
    back.keys.close()
    back.database.close()
