"""The engines we compare ourselves with, used as their manuals say and fed the same terms as ours."""

from __future__ import annotations

import math
import sqlite3
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import tantivy
from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from app.search.impacts import parts_of

if TYPE_CHECKING:
    from app.search.document import SearchDocument
    from app.search.dutch.analysis import DutchAnalysis
    from benchmarks.synthetic import Map

KM_PER_DEGREE = 111.2
CARD = "o.id, o.title, o.summary, o.kind, o.kern"


@dataclass(frozen=True, slots=True)
class Wish:
    """One question in the form that a rival needs: its terms, a place and what is ticked."""

    terms: tuple[str, ...]
    mistaken: str
    kind: str
    lat: float
    lon: float
    kern: str
    municipality: str
    prefix: str

    def box(self, km: float) -> tuple[float, float, float, float]:
        """South, north, west and east of a square of twice `km`, in degrees."""
        high, wide = km / KM_PER_DEGREE, km / (KM_PER_DEGREE * math.cos(math.radians(self.lat)))
        return self.lat - high, self.lat + high, self.lon - wide, self.lon + wide


def terms_of(text: str, analysis: DutchAnalysis) -> tuple[str, ...]:
    """The whole words of a question as terms."""
    return tuple(term.term for term in analysis.document(text) if term.weight >= 1.0) or (text.split(maxsplit=1)[0],)


def _text(offer: SearchDocument, analysis: DutchAnalysis) -> str:
    """All terms of an offer as one text, title three times and summary twice."""
    parts: list[str] = []
    for part in parts_of(offer):
        words = [term.term for term in analysis.document(part.text)]
        parts.extend(words * max(1, round(part.weight)))
    return " ".join(parts)


