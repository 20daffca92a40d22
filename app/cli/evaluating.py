"""Measuring the search on a throw-away map: the real pipeline, from the import to the order of results."""

import csv
import json
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal, get_args

import sqlalchemy as sa

from app.content.live import LiveContent
from app.content.loading import load_content
from app.db import Database
from app.migrations.running import upgrade
from app.places.gazetteer import Gazetteer
from app.search.asking import Finder, Question
from app.search.evaluate import JudgedProvision, evaluate, read_provisions, read_queries
from app.search.indexing import rebuild
from app.services import PLACES_FILE
from app.settings import Settings
from app.social_map.draft import OfferDraft, OrganisationDraft
from app.social_map.shelving import Shelf
from app.social_map.vocabulary import Level, Status

LOOKED_AT = 10
EngineName = Literal["whoosh", "fts5", "postgres"]
ENGINES: tuple[EngineName, ...] = get_args(EngineName)


class BadQueries(Exception):
    """The files to measure with cannot be read; the message says which and why."""


class NowhereToMeasure(Exception):
    """The chosen engine needs a database server that lets us make a throw-away database; the message says what to do."""


def evaluate_files(
    queries: Path, provisions: Path, settings: Settings, engine: EngineName = "whoosh"
) -> dict[str, Any]:
    """Load the provisions (`needs`, `name`, `description`), ask every query, and give the figures.

    :param engine: which engine answers; `postgres` in a throw-away database beside the installation's own.
    :raises BadQueries: when a file is missing or not what it should be.
    :raises NowhereToMeasure: when there is no server for that engine.
    """
    try:
        judged = read_queries(json.loads(queries.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
        raise BadQueries(f"{queries}: geen leesbare lijst met vragen ({problem})") from problem
    try:
        with provisions.open(encoding="utf-8-sig", newline="") as handle:
            offered = read_provisions(csv.DictReader(handle))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
        raise BadQueries(f"{provisions}: geen leesbare lijst met voorzieningen ({problem})") from problem
    with tempfile.TemporaryDirectory(prefix="leefplein-meting-") as name, _throw_away(settings, engine) as url:
        folder = Path(name)
        changes = {"data_dir": folder, "database_url": url, "read_database_url": "", "search_dir": folder / "index"}
        return _measure(judged, offered, settings.model_copy(update=changes | {"search_engine": engine}))


@contextmanager
def _throw_away(settings: Settings, engine: EngineName) -> Iterator[str]:
    """Address of a database to measure in; empty for a file of SQLite."""
    if engine != "postgres":
        yield ""
        return
    if settings.store.startswith("sqlite"):
        message = "postgres: zet LEEFPLEIN_DATABASE_URL op een PostgreSQL-server waar een database bij mag komen."
        raise NowhereToMeasure(message)
    name = f"leefplein_meting_{secrets.token_hex(6)}"
    server = sa.create_engine(settings.store, isolation_level="AUTOCOMMIT")
    try:
        with server.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
        try:
            yield sa.make_url(settings.store).set(database=name).render_as_string(hide_password=False)
        finally:
            with server.connect() as connection:
                connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    except sa.exc.DBAPIError as problem:
        message = f"postgres: op de server kan geen tijdelijke database gemaakt worden ({type(problem.orig).__name__})."
        raise NowhereToMeasure(message) from problem
    finally:
        server.dispose()


def _measure(judged: list[Any], offered: list[JudgedProvision], own: Settings) -> dict[str, Any]:
    database = Database(own.store)
    upgrade(database)
    content = LiveContent(load_content(own.content_dir), database)
    keys = _fill(database, offered)
    finder = Finder(own, database, content, Gazetteer(own.content_dir / PLACES_FILE))
    rebuild(database, content.now(), finder.engines.primary)
    alarms: dict[str, bool] = {}

    def ask(words: str) -> list[int]:
        answer = finder.ask(Question(words=words, per_page=LOOKED_AT))
        alarms[words] = bool(answer.dangers)
        return [keys[result.card.source_id or ""] for result in answer.results]

    report = evaluate(judged, offered, ask)
    database.close()
    figures = {name: value for name, value in asdict(report).items() if name != "outcomes"}
    figures["share_without_result"] = report.share_without_result
    figures["missed"] = [
        {"query": each.query.query, "first_hit": each.first_hit, "must_not": len(each.wrong)}
        for each in report.outcomes
        if each.first_hit is None or each.first_hit > 3 or each.wrong  # noqa: PLR2004  (the first three)
    ]
    return figures


def _fill(database: Database, offered: list[JudgedProvision]) -> dict[str, int]:
    keys = {}
    with database.writing() as session:
        shelf = Shelf(session)
        for provision in offered:
            keys[str(provision.key)] = provision.key
            draft = OfferDraft(
                source="evaluation",
                source_id=str(provision.key),
                name=provision.name,
                organisation=OrganisationDraft(name=provision.name),
                kind="overig",
                level=Level.GENERAL,
                description=provision.description,
                status=Status.PUBLISHED,
            )
            shelf.receive(draft, actor="evaluation", publish=True)
        shelf.finish()
    return keys
