"""What there is per village and domain: holes first, and never other than what the search would show."""

from datetime import date

import pytest
import sqlalchemy as sa

from app.insight.coverage import coverage
from app.places.distance import kilometres
from app.search.engine import Centre
from app.search.facts import facts_of, scope_of
from app.search.indexing import document_of
from app.social_map.draft import PlaceDraft
from app.social_map.finding import all_published
from app.social_map.models import Offer
from app.social_map.vocabulary import RespiteWeight, Status
from tests.upkeep.scene import draft, put
from tests.web.staff.site import make_site, shipped

TODAY = date(2026, 8, 3)
FRESH, OLD = date(2026, 7, 1), date(2024, 1, 1)


@pytest.fixture
def site(tmp_path):
    found = make_site(tmp_path)
    yield found
    found.database.close()


def place(kern, municipality, *at, **more):
    lat, lon = at or (None, None)
    return PlaceDraft(kern=kern, municipality=municipality, town=kern, lat=lat, lon=lon, **more)


@pytest.fixture
def found(site):
    """Hattem: fresh help with money in the village, old help with money for everybody in the region; respite in Putten."""
    town = shipped().municipality("hattem")
    [kern, *_rest] = town.kernen
    numbers = put(
        site.app.extensions["leefplein"].publishing,
        draft("Geldhulp", domains=("inkomen",), last_confirmed=FRESH, place=place(kern.name, town.name, kern.lat, kern.lon)),
        draft(
            "Geldlijn", domains=("inkomen",), last_confirmed=OLD, area_served=("regio",), place=place("Putten", "Putten", 52.26, 5.6)
        ),
        draft("Alleen Putten", domains=("inkomen",), last_confirmed=FRESH, area_served=("Putten",), place=place("Putten", "Putten")),
        draft("Weg", domains=("inkomen",), last_confirmed=OLD, place=place(kern.name, town.name)),
        draft(
            "Geheim huis", domains=("huisvesting",), last_confirmed=FRESH, respite=RespiteWeight.NIGHT,
            place=place("", town.name, kern.lat, kern.lon, confidential=True),
        ),
    )  # fmt: skip
    with site.database.writing() as session:
        session.execute(sa.update(Offer).where(Offer.id == numbers[3]).values(status=Status.HIDDEN))
    with site.database.reading() as session:
        yield coverage(session, shipped(), town, TODAY), town, kern, site


def cell(rows, kern, topic):
    return next(each for each in rows if (each.kern, each.topic) == (kern, topic))


def test_offers_are_counted_for_the_villages_they_reach_and_by_how_fresh_they_are(found):
    covered, _town, kern, _site = found
    money = cell(covered.domains, kern.slug, "inkomen")
    assert (money.in_kern, money.in_municipality, money.in_region) == (1, 0, 1)
    assert (money.in_time, money.overdue, money.hidden) == (1, 1, 1)
    assert (money.public, money.here, money.nothing_near) == (2, 1, False)
    [together] = [each for each in covered.by_domain if each.topic == "inkomen"]
    assert (together.in_time, together.overdue, together.hidden) == (1, 0, 1)


def test_a_confidential_address_is_counted_and_gives_no_distance(found):
    covered, _town, kern, _site = found
    housing = cell(covered.domains, kern.slug, "huisvesting")
    assert (housing.in_kern, housing.in_municipality) == (0, 1)
    assert housing.nearest_km is None
    assert cell(covered.respite, kern.slug, "night").here == 1


def test_what_is_missing_stands_first(found):
    covered, town, _kern, _site = found
    worries = [each.worry for each in covered.domains]
    assert worries == sorted(worries)
    assert covered.domains[0].here == 0
    assert covered.domains[-1].topic in {"inkomen", "huisvesting"}
    [day] = [each for each in covered.by_respite if each.topic == "day"]
    assert day.without == day.far == tuple(each.slug for each in town.kernen)


def test_the_distance_is_that_of_the_nearest_offer_that_reaches_the_village(found):
    covered, town, kern, _site = found
    for other in town.kernen:
        far = cell(covered.domains, other.slug, "inkomen").nearest_km
        assert far == pytest.approx(kilometres((other.lat, other.lon), (kern.lat, kern.lon)), rel=0.005, abs=0.01)


def test_it_says_there_is_something_exactly_where_the_search_does(standing):
    """On the whole example map: for every village and domain the numbers are those of the search's own facts."""
    services = standing.extensions["leefplein"]
    whole = services.content.now()
    town = whole.municipality("overbetuwe")
    with services.database.reading() as session:
        covered = coverage(session, whole, town, TODAY)
        documents = [facts_of(document_of(each, whole)) for each in all_published(session)]
    assert documents
    for kern in town.kernen:
        centre = Centre(kern.lat, kern.lon, kern.name, town.name)
        for domain in ("inkomen", "geestelijke-gezondheid"):
            scopes = [scope_of(facts, centre) for facts in documents if domain in facts.domains]
            row = cell(covered.domains, kern.slug, domain)
            assert row.in_kern == scopes.count("kern")
            assert row.in_municipality == scopes.count("gemeente")
