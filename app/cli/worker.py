"""`leefplein worker`: deliver what waits, index what changed."""

import signal

import click

from app.cli.opening import open_services, refuse_lost
from app.working import keep_the_index, worker


@click.command("worker", help="Bezorgt wat wacht en houdt de zoekindex bij.")
@click.option("--once", is_flag=True, help="Eén keer alles wat nu aan de beurt is, en dan stoppen.")
def command(*, once: bool) -> None:
    """Run the worker."""
    services = open_services()
    refuse_lost(services.settings, services.database)
    working = worker(services)
    if once:
        keep_the_index(services)
        click.echo(f"{working.once()} berichten afgehandeld.")
        return
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: working.stop.set())
    working.run()
