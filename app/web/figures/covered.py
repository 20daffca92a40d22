"""Coverage as a table and a file: one list of columns for both."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext as _

from app.content.models import Municipality
from app.insight.coverage import TOO_FAR_KM, Coverage, Covered, Topic
from app.web.figures.shown import Bar
from app.web.running import decimal_text
from app.web.wording import domain_label

FILES: Final = ("dekking", "dekking-respijt", "dekking-onderwerp")


@dataclass(frozen=True, slots=True)
class Hole:
    """One row: words first, then numbers. `warn`: there is nothing here, or nothing near."""

    cells: tuple[str, ...]
    numbers: tuple[str, ...]
    warn: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of coverage. `text_heads`: how many of its heads are of words, before those of numbers."""

    slug: str
    heads: tuple[str, ...]
    rows: tuple[Hole, ...]
    text_heads: int

    def plain(self, town: str) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
        """Heads and rows of its file."""
        return (_("Gemeente"), *self.heads), [(town, *row.cells, row.warn, *row.numbers) for row in self.rows]


def sheets(found: Coverage, town: Municipality) -> dict[str, Sheet]:
    """The three tables of a municipality, by name."""
    kernen = {kern.slug: kern.name for kern in town.kernen}
    return {
        "dekking": _by_kern("dekking", found.domains, kernen, _("Onderwerp")),
        "dekking-respijt": _by_kern("dekking-respijt", found.respite, kernen, _("Soort")),
        "dekking-onderwerp": _by_topic(found.by_domain, kernen),
    }


def topic_words(topic: str) -> str:
    """A domain or a weight of respite in words."""
    weights = {
        "light": _("af en toe een paar uur"),
        "day": _("overdag of een dagdeel"),
        "night": _("een nacht of langer"),
    }
    return weights.get(topic) or domain_label(topic)


@dataclass(frozen=True, slots=True)
class Overview:
    """A municipality in one look: its domains, those with the least first, and what that comes to."""

    sheet: Sheet
    bars: tuple[Bar, ...]
    sentence: str


def overview(found: Coverage, town: Municipality) -> Overview:
    """What the page of figures shows of coverage."""
    sheet = sheets(found, town)["dekking-onderwerp"]
    most = max((int(row.numbers[0]) for row in sheet.rows), default=0) or 1
    bars = [
        Bar(row.cells[0], row.numbers[0], round(100 * int(row.numbers[0]) / most, 1), rest=False) for row in sheet.rows
    ]
    return Overview(sheet, tuple(bars), sentence(found))


def sentence(found: Coverage) -> str:
    """What the table of villages and domains comes to."""
    missing = sum(bool(_warning(cell)) for cell in found.domains)
    if not missing:
        return _("Voor elke kern en elk onderwerp is er iets: in of voor de gemeente, dichtbij en op tijd nagekeken.")
    return _(
        "Bij %(missing)s van de %(cells)s combinaties van kern en onderwerp ontbreekt iets.",
        missing=missing,
        cells=len(found.domains),
    )


def _by_kern(slug: str, cells: tuple[Covered, ...], kernen: Mapping[str, str], what: str) -> Sheet:
    heads = (
        _("Kern"), what, _("Let op"), _("in of voor de kern"), _("in de rest van de gemeente"), _("in de regio, voor iedereen"),
        _("op tijd nagekeken"), _("te lang niet nagekeken"), _("niet meer te zien"), _("dichtstbij (km)"),
    )  # fmt: skip
    rows = tuple(
        Hole(
            (kernen[cell.kern], topic_words(cell.topic)),
            (
                *map(str, (cell.in_kern, cell.in_municipality, cell.in_region)),
                *map(str, (cell.in_time, cell.overdue, cell.hidden)),
                "" if cell.nearest_km is None else decimal_text(f"{cell.nearest_km:.1f}"),
            ),
            _warning(cell),
        )
        for cell in cells
    )
    return Sheet(slug, heads, rows, 3)


def _warning(cell: Covered) -> str:
    if not cell.public:
        return _("er is niets")
    if not cell.here:
        return _("niets in of voor de gemeente")
    if cell.nothing_near:
        return _("niets binnen %(km)s km", km=int(TOO_FAR_KM))
    return _("niets op tijd nagekeken") if not cell.in_time else ""


def _by_topic(topics: tuple[Topic, ...], kernen: Mapping[str, str]) -> Sheet:
    heads = (
        _("Onderwerp"),
        _("Let op"),
        _("te zien"),
        _("op tijd nagekeken"),
        _("te lang niet nagekeken"),
        _("niet meer te zien"),
    )
    rows = tuple(
        Hole(
            (topic_words(each.topic),),
            tuple(map(str, (each.public, each.in_time, each.overdue, each.hidden))),
            _where_missing(each, kernen),
        )
        for each in sorted(topics, key=lambda each: (each.public, each.in_time))
    )
    return Sheet("dekking-onderwerp", heads, rows, 2)


def _where_missing(topic: Topic, kernen: Mapping[str, str]) -> str:
    far = [kernen[kern] for kern in topic.far if kern not in topic.without]
    without = [kernen[kern] for kern in topic.without]
    said = [
        _("niets in of voor de gemeente: %(places)s", places=", ".join(without)) if without else "",
        _("niets binnen %(km)s km: %(places)s", km=int(TOO_FAR_KM), places=", ".join(far)) if far else "",
    ]
    return "; ".join(filter(None, said))
