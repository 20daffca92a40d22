"""Addresses of the BAG become points of postcodes. All addresses here are invented (voorbeeld), but for the sample."""

from pathlib import Path

import pytest
from sqlmodel import select

from app.places.bag import MOST_BAD_LINES, Addresses, is_bag, read_addresses
from app.places.distance import kilometres
from app.places.gazetteer import Gazetteer
from app.places.importing import import_places, municipality_from
from app.places.models import PlacePoint
from app.places.table import TableRefused
from tests.importers.conftest import SAMPLES

HEAD = "straat,huisnummer,huisletter,huistoevoeging,woonplaats,postcode,rd_x,rd_y\n"


@pytest.fixture
def bag(tmp_path):
    def write(*lines: str, head: str = HEAD) -> Path:
        path = tmp_path / "adressen.csv"
        path.write_text(head + "".join(f"{line}\n" for line in lines), encoding="utf-8")
        return path

    return write


def facts(path):
    told = Addresses()
    return list(read_addresses(path, lambda *_: "", told)), told


def counts(report):
    return report.read, report.new, report.changed, report.unchanged, len(report.refused) + report.more_refused


@pytest.mark.parametrize(
    ("x", "y", "lat", "lon"),
    [
        (155000, 463000, 52.15517, 5.38721),  # the tower in Amersfoort from which the grid is measured
        (117380.12, 575040.34, 53.160753, 4.824762),  # Texel, as the makers of the grid publish it
    ],
)
def test_metres_of_the_national_grid_become_degrees(bag, x, y, lat, lon):
    (fact,), _ = facts(bag(f"Voorbeeldstraat,1,,,Voorbeeldstad,1234AB,{x},{y}"))
    assert kilometres((fact.lat, fact.lon), (lat, lon)) < 0.02


def test_a_postcode_lies_at_the_median_of_its_addresses(bag):
    path = bag(
        "Voorbeeldstraat,1,,,Voorbeeldstad,1234 ab,155000,463000",
        "Voorbeeldstraat,2,A,,Voorbeeldstad,1234AB,155010,463000",
        "Voorbeeldstraat,3,,bis,Voorbeeldstad,1234AB,180000,500000",
    )
    (fact,), told = facts(path)
    assert fact.code == "1234AB"
    assert kilometres((fact.lat, fact.lon), (52.15517, 5.38736)) < 0.02  # one address far away moves it not
    assert (told.read, told.refused) == (3, [])


def test_bad_lines_are_told_with_number_and_reason_and_the_rest_goes_on(bag):
    path = bag(
        "A,1,,,Voorbeeldstad,1234AB,155000,463000",
        "A,2,,,Voorbeeldstad,1234,155000,463000",
        "A,3,,,,1234AB,155000,463000",
        "A,4,,,Voorbeeldstad,1234AB,463000,155000",
        "A,5,,,Voorbeeldstad,1234AB,0,0",
        "A,6,,,Voorbeeldstad,1234AB,nan,463000",
        "A,7,,,Voorbeeldstad",
        '"A,8,,,Voorbeeldstad,1234AB,155000,463000',
        "A" * 9000,
        "",
        "A,9,,,Voorbeeldstad,1234AC,155000,463000",
    )
    found, told = facts(path)
    assert [fact.code for fact in found] == ["1234AB", "1234AC"]
    assert [(bad.line, bad.reason.split()[0]) for bad in told.refused] == [
        (3, "postcode:"),
        (4, "woonplaats:"),
        (5, "rd_x"),
        (6, "rd_x"),
        (7, "rd_x"),
        (8, "heeft"),
        (9, "heeft"),
        (10, "is"),
    ]
    assert "omgewisseld" in told.refused[2].reason


def test_a_file_full_of_bad_lines_keeps_the_first_and_counts_the_rest(bag):
    _, told = facts(bag(*["x"] * (MOST_BAD_LINES + 5)))
    assert (len(told.refused), told.more_refused) == (MOST_BAD_LINES, 5)


def test_other_separators_and_heads_in_another_order(bag):
    path = bag("155000;463000;1234AB;Voorbeeldstad", head="﻿RD_X;RD_Y;Postcode;Woonplaats\n")
    assert [fact.name for fact in facts(path)[0]] == ["Voorbeeldstad"]


def test_a_table_of_places_is_no_table_of_addresses(bag, tmp_path):
    assert is_bag(bag())
    assert not is_bag(bag(head="pc4,plaats,gemeente,lat,lon\n"))
    assert not is_bag(tmp_path / "er-niet.csv")
    with pytest.raises(TableRefused, match="rd_x"):
        facts(bag("1", head="iets\n"))


def test_a_second_run_changes_nothing(database, bag):
    path = bag(
        "A,1,,,Voorbeeldstad,1234AB,155000,463000",
        "A,2,,,Voorbeeldstad,1234AB,155010,463000",
        "B,1,,,Voorbeeldstad,1234AC,156000,463000",
    )
    assert counts(import_places(database, path)) == (3, 2, 0, 0, 0)
    again = import_places(database, path)
    assert counts(again) == (3, 0, 0, 2, 0)
    assert again.notes[0] == "Dit zijn adressen: van 3 adressen zijn 2 postcodes gemaakt."
    with database.reading() as session:
        assert {row.source for row in session.exec(select(PlacePoint))} == {"BAG (Kadaster), CC0"}


def test_the_municipality_comes_from_what_is_known_and_what_is_unknown_is_said(database, bag, gazetteer):
    path = bag("A,1,,,Hattem,8051AB,200000,499000", "A,2,,,Voorbeeldoord,1234AB,155000,463000")
    report = import_places(database, path, municipality_of=municipality_from(gazetteer))
    with database.reading() as session:
        assert {row.name: row.municipality for row in session.exec(select(PlacePoint))} == {
            "Hattem": "Hattem",
            "Voorbeeldoord": "",
        }
    assert "Voorbeeldoord" in report.notes[-1]
    assert "Hattem" not in report.notes[-1]


def test_a_name_that_more_places_have_is_not_guessed(gazetteer):
    known = municipality_from(gazetteer)
    assert known("6662", "Elst", 51.92, 5.84) == "Overbetuwe"
    assert known("9999", "Elst", 51.92, 5.84) == "Overbetuwe"
    assert known("9999", "Elst", 51.99, 5.50) == ""  # the one near Rhenen


def test_a_municipality_that_becomes_known_is_filled_in_and_not_doubled(database, bag):
    path = bag("A,1,,,Voorbeeldoord,1234AB,155000,463000")
    import_places(database, path)
    assert counts(import_places(database, path, municipality_of=lambda *_: "Voorbeeldland")) == (1, 0, 1, 0, 0)
    with database.reading() as session:
        assert [row.municipality for row in session.exec(select(PlacePoint))] == ["Voorbeeldland"]


def test_a_whole_postcode_is_found_at_its_own_point_afterwards(database, bag, tmp_path):
    import_places(database, bag("A,1,,,Hattem,8051AB,200000,499000"))
    table = tmp_path / "places.csv"
    table.write_text("pc4,plaats,gemeente,lat,lon\n8051,Hattem,Hattem,52.47,6.06\n")
    found = Gazetteer(table, database).find("8051 AB")
    assert found.precision == "pc6"
    assert found.source == "BAG (Kadaster), CC0"


def test_the_sample(database):
    path = SAMPLES / "import" / "bag_postcodes_nl_geo_sample.csv"
    if not path.is_file():
        pytest.skip("the sample is not beside this checkout; invented addresses were tested")
    assert counts(import_places(database, path)) == (3, 1, 0, 0, 0)
