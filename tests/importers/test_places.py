"""Places free in a list: taken over, never older than what is known, and gone again with the run."""

import pytest

from app.social_map.models import PlacesFree
from app.social_map.places_free import set_places
from importers.running import import_file
from importers.undoing import undo_run

HEADS = "id;naam;soort;niveau;vog;plekken_vrij;plekken_totaal;plekken_op"


@pytest.fixture
def load(services, tmp_path):
    def load(*lines, **more):
        path = tmp_path / "a.csv"
        path.write_text("\n".join((HEADS, *lines)) + "\n")
        return import_file(services, "spreadsheet", path, publish=True, **more)

    return load


@pytest.fixture
def known(services):
    def known():
        with services.database.reading() as session:
            row = session.get(PlacesFree, 1)
            return None if row is None else (row.available, row.maximum)

    return known


def test_a_list_says_it_again_every_day(load, known):
    assert load("1;Logeerhuis;logeren;individueel;nvt;2;8;").flagged == []
    assert known() == (2, 8)
    report = load("1;Logeerhuis;logeren;individueel;nvt;0;8;")
    assert (report.unchanged, known()) == (1, (0, 8))
    load("1;Logeerhuis;logeren;individueel;nvt;;;")
    assert known() == (0, 8)


def test_a_dry_run_says_nothing(load, known):
    load("1;Logeerhuis;logeren;individueel;nvt;2;8;", dry_run=True)
    assert known() is None


def test_what_somebody_said_later_stays(services, load, known):
    load("1;Logeerhuis;logeren;individueel;nvt;2;8;")
    with services.database.writing() as session:
        set_places(session, 1, 1, 8, actor="account:3")
    report = load("1;Logeerhuis;logeren;individueel;nvt;5;8;1-1-2026")
    assert known() == (1, 8)
    assert "iets nieuwers" in report.flagged[0].reason


def test_it_goes_with_the_run(services, load, known):
    report = load("1;Logeerhuis;logeren;individueel;nvt;2;8;")
    undo_run(services, report.run)
    assert known() is None
