"""What the work on publishing and upkeep needs, handed round as one thing."""

from dataclasses import dataclass

from app.content.live import LiveContent
from app.content.models import Municipality
from app.db import Database
from app.places.gazetteer import Gazetteer
from app.settings import Settings


@dataclass(frozen=True, slots=True)
class Publishing:
    """The map's workshop. Nothing in here knows Flask."""

    database: Database
    content: LiveContent
    settings: Settings
    gazetteer: Gazetteer

    @property
    def home_kinds(self) -> frozenset[str]:
        """Kinds of offer where somebody enters a home: the VOG question must be answered (I-51)."""
        return frozenset(kind.slug for kind in self.content.now().kinds if kind.entering_home)

    def town(self, name: str) -> Municipality:
        """The municipality with this slug or name; the first one for a place outside the region, so that somebody answers."""
        content = self.content.now()
        folded = name.strip().casefold()
        for town in content.municipalities:
            if folded in {town.slug, town.name.casefold()}:
                return town
        return content.municipalities[0]
