"""What lies near, on both databases; on PostgreSQL by its index."""

import json
import random

import pytest
import sqlalchemy as sa

from app.db import Database
from app.places.distance import kilometres_over_a_sphere
from app.social_map.draft import PlaceDraft
from app.social_map.models import PLACE_POINT_INDEX, Offer, Place
from app.social_map.near import LON_IN_LAT, NEAREST, nearest, square_around
from app.social_map.vocabulary import Status
from tests import postgres
from tests.databases import address, database  # noqa: F401
from tests.social_map.drafts import draft, shelve

HERE = (52.47, 6.06)
MANY = 20_000
_offer, _place = Offer.__table__, Place.__table__


def spread(number: int, seed: int = 3):
    dice = random.Random(seed)
    return [(dice.uniform(50.8, 53.5), dice.uniform(3.4, 7.1)) for _ in range(number)]


def at(lat, lon, **more):
    return PlaceDraft(kern="Hattem", municipality="Hattem", lat=lat, lon=lon, **more)


def within(database, km):
    with database.looking() as connection:
        rows = connection.execute(
            sa.select(_place.c.lat, _place.c.lon).where(square_around(connection, *HERE, km))
        ).all()
    return {(row.lat, row.lon) for row in rows}


@pytest.mark.parametrize("km", [0.3, 5.0, 40.0, 400.0])
def test_a_square_holds_everything_in_the_circle_and_little_else(database, km):
    spots = [*spread(60), *((HERE[0] + step / 100, HERE[1]) for step in range(-9, 9))]
    shelve(database, *(draft(f"Aanbod {n}", source_id=str(n), place=at(*spot)) for n, spot in enumerate(spots)))
    found = within(database, km)
    assert found >= {spot for spot in spots if kilometres_over_a_sphere(HERE, spot) <= km}
    assert all(kilometres_over_a_sphere(HERE, spot) <= km * 1.5 + 0.1 for spot in found)


@pytest.fixture(scope="module")
def country():
    """Twenty thousand public offers in PostgreSQL, all alike but for where they are."""
    url = postgres.new_database()
    made = Database(url)
    shelve(made, draft("Aanbod", place=at(*HERE)))
    spots = json.dumps([{"n": n, "lat": lat, "lon": lon} for n, (lat, lon) in enumerate(spread(MANY), 1000)])
    own = {
        _place: {"id": "n", "uid": "'u' || n", "lat": "s.lat", "lon": "s.lon"},
        _offer: {"id": "n", "uid": "'u' || n", "slug": "'s' || n", "identity": "'i' || n", "place_id": "n"},
    }
    with made.engine.begin() as connection:
        for table, new in own.items():
            same = {column.name: f"t.{column.name}" for column in table.c if column.name not in new}
            values = same | new
            connection.exec_driver_sql(
                f"INSERT INTO {table.name} ({', '.join(values)}) SELECT {', '.join(values.values())} "
                f"FROM (SELECT * FROM {table.name} ORDER BY id LIMIT 1) t, "
                "jsonb_to_recordset(%(spots)s::jsonb) AS s(n int, lat float, lon float)",
                {"spots": spots},
            )
    with made.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE place, offer")
    yield made
    made.close()
    postgres.drop(url)


@pytest.mark.postgres
def test_the_nearest_come_first_and_none_is_passed_over(country):
    spots = dict(enumerate(spread(MANY), 1000))
    for here in (HERE, (51.0, 3.6), (53.4, 6.9)):
        with country.looking() as connection:
            found = nearest(connection, *here, 50)
        ours = sorted((kilometres_over_a_sphere(here, spot), n) for n, spot in spots.items())[:50]
        assert [n for n, _ in found if n in spots] == [n for _, n in ours][: sum(n in spots for n, _ in found)]
        assert len(found) == 50
        assert [km for _, km in found] == sorted(km for _, km in found)


@pytest.mark.postgres
def test_what_is_secret_or_not_public_is_never_near(database):
    if database.is_sqlite:
        pytest.skip("nearest is for PostgreSQL")
    shelve(
        database,
        draft("Openbaar", source_id="1", place=at(*HERE)),
        draft("Geheim", source_id="2", place=at(*HERE, confidential=True)),
        draft("Teruggetrokken", source_id="3", place=at(*HERE)),
        draft("Nergens", source_id="4", place=PlaceDraft(municipality="Hattem")),
    )
    with database.writing() as session:
        session.execute(sa.update(_offer).where(_offer.c.name == "Teruggetrokken").values(status=Status.REVIEW))
    with database.looking() as connection:
        names = {row.id: row.name for row in connection.execute(sa.select(_offer.c.id, _offer.c.name))}
        assert {names[n] for n, _ in nearest(connection, *HERE, 10)} == {"Openbaar"}


@pytest.mark.postgres
def test_the_database_finds_both_by_its_index(country):
    plans = []
    with country.looking() as connection:

        @sa.event.listens_for(connection, "before_cursor_execute", retval=True)
        def explain(_connection, _cursor, statement, parameters, *_):
            return f"EXPLAIN {statement}", parameters

        question = sa.select(_place.c.id).where(square_around(connection, *HERE, 5.0))
        plans.append("\n".join(row[0] for row in connection.execute(question)))
        values = {"lat": HERE[0], "x": HERE[1] * LON_IN_LAT, "published": Status.PUBLISHED.value, "some": 45}
        plans.append("\n".join(row[0] for row in connection.execute(NEAREST, values)))
    for plan in plans:
        assert PLACE_POINT_INDEX in plan, plan
        assert "Seq Scan on place" not in plan
