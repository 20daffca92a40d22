"""An installation with a small map and its index, and ways to hurt that index."""

from pathlib import Path

from app.services import Services, build_services
from tests.installing import copy_of
from tests.social_map.drafts import draft, shelve

WORDS = ("breien", "schaken", "wandelen", "koken", "zingen", "tuinieren", "timmeren", "biljarten")


def fill(services: Services) -> None:
    """Eight offers, one for each word."""
    shelve(
        services.database,
        *(draft(f"Samen {word}", source_id=str(at), summary=f"Elke week {word}") for at, word in enumerate(WORDS)),
    )


def index_files(services: Services) -> list[Path]:
    """Every file the index consists of, without the writer's lock."""
    folder = Path(services.settings.search_dir)
    return sorted(each for each in folder.rglob("*") if each.is_file() and each.name != "WRITER")


def opened_again(services: Services) -> Services:
    """The same installation as a process that starts now sees it."""
    services.database.close()
    return build_services(services.settings)


def own(template: Path, folder: Path) -> Services:
    """A copy of an installation, with its index in files."""
    return copy_of(template, folder, search_engine="whoosh")
