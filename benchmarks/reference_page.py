"""A bare but honest page to measure ours against: Flask, SQLite FTS5 and one Jinja template, and nothing else.

It holds the same text and facts as the real installation, keeps one connection per thread, and answers the same
questions: words with a filter, a square round a place, four facets by GROUP BY, twenty cards. It has no stems, synonyms, reasons, languages, headers or sessions. `python -m benchmarks.reference_page from to`
makes its database; gunicorn serves `benchmarks.reference_page:application()`.
"""

from __future__ import annotations

import json
import math
import os
import re
import sqlite3
import sys
import threading
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, abort, jsonify, render_template, request
from jinja2 import DictLoader
from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

if TYPE_CHECKING:
    from collections.abc import Iterator

VARIABLE = "REFERENCE_DATABASE"
TUNED = "REFERENCE_TUNED"
"""Set, the reference counts all four facets in one statement: what somebody does who has time to make it fast."""
CARDS = "o.id, o.slug, o.title, o.summary, o.phone, o.price, o.kern, o.level"
_WORD = re.compile(r"\w+")
_ROWS = """
SELECT o.id, o.slug, o.name, o.summary, o.description, o.first_step, o.expectation, o.keywords, g.name, o.kind, o.level, o.domains,
  o.target_groups, p.lat, p.lon, p.kern, p.municipality, p.street, p.postcode, o.phone, o.email, o.website, o.times, o.costs
FROM offer o JOIN organisation g ON g.id = o.organisation_id JOIN place p ON p.id = o.place_id WHERE o.status = 'published'
"""
RESULTS = """<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>{{ q }}</title></head><body>
<h1>Hulp bij: {{ q }}</h1>
<form><input name="q" value="{{ q }}"><input name="postcode" value="{{ postcode }}"><button>Zoek</button></form>
<p>{{ total }} gevonden</p>
<form>{% for name, counts in facets.items() %}<fieldset><legend>{{ name }}</legend>
{% for value, count in counts %}<label><input type="checkbox" name="{{ name }}" value="{{ value }}"> {{ value }} ({{ count }})</label>
{% endfor %}</fieldset>{% endfor %}</form>
{% for card in cards %}<article><h2><a href="/aanbod/{{ card.slug }}">{{ card.title }}</a></h2><p>{{ card.summary }}</p>
<ul><li>{{ card.kern }}</li><li>{{ card.price }}</li><li>{{ card.level }}</li></ul><a href="tel:{{ card.phone }}">{{ card.phone }}</a></article>
{% endfor %}</body></html>"""
OFFER = """<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>{{ offer.title }}</title></head><body>
<h1>{{ offer.title }}</h1><p>{{ offer.organisation }}</p><p>{{ offer.summary }}</p>
<dl><dt>Bel</dt><dd><a href="tel:{{ offer.phone }}">{{ offer.phone }}</a></dd><dt>E-mail</dt><dd>{{ offer.email }}</dd>
<dt>Website</dt><dd>{{ offer.website }}</dd><dt>Wanneer</dt><dd>{{ offer.times }}</dd><dt>Kosten</dt><dd>{{ offer.price }}</dd>
<dt>Waar</dt><dd>{{ offer.street }}, {{ offer.postcode }} {{ offer.kern }}</dd><dt>Niveau</dt><dd>{{ offer.level }}</dd></dl>
<h2>Eerste stap</h2><p>{{ offer.first_step }}</p><h2>Verwachting</h2><p>{{ offer.expectation }}</p><p>{{ offer.body }}</p></body></html>"""


