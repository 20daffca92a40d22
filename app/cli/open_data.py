"""`leefplein open-data`: the whole map in files."""

from pathlib import Path

import click

from app import clock
from app.cli.opening import open_services, refuse
from app.content.letterhead import site_of
from app.open_data.dumps import FOLDER, write_dumps
from app.open_data.keeping import holds_what_left, making, too_old


@click.group("open-data", help="De sociale kaart als open data.")
def group() -> None:
    """Commands on what everybody may take along."""


@group.command("write", help="Schrijft de hele kaart in bestanden: HSDS 3.1 als NDJSON en als data package.")
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.option("--if-old", is_flag=True, help="Alleen als wat er staat ouder is dan een dag.")
def write(folder: Path | None, *, if_old: bool) -> None:
    """Write them to DIR, or to where the site serves them from."""
    services = open_services()
    target = folder or services.settings.data_dir / FOLDER
    content = services.content.now()
    try:
        with making(target) as alone:
            if not alone:
                refuse(f"Iemand anders schrijft deze bestanden al ({target}). Wacht tot dat klaar is.")
            if if_old and not too_old(target, clock.now()) and not holds_what_left(services.database, target):
                click.echo("De bestanden zijn van vandaag: er is niets te doen.")
                return
            index = write_dumps(
                services.database, content, site_of(services.settings, content.default_municipality), target
            )
    except OSError as problem:
        refuse(f"{target} is niet te schrijven ({problem.strerror}). Kies een andere map of maak ruimte vrij.")
    counts = index["counts"]
    click.echo(f"Klaar: {counts['services']} keer hulp van {counts['organizations']} organisaties in {target}.")
    for each in index["files"]:
        click.echo(f"  {each['name']}: {each['bytes']} bytes, {each['licence']['title']}")
