"""The page the web server shows by itself when we are away: whoever came for help still finds somebody to call.

One file for each host name, with everything in it: it must not need us, nor any other file.
"""

from html import escape
from pathlib import Path
from typing import Final

from app.content.models import HelpNumber, Municipality
from app.content.whole import Content

_PAGE: Final = """<!doctype html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{title}: {town}</title>
<style>
body {{ font: 1.125rem/1.6 system-ui, sans-serif; color: #1a1a1a; background: #fff; margin: 0 auto; max-width: 40rem; padding: 1rem; }}
a {{ color: #0b4f8a; }}
a[href^="tel:"] {{ font-weight: bold; white-space: nowrap; }}
li {{ margin-bottom: .75rem; }}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p>{why}</p>
<h2>Liever iemand spreken?</h2>
<p>{desk}: <a href="tel:{desk_tel}">{desk_number}</a>, {hours}.</p>
<h2>Hulp nu</h2>
<ul>
{numbers}
</ul>
</main>
</body>
</html>
"""

AWAY: Final = (
    "Deze site is even niet bereikbaar",
    (
        "Dat ligt aan ons, niet aan u. Probeer het over een paar minuten nog eens. Wat u al had verstuurd en waarvan u een nummer "
        "kreeg, is bewaard."
    ),
)
TOO_LARGE: Final = (
    "Dat is te groot om te versturen",
    "Er is niets verstuurd. Ga terug en stuur minder tekst, of een kleiner bestand.",
)


def away_page(content: Content, town: Municipality, said: tuple[str, str] = AWAY) -> str:
    """The page of one municipality, as HTML.

    :param said: its title and what is the matter.
    """
    numbers = "\n".join(_line(number) for number in (*content.help_numbers, *town.help_numbers))
    return _PAGE.format(
        town=escape(town.name),
        title=escape(said[0]),
        why=escape(said[1]),
        desk=escape(town.desk.name),
        desk_tel=escape("".join(sign for sign in town.desk.phone if sign.isdigit() or sign == "+")),
        desk_number=escape(town.desk.phone),
        hours=escape(town.desk.phone_hours),
        numbers=numbers,
    )


def write_away_pages(content: Content, folder: Path) -> list[Path]:
    """Write the pages for each host name, and `index` for any other (the first municipality's). Returns the files.

    `<host>.html` is for when we are away, `<host>-413.html` for what is too large.

    :raises OSError: when they cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    towns = {"index": content.municipalities[0]}
    for town in content.municipalities:
        towns |= dict.fromkeys((host.partition(":")[0] for host in town.hosts), town)
    pages = {
        name + ending: away_page(content, town, said)
        for name, town in towns.items()
        for ending, said in (("", AWAY), ("-413", TOO_LARGE))
    }
    written = []
    for name, page in pages.items():
        place = folder / f"{name}.html"
        half = folder / f".{name}.half"
        half.write_text(page, encoding="utf-8")
        half.chmod(0o644)  # the web server reads it, under another name than ours
        half.replace(place)
        written.append(place)
    return written


def _line(number: HelpNumber) -> str:
    said = f'<li>{escape(number.name)}: <a href="tel:{escape(number.tel)}">{escape(number.number)}</a>'
    return f"{said}<br>{escape(number.what_for)} {escape(number.when)}.</li>"
