"""`leefplein keys`: the keys of personal data, which are kept and copied apart from the database."""

from contextlib import suppress
from pathlib import Path

import click
from sqlalchemy.exc import SQLAlchemyError

from app.audit.copied import Copied, note_copy
from app.cli.opening import refuse
from app.data_keys import CopyRefused, KeyStore, restore_keys
from app.db import Database, DatabaseGone
from app.settings import read_settings


@click.group("keys", help="De sleutels van persoonsgegevens: nakijken, kopie maken, terugzetten en vernieuwen.")
def group() -> None:
    """Commands on the key store."""


@group.command("backup", help="Maakt een kopie van de sleutels, in de plaats van de vorige. Bewaar alleen de nieuwste.")
@click.argument("file", type=click.Path(path_type=Path))
def backup_command(file: Path) -> None:
    """The newest copy, and no other."""
    keys = _store()
    _refuse_absent(keys)
    try:
        number = keys.back_up(file)
    except CopyRefused as problem:
        refuse(str(problem))
    finally:
        keys.close()
    _note_copy()
    click.echo(f"Kopie gemaakt: {file} ({number} sleutels). Bewaar hem apart van de kopieën van de database.")


@group.command("restore", help="Zet sleutels uit een kopie terug. Wat is gewist, blijft gewist.")
@click.argument("file", type=click.Path(path_type=Path))
def restore_command(file: Path) -> None:
    """Back from a copy."""
    keys = _store()
    try:
        number, aside = restore_keys(keys, file)
    except CopyRefused as problem:
        refuse(str(problem))
    finally:
        keys.close()
    click.echo(f"Teruggezet: {number} sleutels, in {keys.name}.")
    if aside is not None:
        click.echo(f"Wat er stond ging niet open en staat nu in {aside}. Gooi het weg als alles weer werkt.")


@group.command(
    "rotate", help="Verzegelt alle sleutels opnieuw met de nieuwe LEEFPLEIN_SECRET_KEY, terwijl de site draait."
)
def rotate_command() -> None:
    """Under the first secret."""
    keys = _store()
    _refuse_absent(keys)
    try:
        number = keys.rewrap()
    finally:
        keys.close()
    click.echo(f"{number} sleutels opnieuw verzegeld. Maak nu een nieuwe kopie: leefplein keys backup BESTAND")


@group.command("check", help="Kijkt of alle sleutels opengaan.")
def check_command() -> None:
    """Whether every key opens."""
    keys = _store()
    _refuse_absent(keys)
    try:
        keys.check()
        number = len(keys.subjects())
    finally:
        keys.close()
    click.echo(f"De sleutels zijn in orde: {number} in {keys.name}.")


def _note_copy() -> None:
    """So that doctor knows how old the copy is. The copy is made, whether or not the database can be asked now."""
    database = Database(read_settings().store)
    try:
        with suppress(DatabaseGone, SQLAlchemyError), database.writing() as session:
            note_copy(session, Copied.KEYS)
    finally:
        database.close()


def _store() -> KeyStore:
    settings = read_settings()
    return KeyStore(settings.key_store, settings.secrets)


def _refuse_absent(keys: KeyStore) -> None:
    """A command that only looks makes no store."""
    if not keys.is_there():
        refuse(f"Het bestand met sleutels van persoonsgegevens is er niet: {keys.name}. Kijk naar LEEFPLEIN_DATA_KEYS.")
