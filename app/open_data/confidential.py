"""Addresses nobody may know: taken out of everything that leaves as open data, wherever they stand (I-12).

A place that is confidential is not rendered at all. But the same address can stand in a line about times, in a description, or in
what a source said of the organisation behind it. So its words are taken out of every text of that organisation's documents,
and a location that speaks of it, or lies on the same spot, loses its address and its point.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final, Self

from sqlmodel import Session, col, select

from app.social_map.models import Offer, Organisation, Place

Document = dict[str, Any]

INSTEAD: Final = "(adres geheim)"
_SHORTEST: Final = 4
_NEAR: Final = 0.0005
_AT_HOME: Final = (
    "latitude", "longitude", "addresses", "name", "alternate_name", "description", "transportation", "url", "external_identifier",
    "external_identifier_type", "contacts", "phones",
)  # fmt: skip
_STREET: Final = re.compile(r"\s*\d+\s?[\w/-]{0,6}\s*$")
_WORD_TEXT: Final = r"(?<!\w){}(?!\w)"


@dataclass(frozen=True, slots=True)
class Hiding:
    """What to take out of the documents of one organisation: words, and spots (WGS84 degrees)."""

    words: re.Pattern[str] | None = None
    spots: tuple[tuple[float, float], ...] = ()

    @classmethod
    def of(cls, places: Iterable[Place], known: Iterable[str] = ()) -> Self:
        """What these confidential places must not give away.

        :param known: names that are public anyway (of the offer, of the organisation), in which a place's name may stand.
        """
        public = [name.casefold() for name in known]
        words: set[str] = set()
        spots = []
        for place in places:
            street = place.street.strip()
            words |= {street, _STREET.sub("", street), place.directions.strip()}
            if (
                place.name
                and place.name != place.municipality
                and not any(place.name.strip().casefold() in name for name in public)
            ):
                words.add(place.name.strip())
            if place.postcode:
                words.add(place.postcode)
            if place.lat is not None and place.lon is not None:
                spots.append((place.lat, place.lon))
        patterns = [_pattern(word) for word in sorted(words, key=len, reverse=True) if len(word) >= _SHORTEST]
        pattern = re.compile("|".join(patterns), re.IGNORECASE) if patterns else None
        return cls(pattern, tuple(spots))

    def hidden(self, document: Document) -> Document:
        """The document without it; the same object when there is nothing to take out."""
        return self._without(document) if self.words is not None or self.spots else document

    def _without(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.words.sub(INSTEAD, value) if self.words is not None else value
        if isinstance(value, list):
            return [self._without(each) for each in value]
        if not isinstance(value, dict):
            return value
        made = {name: self._without(each) for name, each in value.items()}
        if ("location_type" in value or "latitude" in value) and (self._near(value) or made != value):
            for name in _AT_HOME:
                made.pop(name, None)
        if "address_1" in value and made != value:
            made |= dict.fromkeys(("address_1", "city", "state_province", "postal_code"), "")
            for name in ("address_2", "region", "attention"):
                made.pop(name, None)
        for name in ("url", "website", "uri", "email", "assurer_email", "schedule_link", "logo", "term_uri"):
            if name in made and made[name] != value[name]:
                del made[name]  # an address of the web with a hole in it leads nowhere
        return made

    def _near(self, location: Document) -> bool:
        lat, lon = location.get("latitude"), location.get("longitude")
        if not isinstance(lat, (int, float)) or not isinstance(lon, (int, float)):
            return False
        return any(abs(lat - ours[0]) < _NEAR and abs(lon - ours[1]) < _NEAR for ours in self.spots)


def _pattern(word: str) -> str:
    """The word with any white space, also the postcode written without it."""
    if found := re.fullmatch(r"(\d{4})\s?([A-Za-z]{2})", word):
        return _WORD_TEXT.format(rf"{found[1]}\s?{found[2]}")
    return _WORD_TEXT.format(r"\s+".join(re.escape(part) for part in word.split()))


@dataclass(frozen=True, slots=True)
class Confidential:
    """What to take out, by row number of the organisation."""

    by_organisation: dict[int, Hiding] = field(default_factory=dict)

    @classmethod
    def read(cls, session: Session) -> Self:
        """Every confidential place of every offer, whatever its state: one question to the database."""
        found: dict[int, tuple[list[Place], set[str]]] = {}
        rows = select(Offer.organisation_id, Offer.name, Organisation.name, Place).where(
            col(Offer.place_id) == col(Place.id),
            col(Offer.organisation_id) == col(Organisation.id),
            col(Place.confidential).is_(True),
        )
        for number, offer_name, name, place in session.exec(rows):
            places, names = found.setdefault(number, ([], set()))
            places.append(place)
            names |= {offer_name, name}
        return cls({number: Hiding.of(*each) for number, each in found.items()})

    def of(self, organisation_id: int | None) -> Hiding | None:
        """What to take out of this organisation's documents; None for nothing."""
        return self.by_organisation.get(organisation_id or 0)
