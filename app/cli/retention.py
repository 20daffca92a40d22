"""`leefplein retention`: erase what has been kept long enough, or see what would go."""

import click

from app import clock
from app.cli.opening import open_services, refuse, refuse_lost
from app.privacy.retention import purge, settle, words


@click.command(
    "retention",
    help="Wist aanvragen, aanbod en vragen om hulp waarvan de bewaartermijn voorbij is. De werker doet dit zelf ook, elk uur.",
)
@click.option("--dry-run", is_flag=True, help="Laat zien wat er gewist zou worden, en wist niets.")
@click.option("--all-keys", is_flag=True, help="Vernietig sleutels zonder aanvraag ook als het er opvallend veel zijn.")
@click.option(
    "--settled",
    metavar="NUMBER",
    help="Het loket heeft deze aanvraag langs een andere weg: wat nooit aankwam hoeft niet meer.",
)
def command(*, dry_run: bool, all_keys: bool, settled: str | None) -> None:
    """Purge by hand."""
    services = open_services()
    refuse_lost(services.settings, services.database)
    if settled is not None:
        if dry_run:
            refuse("--settled en --dry-run gaan niet samen.")
        if not settle(services.office, settled.strip().upper(), "cli"):
            refuse(
                f"Bij {settled} is niets los te laten. Dat kan alleen bij een afgeronde of ingetrokken aanvraag die het loket heeft "
                "geopend en waarvan nog een bericht aan het loket open staat."
            )
        click.echo(f"{settled}: losgelaten. Is de bewaartermijn voorbij, dan wordt de aanvraag nu gewist.")
    purged = purge(services.office, clock.today(), dry_run=dry_run, actor="cli", all_keys=all_keys)
    for line in words(purged, dry_run=dry_run):
        click.echo(line)
