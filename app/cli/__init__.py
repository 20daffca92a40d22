"""The command line: one module per subject. Never a traceback for bad input; what is refused is said on stderr."""

import sys

import click

from app import logs
from app.cli import (
    accounts,
    content,
    database,
    demo,
    doctor,
    importing,
    keys,
    open_data,
    paper,
    places,
    retention,
    search,
    serve,
    sources,
    worker,
)
from app.content.problems import ContentProblems
from app.data_keys import KeysLost
from app.db import DatabaseGone
from app.migrations.running import SchemaMismatch
from app.places.table import TableRefused
from app.settings import SettingsRefused

REFUSED = 1


@click.group(help="Leefplein: een sociale kaart voor uw gemeente.")
@click.version_option(package_name="leefplein")
def leefplein() -> None:
    """The group all commands hang under."""


for command in (
    demo.command,
    serve.command,
    worker.command,
    database.group,
    keys.group,
    retention.command,
    content.group,
    paper.command,
    importing.command,
    sources.group,
    places.group,
    search.group,
    open_data.group,
    accounts.group,
    doctor.command,
    demo.examples,
):
    leefplein.add_command(command)


def main() -> None:
    """The entry point: what cannot be done is said in plain words, with exit code 1."""
    logs.configure()
    try:
        leefplein(prog_name="leefplein")
    except DatabaseGone as problem:
        click.echo(
            f"De database is nu niet te gebruiken ({problem}). Kijk naar LEEFPLEIN_DATABASE_URL en de map met gegevens.",
            err=True,
        )
        sys.exit(REFUSED)
    except (SettingsRefused, ContentProblems, SchemaMismatch, TableRefused, KeysLost) as problem:
        click.echo(str(problem), err=True)
        sys.exit(REFUSED)
