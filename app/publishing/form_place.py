"""Where it is, as typed: the pin is found from the postcode or the place name, without anybody's geocoder, and may be moved."""

import math
import re
from typing import Final

from app.places.distance import kilometres
from app.places.gazetteer import Gazetteer
from app.places.located import Located
from app.publishing.form_fields import PLACE, Typed
from app.social_map.draft import PlaceDraft
from app.social_map.plain_text import LONGEST_LINE, line

Findings = list[tuple[str, str]]
STEP_METRES: Final = 50
_POSTCODE = re.compile(r"([1-9]\d{3})\s*([A-Za-z]{2})?", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,3}(?:[.,]\d{1,20})?", re.ASCII)
_NEAR = (49.0, 55.0, 2.0, 9.0)
"""Degrees south, north, west, east: wide enough for neighbours over the border, narrow enough to see them swapped."""
_FAR_KM: Final = 5.0
_METRES_PER_DEGREE: Final = 111_320.0
_WAYS: Final = {"noord": (1, 0), "zuid": (-1, 0), "oost": (0, 1), "west": (0, -1)}


def fields_of(place: PlaceDraft) -> dict[str, tuple[str, ...]]:
    """A place as the fields show it."""
    said = {
        "straat": place.street, "postcode": place.postcode, "plaats": place.town, "kern": place.kern, "gemeente": place.municipality,
        "lat": "" if place.lat is None else repr(place.lat), "lon": "" if place.lon is None else repr(place.lon),
        "adres_geheim": "ja" if place.confidential else "", "locatie": place.directions, "plek_naam": place.name,
    }  # fmt: skip
    return {name: (said[name],) for name in PLACE}


def read_place(
    typed: Typed, gazetteer: Gazetteer | None, site: str, *, errors: Findings, notes: Findings
) -> PlaceDraft:
    """The place. Village, municipality and pin follow from the postcode or the place name when they are not typed.

    :param site: name of the municipality of the site: where it counts when no address says otherwise.
    """
    street, town, kern, municipality, directions, name = (
        line(typed.one(field), LONGEST_LINE)[0]
        for field in ("straat", "plaats", "kern", "gemeente", "locatie", "plek_naam")
    )
    postcode = _postcode(typed.one("postcode"), errors)
    located = located_at(typed, gazetteer)
    if located is not None:
        if located.did_you_mean:
            notes.append(("plaats", f"Wij kennen deze plaats niet. Bedoelt u {located.did_you_mean}?"))
        else:
            if municipality and located.municipality and municipality.casefold() != located.municipality.casefold():
                notes.append(
                    ("gemeente", f"Dit adres ligt in {located.municipality}. U schreef {municipality}. Klopt dat?")
                )
            town, kern, municipality = town or located.kern, kern or located.kern, municipality or located.municipality
    elif gazetteer is not None and (postcode or town):
        notes.append(("plaats", gazetteer.help_text(postcode or town)))
    municipality = municipality or site
    lat, lon = _pin(typed, errors)
    if lat is None and located is not None and not located.did_you_mean:
        lat, lon = round(located.lat, 5), round(located.lon, 5)
    elif lat is not None and lon is not None and located is not None:
        away = kilometres((lat, lon), (located.lat, located.lon))
        if away > _FAR_KM:
            notes.append(
                (
                    "speld",
                    f"De speld staat {away:.0f} km van {located.name}. Klopt dat? Anders zet u hem terug bij het adres.",
                )
            )
    return PlaceDraft(
        name=name, street=street, postcode=postcode, town=town, kern=kern, municipality=municipality, lat=lat, lon=lon,
        confidential=bool(typed.one("adres_geheim")), directions=directions,
    )  # fmt: skip


def located_at(typed: Typed, gazetteer: Gazetteer | None) -> Located | None:
    """Where the address that was typed lies, as far as our own tables know."""
    if gazetteer is None:
        return None
    for name in ("postcode", "plaats", "kern"):
        said = line(typed.one(name), 80)[0]
        if said and (found := gazetteer.find(said)) is not None:
            return found
    return None


def moved(typed: Typed, gazetteer: Gazetteer | None, way: str) -> tuple[str, str] | None:
    """Latitude and longitude (as the fields hold them) one step of 50 m further; None when there is no pin to move."""
    lat, lon = _pin(typed, [])
    if lat is None or lon is None:
        located = located_at(typed, gazetteer)
        if located is None:
            return None
        lat, lon = located.lat, located.lon
    north, east = _WAYS.get(way, (0, 0))
    step = STEP_METRES / _METRES_PER_DEGREE
    lat += north * step
    lon += east * step / math.cos(math.radians(lat))
    return f"{lat:.5f}", f"{lon:.5f}"


def _pin(typed: Typed, errors: Findings) -> tuple[float | None, float | None]:
    said = [typed.one(name) for name in ("lat", "lon")]
    if not any(said):
        return None, None
    if all(_NUMBER.fullmatch(each) for each in said):
        lat, lon = (float(each.replace(",", ".")) for each in said)
        south, north, west, east = _NEAR
        if south <= lat <= north and west <= lon <= east:
            return lat, lon
        errors.append(("lat", "De speld ligt ver buiten Nederland. Zijn de twee getallen verwisseld?"))
        return None, None
    errors.append(("lat", "De speld heeft twee getallen nodig, bijvoorbeeld 52,4726 en 6,0607. Of laat beide leeg."))
    return None, None


def _postcode(typed: str, errors: Findings) -> str:
    said = line(typed, 40)[0]
    found = _POSTCODE.fullmatch(said)
    if found is not None:
        return f"{found[1]} {found[2].upper()}" if found[2] else found[1]
    if said:
        errors.append(
            ("postcode", f"'{said}' is geen Nederlandse postcode. Schrijf bijvoorbeeld 1234 AB, of laat het leeg.")
        )
    return said
