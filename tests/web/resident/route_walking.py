"""Words for walking the route without a browser, and proof that a walk leaves nothing behind."""

import re
from contextlib import contextmanager

import sqlalchemy as sa
from bs4 import BeautifulSoup
from sqlalchemy import event

ALONE = {"vraag": "ik voel me alleen", "gewenst_resultaat": "een keer per week iemand om mee te praten"}
ALL_WELL = {"hoe_vaak": "af_en_toe", "hoe_lang": "lang_genoeg", "wie_neemt_over": "iemand"}
TOO_MUCH = {"hoe_vaak": "elke_dag", "hoe_lang": "niet_meer", "wie_neemt_over": "niemand"}
_WRITES = re.compile(r"\s*(insert|update|delete|replace|create|drop|alter)\b", re.IGNORECASE)


def answer(client, number, **fields):
    """Send one place's form, and where it leads."""
    address = "/wegwijzer" if number == 1 else f"/wegwijzer/{number}"
    sent = client.post(address, data=fields)
    assert sent.status_code == 303, sent.get_data(as_text=True)
    return sent.headers["Location"]


def soup(client, address):
    """A page that answers with 200."""
    got = client.get(address)
    assert got.status_code == 200, (address, got.status_code, got.headers.get("Location"))
    return BeautifulSoup(got.data, "html.parser")


def heading(client, address):
    return soup(client, address).h1.get_text(strip=True)


def words(page):
    """The main part, as text."""
    return " ".join(page.main.get_text(" ").split())


def named(page, show):
    """The names of the offers in one section, in order."""
    section = page.select_one(f'[data-show="{show}"]')
    return [each.get_text(strip=True).replace("\xad", "") for each in section.select(".lp-card__title")]


def rows(database):
    """How many rows every table holds."""
    with database.engine.connect() as connection:
        names = sa.inspect(connection).get_table_names()
        return {name: connection.execute(sa.text(f'SELECT count(*) FROM "{name}"')).scalar_one() for name in names}


def everything(database):
    """The whole database: every row of every table, in words."""
    with database.engine.connect() as connection:
        tables = sa.MetaData()
        tables.reflect(connection)
        return [
            f"{table.name}{tuple(row)!r}"
            for table in tables.sorted_tables
            for row in connection.execute(sa.select(table).order_by(*table.primary_key))
        ]


@contextmanager
def write_trap(database):
    """Every statement that would change something while this stands."""
    caught = []

    def look(_connection, _cursor, statement, *_rest):
        if _WRITES.match(statement):
            caught.append(statement)

    event.listen(database.engine, "before_cursor_execute", look)
    try:
        yield caught
    finally:
        event.remove(database.engine, "before_cursor_execute", look)
