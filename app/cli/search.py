"""`leefplein search`: the index, and how well it finds."""

import json
import sys
from pathlib import Path

import click

from app.cli.evaluating import ENGINES, BadQueries, EngineName, NowhereToMeasure, evaluate_files
from app.cli.opening import open_services, refuse
from app.outbox.posting import backlog
from app.search.indexing import disconnects, rebuild
from app.settings import read_settings


@click.group("search", help="De zoekindex.")
def group() -> None:
    """Commands on the index."""


@group.command("rebuild", help="Maakt de zoekindex opnieuw, ernaast, en schakelt dan over.")
def rebuild_command() -> None:
    """Make it anew."""
    services = open_services()
    number = rebuild(services.database, services.content.now(), services.finder.engines.primary)
    click.echo(f"Klaar: {number} keer hulp in de zoekindex.")


@group.command("status", help="Hoe de zoekindex ervoor staat.")
@click.option("--json", "as_json", is_flag=True)
def status(*, as_json: bool) -> None:
    """Generation, documents, lag; exit 1 when it is not well."""
    services = open_services()
    health = services.finder.health()
    missing, extra = disconnects(services.database, services.finder.engines.primary) if health.ok else (set(), set())
    waiting = backlog(services.database)
    facts = {
        "engine": health.engine,
        "ok": health.ok and not missing and not extra,
        "generation": health.generation,
        "documents": health.documents,
        "waiting": waiting.waiting,
        "lag_seconds": round(waiting.oldest_seconds, 1),
        "missing": len(missing),
        "extra": len(extra),
        "detail": health.detail,
    }
    if as_json:
        click.echo(json.dumps(facts, ensure_ascii=False))
    else:
        for name, value in facts.items():
            click.echo(f"{name}: {value}")
    sys.exit(0 if facts["ok"] else 1)


@group.command("evaluate", help="Meet hoe goed de vragen in QUERIES.json hun hulp vinden.")
@click.argument("queries", type=click.Path(path_type=Path))
@click.option(
    "--provisions", required=True, type=click.Path(path_type=Path), help="CSV met needs, name en description."
)
@click.option("--engine", type=click.Choice(ENGINES), default="whoosh", help="Welke zoekmachine antwoordt.")
@click.option("--json", "as_json", is_flag=True)
def evaluate(queries: Path, provisions: Path, engine: EngineName, *, as_json: bool) -> None:
    """Load the provisions in a throw-away map, ask every query, print the figures."""
    try:
        outcome = evaluate_files(queries, provisions, read_settings(), engine)
    except (BadQueries, NowhereToMeasure) as problem:
        refuse(str(problem))
    if as_json:
        click.echo(json.dumps(outcome, ensure_ascii=False, indent=1))
        return
    for name, value in outcome.items():
        if not isinstance(value, list):
            click.echo(f"{name}: {value}")
    for miss in outcome["missed"]:
        click.echo(f"niet in de eerste drie: {miss}")
