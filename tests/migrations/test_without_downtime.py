"""A new version comes while the one before goes on: a step only adds, and nobody's request fails while it is made.

From 0006 on. What a step does is judged by what it says to PostgreSQL, so no way of writing one gets round it.
"""

import re
import threading
import time

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory
from sqlmodel import func, select

from app.conversation.models import ConversationRequest
from app.db import Database, DatabaseGone
from app.health import ready
from app.migrations import running
from app.migrations.running import SchemaMismatch, current, refuse_unready, upgrade
from app.search.indexing import rebuild
from app.services import build_services
from app.web.application import create_app
from tests.databases import postgres_address  # noqa: F401
from tests.installing import settings_in, shipped_content
from tests.migrations.next_version import adding, config_for
from tests.reliability.index_files import fill
from tests.reliability.senders import hidden_of

pytestmark = pytest.mark.postgres
BEFORE_THE_FIRST = "0005"
BY_ITSELF = re.compile(
    r"SELECT|SHOW|SET LOCAL|LOCK TABLE|INSERT INTO alembic_version|UPDATE alembic_version", re.IGNORECASE
)
NEW_TABLE = re.compile(r"CREATE TABLE (\S+)", re.IGNORECASE)
INDEX = re.compile(r"CREATE (UNIQUE )?INDEX \S+ ON (\S+)", re.IGNORECASE)
COLUMN = re.compile(r"ALTER TABLE (\S+) ADD COLUMN (?P<column>[^,]+(\([^)]*\)[^,]*)?)$", re.IGNORECASE)


def refused(said):
    """What of these statements the version before could not live with."""
    new, wrong = set(), []
    for statement in (re.sub(r"\s+", " ", each).strip() for each in said):
        if made := NEW_TABLE.match(statement):
            new.add(made[1])
        elif index := INDEX.match(statement):
            if index[1] and index[2] not in new:
                wrong.append(statement)
        elif column := COLUMN.match(statement):
            needed = "NOT NULL" in column["column"].upper() and "DEFAULT" not in column["column"].upper()
            if needed or re.search(r"REFERENCES|UNIQUE|CHECK", column["column"], re.IGNORECASE):
                wrong.append(statement)
        elif not BY_ITSELF.match(statement):
            wrong.append(statement)
    return wrong


def said_by(database, to):
    """What this step says to the database."""
    said = []

    def hear(connection, cursor, statement, *_):
        said.append(statement)

    sa.event.listen(database.engine, "before_cursor_execute", hear)
    upgrade(database, to)
    sa.event.remove(database.engine, "before_cursor_execute", hear)
    return said


def steps():
    """Of this version, from the first that came to sites that are in use."""
    found = [each.revision for each in reversed(list(ScriptDirectory.from_config(running._config()).walk_revisions()))]
    return found[found.index(BEFORE_THE_FIRST) + 1 :]


@pytest.fixture
def before(postgres_address):
    database = Database(postgres_address)
    with database.reshaping() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
    upgrade(database, BEFORE_THE_FIRST)
    yield database
    database.close()


def test_every_step_only_adds(before):
    assert steps()
    for step in steps():
        said = said_by(before, step)
        assert any(NEW_TABLE.match(each.strip()) or "ALTER TABLE" in each for each in said), "we hear what it does"
        assert refused(said) == [], f"{step}: a version that runs already would fail on this"


TAKES_AWAY = {
    'op.drop_column("offer", "price_text")': "DROP COLUMN",
    'op.drop_table("flag")': "DROP TABLE",
    'op.rename_table("flag", "mark")': "RENAME",
    'op.alter_column("offer", "name", new_column_name="title")': "RENAME",
    'op.alter_column("organisation", "website", type_=sa.String(length=20))': "TYPE",
    'op.alter_column("organisation", "carried", nullable=False)': "SET NOT NULL",
    'op.add_column("flag", sa.Column("needed", sa.Integer(), nullable=False))': "NOT NULL",
    'op.create_unique_constraint("uq_x", "offer", ["name", "id"])': "ADD CONSTRAINT",
    'op.create_index("ux_x", "offer", ["name", "id"], unique=True)': "UNIQUE INDEX",
    'op.create_check_constraint("ck_x", "offer", "id > 0")': "ADD CONSTRAINT",
    'op.execute("DELETE FROM flag")': "DELETE",
}


@pytest.mark.parametrize("half_way", ["pass", *TAKES_AWAY])
def test_a_step_that_does_more_is_seen(postgres_address, tmp_path, monkeypatch, half_way):
    database = Database(postgres_address)
    if "price_text" in half_way:
        columns = [each["name"] for each in sa.inspect(database.engine).get_columns("offer")]
        half_way_now = half_way.replace("price_text", "carried" if "carried" in columns else columns[-1])
    else:
        half_way_now = half_way
    monkeypatch.setattr(running, "_config", config_for(adding(tmp_path, half_way_now)))
    wrong = refused(said_by(database, "next"))
    assert len(wrong) == (half_way != "pass"), wrong
    if wrong:
        assert TAKES_AWAY[half_way] in wrong[0].upper()
    database.close()


