"""Offers of other sources that may be the one a row brings: pointed out to an editor, never merged or overwritten.

The same meeting place stands in OpenStreetMap, in an organisation's own list and in a feed of the municipality. Every source
keeps its own offer, for each has its own licence and its own word on what is right; a person decides which of them stays.
"""

import re
from collections import defaultdict
from dataclasses import dataclass

import sqlalchemy as sa
from rapidfuzz import fuzz
from sqlmodel import Session, col

from app.places.distance import kilometres_over_a_sphere
from app.social_map.doubles import loose_key
from app.social_map.draft import OfferDraft
from app.social_map.models import Offer, Place
from app.social_map.names import fold_name
from app.social_map.vocabulary import Status

_WHAT_IT_IS = re.compile(
    r"\b(?:buurthuis|buurtcentrum|buurtkamer|wijkcentrum|wijkgebouw|dorpshuis|dorpscentrum|ontmoetingscentrum|ontmoetingsruimte|"
    r"ontmoetingsplek|huiskamer|inloophuis|inloop|bibliotheek|woonzorgcentrum|zorgcentrum|verpleeghuis|multifunctioneel centrum|mfc)\b"
)
_NEAR_KM = 0.15
_ALIKE = 85
_MORE_ALIKE = 75
_SHORTEST = 3
_LAST_DIGITS = 9
_MOST_COMPARED = 100


@dataclass(frozen=True, slots=True)
class _Other:
    name: str
    key: str
    source: str
    postcode: str
    town: str
    municipality: str
    point: tuple[float, float] | None


class Elsewhere:
    """What other sources brought, ready to be asked which of it a draft may be."""

    def __init__(self, session: Session, source: str) -> None:
        """Read the offers of every source but this one; what was withdrawn or merged does not count."""
        self._by_key: dict[str, list[_Other]] = defaultdict(list)
        self._by_phone: dict[str, list[_Other]] = defaultdict(list)
        self._by_postcode: dict[str, list[_Other]] = defaultdict(list)
        rows = session.execute(
            sa.select(
                *(col(Offer.name), col(Offer.source), col(Offer.phone), col(Place.postcode), col(Place.town)),
                *(col(Place.kern), col(Place.municipality), col(Place.lat), col(Place.lon)),
            )
            .join(Place, col(Place.id) == Offer.place_id)
            .where(col(Offer.source) != source, col(Offer.status) != Status.WITHDRAWN, col(Offer.merged_into) == "")
            .order_by(col(Offer.id))
        )
        for name, other, phone, postcode, town, kern, municipality, lat, lon in rows:
            point = (lat, lon) if lat is not None and lon is not None else None
            self._keep(
                _Other(
                    name, _key(name), other, _code(postcode), fold_name(town or kern), fold_name(municipality), point
                ),
                phone,
            )

    def _keep(self, other: _Other, phone: str) -> None:
        if len(other.key) >= _SHORTEST:
            self._by_key[other.key].append(other)
        if number := _digits(phone):
            self._by_phone[number].append(other)
        if other.postcode:
            self._by_postcode[other.postcode].append(other)

    def like(self, draft: OfferDraft) -> str:
        """What to tell an editor: which offer of which other source this may be; empty when there is none."""
        place = draft.place
        point = (place.lat, place.lon) if place.lat is not None and place.lon is not None else None
        this = _Other(
            draft.name,
            _key(draft.name),
            draft.source,
            _code(place.postcode),
            fold_name(place.town or place.kern),
            fold_name(place.municipality),
            point,
        )
        candidates = (
            (self._by_key.get(this.key, ()), 0),
            (self._by_postcode.get(this.postcode, ()) if this.postcode else (), _ALIKE),
            (self._by_phone.get(_digits(draft.phone), ()), _MORE_ALIKE),
        )
        for others, alike in candidates:
            for other in others[:_MOST_COMPARED]:
                if fuzz.token_set_ratio(this.name.casefold(), other.name.casefold()) >= alike and _same_place(
                    this, other
                ):
                    return f"'{draft.name}' lijkt op '{other.name}' van de bron '{other.source or 'eigen aanbod'}': misschien hetzelfde aanbod. Niet samengevoegd; kijk dit na."
        return ""


def _key(name: str) -> str:
    """The name without what kind of place it is: `Buurthuis De Linde` and `De Linde` may be one."""
    return loose_key(_WHAT_IT_IS.sub(" ", fold_name(name)))


def _same_place(this: _Other, other: _Other) -> bool:
    """Whether the two can be in one place; what is not known does not tell them apart."""
    if this.municipality and other.municipality and this.municipality != other.municipality:
        return False
    if this.point and other.point:
        near = kilometres_over_a_sphere(this.point, other.point) <= _NEAR_KM
        return near or bool(this.postcode and this.postcode == other.postcode)
    if this.postcode and other.postcode:
        return this.postcode[: min(len(this.postcode), len(other.postcode))] == other.postcode[: len(this.postcode)]
    return not (this.town and other.town) or this.town == other.town


def _code(postcode: str) -> str:
    return postcode.replace(" ", "").upper()


def _digits(phone: str) -> str:
    digits = "".join(sign for sign in phone if sign.isdigit())
    return digits[-_LAST_DIGITS:] if len(digits) >= _LAST_DIGITS else ""
