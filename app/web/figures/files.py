"""A table of figures as a file for a spreadsheet: the numbers of the page, and nothing more."""

import csv
import io
from collections.abc import Iterable

from flask import Response
from flask_babel import gettext as _

from app.publishing.sheet import neutral
from app.web.figures.shown import Shown


def csv_of(shown: Shown, *, place: str, period: str) -> Response:
    """One table as CSV.

    :param place: municipality or region the numbers are of. :param period: as in addresses (`2025`, `2025-3`).
    """
    heads = (_("Gemeente"), _("Periode"), *shown.heads, _("Aantal"), _("Ten minste"))
    rows = [(place, period, *line.cells, str(line.number), _("ja") if line.at_least else "") for line in shown.lines]
    if shown.total is not None and shown.lines:
        blank = [""] * (len(shown.heads) - 1)
        rows.append((place, period, _("Samen"), *blank, str(shown.total), _("ja") if shown.at_least else ""))
    return file_of(f"{shown.slug}-{period}", heads, rows)


def file_of(name: str, heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Response:
    """Rows as Dutch spreadsheet programs open them: semicolons, UTF-8 with its mark, and no cell that works itself out."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([neutral(cell) for cell in heads])
    writer.writerows([neutral(cell) for cell in row] for row in rows)
    answer = Response(out.getvalue().encode("utf-8-sig"), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