class Fts5Rival:
    """One FTS5 table beside a table of offers with indexes."""

    def __init__(self, of: Map, analysis: DutchAnalysis) -> None:
        self.connection = sqlite3.connect(":memory:")
        run = self.connection.execute
        run("CREATE TABLE offers (id INTEGER PRIMARY KEY, title, summary, kind, level, kern, lat REAL, lon REAL)")
        run("CREATE TABLE lines (line TEXT PRIMARY KEY, text) WITHOUT ROWID")
        run("CREATE TABLE domains (id INTEGER, domain)")
        run("CREATE TABLE groups (id INTEGER, target_group)")
        run("CREATE VIRTUAL TABLE found USING fts5(terms, prefix='2 3')")
        run("CREATE VIRTUAL TABLE vocabulary USING fts5vocab(found, 'row')")
        for offer in of.offers:
            row = (offer.key, offer.title, offer.summary, offer.kind, offer.level, offer.kern, offer.lat, offer.lon)
            run("INSERT INTO offers VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
            run("INSERT OR IGNORE INTO lines VALUES (?, ?)", (offer.title.lower(), offer.title))
            run("INSERT INTO found (rowid, terms) VALUES (?, ?)", (offer.key, _text(offer, analysis)))
            self.connection.executemany(
                "INSERT INTO domains VALUES (?, ?)", [(offer.key, one) for one in offer.domains]
            )
            self.connection.executemany(
                "INSERT INTO groups VALUES (?, ?)", [(offer.key, one) for one in offer.target_groups]
            )
        run("CREATE INDEX by_place ON offers (lat, lon)")
        run("CREATE INDEX by_domain ON domains (id)")
        run("CREATE INDEX by_group ON groups (id)")
        run("ANALYZE")
        self._kind = {offer.key: offer.kind for offer in of.offers}
        self._level = {offer.key: offer.level for offer in of.offers}
        self._domains = {offer.key: offer.domains for offer in of.offers}
        self._groups = {offer.key: offer.target_groups for offer in of.offers}

    def words(self, wish: Wish) -> list[object]:
        """Ids by BM25 within a category."""
        return self._words(wish, "o.id")

    def words_rows(self, wish: Wish) -> list[object]:
        """The same with the rows."""
        return self._words(wish, CARD)

    def _words(self, wish: Wish, columns: str) -> list[object]:
        question = (
            f"SELECT {columns} FROM found JOIN offers o ON o.id = found.rowid"
            " WHERE found MATCH ? AND o.kind = ? ORDER BY found.rank LIMIT 20"
        )
        return self.connection.execute(question, (_either(wish), wish.kind)).fetchall()

    def near(self, wish: Wish) -> list[object]:
        """Ids by BM25 within a square of 5 km round."""
        return self._near(wish, "o.id")

    def near_rows(self, wish: Wish) -> list[object]:
        """The same with the rows."""
        return self._near(wish, CARD)

    def _near(self, wish: Wish, columns: str) -> list[object]:
        question = (
            f"SELECT {columns} FROM found JOIN offers o ON o.id = found.rowid"
            " WHERE found MATCH ? AND o.lat BETWEEN ? AND ? AND o.lon BETWEEN ? AND ? ORDER BY found.rank LIMIT 20"
        )
        return self.connection.execute(question, (_either(wish), *wish.box(5.0))).fetchall()

    def facets(self, wish: Wish) -> tuple[list[int], list[Counter[str]]]:
        """Ids by BM25, and four counts made of all matching ids (much faster here than GROUP BY)."""
        run = self.connection.execute
        best = "SELECT rowid FROM found WHERE found MATCH ? ORDER BY rank LIMIT 20"
        top = [row for (row,) in run(best, (_either(wish),))]
        ids = [row for (row,) in run("SELECT rowid FROM found WHERE found MATCH ?", (_either(wish),))]
        single = [Counter(map(column.__getitem__, ids)) for column in (self._kind, self._level)]
        several = [Counter(one for row in ids for one in column[row]) for column in (self._domains, self._groups)]
        return top, [*single, *several]

    def rows(self, keys: list[int]) -> list[object]:
        """What a card needs of these offers, in the order of the keys: for everybody who has keys only."""
        question = f"SELECT {CARD} FROM offers o WHERE o.id IN ({','.join('?' * len(keys))})"
        found = {row[0]: row for row in self.connection.execute(question, keys)}
        return [found[key] for key in keys]

    def lines(self, wish: Wish) -> list[object]:
        """Titles that begin with the prefix."""
        question = "SELECT text FROM lines WHERE line >= ? AND line < ? LIMIT 8"
        return self.connection.execute(question, (wish.prefix, wish.prefix + "\U0010ffff")).fetchall()

    def fuzzy(self, wish: Wish) -> list[int]:
        """The nearest word in the vocabulary, then the offers that hold it."""
        words = [word for (word,) in self.connection.execute("SELECT term FROM vocabulary")]
        nearest = extractOne(wish.mistaken, words, scorer=OSA.distance)
        question = "SELECT rowid FROM found WHERE found MATCH ? ORDER BY rank LIMIT 20"
        return [key for (key,) in self.connection.execute(question, (f'"{nearest[0]}"',))]

    def browse(self, wish: Wish) -> list[object]:
        """Ids by distance."""
        return self._browse(wish, "o.id")

    def browse_rows(self, wish: Wish) -> list[object]:
        """The same with the rows."""
        return self._browse(wish, CARD)

    def _browse(self, wish: Wish, columns: str) -> list[object]:
        narrow = math.cos(math.radians(wish.lat)) ** 2
        question = (
            f"SELECT {columns} FROM offers o WHERE lat IS NOT NULL"
            " ORDER BY (lat - ?) * (lat - ?) + (lon - ?) * (lon - ?) * ? LIMIT 20"
        )
        return self.connection.execute(question, (wish.lat, wish.lat, wish.lon, wish.lon, narrow)).fetchall()


class TantivyRival:
    """One tantivy index in memory with fast fields."""

    def __init__(self, of: Map, analysis: DutchAnalysis) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("key", fast=True, indexed=True, stored=False)
        builder.add_text_field("terms", tokenizer_name="whitespace", index_option="freq")
        builder.add_text_field("line", tokenizer_name="raw", index_option="basic")
        for name in ("kind", "level", "domain", "target_group"):
            builder.add_text_field(name, tokenizer_name="raw", fast=True, index_option="basic")
        builder.add_float_field("lat", fast=True, indexed=True)
        builder.add_float_field("lon", fast=True, indexed=True)
        self._schema = builder.build()
        index = tantivy.Index(self._schema)
        writer = index.writer(64_000_000, 1)
        for offer in of.offers:
            fields = {
                "key": offer.key,
                "terms": [_text(offer, analysis)],
                "line": [offer.title.lower()],
                "kind": [offer.kind],
                "level": [offer.level],
                "domain": list(offer.domains),
                "target_group": list(offer.target_groups),
            }
            if offer.lat is not None:
                fields |= {"lat": offer.lat, "lon": offer.lon}
            writer.add_document(tantivy.Document(**fields))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._searcher = index.searcher()

    def words(self, wish: Wish) -> list[int]:
        """Ids by BM25 within a category."""
        return self._ids(self._words(wish))

    def near(self, wish: Wish) -> list[int]:
        """Ids by BM25 within a square of 5 km round."""
        return self._ids(self._near(wish))

    def _words(self, wish: Wish) -> tantivy.Query:
        kind = tantivy.Query.term_query(self._schema, "kind", wish.kind)
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, self._either(wish)), _only(kind)])

    def _near(self, wish: Wish) -> tantivy.Query:
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, self._either(wish)), *self._box(wish, 5.0)])

    def facets(self, wish: Wish, names: tuple[str, ...]) -> tuple[list[int], object]:
        """Ids by BM25 and counts per value of each facet."""
        query = self._either(wish)
        wanted = {name: {"terms": {"field": name, "size": 100}} for name in names}
        return self._ids(query), self._searcher.aggregate(query, wanted)

    def lines(self, wish: Wish) -> list[str]:
        """Titles that begin with the prefix."""
        return [line for line, _ in self._searcher.terms_with_prefix("line", wish.prefix, limit=8)]

    def fuzzy(self, wish: Wish) -> list[int]:
        """Ids that hold a word like this one."""
        return self._ids(tantivy.Query.fuzzy_term_query(self._schema, "terms", wish.mistaken, distance=1))

    def browse(self, wish: Wish) -> list[int]:
        """Ids by distance: a square of 10 km round, put in order here."""
        query = tantivy.Query.boolean_query(self._box(wish, 10.0))
        addresses = [address for _, address in self._searcher.search(query, limit=2_000, count=False).hits]
        lat, lon = self._numbers("lat", addresses), self._numbers("lon", addresses)
        narrow = math.cos(math.radians(wish.lat))
        order = sorted(
            range(len(addresses)), key=lambda at: (lat[at] - wish.lat) ** 2 + ((lon[at] - wish.lon) * narrow) ** 2
        )
        return self._numbers("key", [addresses[at] for at in order[:20]])

    def _either(self, wish: Wish) -> tantivy.Query:
        terms = [tantivy.Query.term_query(self._schema, "terms", term) for term in wish.terms]
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms])

    def _box(self, wish: Wish, km: float) -> list[tuple[tantivy.Occur, tantivy.Query]]:
        south, north, west, east = wish.box(km)
        sides = (("lat", south, north), ("lon", west, east))
        return [
            _only(tantivy.Query.range_query(self._schema, name, tantivy.FieldType.Float, low, high))
            for name, low, high in sides
        ]

    def _ids(self, query: tantivy.Query) -> list[int]:
        addresses = [address for _, address in self._searcher.search(query, limit=20, count=True).hits]
        return self._numbers("key", addresses)

    def _numbers(self, field: str, addresses: list[tantivy.DocAddress]) -> list[Any]:
        return list(self._searcher.fast_field_values(field, addresses)) if addresses else []


def _either(wish: Wish) -> str:
    return " OR ".join(f'"{term}"' for term in wish.terms)


def _only(query: tantivy.Query) -> tuple[tantivy.Occur, tantivy.Query]:
    return tantivy.Occur.Must, tantivy.Query.const_score_query(query, 0.0)
