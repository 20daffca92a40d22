"""Every engine, a plain reading of Dutch, and the offers of a small example region."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from app.db import Database
from app.search.document import Accessibility, SearchDocument
from app.search.dutch import folding
from app.search.dutch.analysis import AnalysedQuery, Concept, WeightedTerm
from app.search.engine import Centre, SearchEngine
from app.search.fts5_engine import Fts5Engine
from app.search.postgres_engine import PostgresEngine
from app.search.whoosh_engine import WhooshEngine
from tests import postgres

TODAY = 739_900


class PlainWords:
    """Every word is its own term: enough to test engines with."""

    def document(self, text: str) -> Sequence[WeightedTerm]:
        return [WeightedTerm(word, 1.0) for word in folding.tokens(text)]


def asked(text: str = "", *, kinds: Sequence[str] = (), domains: Sequence[str] = ()) -> AnalysedQuery:
    """A question of which each word is a concept; `a|b` gives alternatives, the later ones weighing 0.7."""
    concepts = tuple(
        Concept(
            words=word.split("|")[0],
            terms=tuple(WeightedTerm(term, 0.7 if at else 1.0) for at, term in enumerate(word.split("|"))),
            because=None,
        )
        for word in text.split()
    )
    return AnalysedQuery(concepts, None, text, tuple(kinds), tuple(domains))


def offer(key: int, title: str = "Aanbod", **given: Any) -> SearchDocument:
    """An offer with the given facts."""
    return SearchDocument(key=key, title=title, **({"kind": "overig", "level": "general"} | given))


PUTTEN = Centre(52.2593, 5.6076, "Putten", "putten")
EVENING_TUESDAY = 1 << (1 * 4 + 2)
DAYTIME = sum(1 << (day * 4 + part) for day in range(5) for part in (0, 1))


def example_region() -> list[SearchDocument]:
    """Offers like those in the acceptance scenarios (F01 and on); all invented."""
    putten = {"kern": "Putten", "municipality": "putten", "lat": 52.26, "lon": 5.61}
    dementia = {"target_groups": ("mensen met dementie",)}
    wheelchair = Accessibility(wheelchair="yes")
    return [
        offer(
            1,
            "Avondoppas aan huis",
            kind="oppas",
            body="iemand blijft bij uw vader met dementie",
            free=True,
            when=EVENING_TUESDAY,
            respite="light",
            vog="yes",
            last_confirmed=TODAY,
            **putten,
            **dementia,
        ),
        offer(
            2,
            "Dagoppas",
            kind="oppas",
            body="oppas overdag bij dementie",
            free=True,
            when=DAYTIME,
            respite="light",
            vog="yes",
            kern="Ermelo",
            municipality="ermelo",
            lat=52.30,
            lon=5.62,
            area_served=("Ermelo", "Putten"),
            last_confirmed=TODAY - 30,
        ),
        offer(
            3,
            "Dagopvang De Es",
            kind="dagbesteding",
            level="collective",
            body="opvang bij dementie",
            free=False,
            when=DAYTIME,
            respite="day",
            access=wheelchair,
            domains=("dagbesteding",),
            **putten,
        ),
        offer(
            4,
            "Logeerhuis De Heg",
            kind="logeren",
            level="individual",
            body="logeren bij dementie",
            respite="night",
            kern="Harderwijk",
            municipality="harderwijk",
            lat=52.34,
            lon=5.62,
        ),
        offer(
            6,
            "Koffie-inloop",
            kind="ontmoeting",
            summary="samen koffie drinken",
            access=wheelchair,
            kern="Krachtighuizen",
            municipality="putten",
            lat=52.235,
            lon=5.64,
            domains=("sociaal-netwerk",),
        ),
        offer(8, "Vrijwilligersvervoer", kind="vervoer", transport=True, area_served=("regio",), **putten),
        offer(
            12,
            "Houtwerkplaats",
            kind="dagbesteding",
            interests=("hout", "techniek"),
            transport=True,
            access=Accessibility(wheelchair="no"),
            domains=("dagbesteding",),
            **putten,
        ),
        offer(
            13,
            "NAH-begeleiding",
            kind="begeleiding",
            level="individual",
            body="hulp na hersenletsel",
            kern="Zwolle",
            municipality="zwolle",
            lat=52.51,
            lon=6.09,
        ),
        offer(20, "Opvang op een geheim adres", kind="wonen", municipality="putten", languages=("nl", "en")),
    ]


@pytest.fixture
def words() -> PlainWords:
    return PlainWords()


@pytest.fixture
def on_postgres() -> Iterator[Database]:
    """A fresh database on PostgreSQL."""
    url = postgres.new_database()
    database = Database(url)
    yield database
    database.close()
    postgres.drop(url)


@pytest.fixture(params=["whoosh", "fts5", "fts5 in memory", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty_engine(request: pytest.FixtureRequest, tmp_path: Path, words: PlainWords) -> SearchEngine:
    """Each engine in turn, without an index."""
    making: dict[str, Callable[[], SearchEngine]] = {
        "whoosh": lambda: WhooshEngine(tmp_path / "index", words),
        "fts5": lambda: Fts5Engine(tmp_path / "index", words),
        "fts5 in memory": lambda: Fts5Engine(None, words),
        "postgres": lambda: PostgresEngine(request.getfixturevalue("on_postgres"), words),
    }
    return making[request.param]()


@pytest.fixture
def engine(empty_engine: SearchEngine) -> SearchEngine:
    """Each engine in turn, with the example region."""
    empty_engine.rebuild(example_region())
    return empty_engine
