"""How fast is our search beside SQLite FTS5 and tantivy? Run by hand: `python -m benchmarks.search_engines`.

Six kinds of question (docs: the search design), one process, engines taking turns every 20 questions, medians. Ours includes reading the
question (stems, compounds, spelling, synonyms) and our ranking; the others get ready terms and rank with BM25.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.content.loading import load_content
from app.search.dutch import folding
from app.search.dutch.analysis import DutchAnalysis
from app.search.dutch.synonyms import SynonymRules
from app.search.engine import Centre, Limits, Suggestion
from app.search.whoosh_engine import WhooshEngine
from benchmarks.search_rivals import Fts5Rival, TantivyRival, Wish, terms_of
from benchmarks.synthetic import TODAY, TYPES, questions, synthetic_map

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from benchmarks.synthetic import Map

BLOCK = 20
"""Questions that one engine answers before the next engine has its turn."""
FOUR = ("kind", "level", "domain", "target_group")
ROWS = "SELECT id, title, summary, kind, kern FROM offers WHERE id IN ({})"
WORDS = {
    "engine": "words + category, question read already",
    "i": "words + category, ids",
    "i rows": "words + category, with 20 rows",
    "ii": "words + within 5 km, ids",
    "ii rows": "words + within 5 km, with 20 rows",
    "iii": "four facets (with the ids)",
    "iv": "suggestions",
    "v": "words with a typing error, ids",
    "vi": "browse near, ids",
    "vi rows": "browse near, with 20 rows",
}


def main() -> None:
    """Prints a table per size."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--sizes", type=int, nargs="+", default=[2_000, 20_000])
    arguments.add_argument("--questions", type=int, default=200)
    given = arguments.parse_args()
    for size in given.sizes:
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
    timings: dict[tuple[str, str], list[float]] = defaultdict(list)
    dice = random.Random(5)
    asked = questions(of, number)
    for turn in ("warm", "measured"):
        for start in range(0, len(asked), BLOCK):
            block = asked[start : start + BLOCK]
            wishes = [_wish(question, of, dice, analysis) for question in block]
            fresh_text = " " if turn == "measured" else ""
            tasks = [_tasks(wish, text + fresh_text, contest) for wish, text in zip(wishes, block, strict=True)]
            for at in zip(*tasks, strict=True):
                for name, (task, engine_name) in at:
                    seconds = _timed(task)
                    if turn == "measured":
                        timings[name, engine_name].append(seconds * 1000)
    _print(timings)
    print(f"  numpy after {number} questions: {_memory(engine):.1f} MB")


def _wish(question: str, of: Map, dice: random.Random, analysis: DutchAnalysis) -> Wish:
    place = dice.choice(of.places)
    return Wish(
        terms=terms_of(question, analysis),
        mistaken=_mistaken(question, dice),
        kind=dice.choice(tuple(TYPES)),
        lat=place.lat + dice.gauss(0, 0.01),
        lon=place.lon + dice.gauss(0, 0.01),
        kern=place.kern,
        municipality=place.municipality,
        prefix=question[:3],
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
    centre = Centre(wish.lat, wish.lon, wish.kern, wish.municipality)
    rows = fts5.connection

    def ask(text: str, limits: Limits) -> list[int]:
        query = analysis.query(text, ours.vocabulary())
        return [hit.key for hit in ours.search(query, limits).hits]

    def with_rows(keys: list[int]) -> list[object]:
        return rows.execute(ROWS.format(",".join("?" * len(keys))), keys).fetchall()

    kind = Limits(kinds=(wish.kind,))
    near = Limits(centre=centre, radius_km=5.0, today=TODAY)
    browse = Limits(centre=centre, today=TODAY)
    four = Limits(facets=FOUR)
    ready = analysis.query(question, ours.vocabulary())
    yield "engine", (lambda: ours.search(ready, kind), "ours")
    yield "engine", (lambda: fts5.words(wish), "fts5")
    yield "engine", (lambda: tantivy.words(wish), "tantivy")
    yield "i", (lambda: ask(question + "\t", kind), "ours")
    yield "i", (lambda: fts5.words(wish), "fts5")
    yield "i", (lambda: tantivy.words(wish), "tantivy")
    yield "i rows", (lambda: with_rows(ask(question + "  ", kind)), "ours")
    yield "i rows", (lambda: fts5.words_rows(wish), "fts5")
    yield "i rows", (lambda: tantivy.words_rows(wish), "tantivy")
    yield "ii", (lambda: ask(question + "   ", near), "ours")
    yield "ii", (lambda: fts5.near(wish), "fts5")
    yield "ii", (lambda: tantivy.near(wish), "tantivy")
    yield "ii rows", (lambda: with_rows(ask(question + "    ", near)), "ours")
    yield "ii rows", (lambda: fts5.near_rows(wish), "fts5")
    yield "ii rows", (lambda: tantivy.near_rows(wish), "tantivy")
    yield "iii", (lambda: ask(question + "     ", four), "ours")
    yield "iii", (lambda: fts5.facets(wish), "fts5")
    yield "iii", (lambda: tantivy.facets(wish, FOUR), "tantivy")
    yield "iv", (lambda: ours.suggest(wish.prefix), "ours")
    yield "iv", (lambda: fts5.prefix(wish), "fts5")
    yield "iv", (lambda: tantivy.prefix(wish), "tantivy")
    yield "v", (lambda: ask(wish.mistaken, Limits()), "ours")
    yield "v", (lambda: fts5.fuzzy(wish), "fts5")
    yield "v", (lambda: tantivy.fuzzy(wish), "tantivy")
    yield "vi", (lambda: ask("", browse), "ours")
    yield "vi", (lambda: fts5.browse(wish), "fts5")
    yield "vi", (lambda: tantivy.browse(wish), "tantivy")
    yield "vi rows", (lambda: with_rows(ask("", browse)), "ours")
    yield "vi rows", (lambda: fts5.browse_rows(wish), "fts5")
    yield "vi rows", (lambda: with_rows(tantivy.browse(wish)), "tantivy")


def _mistaken(question: str, dice: random.Random) -> str:
    """The first word with two letters changed places."""
    word = folding.tokens(question)[0]
    if len(word) < 5:
        return word
    at = dice.randrange(1, len(word) - 2)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _print(timings: dict[tuple[str, str], list[float]]) -> None:
    print(f"  {'':42}{'ours ms':>16}{'fts5 ms':>16}{'tantivy ms':>16}{'ours/fts5':>11}{'ours/tantivy':>14}")
    for name, words in WORDS.items():
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
