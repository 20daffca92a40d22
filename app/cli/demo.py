"""`leefplein demo`: a fresh example region to try, that never touches other data."""

import os
import shutil
import sys
from pathlib import Path

import click
import sqlalchemy as sa
from sqlmodel import col, select

from app.accounts.examples import make_example_accounts
from app.agenda.examples import make_example_activities
from app.agenda.keeping import remove_examples
from app.cli.opening import open_services, refuse, refuse_lost
from app.cli.supervising import run
from app.complaints.examples import make_example_complaint, remove_example_complaints
from app.conversation.examples import make_example_requests, remove_example_requests
from app.db import Database
from app.insight.examples import make_example_counts
from app.matching.examples import make_example_notices, remove_example_notices
from app.migrations.running import upgrade
from app.publishing.examples import example_organisation, make_example_work
from app.references import spaced_code, spaced_reference
from app.referring.examples import make_example_desk_work, remove_example_desk_work
from app.search.indexing import rebuild
from app.services import Services, build_services
from app.settings import DEMO_SECRET, Settings
from app.social_map.models import (
    Correction,
    Flag,
    ImportChange,
    Offer,
    OfferEvent,
    OfferRevision,
    OldAddress,
    Organisation,
    Place,
)  # fmt: skip
from importers.running import import_file

PRODUCTION = (
    "LEEFPLEIN_SECRET_KEY",
    "LEEFPLEIN_DATABASE_URL",
    "LEEFPLEIN_SMTP_URL",
    "LEEFPLEIN_OPEN_KLANT_URL",
    "LEEFPLEIN_OPEN_KLANT_TOKEN",
    "LEEFPLEIN_WEBHOOK_URL",
    "LEEFPLEIN_WEBHOOK_SECRET",
    "LEEFPLEIN_OIDC_ISSUER",
    "LEEFPLEIN_OIDC_CLIENT_SECRET",
    "LEEFPLEIN_DATA_KEYS",
    "LEEFPLEIN_SECRET_KEY_FALLBACKS",
    "LEEFPLEIN_SETTINGS_FILE",
)
MARK = "leefplein-demo"


@click.command("demo", help="Een verse voorbeeldregio om te proberen: Hattem, Putten en Overbetuwe.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--data",
    default="instance/demo",
    show_default=True,
    type=click.Path(path_type=Path),
    help="Map voor de gegevens van de demo.",
)
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 8))
def command(port: int, data: Path, workers: int) -> None:
    """Make it anew and serve it on this machine only."""
    given = [name for name in PRODUCTION if os.environ.get(name)]
    if given:
        refuse(
            f"De demo start niet met instellingen van een echte site: {', '.join(given)}. Haal die weg, of gebruik: leefplein serve"
        )
    _make_room(data)
    environment = os.environ | {
        "LEEFPLEIN_DATA_DIR": str(data),
        "LEEFPLEIN_SEARCH_DIR": str(data / "search_index"),
        "LEEFPLEIN_SECRET_KEY": DEMO_SECRET,
        "LEEFPLEIN_LOCAL_HTTP": "1",
        "LEEFPLEIN_LOCAL_PORT": str(port),
        "LEEFPLEIN_DEMO": "1",
    }
    settings = Settings(data_dir=data, search_dir=data / "search_index", secret_key=DEMO_SECRET, local_http=True)
    _make_database(settings)
    services = build_services(settings)
    refuse_lost(settings, services.database)
    offers = _fill(services)
    first = services.content.now().municipalities[0]
    with services.database.reading() as session:
        speaks_for = example_organisation(session, first.name)
    accounts = make_example_accounts(services.database, settings, organisation=speaks_for.uid if speaks_for else "")
    if speaks_for is not None:
        make_example_work(services.publishing, speaks_for)
    make_example_activities(services.database, services.content.now())
    make_example_requests(services.office)
    make_example_desk_work(services.office)
    notices = make_example_notices(services.mediation)
    complaint = make_example_complaint(services.office)
    make_example_counts(services.database, services.content.now())
    services.database.close()
    services.keys.close()
    click.echo(f"\nLeefplein draait op http://127.0.0.1:{port}  ({offers} keer hulp, allemaal voorbeelden)")
    for town in services.content.now().municipalities:
        click.echo(f"  {town.name}: http://{town.hosts[0]}:{port}")
    click.echo("\nAanmelden als medewerker (alleen in deze demo):  /inloggen")
    for account in accounts:
        click.echo(f"  {account.role:<20} {account.email:<37} wachtwoord {account.password}   code nu {account.code()}")
        click.echo(
            f"{'':<23}geheim voor een code-app: {account.secret}   nieuwe code: leefplein account code --secret {account.secret}"
        )
    click.echo("\nEen vraag bij 'voor elkaar' bekijken zoals wie haar stelde (Hattem):  /voor-elkaar/mijn")
    click.echo(f"  nummer {spaced_reference(notices.reference)}   code {spaced_code(notices.code)}")
    click.echo("\nEen klacht bekijken zoals wie hem vertelde (Hattem):  /klacht/mijn-klacht")
    click.echo(f"  nummer {spaced_reference(complaint.reference)}   code {spaced_code(complaint.code)}")
    click.echo(f"\nMail die de demo 'verstuurt' staat in {data / 'mail'}. Stoppen: Ctrl+C.\n")
    sys.stdout.flush()
    sys.exit(run("127.0.0.1", port, workers, environment, access_log=False))


