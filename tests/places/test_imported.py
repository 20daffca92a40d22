import pytest

from app.places.imported import Imported
from app.places.models import PlacePoint


def add(database, *rows):
    with database.writing() as session:
        for code, name, lat, lon in rows:
            session.add(PlacePoint(code=code, name=name, municipality="Hattem", lat=lat, lon=lon, source="voorbeeld"))


def test_the_mark_moves_with_every_import(database):
    imported = Imported(database)
    before = imported.mark()
    assert imported.mark() == before
    add(database, ("8051", "Hattem", 52.47, 6.06))
    assert imported.mark() != before


def test_six_characters_stay_in_the_database_and_give_the_four_a_middle(database):
    add(database, ("8051AB", "Hattem", 52.40, 6.00), ("8051AC", "Hattem", 52.50, 6.10), ("8052", "Hattem", 52.48, 6.05))
    imported = Imported(database)
    facts = {fact.code: fact for fact in imported.facts()}
    assert facts.keys() == {"8051", "8052"}
    assert (facts["8051"].lat, facts["8051"].lon) == (pytest.approx(52.45), pytest.approx(6.05))
    assert imported.point("8051AB").lat == 52.40
    assert imported.point("8051XX") is None


def test_a_database_that_went_away_gives_no_point_and_no_error(database):
    add(database, ("8051AB", "Hattem", 52.40, 6.00))
    imported = Imported(database)
    imported.facts()
    with database.reshaping() as connection:
        connection.exec_driver_sql("DROP TABLE place_point")
    assert imported.point("8051AB") is None
