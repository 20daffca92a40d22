"""The numpy engine and the plain one are two opinions: they must find the same, count the same and order the same."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.search.document import ACCESS_FEATURES, Accessibility, SearchDocument
from app.search.engine import FACETS, Centre, Limits
from app.search.fts5_engine import Fts5Engine
from app.search.ranking import LADDERS
from app.search.whoosh_engine import WhooshEngine
from tests.search.conftest import TODAY, PlainWords, asked

IN_MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108  (where it exists, syncing costs nothing)
WORDS = ("oppas", "koffie", "dementie", "vervoer", "hulp", "thuis", "avond")
KINDS = ("oppas", "ontmoeting", "vervoer")
KERNEN = ("Putten", "'t Harde", "Hattem", "regio", "")
MUNICIPALITIES = ("putten", "elburg", "")
DOMAINS = ("inkomen", "dagbesteding")
ANSWERS = st.sampled_from(("yes", "no", "unknown"))

text = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)
masks = st.sampled_from((0, 1, 1 << 6, 0b1111, (1 << 28) - 1, 1 << 28, 1 << 29 | 1))
lat = st.floats(51.5, 53.0)
lon = st.floats(5.0, 6.5)


def some(values: tuple[str, ...], most: int = 2) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), max_size=most, unique=True).map(tuple)


@st.composite
def documents(draw: st.DrawFn) -> SearchDocument:
    place = draw(st.none() | st.tuples(lat, lon))
    return SearchDocument(
        key=draw(st.integers(1, 12)),
        title=draw(text),
        kind=draw(st.sampled_from(KINDS)),
        level=draw(st.sampled_from(("general", "individual"))),
        summary=draw(text),
        body=draw(text),
        keywords=draw(some(WORDS)),
        domains=draw(some(DOMAINS)),
        target_groups=draw(some(("ouderen",))),
        interests=draw(some(("hout", "muziek"))),
        languages=draw(some(("nl", "ar"))),
        lat=place and place[0],
        lon=place and place[1],
        kern=draw(st.sampled_from(KERNEN)),
        municipality=draw(st.sampled_from(MUNICIPALITIES)),
        area_served=draw(some((*KERNEN, *MUNICIPALITIES))),
        when=draw(masks),
        free=draw(st.sampled_from((True, False, None))),
        access=Accessibility(*(draw(ANSWERS) for _ in ACCESS_FEATURES)),
        respite=draw(st.sampled_from((None, "light", "light", "day", "night"))),
        vog=draw(st.sampled_from((None, "yes"))),
        transport=draw(st.booleans()),
        last_confirmed=draw(st.none() | st.integers(TODAY - 500, TODAY)),
    )


@st.composite
def limits(draw: st.DrawFn) -> Limits:
    at = draw(st.none() | st.tuples(lat, lon))
    centre = Centre(at and at[0], at and at[1], draw(st.sampled_from(KERNEN)), draw(st.sampled_from(MUNICIPALITIES)))
    return Limits(
        kinds=draw(some(KINDS)),
        levels=draw(some(("general", "individual"))),
        domains=draw(some(DOMAINS)),
        interests=draw(some(("hout",))),
        kerns=draw(some(("putten", "t-harde"))),
        vog=draw(some(("yes",))),
        free=draw(st.booleans()),
        accessible=draw(some(ACCESS_FEATURES)),
        transport=draw(st.booleans()),
        when=draw(masks),
        ladder=draw(st.sampled_from(("", "", *LADDERS))),
        asked_kinds=draw(some(KINDS)),
        after=draw(some(KINDS, 1)),
        centre=draw(st.sampled_from((None, centre))),
        radius_km=draw(st.none() | st.floats(0, 120)),
        today=draw(st.sampled_from((None, TODAY))),
        count=50,
        facets=FACETS,
    )


questions = st.builds(
    asked,
    st.lists(st.sampled_from((*WORDS, "oppas|hulp", "fiets", "fiets|avond|thuis")), max_size=3).map(" ".join),
    kinds=some(KINDS, 1),
    domains=some(DOMAINS, 1),
)


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    first=st.lists(documents(), max_size=10),
    later=st.lists(documents(), max_size=4),
    gone=st.lists(st.integers(1, 12), max_size=4),
    asking=st.lists(st.tuples(questions, limits()), min_size=1, max_size=6),
)
def test_both_engines_give_the_same(first, later, gone, asking) -> None:  # type: ignore[no-untyped-def]
    with tempfile.TemporaryDirectory(dir=IN_MEMORY) as folder:
        hot, plain = WhooshEngine(Path(folder), PlainWords()), Fts5Engine(None, PlainWords())
        for engine in (hot, plain):
            engine.rebuild(first)
            engine.index(later)
            engine.delete(gone)
        assert list(hot.keys()) == list(plain.keys())
        assert set(hot.vocabulary().words()) == set(plain.vocabulary().words())
        for question, limit in asking:
            ours, other = hot.search(question, limit), plain.search(question, limit)
            assert {hit.key for hit in ours.hits} == {hit.key for hit in other.hits}
            assert _told(ours.hits) == _told(other.hits)
            assert _told(ours.unknown_access) == _told(other.unknown_access)
            assert (ours.total, ours.widened, ours.facets) == (other.total, other.widened, other.facets)
            for hit in ours.hits:
                assert hot.explain(hit.key, question) == plain.explain(hit.key, question)
        plain.close()


def _told(hits) -> list[tuple[object, ...]]:  # type: ignore[no-untyped-def]
    return [
        (
            hit.key,
            round(hit.fit, 9),
            round(hit.score, 6),
            hit.distance_km and round(hit.distance_km, 2),
            hit.scope,
            hit.available,
            hit.step,
        )
        for hit in hits
    ]
