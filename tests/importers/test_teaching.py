"""What a column is, said once."""

import pytest

from importers import FileRefused
from importers.running import import_file
from importers.teaching import heads_of, read_lesson, teach


def test_taught_once_and_used_the_next_time_for_this_source_only(services, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Wat;soort;niveau;Bel ons\nKoffie;ontmoeting;algemeen;038 000 01 01\n")
    with services.database.writing() as session:
        teach(session, "gids", read_lesson(["Wat=naam", "Bel ons = telefoon"]), "command")
    report = import_file(services, "spreadsheet", path, source_name="gids")
    assert (report.new, report.unknown_heads) == (1, [])
    assert any("'Wat' is naam, 'Bel ons' is telefoon" in note for note in report.notes)
    other = import_file(services, "spreadsheet", path, source_name="krant")
    assert (other.new, other.unknown_heads) == (0, ["Wat", "Bel ons"])


def test_a_column_left_out_and_one_forgotten(services, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("naam;soort;niveau;Intern\nKoffie;ontmoeting;algemeen;geheim\n")
    with services.database.writing() as session:
        teach(session, "gids", read_lesson(["intern=-"]), "command")
    assert import_file(services, "spreadsheet", path, source_name="gids").unknown_heads == []
    with services.database.writing() as session:
        teach(session, "gids", read_lesson(["Intern="]), "command")
        assert heads_of(session, "gids") == {}
    assert import_file(services, "spreadsheet", path, source_name="gids").unknown_heads == ["Intern"]


@pytest.mark.parametrize(
    ("told", "said"), [("telefoon", "Schrijf --head"), ("=naam", "Schrijf"), ("Bel=fax", "'fax' is er niet")]
)
def test_a_lesson_nobody_can_read(told, said):
    with pytest.raises(FileRefused, match=said):
        read_lesson([told])


def test_a_column_without_a_head_is_said(services, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("naam;soort;;niveau\nKoffie;ontmoeting;iets;algemeen\n")
    assert any("Kolom 3 heeft geen kop" in note for note in import_file(services, "spreadsheet", path).notes)
