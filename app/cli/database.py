"""`leefplein database`: the shape of the data, and safe copies."""

import sys
from pathlib import Path

import click

from app.cli.opening import refuse
from app.copies import CopyRefused, back_up, restore
from app.db import Database
from app.migrations.running import current, head, upgrade
from app.settings import read_settings


@click.group("database", help="De database: bijwerken, nakijken, kopie maken en terugzetten.")
def group() -> None:
    """Commands on the database."""


@group.command("upgrade", help="Werkt de database bij naar deze versie. Maakt eerst een kopie.")
def upgrade_command() -> None:
    """To the newest shape."""
    database = Database(read_settings().store)
    before = upgrade(database)
    click.echo(f"Database bijgewerkt: {before or 'leeg'} -> {head()}.")


@group.command("check", help="Kijkt of de database bij deze versie past en heel is.")
def check() -> None:
    """Shape and wholeness; exit 1 when something is wrong."""
    database = Database(read_settings().store)
    have = current(database)
    if have != head():
        click.echo(
            f"De database is {have or 'leeg'}, deze versie vraagt {head()}. Doe: leefplein database upgrade", err=True
        )
        sys.exit(1)
    if database.is_sqlite:
        with database.reading() as session:
            connection = session.connection()
            found = connection.exec_driver_sql("PRAGMA integrity_check").scalar()
            loose = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if found != "ok" or loose:
            refuse(f"De database is niet heel: {found}; {len(loose)} losse verwijzingen.")
    click.echo("De database is in orde.")


@group.command("backup", help="Maakt een kopie die klopt, ook terwijl er geschreven wordt.")
@click.argument("file", type=click.Path(path_type=Path))
def backup_command(file: Path) -> None:
    """A checked copy."""
    try:
        size = back_up(Database(read_settings().store), file)
    except CopyRefused as problem:
        refuse(str(problem))
    click.echo(f"Kopie gemaakt: {file} ({size} bytes).")


@group.command("restore", help="Zet een kopie terug. De huidige database blijft ernaast staan.")
@click.argument("file", type=click.Path(path_type=Path))
def restore_command(file: Path) -> None:
    """Back from a copy."""
    try:
        aside = restore(Database(read_settings().store), file)
    except CopyRefused as problem:
        refuse(str(problem))
    click.echo(
        "Teruggezet."
        + (f" De vorige database staat in {aside}." if aside else "")
        + " Doe nu: leefplein search rebuild. Is ook de sleutelkluis weg? Dan eerst: leefplein keys restore"
    )
