"""How fast is our search beside SQLite FTS5 and tantivy? Run by hand: `python -m benchmarks.search_engines`.

Six kinds of question (docs: the search design), one process, engines taking turns every 20 questions, medians. Ours
includes reading the question (stems, compounds, spelling, synonyms) and our ranking; the others get ready terms and
rank with BM25. The first table is what a page needs: everybody fetches the 20 rows, ours and tantivy from the same
SQLite table by id, FTS5 from the table beside it. The second leaves the rows out, to see where the time goes.

`--postgres` sets our engine in PostgreSQL beside our engine on disk instead (the test server of `tests/postgres.py`, which
waits for no disk): build, load, refresh after one edit, memory, and the same questions.

Nobody is helped by memory of the question before: every question is put in other signs, from a place a hair further
on, so neither the reading of a question nor the distances to a place are remembered from one line to the next.
"""

from __future__ import annotations

import argparse
import gc
import random
import statistics
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.content.loading import load_content
from app.db import Database
from app.search.dutch import folding
from app.search.dutch.analysis import DutchAnalysis
from app.search.dutch.synonyms import SynonymRules
from app.search.engine import Centre, Limits, Suggestion
from app.search.hot_engine import LOOK_EVERY_SECONDS
from app.search.postgres_engine import PostgresEngine
from app.search.whoosh_engine import WhooshEngine
from benchmarks.search_rivals import Fts5Rival, TantivyRival, Wish, terms_of
from benchmarks.synthetic import TODAY, TYPES, questions, synthetic_map
from tests import postgres

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from app.search.hot_engine import HotEngine
    from benchmarks.synthetic import Map

BLOCK = 20
"""Questions that one engine answers before the next engine has its turn."""
FOUR = ("kind", "level", "domain", "target_group")
HAIR = 1e-6
"""Degrees: a tenth of a metre."""
WITH_ROWS = {
    "i rows": "words + category, 20 rows",
    "ii rows": "words + within 5 km, 20 rows",
    "iii rows": "words + four facets, 20 rows",
    "iv": "suggestions, 8 lines",
    "v rows": "typing error, 20 rows",
    "vi rows": "browse near, 20 rows",
}
WITHOUT_ROWS = {
    "engine": "words + category, question read already",
    "i": "words + category, ids",
    "ii": "words + within 5 km, ids",
    "iii": "words + four facets, ids",
    "vi": "browse near, ids",
}


