"""Searching in the database finds the same as searching in a file, in the same order: on questions, and for every filter."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.cli.evaluating import ENGINES, NowhereToMeasure, evaluate_files
from app.search.asking import Question
from app.search.document import ACCESS_FEATURES
from app.search.engine import FACETS, Centre, Limits
from app.search.engines import Engines
from app.search.fts5_engine import Fts5Engine
from app.search.indexing import rebuild
from app.search.postgres_engine import PostgresEngine
from app.search.whoosh_engine import WhooshEngine
from app.services import build_services
from benchmarks.synthetic import TODAY, questions, synthetic_map
from tests import postgres
from tests.installing import EXAMPLES, fill, settings_in, shipped_content
from tests.search.conftest import DAYTIME, EVENING_TUESDAY

SAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "samples" / "search"
NEEDS_SAMPLES = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the judged questions are not on this machine")
EVERYTHING = 100_000
LEAST_AGREEMENT = 0.9
SAME_FIGURES = 0.02
pytestmark = [pytest.mark.postgres, pytest.mark.slow]


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    """The example region in PostgreSQL, with the one analysis, and an engine of each kind over it."""
    url = postgres.new_database()
    folder = tmp_path_factory.mktemp("agreeing")
    services = build_services(settings_in(folder, database_url=url), shipped_content())
    fill(services, *EXAMPLES)
    analysis = services.finder.engines.analysis
    engines = {
        "postgres": services.finder.engines.primary,
        "whoosh": WhooshEngine(folder / "whoosh", analysis),
        "fts5": Fts5Engine(None, analysis),
    }
    for name in ("whoosh", "fts5"):
        rebuild(services.database, services.content.now(), engines[name])
    yield services.finder.engines, engines
    services.database.close()
    postgres.drop(url)


@pytest.fixture(scope="module")
def synthetic(tmp_path_factory, example):
    """Two thousand made-up offers in an engine of each kind."""
    url = postgres.new_database()
    of = synthetic_map(2_000)
    reading, _ = example
    services = build_services(settings_in(tmp_path_factory.mktemp("synthetic"), database_url=url), shipped_content())
    engines = {
        "postgres": services.finder.engines.primary,
        "whoosh": WhooshEngine(tmp_path_factory.mktemp("whoosh"), reading.analysis),
        "fts5": Fts5Engine(None, reading.analysis),
    }
    for engine in engines.values():
        engine.rebuild(of.offers)
    yield of, reading, engines
    services.database.close()
    postgres.drop(url)


def every_filter(counts):
    """Each value of each facet by itself, and what has no facet."""
    fields = {
        "kind": "kinds", "level": "levels", "domain": "domains", "target_group": "target_groups", "interest": "interests",
        "language": "languages", "kern": "kerns", "respite": "respite", "vog": "vog",
    }  # fmt: skip
    for facet, field in fields.items():
        yield from (Limits(**{field: (value,)}) for value in counts.of(facet))
    yield from (Limits(free=True), Limits(transport=True), Limits(when=EVENING_TUESDAY), Limits(when=DAYTIME))
    yield from (Limits(accessible=(feature,)) for feature in ACCESS_FEATURES)
    for km in (0.5, 2.0, 5.0, 15.0, 40.0):
        for centre in (Centre(52.475, 6.066, "Hattem", "hattem"), Centre(52.26, 5.61, "Putten", "putten")):
            yield Limits(centre=centre, radius_km=km)
            yield Limits(centre=centre, radius_km=km, free=True, accessible=("wheelchair",))


def agree(engines, query, limits):
    """The three find, count and order the same; how many they found."""
    found = {name: engine.search(query, limits) for name, engine in engines.items()}
    ours = found["postgres"]
    for other in found.values():
        assert {hit.key for hit in other.hits} == {hit.key for hit in ours.hits}
        assert [hit.key for hit in other.hits] == [hit.key for hit in ours.hits]
        assert {hit.key for hit in other.unknown_access} == {hit.key for hit in ours.unknown_access}
        assert (other.total, other.facets, other.widened) == (ours.total, ours.facets, ours.widened)
    return ours


@pytest.mark.parametrize("text", ["", "dementie", "koffie"])
def test_on_the_example_region_every_filter_finds_the_same(example, text):
    reading, engines = example
    query = reading.read(text, engines["postgres"])
    whole = Limits(count=EVERYTHING, facets=FACETS, today=TODAY)
    assert isinstance(engines["postgres"], PostgresEngine)
    counts = agree(engines, query, whole).facets
    tried = [agree(engines, query, replace(limits, count=EVERYTHING, today=TODAY)) for limits in every_filter(counts)]
    assert len(tried) > 60
    assert any(one.total for one in tried)


def test_on_two_thousand_offers_every_filter_finds_the_same(synthetic):
    of, reading, engines = synthetic
    counts = agree(engines, reading.read("", engines["postgres"]), Limits(count=EVERYTHING, facets=FACETS)).facets
    for text, limits in zip([*questions(of, 300), *[""] * 300], [*every_filter(counts)] * 3, strict=False):
        query = reading.read(text, engines["postgres"])
        agree(engines, query, replace(limits, count=EVERYTHING, today=TODAY))


@NEEDS_SAMPLES
def test_the_first_ten_are_the_same_for_real_questions(example, synthetic):
    asked = [row["query"] for row in json.loads((SAMPLES / "queries.json").read_text(encoding="utf-8"))]
    for reading, engines in (example, synthetic[1:]):
        shares = []
        for words in asked:
            first = {
                name: {
                    hit.key for hit in engine.search(reading.read(words, engine), Limits(count=10, today=TODAY)).hits
                }
                for name, engine in engines.items()
            }
            ours = first["postgres"]
            shares += [len(ours & other) / len(ours | other) if ours | other else 1.0 for other in first.values()]
        assert len(shares) == 3 * len(asked)
        assert sum(shares) / len(shares) >= LEAST_AGREEMENT


@NEEDS_SAMPLES
def test_people_find_what_they_need_equally_well_with_every_engine(tmp_path):
    url = postgres.new_database(upgraded=False)
    settings = settings_in(tmp_path, database_url=url)
    figures = {
        name: evaluate_files(SAMPLES / "queries.json", SAMPLES / "provisions.csv", settings, name) for name in ENGINES
    }
    postgres.drop(url)
    for name, value in figures["whoosh"].items():
        if name != "missed":
            for other in figures.values():
                assert other[name] == pytest.approx(value, abs=SAME_FIGURES)


def test_measuring_in_a_database_that_is_none_is_refused_with_what_to_do(tmp_path):
    (tmp_path / "queries.json").write_text("[]", encoding="utf-8")
    (tmp_path / "provisions.csv").write_text("needs,name,description\n", encoding="utf-8")
    files = (tmp_path / "queries.json", tmp_path / "provisions.csv")
    with pytest.raises(NowhereToMeasure, match="LEEFPLEIN_DATABASE_URL"):
        evaluate_files(
            *files,
            settings_in(tmp_path, database_url=f"sqlite:///{tmp_path / 'x.sqlite'}", search_engine="whoosh"),
            "postgres",
        )
    nowhere = settings_in(tmp_path, database_url="postgresql+psycopg://nobody@127.0.0.1:1/none")
    with pytest.raises(NowhereToMeasure, match="tijdelijke database"):
        evaluate_files(*files, nowhere, "postgres")


def test_the_page_of_results_is_the_one_of_the_database(example):
    reading, _ = example
    assert isinstance(reading, Engines)
    assert reading.health().engine == "postgres"
    assert Question(words="koffie").fresh is False
