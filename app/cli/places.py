"""`leefplein places`: postcodes and places beyond the example region."""

from pathlib import Path

import click
from sqlalchemy.exc import SQLAlchemyError

from app.db import Database, DatabaseGone
from app.places.bag import is_bag
from app.places.gazetteer import Gazetteer
from app.places.importing import PlacesReport, import_places, municipality_from
from app.places.table import TableRefused
from app.services import PLACES_FILE
from app.settings import SettingsRefused, read_settings

MOST_LINES_SHOWN = 20


@click.group("places")
def group() -> None:
    """Postcodes en plaatsen."""


@group.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--source", default="", help="Waar de gegevens vandaan komen, met licentie. Anders: de naam van het bestand."
)
def import_file(file: Path, source: str) -> None:
    """Lees postcodes en plaatsen uit FILE (CSV met pc4 of postcode, plaats, gemeente, lat, lon), of adressen uit de BAG."""
    try:
        settings = read_settings()
        database = Database(settings.store)
    except SettingsRefused as problem:
        raise click.ClickException(str(problem)) from problem
    try:
        known = municipality_from(Gazetteer(settings.content_dir / PLACES_FILE, database)) if is_bag(file) else None
        report = import_places(database, file, source, known)
    except TableRefused as problem:
        raise click.ClickException(f"{file}: {problem}.") from problem
    except (DatabaseGone, SQLAlchemyError) as problem:
        raise click.ClickException(
            f"De database is niet te gebruiken ({getattr(problem, 'orig', problem)}). Voer zo nodig eerst ‘leefplein database upgrade’ uit."
        ) from problem
    finally:
        database.close()
    show(report)


def show(report: PlacesReport) -> None:
    """Print the counts, and on stderr the lines that were left out."""
    click.echo(
        f"Gelezen: {report.read}. Nieuw: {report.new}. Gewijzigd: {report.changed}. "
        f"Ongewijzigd: {report.unchanged}. Geweigerd: {len(report.refused) + report.more_refused}."
    )
    for note in report.notes:
        click.echo(note)
    for bad in report.refused[:MOST_LINES_SHOWN]:
        click.echo(f"  regel {bad.line}: {bad.reason}", err=True)
    more = len(report.refused) + report.more_refused - MOST_LINES_SHOWN
    if more > 0:
        click.echo(f"  … en nog {more} regels.", err=True)
