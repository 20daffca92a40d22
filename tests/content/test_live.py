import pytest
import structlog
import time_machine

from app.content import live as module
from app.content.edits import ContentEdit
from app.content.live import LiveContent, publish_edit, published_changes
from app.content.problems import ContentProblems
from app.db import Database
from tests.databases import fresh_url

LABEL = {"slug": "inkomen", "label": "Rondkomen"}


@pytest.fixture
def database(tmp_path):
    found = Database(fresh_url(tmp_path))
    yield found
    found.close()


def numbers(content):
    return {number.id: number for number in content.help_numbers}


def changed_number(shipped, **change):
    number = numbers(shipped)["luisterlijn"]
    return "help_numbers/luisterlijn", number.model_dump(mode="json") | change


def test_without_edits_it_is_what_was_shipped(database, shipped):
    assert LiveContent(shipped, database).now() is shipped


def test_an_edit_is_seen_at_once_where_it_was_made_and_soon_everywhere_else(database, shipped, monkeypatch):
    monkeypatch.setattr(module, "LOOK_EVERY_SECONDS", 0.0)
    here, there = LiveContent(shipped, database), LiveContent(shipped, database)
    assert there.now() is shipped
    path, body = changed_number(shipped, name="De Luisterlijn van nu")
    publish_edit(here, path, body, "redactie")
    for live in (here, there):
        assert numbers(live.now())["luisterlijn"].name == "De Luisterlijn van nu"
    assert here.version == there.version > 0


def test_it_looks_at_most_once_in_two_seconds(database, shipped, monkeypatch):
    live = LiveContent(shipped, database)
    live.now()
    monkeypatch.setattr(module, "published_changes", lambda database: pytest.fail("asked too soon"))
    publish = ContentEdit(path="help_numbers/luisterlijn", version=1, state="published", body=None)
    with database.writing() as session:
        session.add(publish)
    live.now()
    assert module.LOOK_EVERY_SECONDS <= 5


def test_only_the_newest_published_version_of_a_path_counts(database, shipped):
    live = LiveContent(shipped, database)
    for name in ("Een", "Twee"):
        path, body = changed_number(shipped, name=name)
        edit = publish_edit(live, path, body, "redactie")
    assert edit.version == 2
    with database.writing() as session:
        session.add(ContentEdit(path=path, version=3, state="draft", body=body | {"name": "Concept"}))
    assert [(each, found["name"]) for each, found in published_changes(database)] == [(path, "Twee")]
    live.forget()
    assert numbers(live.now())["luisterlijn"].name == "Twee"


def test_an_edit_that_does_not_fit_is_refused_whole(database, shipped):
    live = LiveContent(shipped, database)
    path, body = changed_number(shipped, tel="bel maar")
    with pytest.raises(ContentProblems):
        publish_edit(live, path, body, "redactie")
    assert published_changes(database) == []


def test_an_edit_that_no_longer_fits_takes_nothing_down(database, shipped):
    with database.writing() as session:
        session.add(ContentEdit(path="help_numbers/luisterlijn", version=1, state="published", body={"onzin": True}))
    with structlog.testing.capture_logs() as logs:
        assert LiveContent(shipped, database).now() is shipped
    assert [each["event"] for each in logs] == ["content edits do not fit"]


def test_when_the_database_is_away_the_last_known_content_stays(database, shipped, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "LOOK_EVERY_SECONDS", 0.0)
    live = LiveContent(shipped, database)
    path, body = changed_number(shipped, name="Anders")
    publish_edit(live, path, body, "redactie")
    assert numbers(live.now())["luisterlijn"].name == "Anders"
    database.close()
    (tmp_path / "leefplein.sqlite").write_bytes(b"weg" * 5000)
    assert numbers(live.now())["luisterlijn"].name == "Anders"


def test_before_there_is_a_database_it_is_what_was_shipped(shipped, tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'nieuw.sqlite'}")
    assert LiveContent(shipped, database).now() is shipped
    database.close()


def test_the_moment_of_an_edit_is_kept(database, shipped):
    with time_machine.travel("2026-11-22T10:00:00Z", tick=False):
        edit = publish_edit(LiveContent(shipped, database), *changed_number(shipped, name="Anders"), "redactie")
    assert (edit.author, edit.at.isoformat()) == ("redactie", "2026-11-22T10:00:00+00:00")
