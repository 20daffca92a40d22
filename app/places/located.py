"""The answer to "where is that?": one shape for the gazetteer, the geocoders and everybody who asks them."""

from dataclasses import dataclass
from typing import Literal

Precision = Literal["pc6", "pc4", "plaats", "gemeente"]

LATITUDES = (50.5, 53.8)
"""From Eijsden to Rottumerplaat, in WGS84 degrees."""
LONGITUDES = (3.2, 7.4)
"""From Westkapelle to Bad Nieuweschans, in WGS84 degrees."""


@dataclass(frozen=True, slots=True)
class Located:
    """A point and how sure we are of it.

    :ivar lat: WGS84 degrees north.
    :ivar lon: WGS84 degrees east.
    :ivar name: what to show: `8051 Hattem`, `Krachtighuizen`, `gemeente Overbetuwe`.
    :ivar kern: village, town or hamlet; empty when only the municipality is known.
    :ivar municipality: as written (`Overbetuwe`); empty when it is not known.
    :ivar precision: how fine the point is.
    :ivar source: where the point comes from.
    :ivar postcode: `8051` or `8051 AB` when that was asked, else empty.
    :ivar did_you_mean: set when the name was not known and this is a guess: say it aloud.
    :ivar also: other places of this name, written so that they can be asked: `Elst (Rhenen)`.
    """

    lat: float
    lon: float
    name: str
    kern: str
    municipality: str
    precision: Precision
    source: str
    postcode: str = ""
    did_you_mean: str | None = None
    also: tuple[str, ...] = ()


def in_the_netherlands(lat: float, lon: float) -> bool:
    """Whether this point (WGS84 degrees) can be Dutch; also catches latitude and longitude swapped, and NaN."""
    return LATITUDES[0] <= lat <= LATITUDES[1] and LONGITUDES[0] <= lon <= LONGITUDES[1]
