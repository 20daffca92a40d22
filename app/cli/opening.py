"""Opening the installation for a command: settings, services, and a database of the right shape."""

import gc
import sys
from typing import NoReturn

import click

from app.data_keys import KeyStore, refuse_lost_keys
from app.db import Database
from app.migrations.running import refuse_unready
from app.privacy.finishing import subjects_in_use
from app.services import Services, build_services
from app.settings import Settings, read_settings


def open_services(*, ready: bool = True) -> Services:
    """The services over the environment's settings.

    :param ready: refuse a database that is not upgraded yet.
    """
    settings = read_settings()
    if ready:  # before anything reads from it, which would only say in the log what is said here
        database = Database(settings.store)
        refuse_unready(database)
        database.close()
    services = build_services(settings)
    gc.freeze()  # code and content stay until the end: looking through them for rubbish costs a tenth of an import
    return services


def refuse_lost(settings: Settings, database: Database) -> None:
    """Go on only with the key store that belongs to the database; it is made when nobody needed one yet.

    :raises app.data_keys.KeysLost: with the file and what to do.
    """
    keys = KeyStore(settings.key_store, settings.secrets)
    try:
        refuse_lost_keys(database, keys, subjects_in_use)
    finally:
        keys.close()


def refuse(message: str) -> NoReturn:
    """Say what is refused, and leave with 1."""
    click.echo(message, err=True)
    sys.exit(1)