@pytest.fixture
def site(postgres_address, tmp_path):
    settings = settings_in(tmp_path, database_url=postgres_address, search_engine="whoosh")
    services = build_services(settings, shipped_content())
    fill(services)
    rebuild(services.database, services.content.now(), services.finder.engines.primary)
    yield services
    services.database.close()
    services.keys.close()


class People:
    """Some who look and some who ask, all the time, and what they were answered."""

    def __init__(self, services):
        self.app = create_app(services)
        self.stop, self.answers, self.slowest = threading.Event(), [], 0.0
        self.threads = [
            threading.Thread(target=self._go_on, args=(each,)) for each in (self._look, self._look, self._ask)
        ]

    def __enter__(self):
        for each in self.threads:
            each.start()
        self.until_more(6)
        return self

    def __exit__(self, *_):
        self.stop.set()
        for each in self.threads:
            each.join(30)

    def until_more(self, number):
        done, until = len(self.answers), time.monotonic() + 40
        while len(self.answers) < done + number:
            assert time.monotonic() < until, "nobody is answered any more"
            time.sleep(0.02)

    def _go_on(self, work):
        client = self._browser()
        number = 0
        while not self.stop.is_set():
            number += 1
            began = time.monotonic()
            try:
                self.answers.append(work(client, number))
            except Exception as problem:
                self.answers.append(repr(problem))
            self.slowest = max(self.slowest, time.monotonic() - began)
            time.sleep(0.02)

    def _browser(self):
        client = self.app.test_client()
        client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
        return client

    @staticmethod
    def _look(client, number):
        return client.get("/aanbod/samen-koken" if number % 2 else "/zoeken?q=koken").status_code

    def _ask(self, _client, number):
        """A form and its check page, each time by somebody else; the answer of sending it."""
        client = self._browser()
        fields = {"vraag": f"vraag {number}", "telefoon": "038 000 00 00", "clientondersteuning": "later"}
        checked = client.post("/gesprek", data=fields, follow_redirects=True)
        return (
            client.post("/gesprek", data=dict(hidden_of(checked.text))).status_code
            if checked.status_code == 200
            else checked.status_code
        )


def test_people_look_and_ask_while_the_database_is_brought_up_to_date(site, postgres_address, tmp_path, monkeypatch):
    """With somebody in the middle of a long look besides, who would keep the change, and everybody behind it, waiting."""
    monkeypatch.setattr(running, "_config", config_for(adding(tmp_path / "next", 'op.execute("SELECT pg_sleep(0.5)")')))
    upgrading = Database(postgres_address)
    with People(site) as people:
        reading = upgrading.engine.connect()
        reading.exec_driver_sql("SELECT count(*) FROM organisation")
        letting_go = threading.Timer(2.5, reading.close)
        letting_go.start()
        began = time.monotonic()
        upgrade(upgrading)
        took = time.monotonic() - began
        people.until_more(6)
    letting_go.join()
    assert current(upgrading) == "next"
    assert took > 2, "the long look did not keep it waiting: this said nothing"
    assert set(people.answers) == {200, 303}, "a request failed"
    assert people.slowest < 8
    with site.database.reading() as session:
        kept = session.exec(select(func.count()).select_from(ConversationRequest)).one()
    assert kept == people.answers.count(303)
    monkeypatch.undo()
    with pytest.raises(SchemaMismatch, match="nieuwere versie"):
        refuse_unready(upgrading)  # who starts now is told
    with People(site) as people:
        assert [each.name for each in ready(site) if not each.ok] == [], "who runs is in service still"
    assert set(people.answers) == {200, 303}, "and goes on"
    upgrading.close()


def test_a_look_without_an_end_stops_the_change_and_not_the_site(site, postgres_address, tmp_path, monkeypatch):
    monkeypatch.setattr(running, "_config", config_for(adding(tmp_path / "next")))
    for name, value in (("TRIES", 2), ("REST_SECONDS", 0.1)):
        monkeypatch.setattr(running, name, value)
    was, upgrading = current(site.database), Database(postgres_address)
    with People(site) as people, upgrading.engine.connect() as reading:
        reading.exec_driver_sql("SELECT count(*) FROM organisation")
        with pytest.raises(DatabaseGone):
            upgrade(upgrading)
        people.until_more(3)
    assert current(site.database) == was
    assert set(people.answers) == {200, 303}
    upgrading.close()
