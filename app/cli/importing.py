"""`leefplein import`: offers from a file onto the map, and one run taken back (contract.md section 2)."""

import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from app.cli.opening import open_services, refuse
from app.content.letterhead import site_of
from app.services import Services
from importers import FileRefused
from importers.following import Asking
from importers.report import Report
from importers.running import import_file, sources
from importers.teaching import read_lesson, teach
from importers.undoing import NoSuchRun, undo_run

MOST_LINES_SHOWN = 20


class Imports(click.Group):
    """One subcommand per source, because another package may bring a source of its own."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every source, and undo."""
        return [*sorted(sources()), *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command for one source."""
        if cmd_name in sources():
            return _command_for(cmd_name)
        return super().get_command(ctx, cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """An unknown source is wrong usage, said in Dutch."""
        if args and self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            ctx.fail(f"De bron '{args[0]}' is niet bekend. Kies uit: {', '.join(self.list_commands(ctx))}.")
        return super().resolve_command(ctx, args)


@click.group("import", cls=Imports, help="Leest aanbod uit een bestand: leefplein import BRON BESTAND.")
def command() -> None:
    """Commands that bring offers in."""


@command.command("undo", help="Draait één import terug: leefplein import undo RUN.")
@click.argument("run")
def undo(run: str) -> None:
    """Take one run back."""
    try:
        done = undo_run(open_services(), run)
    except NoSuchRun as problem:
        refuse(str(problem))
    click.echo(f"Import {run} is teruggedraaid. Verwijderd: {done.removed}. Hersteld: {done.restored}.")
    for name in done.kept[:MOST_LINES_SHOWN]:
        click.echo(f"  '{name}' is na de import nog veranderd en blijft zoals het is.", err=True)
    if len(done.kept) > MOST_LINES_SHOWN:
        click.echo(f"  … en nog {len(done.kept) - MOST_LINES_SHOWN}.", err=True)


def _command_for(source: str) -> click.Command:
    @click.command(source, help=f"Leest aanbod uit een bestand van het soort '{source}'.")
    @click.argument("file")
    @click.option("--dry-run", is_flag=True, help="Doe alsof: tel en controleer, maar bewaar niets.")
    @click.option("--publish", is_flag=True, help="Publiceer meteen wat mag, zonder beoordeling. Voor een beheerder.")
    @click.option(
        "--report",
        type=click.Path(path_type=Path, dir_okay=False),
        help="Schrijf het verslag als JSON naar dit bestand.",
    )
    @click.option(
        "--municipality", default="", help="Gemeente (slug) voor regels die er geen noemen. Anders blijft die onbekend."
    )
    @click.option("--source-name", default="", help="Van wie de id's in dit bestand zijn. Anders: de naam van de bron.")
    @click.option(
        "--head",
        "heads",
        multiple=True,
        help="Wat een kolom is: --head \"Kop=veld\". Wordt onthouden voor deze bron; 'Kop=-' laat de kolom weg.",
    )
    def read(
        file: str,
        *,
        dry_run: bool,
        publish: bool,
        report: Path | None,
        municipality: str,
        source_name: str,
        heads: tuple[str, ...],
    ) -> None:
        """Read one file."""
        if report is not None and not report.resolve().parent.is_dir():
            refuse(f"De map voor het verslag is er niet: {report.resolve().parent}")
        services = open_services()
        try:
            if lesson := read_lesson(heads):
                with services.database.writing() as session:
                    teach(session, source_name or source, lesson, "command")
            with (
                _at_hand(services, source, file) as (path, notes),
                click.progressbar(length=1, label=path.name, file=sys.stderr, hidden=not sys.stderr.isatty()) as bar,
            ):

                def progress(done: int, total: int) -> None:
                    bar.length = total
                    bar.update(done - bar.pos)

                outcome = import_file(
                    services,
                    source,
                    path,
                    publish=publish,
                    dry_run=dry_run,
                    municipality=municipality,
                    source_name=source_name,
                    filename=file.rpartition("/")[2][:200] if path.as_posix() != file else "",
                    progress=progress,
                )
                outcome.notes[:0] = notes
        except FileRefused as problem:
            refuse(f"{file}: {problem}")
        finally:
            services.database.close()
        if report is not None:
            try:
                report.write_text(json.dumps(outcome.as_json(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
            except OSError as problem:
                refuse(
                    f"Het verslag is niet te schrijven naar {report} ({problem.strerror}). De import zelf is gedaan: {outcome.run}."
                )
        show(outcome)

    return read


@contextmanager
def _at_hand(services: Services, source: str, file: str) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """The file on this machine, fetched first when a web address was given; and what is to be said about the fetching.

    :raises FileRefused: when this source cannot be fetched, or does not answer well.
    """
    if "://" not in file:
        yield Path(file), ()
        return
    fetch = getattr(sources()[source], "fetch", None)
    if fetch is None:
        raise FileRefused("Deze bron is niet van een adres te lezen. Haal het bestand op en geef de naam daarvan.")
    site = site_of(services.settings, services.content.now().default_municipality)
    asking = Asking(f"Leefplein-bronnen (+{site})", services.settings.local_http)
    with tempfile.TemporaryDirectory() as folder:
        told = fetch(file, {}, Path(folder), asking)
        yield told.path, tuple(told.notes)


def show(outcome: Report) -> None:
    """Print the counts, and on stderr what was flagged and refused."""
    click.echo(
        f"Gelezen: {outcome.read}. Nieuw: {outcome.new}. Gewijzigd: {outcome.changed}. Ongewijzigd: {outcome.unchanged}. "
        f"Om na te kijken: {len(outcome.flagged)}. Geweigerd: {len(outcome.refused)}."
    )
    click.echo(f"In dit bestand: {outcome.offers} keer aanbod van {outcome.organisations} organisaties.")
    if outcome.run:
        click.echo(f"Terugdraaien kan met: leefplein import undo {outcome.run}")
    else:
        click.echo("Dit was een proef: er is niets bewaard.")
    for note in outcome.notes:
        click.echo(note, err=True)
    if outcome.unknown_heads:
        click.echo(f"Kolomkoppen die we niet kennen en overslaan: {', '.join(outcome.unknown_heads)}", err=True)
    for title, remarks in (("Om na te kijken", outcome.flagged), ("Geweigerd", outcome.refused)):
        if remarks:
            click.echo(f"{title}:", err=True)
        for remark in remarks[:MOST_LINES_SHOWN]:
            click.echo(f"  regel {remark.line} ({remark.name}): {remark.reason}", err=True)
        if len(remarks) > MOST_LINES_SHOWN:
            click.echo(
                f"  … en nog {len(remarks) - MOST_LINES_SHOWN}. Alles staat in het verslag (--report).", err=True
            )