def make(source: str, target: str) -> None:
    """Copy the published offers of a real database into a small one with a full-text index."""
    there = sqlite3.connect(source)
    here = sqlite3.connect(target)
    here.execute("PRAGMA journal_mode=wal")
    here.execute(
        "CREATE TABLE offers (id INTEGER PRIMARY KEY, slug TEXT UNIQUE, title TEXT, summary TEXT, body TEXT, first_step TEXT, expectation TEXT,"
        " organisation TEXT, kind TEXT, level TEXT, lat REAL, lon REAL, kern TEXT, municipality TEXT, street TEXT, postcode TEXT, phone TEXT,"
        " email TEXT, website TEXT, times TEXT, price TEXT)"
    )
    here.execute("CREATE TABLE domains (id INTEGER, name TEXT, PRIMARY KEY (id, name)) WITHOUT ROWID")
    here.execute("CREATE TABLE groups (id INTEGER, name TEXT, PRIMARY KEY (id, name)) WITHOUT ROWID")
    here.execute(
        "CREATE VIRTUAL TABLE found USING fts5 (title, summary, body, keywords, organisation, content='', tokenize='unicode61 remove_diacritics 2')"
    )
    for row in there.execute(_ROWS):
        (
            key,
            slug,
            title,
            summary,
            body,
            first,
            expectation,
            keywords,
            organisation,
            kind,
            level,
            domains,
            groups,
            *rest,
        ) = row
        price = "; ".join(str(cost.get("text") or cost.get("amount") or "") for cost in json.loads(rest[-1] or "[]"))
        here.execute(
            f"INSERT INTO offers VALUES ({','.join('?' * 21)})",
            (key, slug, title, summary, body, first, expectation, organisation, kind, level, *rest[:-1], price),
        )
        text = f"{body} {first} {expectation}"
        here.execute(
            "INSERT INTO found (rowid, title, summary, body, keywords, organisation) VALUES (?,?,?,?,?,?)",
            (key, title, summary, text, " ".join(json.loads(keywords)), organisation),
        )
        here.executemany("INSERT INTO domains VALUES (?, ?)", [(key, name) for name in json.loads(domains)])
        here.executemany("INSERT INTO groups VALUES (?, ?)", [(key, name) for name in json.loads(groups)])
    here.execute("CREATE INDEX by_place ON offers (lat, lon)")
    here.execute("CREATE INDEX by_kind ON offers (kind)")
    here.execute("CREATE VIRTUAL TABLE vocabulary USING fts5vocab (found, row)")
    here.execute("INSERT INTO found (found) VALUES ('optimize')")
    here.commit()
    here.execute("ANALYZE")
    here.commit()
    here.close()
    there.close()


class _Store(threading.local):
    """One open connection for each thread."""

    def __init__(self) -> None:
        self.connection = sqlite3.connect(os.environ[VARIABLE], check_same_thread=False, cached_statements=256)
        self.connection.row_factory = sqlite3.Row
        self.connection.execute("PRAGMA cache_size=-16000")
        self.words: list[str] = []


def application() -> Flask:
    """The whole site."""
    app = Flask("reference")
    app.jinja_loader = DictLoader({"results.html": RESULTS, "offer.html": OFFER})
    app.jinja_env.auto_reload = False
    store = _Store()
    app.add_url_rule("/zoeken", "search", lambda: _search(store))
    app.add_url_rule("/aanbod/<slug>", "offer", lambda slug: _offer(store, slug))
    app.add_url_rule("/api/suggesties", "suggest", lambda: _suggest(store))
    return app


def _search(store: _Store) -> str:
    """Words, a kind, a place: twenty cards and four facets."""
    run = store.connection.execute
    q, kind = request.args.get("q", ""), request.args.get("soort", "")
    words = _match(q)
    if words and run("SELECT 1 FROM found WHERE found MATCH ? LIMIT 1", (words,)).fetchone() is None:
        words = _match(" ".join(_mended(store, word) for word in _WORD.findall(q)))
    where, values = ["1"], []
    if kind:
        where.append("o.kind = ?")
        values.append(kind)
    lat, lon, km = (float(request.args.get(name, "nan")) for name in ("lat", "lon", "km"))
    if not math.isnan(km):
        narrow = km / 111.32 / math.cos(math.radians(lat))
        where.append("o.lat BETWEEN ? AND ? AND o.lon BETWEEN ? AND ?")
        values += [lat - km / 111.32, lat + km / 111.32, lon - narrow, lon + narrow]
    limits = " AND ".join(where)
    if words:
        cards = run(
            f"SELECT {CARDS} FROM found JOIN offers o ON o.id = found.rowid WHERE found MATCH ? AND {limits} ORDER BY found.rank LIMIT 20",
            (words, *values),
        ).fetchall()
        hits = "SELECT rowid AS id FROM found WHERE found MATCH ?"
        facets = dict(_facets(store, hits, [words], limits, values))
    else:
        square = math.cos(math.radians(0 if math.isnan(lat) else lat)) ** 2
        order = "o.title" if math.isnan(lat) else "(o.lat - ?) * (o.lat - ?) + (o.lon - ?) * (o.lon - ?) * ?"
        near = [] if math.isnan(lat) else [lat, lat, lon, lon, square]
        known = "" if math.isnan(lat) else "AND o.lat IS NOT NULL"
        cards = run(
            f"SELECT {CARDS} FROM offers o WHERE {limits} {known} ORDER BY {order} LIMIT 20", (*values, *near)
        ).fetchall()
        facets = dict(_facets(store, "SELECT id FROM offers", [], limits, values))
    total = sum(count for _, count in facets["level"])
    return render_template(
        "results.html", q=q, postcode=request.args.get("postcode", ""), total=total, cards=cards, facets=facets
    )


