"""Opening the installation for a command: settings, services, and a database of the right shape."""

import sys
from typing import NoReturn

import click

from app.migrations.running import refuse_unready
from app.services import Services, build_services
from app.settings import read_settings


def open_services(*, ready: bool = True) -> Services:
    """The services over the environment's settings.

    :param ready: refuse a database that is not upgraded yet.
    """
    services = build_services(read_settings())
    if ready:
        refuse_unready(services.database)
    return services


def refuse(message: str) -> NoReturn:
    """Say what is refused, and leave with 1."""
    click.echo(message, err=True)
    sys.exit(1)
