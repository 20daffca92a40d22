"""Which municipality, village and team a request belongs to (I-47, T9): of the person's own address, else of the site."""

from dataclasses import dataclass

from app.content.models import Kern, Municipality
from app.content.whole import Content
from app.conversation.shapes import Contact
from app.places.gazetteer import Gazetteer
from app.places.names import fold


@dataclass(frozen=True, slots=True)
class Destination:
    """Slugs; `kern` and `team` are empty when nothing is known or nothing is set."""

    municipality: str
    kern: str
    team: str


def route(content: Content, gazetteer: Gazetteer, host: str, contact: Contact) -> Destination:
    """Where this goes.

    An address outside the region stays with the site's own municipality: somebody there knows where it belongs, and
    nobody is sent away by a machine.
    """
    town = content.municipality(host) or content.default_municipality
    kern: Kern | None = None
    digits = contact.postcode[:4]
    for other in (town, *content.municipalities):
        kern = next((each for each in other.kernen if digits and digits in each.postcodes), None) or _named(
            other, contact.town
        )
        if kern is not None:
            town = other
            break
    else:
        found = gazetteer.find(contact.postcode or contact.town) if contact.postcode or contact.town else None
        if found is not None:
            town = next((each for each in content.municipalities if fold(each.name) == fold(found.municipality)), town)
    return Destination(town.slug, kern.slug if kern else "", team_for(town, kern.slug if kern else ""))


def team_for(town: Municipality, kern: str) -> str:
    """The team that takes up requests from this village: its own, else the one for everywhere else, else none."""
    teams = town.conversation.teams
    own = next((team for team in teams if kern and kern in team.kernen), None)
    other = next((team for team in teams if not team.kernen), None)
    chosen = own or other
    return chosen.slug if chosen else ""


def _named(town: Municipality, name: str) -> Kern | None:
    said = fold(name)
    return next((kern for kern in town.kernen if said and said in {fold(kern.name), *map(fold, kern.also)}), None)
