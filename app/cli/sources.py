"""`leefplein sources`: the sources the map follows, from the command line."""

import click

from app import clock
from app.cli.opening import open_services, refuse
from app.db import Database
from app.publishing.sources import (
    LICENCES,
    RHYTHMS,
    SORTS,
    NewSource,
    SourceRefused,
    add,
    ask_reading,
    check,
    named,
    of_sort,
    offers_of,
    sources_of,
    stop,
    trust,
)
from app.social_map.models import ImportSource
from importers.following import read_source
from importers.running import sources as importers

STATES = {"new": "nog niet opgehaald", "waiting": "wordt gelezen", "well": "gaat goed", "failed": "niet gelukt"}
CASES = {
    "new": "Nieuw", "there": "Bij de bron gewijzigd", "here": "Hier gewijzigd, blijft zo",
    "both": "Op beide plekken gewijzigd: een redacteur kiest", "gone": "Weg bij de bron",
}  # fmt: skip
MOST_SHOWN = 20


@click.group("sources", help="Bronnen die de kaart volgt.")
def group() -> None:
    """Commands about sources."""


@group.command("list", help="Toont de bronnen: hoe het gaat, laatst gelezen, licentie.")
def list_sources() -> None:
    """Every source, one on a line."""
    services = open_services()
    with services.database.reading() as session:
        found = sources_of(session, "")
        if not found:
            click.echo("Er wordt geen bron gevolgd.")
        for each in found:
            read = each.read_at.astimezone(clock.AMSTERDAM).strftime("%d-%m-%Y %H:%M") if each.read_at else "nog nooit"
            click.echo(
                f"{each.name}: {STATES.get(each.state, each.state)}. Laatst gelezen: {read}. Aanbod: {offers_of(session, each)}. "
                f"Licentie: {each.licence}. {each.address}"
            )
            if each.reason:
                click.echo(f"  {each.reason}")


@group.command("add", help="Voegt een bron toe: leefplein sources add SOORT [ADRES].")
@click.argument("sort")
@click.argument("address", default="")
@click.option("--name", default="", help="Hoe de bron heet. Aan die naam wordt haar aanbod herkend.")
@click.option("--municipality", default="", help="Gemeente (slug). Voor sc en osm is dat genoeg.")
@click.option("--licence", default="", help=f"Licentie, zoals {', '.join(LICENCES[:4])}.")
@click.option("--attribution", default="", help="Wie genoemd moet worden.")
@click.option("--rhythm", type=click.Choice(list(RHYTHMS)), default="weekly", help="Hoe vaak de bron gelezen wordt.")
@click.option("--trusted", is_flag=True, help="Wat de bron brengt, gaat zonder beoordeling naar buiten.")
def add_source(
    sort: str, address: str, *, name: str, municipality: str, licence: str, attribution: str, rhythm: str, trusted: bool
) -> None:
    """Write a source down; `sources read` reads it, or the worker by its rhythm after that."""
    services = open_services()
    chosen = SORTS.get(sort)
    formats = frozenset(importers())
    if chosen is None and sort not in formats:
        raise click.UsageError(f"Het soort '{sort}' is niet bekend. Kies uit: {', '.join([*SORTS, *sorted(formats)])}.")
    content = services.content.now()
    if chosen is not None:
        new = of_sort(chosen, content, municipality=municipality, address=address, name=name)
    else:
        new = NewSource(name, sort, address, "niet bekend", "", municipality)
    new = NewSource(
        new.name, new.format, new.address, licence or new.licence, attribution or new.attribution, municipality, rhythm
    )
    try:
        new = check(new, content, services.settings, formats=formats)
        with services.database.writing() as session:
            source = add(session, new, "cli")
            if trusted:
                trust(session, source, "cli", trusted=True)
    except SourceRefused as problem:
        refuse(str(problem))
    click.echo(f'Toegevoegd: {new.name}. Proefronde: leefplein sources read "{new.name}" --dry-run')


@group.command("read", help="Leest een bron nu: leefplein sources read NAAM.")
@click.argument("name")
@click.option("--dry-run", is_flag=True, help="Laat zien wat er zou veranderen, en verandert niets.")
@click.option("--even-so", is_flag=True, help="Iemand heeft gekeken: het klopt dat er zo veel weg is bij de bron.")
def read(name: str, *, dry_run: bool, even_so: bool) -> None:
    """Read one source and tell what came of it."""
    services = open_services()
    with services.database.writing() as session:
        source = _named(services.database, name, named(session, name))
        if not ask_reading(session, source, "cli", dry=dry_run, even_so=even_so):
            refuse(f"De bron '{name}' wordt op dit moment al gelezen.")
        number = source.id or 0
    report = read_source(services, number)
    with services.database.reading() as session:
        after = session.get(ImportSource, number)
    if report is None:
        refuse(
            after.reason
            if after is not None and after.reason
            else "De bron is niet gelezen: een ander proces is ermee bezig."
        )
    click.echo(
        f"Gelezen: {report.read}. Nieuw: {report.new}. Gewijzigd: {report.changed}. Ongewijzigd: {report.unchanged}."
    )
    for case, words in CASES.items():
        rows = [each for each in report.changes if each.case == case]
        if rows:
            click.echo(f"{words}: {len(rows)}")
        for each in rows[:MOST_SHOWN]:
            told = "; ".join(f"{one['field']}: '{one['says']}' (hier: '{one['here']}')" for one in each.fields)
            click.echo(f"  {each.name}{': ' + told if told else ''}")
    for note in report.notes:
        click.echo(note, err=True)
    if dry_run:
        click.echo("Dit was een proef: er is niets bewaard.")
    elif report.run:
        click.echo(f"Terugdraaien kan met: leefplein import undo {report.run}")


@group.command("stop", help="Volgt een bron niet meer: leefplein sources stop NAAM.")
@click.argument("name")
@click.option("--withdraw", is_flag=True, help="Haal haar aanbod van de kaart. Anders blijft het staan.")
def stop_source(name: str, *, withdraw: bool) -> None:
    """Follow it no longer."""
    services = open_services()
    with services.database.writing() as session:
        source = _named(services.database, name, named(session, name))
        number = source.id or 0
        stop(session, source, "cli", withdraw=withdraw)
    report = read_source(services, number) if withdraw else None
    click.echo(f"De bron '{name}' wordt niet meer gevolgd.")
    if report is not None:
        click.echo(f"Van de kaart: {report.withdrawn}. Terugdraaien kan met: leefplein import undo {report.run}")


def _named(database: Database, name: str, found: ImportSource | None) -> ImportSource:
    if found is None:
        with database.reading() as session:
            there = ", ".join(f"'{each.name}'" for each in sources_of(session, ""))
        refuse(f"Er is geen bron '{name}'. {'Er zijn: ' + there + '.' if there else 'Er wordt nog geen bron gevolgd.'}")
    return found
