"""Whether there is a place free, in a sentence with its date: on cards, on an offer's page and in the API.

Asked of the database for what is shown and only for who takes over for a while: a page of coffee mornings asks nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from app import clock
from app.social_map.dates import date_in_words
from app.social_map.finding import Card
from app.social_map.places_free import Places, Standing, places_of, standing
from app.web.behind import may_be_behind
from app.web.running import content, language, services
from app.web.translating import INTERFACE
from app.web.translating import gettext as _


@dataclass(frozen=True, slots=True)
class ShownPlaces:
    """What a visitor gets to see. `text` is a whole sentence; `note` is what the provider said beside it, in Dutch."""

    state: Standing
    text: str
    note: str = ""
    available: int | None = None
    maximum: int | None = None
    updated: str = ""

    def as_json(self) -> dict[str, object]:
        """The field `places` of the API. Numbers that are too old are not given: `state` is then `ask`."""
        return {
            "available": self.available,
            "maximum": self.maximum,
            "updated": self.updated or None,
            "state": self.state.value,
        }


def places_shown(cards: Iterable[Card]) -> dict[int, ShownPlaces]:
    """What can be said of each of these cards, by row number; only who takes over for a while is in it."""
    wanted = [card.id for card in cards if card.respite]
    if not wanted:
        return {}
    with services().database.looking(behind=may_be_behind()) as connection:
        known = places_of(connection, wanted)
    return {number: in_words(known.get(number)) for number in wanted}


def places_of_offer(number: int) -> Places | None:
    """What was said last of one offer."""
    with services().database.looking(behind=may_be_behind()) as connection:
        return places_of(connection, [number]).get(number)


def in_words(places: Places | None) -> ShownPlaces:
    """What was said last, as it may be shown now, in the language of the request."""
    now = standing(places, clock.now(), content().policy.places_valid_days)
    if places is None or now is Standing.ASK:
        return ShownPlaces(Standing.ASK, _("Vraag na of er plek is."))
    lang = language() if language() in INTERFACE else "nl"
    day = places.updated_at.astimezone(clock.AMSTERDAM).date()
    updated = date_in_words(day, lang).rsplit(" ", 1)[0]
    if now is Standing.FULL:
        text = _("Nu geen plek vrij (bijgewerkt op %(day)s). Vraag naar de wachttijd.", day=updated)
    elif places.available == 1:
        text = _("Nu 1 plek vrij (bijgewerkt op %(day)s).", day=updated)
    else:
        text = _("Nu %(number)s plekken vrij (bijgewerkt op %(day)s).", number=places.available, day=updated)
    return ShownPlaces(now, text, places.note, places.available, places.maximum, day.isoformat())
