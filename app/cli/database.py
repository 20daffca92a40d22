"""`leefplein database`: the shape of the data, and safe copies."""

import sys
from pathlib import Path

import click

from app.cli.opening import refuse
from app.copies import BackupKeys, CopyRefused, Held, back_up, restore, verify
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


@group.command("backup", help="Maakt een versleutelde kopie die klopt, ook terwijl er geschreven wordt.")
@click.argument("file", type=click.Path(path_type=Path))
def backup_command(file: Path) -> None:
    """A sealed and checked copy."""
    settings = read_settings()
    database = Database(settings.store)
    try:
        held = back_up(database, file, BackupKeys(settings.backup_secrets))
    except CopyRefused as problem:
        refuse(str(problem))
    finally:
        database.close()
    click.echo(f"Kopie gemaakt en nagelezen: {file} ({file.stat().st_size} bytes, versleuteld). {_in_words(held)}")
    click.echo("De sleutels van persoonsgegevens staan er niet in. Die kopieert u apart: leefplein keys backup BESTAND")
    if not settings.backup_key:
        click.echo(
            "Let op: LEEFPLEIN_BACKUP_KEY ontbreekt. Deze kopie gaat open met LEEFPLEIN_SECRET_KEY: bewaar die apart.",
            err=True,
        )


@group.command("verify", help="Leest een versleutelde kopie van begin tot eind en zegt wat erin staat.")
@click.argument("file", type=click.Path(path_type=Path))
def verify_command(file: Path) -> None:
    """Whether a backup opens and is whole, without putting it back."""
    if not file.is_file():
        refuse(f"{file} is er niet.")
    try:
        held = verify(file, BackupKeys(read_settings().backup_secrets))
    except CopyRefused as problem:
        refuse(str(problem))
    click.echo(f"{file} is heel. {_in_words(held)}")


@group.command("restore", help="Zet een kopie terug, op SQLite of PostgreSQL. Wat er stond, blijft bewaard.")
@click.argument("file", type=click.Path(path_type=Path))
def restore_command(file: Path) -> None:
    """Back from a copy."""
    if not file.is_file():
        refuse(f"{file} is er niet.")
    settings = read_settings()
    database = Database(settings.store)
    try:
        back = restore(database, file, BackupKeys(settings.backup_secrets), settings.data_dir)
    except CopyRefused as problem:
        refuse(str(problem))
    finally:
        database.close()
    click.echo(
        f"Teruggezet: {back.rows.get('offer', 0)} keer aanbod, {_requests(back.rows)} aanvragen (vorm {back.schema})."
    )
    if back.aside:
        what = "De vorige database staat in" if database.is_sqlite else "Wat er stond, staat nu in het schema"
        click.echo(f"{what} {back.aside}. Er staan persoonsgegevens in: gooi het weg als alles weer werkt.")
    if back.schema != head():
        click.echo("Doe nu eerst: leefplein database upgrade")
    click.echo("Doe nu: leefplein search rebuild. Is ook de sleutelkluis weg? Dan eerst: leefplein keys restore")


def _in_words(held: Held) -> str:
    rows = sum(held.rows.values())
    return (
        f"Van {held.made_at[:16]} UTC, uit {'SQLite' if held.kind == 'sqlite' else 'PostgreSQL'}, vorm {held.schema}: {len(held.rows)} "
        f"tabellen, {rows} rijen, {held.rows.get('offer', 0)} keer aanbod, {_requests(held.rows)} aanvragen."
    )


def _requests(rows: dict[str, int]) -> int:
    return rows.get("conversation_request", 0)
