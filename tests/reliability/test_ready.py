"""Promise 57: each fault that keeps visitors from being helped turns /readyz red, and it is green again by itself."""

import pytest
import sqlalchemy as sa

from app import health
from app.migrations.running import downgrade, upgrade
from app.services import build_services
from app.web.application import create_app
from tests import postgres
from tests.installing import settings_in, shipped_content

KINDS = [pytest.param("sqlite", marks=pytest.mark.sqlite), pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(params=KINDS)
def site(request, tmp_path):
    """The site over a fresh database: (services, a client)."""
    url = postgres.new_database() if request.param == "postgres" else f"sqlite:///{tmp_path / 'here.sqlite'}"
    settings = settings_in(tmp_path, database_url=url)
    services = build_services(settings, shipped_content()) if request.param == "postgres" else None
    if services is None:
        services = build_services(settings, shipped_content())
        upgrade(services.database)
    yield services, create_app(services).test_client()
    services.database.close()
    if request.param == "postgres":
        postgres.drop(url)


def red(site):
    """Which findings are wrong; empty when it is green."""
    answer = site[1].get("/readyz", headers={"Host": "localhost"})
    wrong = {each["name"] for each in answer.get_json()["findings"] if not each["ok"]}
    assert answer.status_code == (503 if wrong else 200)
    return wrong


def test_all_is_well(site):
    assert red(site) == set()


def test_a_schema_of_another_version(site):
    downgrade(site[0].database, "0005")
    assert red(site) == {"schema"}
    upgrade(site[0].database)
    assert red(site) == set()


def test_a_disk_that_is_nearly_full(site, monkeypatch):
    monkeypatch.setattr(health, "LEAST_FREE_BYTES", 10**18)
    assert red(site) == {"schijf"}
    monkeypatch.undo()
    assert red(site) == set()


def test_a_database_that_can_be_read_only(site):
    database = site[0].database
    if database.is_sqlite:
        pytest.skip(
            "a file that is read-only does not stop the tests' own user; disk full and locked stand in test_crash"
        )
    name = sa.make_url(database.url).database
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
    database.engine.dispose()
    assert red(site) == {"database"}


def test_a_database_that_is_locked(site, monkeypatch):
    database = site[0].database
    monkeypatch.setattr(database, "patience", 0.3)
    other = type(database)(database.url)
    with other.writing():
        assert "database" in red(site)
    assert red(site) == set()
    other.close()


def test_a_database_that_is_away(site, tmp_path):
    database = site[0].database
    database.close()
    if database.is_sqlite:
        (tmp_path / "here.sqlite").write_bytes(b"weg" * 5000)
    else:
        postgres.drop(database.url)
    assert "database" in red(site)
