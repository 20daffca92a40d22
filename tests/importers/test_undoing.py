"""A run taken back: removed what it made, restored what it changed, kept what somebody touched since."""

import pytest
from sqlmodel import select

from app.outbox.models import OutboxMessage
from app.publishing.models import WorkingDraft
from app.social_map.lifecycle import Actor, move
from app.social_map.models import Flag, ImportChange, Offer, OfferEvent, OfferRevision, Organisation, Place
from app.social_map.vocabulary import Status
from importers.running import import_file
from importers.undoing import NoSuchRun, undo_run

HEADS = "id;naam;organisatie;soort;niveau;tijden"
EDITOR = Actor("redacteur", "editor")


@pytest.fixture
def load(services, tmp_path):
    def load(*lines, **kwargs):
        path = tmp_path / "a.csv"
        path.write_text("\n".join((HEADS, *lines)) + "\n")
        return import_file(services, "spreadsheet", path, **kwargs)

    return load


@pytest.fixture
def rows(services):
    def rows(table):
        with services.database.reading() as session:
            return session.exec(select(table)).all()

    return rows


def state(rows):
    return {offer.name: (offer.status, offer.times, offer.digest, offer.organisation_id) for offer in rows(Offer)}


def test_what_the_run_made_is_gone_with_all_that_hangs_on_it(services, load, rows):
    report = load("1;Een;Welkomst;oppas;algemeen;raar", "2;Twee;De Welkomst;ontmoeting;algemeen;ma", publish=True)
    done = undo_run(services, report.run)
    assert (done.removed, done.restored, done.kept) == (2, 0, [])
    for table in (Offer, OfferRevision, OfferEvent, Place, Organisation, Flag, ImportChange):
        assert rows(table) == []
    assert rows(OutboxMessage)[-1].kind == "search.index"


def test_after_taking_back_the_same_file_is_new_again(services, load):
    undo_run(services, load("1;Een;Org;ontmoeting;algemeen;ma").run)
    assert load("1;Een;Org;ontmoeting;algemeen;ma").new == 1


@pytest.mark.parametrize("first_published", [True, False])
@pytest.mark.parametrize("second_published", [True, False])
def test_what_the_run_changed_is_as_it_was(services, load, rows, first_published, second_published):
    load("1;Een;Org;ontmoeting;algemeen;ma", publish=first_published)
    before = state(rows)
    report = load("1;Een;Andere Org;ontmoeting;algemeen;di", publish=second_published)
    assert report.changed == 1
    done = undo_run(services, report.run)
    assert (done.removed, done.restored, done.kept) == (0, 1, [])
    assert state(rows) == before
    assert load("1;Een;Org;ontmoeting;algemeen;ma", publish=first_published).unchanged == 1


def test_the_public_version_comes_back_and_not_one_that_waited(services, load, rows):
    load("1;Een;Org;ontmoeting;algemeen;ma", publish=True)
    load("1;Een;Org;ontmoeting;algemeen;di")
    undo_run(services, load("1;Een;Org;ontmoeting;algemeen;wo", publish=True).run)
    (offer,) = rows(Offer)
    assert (offer.status, offer.times) == (Status.PUBLISHED, "ma")


def test_work_of_an_editor_is_never_undone(services, load, rows):
    report = load("1;Een;Org;ontmoeting;algemeen;ma", "2;Twee;Org;ontmoeting;algemeen;ma")
    with services.database.writing() as session:
        move(session, session.exec(select(Offer).where(Offer.name == "Een")).one(), "publish", EDITOR)
    done = undo_run(services, report.run)
    assert (done.removed, done.kept) == (1, ["Een"])
    assert [offer.name for offer in rows(Offer)] == ["Een"]


def test_a_hidden_offer_keeps_its_approved_version_and_gets_it_back(services, load, rows):
    load("1;Een;Org;ontmoeting;algemeen;ma", publish=True)
    with services.database.writing() as session:
        move(session, session.exec(select(Offer)).one(), "hide", Actor("loop", "upkeep"))
    before = state(rows)
    report = load("1;Een;Org;ontmoeting;algemeen;di")
    (offer,) = rows(Offer)
    assert (offer.status, offer.times, report.changed) == (Status.HIDDEN, "ma", 1)
    undo_run(services, report.run)
    assert state(rows) == before


def test_an_offer_somebody_is_writing_about_stays(services, load, rows):
    report = load("1;Een;Org;ontmoeting;algemeen;ma", "2;Twee;Org;ontmoeting;algemeen;ma")
    with services.database.writing() as session:
        offer = session.exec(select(Offer).where(Offer.name == "Een")).one()
        session.add(WorkingDraft(organisation="x", offer_id=offer.id))
    assert undo_run(services, report.run).kept == ["Een"]
    assert [offer.name for offer in rows(Offer)] == ["Een"]


def test_what_the_run_pointed_out_goes_with_it(services, load, rows):
    load("1;Een;Org;ontmoeting;algemeen;ma", publish=True)
    report = load("1;Een;Org;ontmoeting;algemeen;als de vlag hangt")
    assert len(rows(Flag)) == 1
    undo_run(services, report.run)
    assert rows(Flag) == []


def test_an_organisation_that_was_there_before_stays(services, load, rows):
    load("1;Een;Org;ontmoeting;algemeen;ma")
    undo_run(services, load("2;Twee;Org;ontmoeting;algemeen;ma").run)
    assert [each.name for each in rows(Organisation)] == ["Org"]


def test_a_run_that_is_not_there_or_was_taken_back(services, load):
    with pytest.raises(NoSuchRun, match="is er niet"):
        undo_run(services, "nooit")
    run = load("1;Een;Org;ontmoeting;algemeen;ma").run
    undo_run(services, run)
    with pytest.raises(NoSuchRun, match="al teruggedraaid"):
        undo_run(services, run)
