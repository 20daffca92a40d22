"""`leefplein serve`: the production server with its worker."""

import os
import sys

import click

from app.cli.opening import refuse_lost
from app.cli.supervising import run
from app.content.loading import load_content
from app.db import Database
from app.migrations.running import refuse_unready
from app.settings import read_settings
from app.watching import watching


@click.command("serve", help="Zet de site aan, met de werker die berichten bezorgt.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--bind", default="127.0.0.1", show_default=True, help="Adres waarop de site luistert.")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64))
@click.option("--no-worker", is_flag=True, help="Zonder de werker; die draait dan ergens anders.")
def command(port: int, bind: str, workers: int, *, no_worker: bool) -> None:
    """Check first, serve then."""
    settings = read_settings()
    settings.fit_to_serve(bind)
    load_content(settings.content_dir)
    database = Database(settings.store)
    refuse_unready(database)
    refuse_lost(settings, database)
    database.close()
    environment = os.environ | {"LEEFPLEIN_BIND": bind, "LEEFPLEIN_LOCAL_PORT": str(port)}
    environment.pop("LEEFPLEIN_DEMO", None)
    stop_watching = watching(settings)
    ended = run(bind, port, workers, environment, with_worker=not no_worker)
    stop_watching.set()
    sys.exit(ended)