def _make_database(settings: Settings) -> None:
    """All tables, before anything looks in them."""
    database = Database(settings.store)
    upgrade(database)
    database.close()


def _make_room(data: Path) -> None:
    """Empty the demo's own folder; refuse any folder that is not the demo's."""
    if data.exists() and any(data.iterdir()) and not (data / MARK).exists():
        refuse(f"{data} is geen map van de demo. Kies een lege map met --data.")
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    (data / "mail").mkdir(mode=0o700)
    (data / MARK).write_text("Deze map wordt bij elke start van de demo leeggemaakt.\n", encoding="utf-8")


def _fill(services: Services) -> int:
    """The example offers, published, and in the index."""
    for file in sorted((services.settings.content_dir / "examples").glob("*.csv")):
        import_file(services, "spreadsheet", file, publish=True, source_name="voorbeeld")
    return rebuild(services.database, services.content.now(), services.finder.engines.primary)


@click.group("examples", help="Wat als voorbeeld is aangemerkt.")
def examples() -> None:
    """Commands on the examples."""


@examples.command("remove", help="Verwijdert alles wat als voorbeeld is aangemerkt.")
def remove() -> None:
    """Offers, requests and notices marked as example, with everything that hangs on them."""
    services = open_services()
    requests = remove_example_requests(services.office) + remove_example_notices(services.mediation)
    requests += remove_example_desk_work(services.office)
    requests += remove_example_complaints(services.office)
    with services.database.writing() as session:
        activities = remove_examples(session)
        ids = session.exec(select(Offer.id).where(col(Offer.example))).all()
        places = session.exec(select(Offer.place_id).where(col(Offer.example))).all()
        for table in (OfferRevision, OfferEvent, OldAddress, ImportChange, Flag, Correction):
            session.execute(sa.delete(table).where(sa.column("offer_id").in_(ids)))
        session.execute(sa.delete(Offer).where(col(Offer.id).in_(ids)))
        session.execute(sa.delete(Place).where(col(Place.id).in_(places)))
        used = select(Offer.organisation_id)
        session.execute(sa.delete(Organisation).where(col(Organisation.example), col(Organisation.id).not_in(used)))
    rebuild(services.database, services.content.now(), services.finder.engines.primary)
    click.echo(f"{len(ids) + requests + activities} voorbeelden verwijderd.")