FACETS = {
    "kind": "SELECT o.kind, count(*) FROM hits h JOIN offers o ON o.id = h.id WHERE {limits} GROUP BY 1",
    "level": "SELECT o.level, count(*) FROM hits h JOIN offers o ON o.id = h.id WHERE {limits} GROUP BY 1",
    "domain": "SELECT d.name, count(*) FROM hits h JOIN offers o ON o.id = h.id JOIN domains d ON d.id = h.id WHERE {limits} GROUP BY 1",
    "group": "SELECT g.name, count(*) FROM hits h JOIN offers o ON o.id = h.id JOIN groups g ON g.id = h.id WHERE {limits} GROUP BY 1",
}
AT_ONCE = """WITH hits AS MATERIALIZED (SELECT o.id, o.kind, o.level FROM ({hits}) h JOIN offers o ON o.id = h.id WHERE {limits})
SELECT 'kind', kind, count(*) FROM hits GROUP BY kind UNION ALL SELECT 'level', level, count(*) FROM hits GROUP BY level
UNION ALL SELECT 'domain', d.name, count(*) FROM hits JOIN domains d ON d.id = hits.id GROUP BY d.name
UNION ALL SELECT 'group', g.name, count(*) FROM hits JOIN groups g ON g.id = hits.id GROUP BY g.name"""


def _facets(
    store: _Store, hits: str, words: list[str], limits: str, values: list[Any]
) -> Iterator[tuple[str, list[Any]]]:
    """Counts per kind, level, domain and target group, a GROUP BY each; tuned, the words are matched only once for all."""
    run = store.connection.execute
    if os.environ.get(TUNED):
        counts: dict[str, list[Any]] = {name: [] for name in FACETS}
        for facet, value, count in run(AT_ONCE.format(hits=hits, limits=limits), (*words, *values)):
            counts[facet].append((value, count))
        yield from counts.items()
        return
    for name, question in FACETS.items():
        yield name, run(f"WITH hits AS ({hits}) " + question.format(limits=limits), (*words, *values)).fetchall()


def _offer(store: _Store, slug: str) -> str:
    """The page of one offer."""
    found = store.connection.execute("SELECT * FROM offers WHERE slug = ?", (slug,)).fetchone()
    if found is None:
        abort(404)
    return render_template("offer.html", offer=found)


def _suggest(store: _Store) -> Response:
    """Words that begin with what was typed."""
    prefix = request.args.get("q", "").lower()
    question = "SELECT term, doc FROM vocabulary WHERE term >= ? AND term < ? LIMIT 8"
    rows = store.connection.execute(question, (prefix, prefix + "\U0010ffff"))
    return jsonify({"suggestions": [{"text": text, "count": count} for text, count in rows]})


def _mended(store: _Store, word: str) -> str:
    """The nearest word that occurs."""
    if not store.words:
        store.words = [term for (term,) in store.connection.execute("SELECT term FROM vocabulary")]
    return str(extractOne(word.lower(), store.words, scorer=OSA.distance)[0])


def _match(text: str) -> str:
    return " OR ".join(f'"{word}"' for word in _WORD.findall(text))


if __name__ == "__main__":
    make(sys.argv[1], sys.argv[2])
