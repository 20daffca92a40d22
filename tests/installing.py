"""A whole installation in a temporary folder: made once, copied for every test that wants one of its own."""

import shutil
from functools import cache
from pathlib import Path

from app.content.loading import load_content
from app.content.whole import Content
from app.db import Database
from app.migrations.running import upgrade
from app.search.indexing import rebuild
from app.services import Services, build_services
from app.settings import Settings
from importers.running import import_file
from tests import postgres
from tests.databases import ON_POSTGRES, made, store_of

ROOT = Path(__file__).resolve().parents[1]
SECRET = "a-secret-for-tests-only-and-long-enough"
EXAMPLES = tuple(sorted((ROOT / "content" / "examples").glob("*.csv")))
SCENARIOS = ROOT / "tests" / "fixtures" / "scenarios.csv"


def settings_in(folder: Path, **changes) -> Settings:
    given = {
        "data_dir": folder,
        "search_dir": folder / "search_index",
        "content_dir": ROOT / "content",
        "secret_key": SECRET,
        "local_http": True,
    }
    return Settings(**(given | store_of(folder) | changes))


@cache
def shipped_content() -> Content:
    """The content folder of this checkout, read once: it is frozen, so every installation of the tests can hold it."""
    return load_content(ROOT / "content")


def make_database(settings: Settings) -> None:
    """The database of this installation, with its tables."""
    made.add(settings.data_dir)
    if ON_POSTGRES:
        postgres.make_for(settings.data_dir)
    database = Database(settings.store)
    upgrade(database)
    database.close()


def fill(services: Services, *files: Path, source_name: str = "voorbeeld") -> None:
    for file in files:
        import_file(services, "spreadsheet", file, publish=True, source_name=source_name)
    rebuild(services.database, services.content.now(), services.finder.engines.primary)


def make_template(folder: Path, *files: Path) -> Path:
    """An installation with these offers, closed, to be copied."""
    settings = settings_in(folder)
    make_database(settings)
    services = build_services(settings, shipped_content())
    fill(services, *files)
    services.database.forget_removed()
    services.database.close()
    return folder


def copy_folder(template: Path, folder: Path) -> None:
    """What the template has on disk, and its database."""
    made.add(folder)
    shutil.copytree(template, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.lock", "*-wal", "*-shm"))
    if ON_POSTGRES:
        postgres.make_for(folder, like=template)


def copy_of(template: Path, folder: Path, **changes) -> Services:
    """An installation of one's own, as the template was."""
    copy_folder(template, folder)
    return build_services(settings_in(folder, **changes), None if "content_dir" in changes else shipped_content())
