from pathlib import Path

import pytest
import structlog

from app.search.indexing import rebuild
from app.services import build_services
from tests.databases import fresh_url
from tests.installing import copy_of, settings_in, shipped_content
from tests.reliability.index_files import fill


@pytest.fixture(scope="session")
def small_template(tmp_path_factory) -> Path:
    """A small map with its index, closed, to be copied."""
    folder = tmp_path_factory.mktemp("small")
    fresh_url(folder)
    services = build_services(settings_in(folder), shipped_content())
    fill(services)
    rebuild(services.database, services.content.now(), services.finder.engines.primary)
    with services.database.writing() as session:
        session.connection().exec_driver_sql("DELETE FROM outbox_message")
    services.database.close()
    return folder


@pytest.fixture
def small(small_template, tmp_path):
    """Services over a small map of one's own."""
    services = copy_of(small_template, tmp_path / "small")
    yield services
    services.database.close()


@pytest.fixture
def logs():
    """What was written in the log."""
    with structlog.testing.capture_logs() as written:
        yield written
