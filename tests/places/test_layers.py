import pytest

from app.places.layers import build
from app.places.table import PlaceFact


def facts(*rows):
    return [(PlaceFact(code, name, town, lat, lon), "") for code, name, town, lat, lon in rows]


def test_a_place_is_the_middle_of_its_postcodes_unless_it_has_a_point_of_its_own():
    rows = [("8051", "Hattem", "Hattem", 52.47, 6.06), ("8052", "Hattem", "Hattem", 52.49, 6.04)]
    assert build([facts(*rows)]).spots["hattem"][0].lat == pytest.approx(52.48)
    with_own = build([facts(*rows, ("", "Hattem", "Hattem", 52.475, 6.0639))])
    assert with_own.spots["hattem"][0].lat == 52.475


def test_the_upper_layer_wins_for_a_postcode_and_for_a_place():
    upper = facts(("8051", "Hattem", "Hattem", 52.47, 6.06))
    lower = facts(("8051", "Hattem", "Hattem", 52.40, 6.00), ("8052", "Hattem", "Hattem", 52.48, 6.05))
    found = build([upper, lower])
    assert found.codes["8051"][0].lat == found.spots["hattem"][0].lat == 52.47
    assert found.codes["8052"][0].lat == 52.48
    assert len(found.spots["hattem"]) == 1


def test_the_own_region_goes_before_a_bigger_place_of_the_same_name():
    rows = facts(*[(f"49{n:02}", "Oosterhout", "Oosterhout", 51.64, 4.86) for n in range(9)])
    rows += facts(("6678", "Oosterhout", "Overbetuwe", 51.88, 5.82))
    assert [spot.municipality for spot in build([rows], ["Overbetuwe"]).spots["oosterhout"]] == [
        "Overbetuwe",
        "Oosterhout",
    ]
    assert [spot.municipality for spot in build([rows]).spots["oosterhout"]] == ["Oosterhout", "Overbetuwe"]


def test_a_shared_postcode_belongs_to_the_village_that_has_no_other():
    rows = facts(
        ("6673", "Andelst", "Overbetuwe", 51.909, 5.727),
        ("6674", "Andelst", "Overbetuwe", 51.914, 5.730),
        ("6674", "Herveld", "Overbetuwe", 51.909, 5.741),
    )
    assert [fact.name for fact in build([rows]).codes["6674"]] == ["Herveld", "Andelst"]


def test_a_municipality_is_the_middle_of_its_places():
    rows = facts(("", "Elst", "Overbetuwe", 51.92, 5.84), ("", "Zetten", "Overbetuwe", 51.93, 5.71))
    town = build([rows]).municipalities["overbetuwe"]
    assert (town.lat, town.lon, town.name) == (pytest.approx(51.925), pytest.approx(5.775), "Overbetuwe")


def test_nothing_known_nothing_near():
    assert build([]).nearest(52.0, 6.0) is None
