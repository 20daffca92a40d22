"""What the application is made of, built once per process and handed round."""

from dataclasses import dataclass
from pathlib import Path

from app.content.live import LiveContent
from app.content.loading import load_content
from app.content.whole import Content
from app.conversation.office import Office
from app.data_keys import KeyStore
from app.db import Database
from app.matching.mediation import Mediation
from app.places.gazetteer import Gazetteer
from app.publishing.house import Publishing
from app.search.asking import Finder
from app.settings import Settings

PLACES_FILE = "places.csv"


@dataclass(frozen=True, slots=True)
class Services:
    """Everything a page or a command may need. Nothing in here knows Flask."""

    settings: Settings
    database: Database
    content: LiveContent
    gazetteer: Gazetteer
    finder: Finder
    keys: KeyStore

    @property
    def office(self) -> Office:
        """What the work on conversation requests needs."""
        return Office(self.database, self.keys, self.content, self.settings, self.gazetteer)

    @property
    def mediation(self) -> Mediation:
        """What the work on volunteers and questions for help needs."""
        return Mediation(self.database, self.keys, self.content, self.settings)

    @property
    def publishing(self) -> Publishing:
        """What the work on offers needs: writing, handing in, keeping them current."""
        return Publishing(self.database, self.content, self.settings, self.gazetteer)

    @property
    def home_kinds(self) -> frozenset[str]:
        """Kinds of offer where somebody enters a home: the VOG question must be answered (I-51)."""
        return self.publishing.home_kinds


def build_services(settings: Settings, content: Content | None = None) -> Services:
    """Open the database, read the content, and find the index.

    :param content: the content folder as it was read already; for who builds many over the same folder.
    :raises app.content.problems.ContentProblems: every mistake in the content folder, with file and place.
    """
    database = Database(settings.store, replica=settings.read_database_url)
    live = LiveContent(content or load_content(Path(settings.content_dir)), database)
    towns = [town.name for town in live.shipped.municipalities]
    gazetteer = Gazetteer(Path(settings.content_dir) / PLACES_FILE, database=database, municipalities=towns)
    keys = KeyStore(settings.key_store, settings.secrets)
    return Services(settings, database, live, gazetteer, Finder(settings, database, live, gazetteer), keys)
