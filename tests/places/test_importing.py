from pathlib import Path

import pytest
from sqlmodel import select

from app.db import Database, DatabaseGone
from app.places.importing import BATCH, import_places
from app.places.models import PlacePoint
from app.places.table import TableRefused

HEAD = "pc4,plaats,gemeente,lat,lon\n"


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "plaatsen.csv"
    path.write_text(text, encoding="utf-8")
    return path


def counts(report):
    return report.read, report.new, report.changed, report.unchanged, len(report.refused)


def test_a_second_run_changes_nothing_and_a_moved_point_is_one_change(database, tmp_path):
    path = written(tmp_path, HEAD + "8051,Hattem,Hattem,52.47,6.06\n8052,Hattem,Hattem,52.48,6.05\n")
    assert counts(import_places(database, path, "voorbeeld")) == (2, 2, 0, 0, 0)
    assert counts(import_places(database, path, "voorbeeld")) == (2, 0, 0, 2, 0)
    written(tmp_path, HEAD + "8051,Hattem,Hattem,52.4726,6.06\n8052,Hattem,Hattem,52.48,6.05\n")
    assert counts(import_places(database, path, "voorbeeld")) == (2, 0, 1, 1, 0)
    with database.reading() as session:
        rows = session.exec(select(PlacePoint.code, PlacePoint.lat, PlacePoint.source).order_by(PlacePoint.code)).all()
    assert [tuple(row) for row in rows] == [
        ("8051", 52.4726, "voorbeeld"),
        ("8052", 52.48, "voorbeeld"),
    ]


def test_bad_lines_are_told_and_the_rest_goes_on(database, tmp_path):
    path = written(
        tmp_path,
        HEAD
        + "8051,Hattem,Hattem,52.47,6.06\n0000,X,Y,52,6\n8051,Hattem,Hattem,52.47,6.06\n8051,Hattem,Hattem,52.40,6.06\n"
        "6674,Andelst,Overbetuwe,51.91,5.72\n6674,Herveld,Overbetuwe,51.90,5.74\n",
    )
    report = import_places(database, path)
    assert counts(report) == (6, 3, 0, 1, 2)
    assert [(bad.line, bad.reason.split()[0]) for bad in report.refused] == [(3, "postcode:"), (5, "staat")]


def test_two_villages_of_one_name_without_postcode_stay_two(database, tmp_path):
    path = written(tmp_path, HEAD + ",Loenen,Apeldoorn,52.12,6.02\n,Loenen,Overbetuwe,51.89,5.745\n")
    assert counts(import_places(database, path)) == (2, 2, 0, 0, 0)


def test_a_refused_file_writes_nothing(database, tmp_path):
    with pytest.raises(TableRefused):
        import_places(database, written(tmp_path, "naam\nHattem\n"))
    with database.reading() as session:
        assert session.exec(select(PlacePoint)).first() is None


def test_a_database_without_tables_is_said_so(tmp_path):
    empty = Database(f"sqlite:///{tmp_path / 'leeg.sqlite'}")
    with pytest.raises(DatabaseGone):
        import_places(empty, written(tmp_path, HEAD + "8051,Hattem,Hattem,52.47,6.06\n"))
    empty.close()


def test_a_file_the_size_of_the_country_goes_in_as_several_transactions(database, tmp_path):
    lines = [
        f"{code},Plaats {code},Gemeente {code % 342},{51 + code / 9999:.4f},{4 + code / 9999:.4f}\n"
        for code in range(1000, 6000)
    ]
    path = written(tmp_path, HEAD + "".join(lines))
    assert counts(import_places(database, path)) == (5000, 5000, 0, 0, 0)
    assert counts(import_places(database, path)) == (5000, 0, 0, 5000, 0)
    assert BATCH < 5000  # so that more than one transaction was needed
