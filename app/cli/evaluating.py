"""Measuring the search on a throw-away map: the real pipeline, from the import to the order of results."""

import csv
import json
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

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


class BadQueries(Exception):
    """The files to measure with cannot be read; the message says which and why."""


def evaluate_files(queries: Path, provisions: Path, settings: Settings) -> dict[str, Any]:
    """Load the provisions (`needs`, `name`, `description`), ask every query, and give the figures.

    :raises BadQueries: when a file is missing or not what it should be.
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
    with tempfile.TemporaryDirectory(prefix="leefplein-meting-") as folder:
        return _measure(Path(folder), judged, offered, settings)


def _measure(folder: Path, judged: list[Any], offered: list[JudgedProvision], settings: Settings) -> dict[str, Any]:
    own = settings.model_copy(update={"data_dir": folder, "database_url": "", "search_dir": folder / "index"})
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
