import pytest
from sqlalchemy.exc import IntegrityError

from app.places.models import GeocodeAnswer, PlacePoint


def twice(database, *rows):
    with database.writing() as session:
        session.add_all(rows)


def hattem():
    return PlacePoint(code="8051", name="Hattem", municipality="Hattem", lat=52.47, lon=6.06)


def test_a_place_stands_once(database):
    with pytest.raises(IntegrityError):
        twice(database, hattem(), hattem())


def test_an_answer_stands_once_for_each_provider(database):
    twice(
        database,
        GeocodeAnswer(query="8051AB", provider="locatieserver"),
        GeocodeAnswer(query="8051AB", provider="location-api"),
    )
    with pytest.raises(IntegrityError):
        twice(database, GeocodeAnswer(query="8051AB", provider="locatieserver"))
