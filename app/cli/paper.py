"""`leefplein paper`: the social map as a PDF to print (I-02). What is on its way is said on stderr."""

from pathlib import Path

import click

from app.cli.opening import open_services, refuse
from app.content.letterhead import site_of
from app.paper.booklet import pdf_of
from app.paper.choosing import PaperChoice, Unknown, entries, known
from app.paper.typesetting import Untypesettable


@click.command("paper", help="Maakt de sociale kaart op papier: een pdf om te printen.")
@click.option("--municipality", required=True, help="De gemeente, zoals hattem.")
@click.option("--kern", default="", help="Alleen wat er voor deze kern is.")
@click.option("--theme", default="", help="Eén leefgebied, zoals inkomen.")
@click.option("--audience", default="", help="Eén doelgroep, zoals mantelzorgers.")
@click.option("--large-print", is_flag=True, help="Grote letters (18 punten).")
@click.option("--lang", type=click.Choice(["nl", "en"]), default="nl", show_default=True, help="Taal van het boekje.")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False), help="Het bestand.")
def command(
    *, municipality: str, kern: str, theme: str, audience: str, large_print: bool, lang: str, output: Path
) -> None:
    """Make one booklet. 1: what was asked does not exist here, or the file cannot be written."""
    services = open_services()
    asked = PaperChoice(municipality, kern=kern, domain=theme, target_group=audience, large=large_print, lang=lang)
    try:
        choice = known(services, asked)
        booklet = entries(services, asked, site=site_of(services.settings, choice.town))
        click.echo(f"{len(booklet.entries)} keer hulp gevonden. De pdf wordt gemaakt…", err=True)
        output.write_bytes(pdf_of(booklet))
    except (Unknown, Untypesettable) as problem:
        refuse(str(problem))
    except OSError as problem:
        refuse(f"{output} kan niet worden geschreven ({problem.strerror}). Kies een andere plek met -o.")
    click.echo(f"Klaar: {output}", err=True)
