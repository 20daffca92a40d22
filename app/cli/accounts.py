"""`leefplein account`: accounts of staff and organisations. There is none until somebody makes one here."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlmodel import Session, select

from app.accounts.inviting import invite as make_invitation
from app.accounts.keeping import (
    AccountRefused,
    NewAccount,
    create_account,
    disable_account,
    find_account,
    reset_password,
    reset_second_factor,
)
from app.accounts.keys import AccountKeys
from app.accounts.rights import Role
from app.accounts.second_factor import code_now
from app.cli.opening import open_services, refuse
from app.publishing.account_mail import invitation_link, mail_invitation
from app.services import Services
from app.settings import SHORTEST_SECRET
from app.social_map.models import Organisation
from app.social_map.names import fold_name

LONGEST_LINE = 1000


@click.group("account", help="Accounts van medewerkers en organisaties.")
def group() -> None:
    """Commands on accounts."""


@group.command(
    "create", help="Maakt een account, en laat één keer het geheim voor de tweede stap en de herstelcodes zien."
)
@click.option("--email", required=True, help="Het e-mailadres waarmee iemand inlogt.")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]), help="Wat iemand hier doet.")
@click.option(
    "--organisation",
    default="",
    help="Naam van de organisatie, bij de rol organisation; bij de rol desk de werkgever, als die op de kaart staat.",
)
@click.option("--municipality", default="", help="Alleen voor deze gemeente (hattem, putten, …). Leeg: de hele regio.")
@click.option(
    "--password-stdin", is_flag=True, help="Lees het wachtwoord van de eerste regel van de invoer, niet van het scherm."
)
def create(email: str, role: str, organisation: str, municipality: str, *, password_stdin: bool) -> None:
    """Make one account."""
    services = open_services()
    keys = _keys(services)
    towns = {town.slug: town.name for town in services.content.now().municipalities}
    if municipality and municipality not in towns:
        refuse(f"--municipality: {municipality} kennen we niet. Kies uit: {', '.join(towns)}.")
    password = _password(from_input=password_stdin)
    with _refusals(), services.database.writing() as session:
        made = create_account(
            session,
            keys,
            email=email,
            password=password,
            role=Role(role),
            organisation=_organisation(session, organisation.strip(), Role(role)),
            municipality=municipality,
            context=(organisation, *towns.values()),
        )
    click.echo(f"Account gemaakt: {made.account.email} ({role}).")
    _show_once(made)


@group.command("invite", help="Nodigt iemand uit: laat de link één keer zien, en mailt hem. De link werkt één keer.")
@click.option("--email", required=True, help="Het e-mailadres waarmee iemand gaat inloggen.")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]), help="Wat iemand hier doet.")
@click.option(
    "--organisation",
    default="",
    help="Naam van de organisatie, bij de rol organisation; bij de rol desk de werkgever, als die op de kaart staat.",
)
@click.option("--municipality", default="", help="Alleen voor deze gemeente (hattem, putten, …). Leeg: de hele regio.")
def invite(email: str, role: str, organisation: str, municipality: str) -> None:
    """Invite one person; the first administrator of an installation comes in this way too."""
    services = open_services()
    keys = _keys(services)
    content = services.content.now()
    town = content.municipality(municipality) if municipality else content.municipalities[0]
    if town is None:
        known = ", ".join(each.slug for each in content.municipalities)
        refuse(f"--municipality: {municipality} kennen we niet. Kies uit: {known}.")
    with _refusals(), services.database.writing() as session:
        made, token = make_invitation(
            session,
            keys,
            email=email,
            role=Role(role),
            organisation=_organisation(session, organisation.strip(), Role(role)),
            municipality=municipality,
            by="cli",
            days=content.policy.invitation_valid_days,
        )
        mailed = mail_invitation(session, services.publishing, made, token, town)
    click.echo(f"Uitgenodigd: {made.email} ({role}).")
    click.echo(f"Link, werkt één keer: {invitation_link(services.publishing, town, token)}")
    click.echo(
        "De mail gaat uit zodra de werker draait."
        if mailed
        else "Er kan geen mail naar dit adres. Geef de link zelf door."
    )


@group.command("disable", help="Sluit een account. Wie ermee is ingelogd, is meteen uitgelogd.")
@click.option("--email", required=True)
def disable(email: str) -> None:
    """Close one account."""
    services = open_services()
    with _refusals(), services.database.writing() as session:
        ended = disable_account(session, find_account(session, email))
    click.echo(f"Account gesloten. Uitgelogd op {ended} {'apparaat' if ended == 1 else 'apparaten'}.")


@group.command(
    "reset-second-factor",
    help="Maakt een nieuw geheim voor de tweede stap en nieuwe herstelcodes. Het wachtwoord blijft nodig.",
)
@click.option("--email", required=True)
def reset_factor(email: str) -> None:
    """A new second step."""
    services = open_services()
    keys = _keys(services)
    with _refusals(), services.database.writing() as session:
        made = reset_second_factor(session, keys, find_account(session, email))
    click.echo(f"Nieuwe tweede stap voor {made.account.email}. De oude werkt niet meer; overal uitgelogd.")
    _show_once(made)


@group.command("reset-password", help="Zet een nieuw wachtwoord. De tweede stap blijft zoals hij is; overal uitgelogd.")
@click.option("--email", required=True)
@click.option(
    "--password-stdin", is_flag=True, help="Lees het wachtwoord van de eerste regel van de invoer, niet van het scherm."
)
def new_password(email: str, *, password_stdin: bool) -> None:
    """Another password."""
    services = open_services()
    password = _password(from_input=password_stdin)
    towns = tuple(town.name for town in services.content.now().municipalities)
    with _refusals(), services.database.writing() as session:
        reset_password(session, find_account(session, email), password, context=towns)
    click.echo("Het wachtwoord is veranderd. Overal uitgelogd.")


@group.command(
    "code", help="Laat de code van dit moment zien, voor wie geen app bij de hand heeft. Bedoeld voor de demo."
)
@click.option("--secret", required=True, help="Het geheim dat bij het maken van het account is getoond.")
def show_code(secret: str) -> None:
    """What an app would show now."""
    try:
        click.echo(code_now(secret.strip().replace(" ", "").upper()))
    except ValueError:
        refuse("--secret: dit is geen geheim voor een app met codes. Neem het over zoals het is getoond.")


def _show_once(made: NewAccount) -> None:
    click.echo("Dit ziet u alleen nu. Geef het veilig door.")
    click.echo(f"Geheim voor de app met codes: {made.secret}")
    click.echo(f"Adres voor de app: {made.address_for_app}")
    click.echo("Herstelcodes (elk één keer):")
    for code in made.recovery_codes:
        click.echo(f"  {code}")


def _keys(services: Services) -> AccountKeys:
    settings = services.settings
    if len(settings.secret_key) < SHORTEST_SECRET:
        refuse(
            "LEEFPLEIN_SECRET_KEY ontbreekt of is te kort: daarmee wordt de tweede stap verzegeld. Gebruik dezelfde sleutel als bij "
            "'leefplein serve'."
        )
    return AccountKeys.of(settings)


def _password(*, from_input: bool) -> str:
    if from_input:
        try:
            return sys.stdin.buffer.readline(LONGEST_LINE).decode("utf-8-sig").rstrip("\r\n")
        except UnicodeDecodeError:
            refuse(
                "Het wachtwoord is geen UTF-8-tekst. Typ het over in een ander venster, of gebruik alleen gewone letters en tekens."
            )
    password: str = click.prompt("Wachtwoord (12 tekens of meer)", hide_input=True, confirmation_prompt="Nog een keer")
    return password


def _organisation(session: Session, name: str, role: Role) -> str:
    """The uid of the organisation with this name (or uid). A new organisation is made: its first offers may come from this
    account. The employer of somebody at the desk is not made: it is on the map, or it is no matter of ours.
    """
    if not name:
        return ""
    found = session.exec(
        select(Organisation).where((Organisation.uid == name) | (Organisation.name_key == fold_name(name)))
    ).first()
    if found is None and role is Role.DESK:
        raise AccountRefused("--organisation: deze werkgever staat niet op de kaart. Kijk of de naam goed is.")
    if found is None:
        found = Organisation(name=name[:200], name_key=fold_name(name)[:200], source="account")
        session.add(found)
        click.echo(f"Nieuwe organisatie: {found.name}.")
    return found.uid


@contextmanager
def _refusals() -> Iterator[None]:
    """What is refused is said, with exit code 1; nothing was kept then."""
    try:
        yield
    except AccountRefused as problem:
        refuse(str(problem))
