"""`leefplein content`: every problem in the content folder at once, and the pages for when we are away."""

import sys
from pathlib import Path

import click

from app.cli.opening import refuse
from app.content.away import write_away_pages
from app.content.loading import load_content
from app.content.problems import ContentProblems
from app.settings import read_settings


@click.group("content", help="De teksten en lijsten van de gemeente.")
def group() -> None:
    """Commands on the content folder."""


@group.command("check", help="Controleert de hele map met teksten en noemt elk probleem, met bestand en plaats.")
@click.argument("folder", required=False, type=click.Path(path_type=Path))
def check(folder: Path | None) -> None:
    """All problems, or a line of what there is."""
    where = folder or read_settings().content_dir
    try:
        whole = load_content(where)
    except ContentProblems as problems:
        click.echo(str(problems), err=True)
        sys.exit(1)
    click.echo(
        f"{where}: in orde. {len(whole.municipalities)} gemeenten, {len(whole.domains)} leefgebieden, {len(whole.kinds)} soorten, "
        f"{len(whole.synonyms)} zoekregels, {len(whole.pages)} teksten."
    )


@group.command(
    "away", help="Schrijft de bladzijden die de webserver toont als Leefplein weg is, met de nummers om te bellen."
)
@click.argument("folder", type=click.Path(path_type=Path))
def away(folder: Path) -> None:
    """One page for each host name."""
    content = load_content(read_settings().content_dir)
    try:
        written = write_away_pages(content, folder)
    except OSError as problem:
        refuse(f"{folder} is niet te beschrijven ({problem.strerror}).")
    click.echo(f"{len(written)} bladzijden geschreven in {folder}. Doe dit opnieuw als een telefoonnummer verandert.")
