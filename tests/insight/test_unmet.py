from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlmodel import select

from app.content.loading import load_content
from app.counting.keeping import write_held
from app.counting.models import Tally
from app.insight.unmet import count_route_ended, count_unmet

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def putten():
    return load_content(ROOT / "content").municipality("putten")


def answer(total=0, kern="Krachtighuizen", domains=("huisvesting", "inkomen"), postcode=""):
    located = SimpleNamespace(kern=kern, postcode=postcode) if kern or postcode else None
    return SimpleNamespace(total=total, located=located, near_domains=domains)


def counted(database):
    write_held(database, older_than=0)
    with database.reading() as session:
        rows = session.exec(select(Tally).order_by(Tally.id)).all()
    assert {(row.municipality, row.measure) for row in rows} <= {("putten", "unmet")}
    return [(row.kern, row.domain, row.way, row.detail, row.count) for row in rows]


def test_one_search_counts_once_under_the_domain_it_is_nearest_to(file, putten):
    for each in (answer(), answer(), answer(total=4), answer(kern="", domains=())):
        count_unmet(file, each, putten)
    count_route_ended(file, answer(), putten)
    assert sorted(counted(file)) == [
        ("", "", "search", "none", 1),
        ("krachtighuizen", "huisvesting", "route", "ended", 1),
        ("krachtighuizen", "huisvesting", "search", "far", 1),
        ("krachtighuizen", "huisvesting", "search", "none", 2),
    ]


@pytest.mark.parametrize(
    ("kern", "postcode", "slug"),
    [
        ("krachtighuizen", "", "krachtighuizen"),
        ("Elders", "", ""),
        ("", "", ""),
        ("Elders", "3881 AB", "putten"),
        ("Hattem", "8051", ""),
    ],
)
def test_only_kernen_of_the_municipality_itself_are_counted(file, putten, kern, postcode, slug):
    count_unmet(file, answer(kern=kern, postcode=postcode), putten)
    assert [row[0] for row in counted(file)] == [slug]


def test_a_municipality_that_does_not_want_it_counts_nothing(file, putten):
    quiet = putten.model_copy(update={"unmet_need": putten.unmet_need.model_copy(update={"count": False})})
    count_unmet(file, answer(), quiet)
    assert counted(file) == []