def main() -> None:
    """Prints a table per size."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--sizes", type=int, nargs="+", default=[2_000, 20_000])
    arguments.add_argument("--questions", type=int, default=200)
    arguments.add_argument("--postgres", action="store_true")
    given = arguments.parse_args()
    for size in given.sizes:
        if given.postgres:
            with tempfile.TemporaryDirectory() as folder:
                _beside_postgres(synthetic_map(size), given.questions, Path(folder))
            continue
        with tempfile.TemporaryDirectory() as folder:
            _compare(synthetic_map(size), given.questions, Path(folder))


def _compare(of: Map, number: int, folder: Path) -> None:
    analysis = DutchAnalysis(_synonyms())
    lines = [Suggestion(offer.title, "title", 1) for offer in of.offers]
    engine = WhooshEngine(folder / "whoosh", analysis, lambda: lines, look_every=1.0)
    built, megabytes = _timed(lambda: engine.rebuild(of.offers)), _megabytes(folder / "whoosh")
    print(f"\n{len(of.offers):,} offers: built in {built:.1f} s, {megabytes:.1f} MB on disk")
    fresh = WhooshEngine(folder / "whoosh", analysis, lambda: lines)
    print(f"  loaded in {_timed(fresh.keys):.2f} s; {_memory(fresh):.1f} MB of numpy")
    contest = Contest(analysis, engine, Fts5Rival(of, analysis), TantivyRival(of, analysis))
    gc.collect()
    gc.freeze()  # the offers as Python objects are only here for the benchmark: no sweeping through them while timing
    timings: dict[tuple[str, str], list[float]] = defaultdict(list)
    dice = random.Random(5)
    asked = questions(of, number)
    for turn in ("warm", "measured"):
        for start in range(0, len(asked), BLOCK):
            block = asked[start : start + BLOCK]
            wishes = [_wish(question, of, dice, analysis, warming=turn == "warm") for question in block]
            fresh_text = " " if turn == "measured" else ""
            tasks = [_tasks(wish, text + fresh_text, contest) for wish, text in zip(wishes, block, strict=True)]
            for at in zip(*tasks, strict=True):
                for name, (task, engine_name) in at:
                    seconds = _timed(task)
                    if turn == "measured":
                        timings[name, engine_name].append(seconds * 1000)
    _print(timings)
    print(f"  numpy after {number} questions: {_memory(engine):.1f} MB")


def _beside_postgres(of: Map, number: int, folder: Path) -> None:
    analysis = DutchAnalysis(_synonyms())
    lines = [Suggestion(offer.title, "title", 1) for offer in of.offers]
    url = postgres.new_database()
    database = Database(url)

    def in_database() -> PostgresEngine:
        return PostgresEngine(database, analysis, lambda: lines, LOOK_EVERY_SECONDS)

    def on_disk() -> WhooshEngine:
        return WhooshEngine(folder / "whoosh", analysis, lambda: lines, LOOK_EVERY_SECONDS)

    print(f"\n{len(of.offers):,} offers, postgres / whoosh")
    made: dict[str, HotEngine[Any]] = {}
    for what, work in (
        ("whole index made", lambda engine: engine.rebuild(of.offers)),
        ("loaded", lambda engine: engine._fresh()),  # noqa: SLF001  (what a new process does)
        ("one edit", lambda engine: engine.index([of.offers[7]])),
        ("seen by another process", lambda engine: made[engine.name].keys()),
    ):
        spent = {}
        for make in (in_database, on_disk):
            engine = make()
            spent[engine.name] = _timed(lambda work=work, engine=engine: work(engine))  # type: ignore[misc]
            if what == "loaded":
                made[engine.name] = engine
        _ratio(what, spent)
    for name, engine in made.items():
        print(f"  {name}: {engine.memory() / 1e6:.1f} MB of numpy")
    gc.collect()
    gc.freeze()
    timings: dict[tuple[str, str], list[float]] = defaultdict(list)
    dice, again, asked = random.Random(5), count(1), questions(of, number)
    for turn in ("warm", "measured"):
        for question in asked:
            wish = _wish(question, of, dice, analysis, warming=turn == "warm")
            for name, engine in made.items():
                for kind, task in _ours(wish, question, engine, analysis, again):
                    seconds = _timed(task)
                    if turn == "measured":
                        timings[kind, name].append(seconds)
    for kind in dict.fromkeys(kind for kind, _ in timings):
        _ratio(kind, {name: statistics.median(timings[kind, name]) for name in made})
    database.close()
    postgres.drop(url)


def _ratio(what: str, spent: dict[str, float]) -> None:
    ours, other = spent["postgres"] * 1000, spent["whoosh"] * 1000
    print(f"  {what:42}{ours:12.3f}{other:12.3f} ms{ours / other:9.2f}")


def _ours(
    wish: Wish, question: str, engine: HotEngine[Any], analysis: DutchAnalysis, again: count[int]
) -> Iterable[tuple[str, Callable[[], object]]]:
    """The six kinds of question, in signs and from a place that nobody asked before."""

    def ask(text: str, **limits: Any) -> Callable[[], object]:
        fresh = text + " " * next(again)
        return lambda: engine.search(analysis.query(fresh, engine.vocabulary()), Limits(**limits))

    here = Centre(wish.lat + next(again) * HAIR, wish.lon, wish.kern, wish.municipality)
    yield WITHOUT_ROWS["i"], ask(question, kinds=(wish.kind,))
    yield WITHOUT_ROWS["ii"], ask(question, centre=here, radius_km=5.0, today=TODAY)
    yield WITHOUT_ROWS["iii"], ask(question, facets=FOUR)
    yield WITH_ROWS["iv"], lambda: engine.suggest(wish.prefix)
    yield "typing error, ids", ask(wish.mistaken)
    yield WITHOUT_ROWS["vi"], ask("", centre=here, today=TODAY)


def _wish(question: str, of: Map, dice: random.Random, analysis: DutchAnalysis, *, warming: bool) -> Wish:
    place = dice.choice(of.places)
    return Wish(
        terms=terms_of(question, analysis),
        mistaken=_mistaken(question, dice, warming=warming),
        kind=dice.choice(tuple(TYPES)),
        lat=place.lat + dice.gauss(0, 0.01),
        lon=place.lon + dice.gauss(0, 0.01),
        kern=place.kern,
        municipality=place.municipality,
        prefix=question[: dice.randint(2, 5)],
    )


@dataclass(frozen=True, slots=True)
class Contest:
    """Who takes part."""

    analysis: DutchAnalysis
    ours: WhooshEngine
    fts5: Fts5Rival
    tantivy: TantivyRival


def _tasks(wish: Wish, question: str, contest: Contest) -> Iterable[tuple[str, tuple[Callable[[], object], str]]]:
    analysis, ours, fts5, tantivy = contest.analysis, contest.ours, contest.fts5, contest.tantivy
    again = count(1)
    fetched = fts5.rows

    def ask(text: str, **limits: Any) -> Callable[[], list[int]]:
        """The keys, for words that nobody asked in just these signs before."""
        fresh = text + " " * next(again)

        def task() -> list[int]:
            return [hit.key for hit in ours.search(analysis.query(fresh, ours.vocabulary()), Limits(**limits)).hits]

        return task

    def here() -> Centre:
        """The place of the wish, each time a hair further on."""
        return Centre(wish.lat + next(again) * HAIR, wish.lon, wish.kern, wish.municipality)

    kind: dict[str, Any] = {"kinds": (wish.kind,)}
    ready, ticked = analysis.query(question, ours.vocabulary()), Limits(**kind)
    yield "engine", (lambda: ours.search(ready, ticked), "ours")
    yield "engine", (lambda: fts5.words(wish), "fts5")
    yield "engine", (lambda: tantivy.words(wish), "tantivy")
    yield from _both("i", ask(question, **kind), ask(question, **kind), fetched)
    yield "i", (lambda: fts5.words(wish), "fts5")
    yield "i rows", (lambda: fts5.words_rows(wish), "fts5")
    yield "i", (lambda: tantivy.words(wish), "tantivy")
    yield "i rows", (lambda: fetched(tantivy.words(wish)), "tantivy")
    near: list[dict[str, Any]] = [{"centre": here(), "radius_km": 5.0, "today": TODAY} for _ in range(2)]
    yield from _both("ii", ask(question, **near[0]), ask(question, **near[1]), fetched)
    yield "ii", (lambda: fts5.near(wish), "fts5")
    yield "ii rows", (lambda: fts5.near_rows(wish), "fts5")
    yield "ii", (lambda: tantivy.near(wish), "tantivy")
    yield "ii rows", (lambda: fetched(tantivy.near(wish)), "tantivy")
    yield from _both("iii", ask(question, facets=FOUR), ask(question, facets=FOUR), fetched)
    yield "iii", (lambda: fts5.facets(wish), "fts5")
    yield "iii rows", (lambda: fetched(fts5.facets(wish)[0]), "fts5")
    yield "iii", (lambda: tantivy.facets(wish, FOUR), "tantivy")
    yield "iii rows", (lambda: fetched(tantivy.facets(wish, FOUR)[0]), "tantivy")
    yield "iv", (lambda: [line.text for line in ours.suggest(wish.prefix)], "ours")
    yield "iv", (lambda: fts5.lines(wish), "fts5")
    yield "iv", (lambda: tantivy.lines(wish), "tantivy")
    mended = ask(wish.mistaken)
    yield "v rows", (lambda: fetched(mended()), "ours")
    yield "v rows", (lambda: fetched(fts5.fuzzy(wish)), "fts5")
    yield "v rows", (lambda: fetched(tantivy.fuzzy(wish)), "tantivy")
    yield from _both("vi", ask("", centre=here(), today=TODAY), ask("", centre=here(), today=TODAY), fetched)
    yield "vi", (lambda: fts5.browse(wish), "fts5")
    yield "vi rows", (lambda: fts5.browse_rows(wish), "fts5")
    yield "vi", (lambda: tantivy.browse(wish), "tantivy")
    yield "vi rows", (lambda: fetched(tantivy.browse(wish)), "tantivy")


def _both(
    name: str, bare: Callable[[], list[int]], full: Callable[[], list[int]], fetched: Callable[[list[int]], object]
) -> Iterable[tuple[str, tuple[Callable[[], object], str]]]:
    """One kind of question to ours, without and with the rows."""
    yield name, (bare, "ours")
    yield f"{name} rows", (lambda: fetched(full()), "ours")


def _mistaken(question: str, dice: random.Random, *, warming: bool) -> str:
    """The first word with two letters changed places. While warming up one letter too many instead, so that the
    mistakes that are measured are new.
    """
    word = folding.tokens(question)[0]
    if len(word) < 5:
        return word
    at = dice.randrange(1, len(word) - 2)
    if warming:
        return word[:at] + word[at] + word[at:]
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _print(timings: dict[tuple[str, str], list[float]]) -> None:
    for lines in (WITH_ROWS, WITHOUT_ROWS):
        print(f"  {'':42}{'ours ms':>16}{'fts5 ms':>16}{'tantivy ms':>16}{'ours/fts5':>11}{'ours/tantivy':>14}")
        for name, words in lines.items():
            middle = {who: statistics.median(timings[name, who]) for who in ("ours", "fts5", "tantivy")}
            cells = "".join(
                f"{middle[who]:9.3f}/{statistics.quantiles(timings[name, who], n=20)[-1]:6.2f}" for who in middle
            )
            ratios = f"{middle['ours'] / middle['fts5']:11.2f}{middle['ours'] / middle['tantivy']:14.2f}"
            print(f"  {words:42}{cells}{ratios}")


def _synonyms() -> SynonymRules:
    """The rules of the example region."""
    return SynonymRules(load_content(Path("content")).synonyms)


def _timed(task: Callable[[], object]) -> float:
    begun = time.perf_counter()
    task()
    return time.perf_counter() - begun


def _megabytes(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


def _memory(engine: WhooshEngine) -> float:
    return engine.memory() / 1e6


if __name__ == "__main__":
    main()
