"""Counts of a year that is over, for tests of pages; and reading the tables of a page and of a file."""

import csv
import io
import re
from datetime import UTC, date, datetime

from app.counting.models import Measure, Tally

NOW = datetime(2027, 2, 8, 10, tzinfo=UTC)
YEAR, RUNNING = date(2026, 5, 1), date(2027, 2, 1)
NUMBER = re.compile(r"(?<![\d-])\d+(?![\d-])")
EVERY_WAY = {
    Measure.UNMET: ({"way": "search", "detail": "none"}, {"way": "route", "detail": "ended"}),
    Measure.DESK_ANSWER: ({"way": "phone", "detail": "found"}, {"way": "desk", "detail": "not_found"}),
    Measure.REFERRAL: ({"way": "mail", "detail": "own"}, {"way": "print", "detail": "other"}),
    Measure.REQUEST: ({"way": "digital", "detail": "yes"}, {"way": "letter", "detail": "no"}),
    Measure.TERM: (
        {"way": "first_contact", "detail": "in_time"},
        {"way": "first_contact", "detail": "late"},
    ),
    Measure.OUTCOME: ({"way": "general_provision"}, {"way": "individual_provision"}),
    Measure.FOLLOW_UP: ({"way": "solved", "detail": "yes"}, {"way": "solved", "detail": "no"}),
    Measure.COMPLAINT: (
        {"way": "late", "detail": "received"},
        {"way": "late", "detail": "in_time"},
        {"way": "late", "detail": "late"},
    ),
    Measure.CALL_BACK: ({"detail": "accepted"}, {"detail": "declined"}),
}


def counted(database, measure, number, *, month=YEAR, municipality="hattem", **keys):
    with database.writing() as session:
        session.add(Tally(month=month, municipality=municipality, measure=measure.value, count=number, **keys))


def everything(database, numbers, **more):
    """Something of every measure, with these numbers in turn."""
    told = iter(numbers)
    for measure, ways in EVERY_WAY.items():
        for keys in ways:
            counted(database, measure, next(told), **(keys | more))


def tables_on(page):
    """Rows (words, number as shown) of every table of figures on a page, by its name; its total last."""
    found = {}
    for table in page.select("table[data-figures]"):
        rows = table.select("tbody tr, tfoot tr")
        found.setdefault(table["data-figures"], []).extend(
            tuple(cell.get_text(" ", strip=True) for cell in row.select("th, td")) for row in rows
        )
    return found


def rows_of(answer):
    """Heads and rows of a file, as a spreadsheet program reads them."""
    assert answer.status_code == 200
    assert answer.data.startswith(b"\xef\xbb\xbf")
    heads, *rows = csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline=""), delimiter=";")
    return heads, rows


def as_on_the_page(row):
    """A row of a file in the words of the page: without municipality and period, the number in words."""
    *words, number, at_least = row[2:]
    return (*filter(None, words), f"ten minste {number}" if at_least else number)


def figures_said(page):
    """Every number in the tables, charts and sentences about what was counted."""
    for table in page.select('table[data-figures^="dekking"]'):
        table.find_parent("section").decompose()
    text = " ".join(part.get_text(" ") for part in page.select("section"))
    return [int(number) for number in NUMBER.findall(text)]
