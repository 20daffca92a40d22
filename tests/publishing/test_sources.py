"""What may be a source, when it is read again, and what is kept of it."""

from datetime import timedelta

import pytest
from sqlmodel import select

from app import clock
from app.audit.models import AuditLine
from app.outbox.models import OutboxMessage
from app.publishing.sources import (
    ASKED,
    RHYTHMS,
    SORTS,
    NewSource,
    SourceRefused,
    add,
    ask_reading,
    change,
    check,
    file_of,
    is_waiting,
    next_reading,
    of_sort,
    post_due,
    sources_of,
    stop,
    trust,
)
from app.settings import Settings
from app.social_map.models import ImportSource

NEW = NewSource("Buren", "open-referral", "https://buren.voorbeeld.example/api/hsds", "CC0 1.0", municipality="hattem")


def wrong(new, publishing, settings=None):
    with pytest.raises(SourceRefused) as problem:
        check(new, publishing.content.now(), settings or Settings(data_dir="/nergens"))
    return dict(problem.value.errors)


@pytest.mark.parametrize(
    "where",
    [
        "http://buren.voorbeeld.example/",
        "ftp://buren.voorbeeld.example/",
        "https://",
        "https://u:p@buren.voorbeeld.example",
        "../x",
        "",
    ],
)
def test_only_https_or_a_file_in_its_own_folder(publishing, where):
    assert "adres" in wrong(NewSource("x", "open-referral", where, "CC0 1.0"), publishing)


def test_everything_wrong_is_told_at_once(publishing):
    found = wrong(NewSource("", "iets", "", "", municipality="nergens", rhythm="soms"), publishing)
    assert set(found) == {"naam", "soort", "gemeente", "adres", "licentie", "ritme"}


def test_a_licence_that_asks_for_a_name_gets_one(publishing):
    assert "naamsvermelding" in wrong(NewSource("x", "openstreetmap", "Hattem", "ODbL 1.0"), publishing)


def test_a_file_lies_in_the_folder_for_it_and_nowhere_else(tmp_path):
    settings = Settings(data_dir=tmp_path)
    (tmp_path / "bronnen").mkdir()
    (tmp_path / "bronnen" / "gids.csv").write_text("x")
    (tmp_path / "geheim.csv").write_text("x")
    (tmp_path / "bronnen" / "wissel.csv").symlink_to(tmp_path / "geheim.csv")
    assert file_of("gids.csv", settings) == tmp_path / "bronnen" / "gids.csv"
    assert file_of("bronnen/gids.csv", settings) == tmp_path / "bronnen" / "gids.csv"
    for outside in ("../geheim.csv", str(tmp_path / "geheim.csv"), "wissel.csv", "weg.csv", "..\\geheim.csv", "a\x00b"):
        assert file_of(outside, settings) is None


def test_a_municipality_is_enough_for_the_national_sources(publishing):
    content = publishing.content.now()
    assert of_sort(SORTS["sc"], content, municipality="hattem").address == "Hattem"
    osm = of_sort(SORTS["osm"], content, municipality="hattem")
    assert (osm.name, osm.licence) == ("OpenStreetMap Hattem", "ODbL 1.0")
    neighbour = of_sort(SORTS["leefplein"], content, municipality="hattem", address="https://buren.voorbeeld.example/")
    assert neighbour.address == "https://buren.voorbeeld.example/api/hsds"


def test_what_is_done_to_a_source_is_written_down(publishing):
    with publishing.database.writing() as session:
        source = add(session, NEW, "account:1")
        trust(session, source, "account:2", trusted=True)
        change(
            session,
            source,
            NewSource("Buren", "open-referral", "https://elders.voorbeeld.example", "CC0 1.0"),
            "account:1",
            follow_gone=False,
        )
        assert source.trusted is False
        stop(session, source, "account:1", withdraw=False)
    with publishing.database.reading() as session:
        actions = [line.action for line in session.exec(select(AuditLine).order_by(AuditLine.id))]
        assert session.exec(select(ImportSource)).all() == []
    assert actions == ["source.add", "source.trust", "source.distrust", "source.change", "source.stop"]


def test_a_source_is_put_in_line_once(publishing):
    with publishing.database.writing() as session:
        source = add(session, NEW, "account:1")
        assert ask_reading(session, source, "account:1", dry=True)
        assert not ask_reading(session, source, "account:1")
        assert is_waiting(source)
    post_due(publishing.database)
    with publishing.database.reading() as session:
        assert len(session.exec(select(OutboxMessage)).all()) == 1


def test_what_a_worker_took_and_never_finished_comes_back_as_it_was_asked(publishing):
    with publishing.database.writing() as session:
        source = add(session, NewSource("Buren", "open-referral", NEW.address, "CC0 1.0", rhythm="never"), "account:1")
        ask_reading(session, source, "account:1", dry=True)
        source.next_at = clock.now() - timedelta(minutes=1)
        session.add(source)
    post_due(publishing.database)
    with publishing.database.reading() as session:
        again = session.exec(select(ImportSource)).one()
        assert again.cursor[ASKED]["dry"] is True, "a dry run never becomes a real one"
        assert is_waiting(again)
        assert len(session.exec(select(OutboxMessage)).all()) == 2


@pytest.mark.parametrize("rhythm", [name for name, every in RHYTHMS.items() if every])
def test_after_a_failure_sooner_and_slower_each_time(rhythm):
    source = ImportSource(name="x", format="x", rhythm=rhythm)
    waits = [next_reading(source, failures=failures) - clock.now() for failures in (1, 2, 3, 9)]
    assert waits[0] < timedelta(hours=2)
    assert waits[0] < waits[1] < waits[2]
    assert waits[3] <= timedelta(days=1) * 1.06
    assert next_reading(source) - clock.now() > RHYTHMS[rhythm] * 0.9


def test_by_hand_only_is_never_due():
    assert next_reading(ImportSource(name="x", format="x", rhythm="never"), failures=1) is None


def test_each_municipality_sees_its_own(publishing):
    with publishing.database.writing() as session:
        for name, town in (("a", "hattem"), ("b", "putten"), ("c", "")):
            add(session, NewSource(name, "openstreetmap", "Hattem", "ODbL 1.0", "©", town), "account:1")
        assert [each.name for each in sources_of(session, "hattem")] == ["a"]
        assert [each.name for each in sources_of(session, "")] == ["a", "b", "c"]
