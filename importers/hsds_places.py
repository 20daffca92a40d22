"""Where a service is given, how it is reached, and whether one can get in: from the locations of an HSDS document."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from app.content.whole import Content
from app.social_map.draft import Accessibility, PlaceDraft
from app.social_map.names import fold_name
from app.social_map.plain_text import line
from app.social_map.vocabulary import Answer
from importers.hsds_words import plain_line

Document = Mapping[str, Any]

_POSTCODE = re.compile(r"([1-9]\d{3})\s?([A-Za-z]{2})?", re.ASCII)
_DUTCH = frozenset({"", "nl", "nld", "nederland", "netherlands", "the netherlands"})
_SOUTH, _NORTH, _WEST, _EAST = 49.0, 55.0, 2.0, 9.0
_SAYS = {
    "toegankelijk met een rolstoel": "wheelchair", "wheelchair": "wheelchair", "wheelchair accessible": "wheelchair", "ramp": "wheelchair",
    "toilet voor mensen in een rolstoel": "toilet", "restroom": "toilet", "accessible toilet": "toilet",
    "ringleiding": "hearing_loop", "hearing loop": "hearing_loop", "induction loop": "hearing_loop",
    "parkeerplek bij de ingang": "parking", "disabled parking": "parking",
    "rustig en prikkelarm": "low_stimulus",
}  # fmt: skip
"""What our own data says of a place, and the fixed words of older versions; every other text stays text."""
_NO_VOICE = frozenset({"fax", "sms", "text", "textphone", "tty", "pager"})


class Towns:
    """The kernen and municipalities of this installation by any of their names."""

    def __init__(self, content: Content) -> None:
        self.municipalities = {fold_name(town.name): town.name for town in content.municipalities}
        self.kernen: dict[str, tuple[str, str]] = {}
        for town in content.municipalities:
            for kern in town.kernen:
                for name in (*kern.also, kern.name):
                    key = fold_name(name)
                    same = self.kernen.get(key, (kern.name,))[0] == kern.name
                    self.kernen[key] = (kern.name, town.name) if same else ("", "")


def locations_in(document: Document) -> list[Document]:
    """Every location, those with an address first, in their order."""
    found = [
        place for at in document.get("service_at_locations", ()) if isinstance(place := at.get("location"), Mapping)
    ]
    return sorted(found, key=lambda place: (place.get("location_type") == "virtual", not place.get("addresses")))


def place_of(location: Document | None, towns: Towns, municipality: str, flags: list[str]) -> PlaceDraft:
    """The place on the map.

    :param municipality: what fills an absent one.
    """
    if location is None:
        return PlaceDraft(municipality=municipality)
    address = address_of(location)
    town = plain_line(address.get("city"))
    name = plain_line(location.get("name"))
    known = town or name
    kern, where = towns.kernen.get(fold_name(known), ("", ""))
    told = plain_line(address.get("region"))
    lat, lon = _degrees(location, flags)
    return PlaceDraft(
        name="" if fold_name(name) in {fold_name(kern), fold_name(town)} else name,
        street=", ".join(part for part in (plain_line(address.get("address_1"), 200), plain_line(address.get("address_2"), 90)) if part),
        postcode=_postcode(address, flags),
        town=town,
        kern=kern,
        municipality=towns.municipalities.get(fold_name(told)) or where or municipality,
        lat=lat,
        lon=lon,
        directions=plain_line(location.get("transportation")),
    )  # fmt: skip


def address_of(location: Document) -> Document:
    """The address one can go to."""
    listed = location.get("addresses") or [{}]
    return next((each for each in listed if each.get("address_type") != "postal"), listed[0])


def in_words(location: Document) -> str:
    """A location on one line: name, street, postcode and town."""
    address = address_of(location)
    parts = [
        location.get("name"),
        address.get("address_1"),
        f"{address.get('postal_code') or ''} {address.get('city') or ''}",
    ]
    return ", ".join(dict.fromkeys(text for part in parts if (text := plain_line(part, 120))))


def _degrees(location: Document, flags: list[str]) -> tuple[float | None, float | None]:
    lat, lon = location.get("latitude"), location.get("longitude")
    if lat is None or lon is None or (lat == 0 and lon == 0):
        return None, None
    if _SOUTH <= lat <= _NORTH and _WEST <= lon <= _EAST:
        return float(lat), float(lon)
    flags.append(f"latitude en longitude: {lat} / {lon} ligt ver buiten Nederland en is niet overgenomen.")
    return None, None


def _postcode(address: Document, flags: list[str]) -> str:
    typed = plain_line(address.get("postal_code"), 40)
    found = _POSTCODE.fullmatch(typed)
    if found:
        return f"{found[1]} {found[2].upper()}" if found[2] else found[1]
    if typed and fold_name(str(address.get("country") or "")) in _DUTCH:
        flags.append(f"postal_code: '{typed}' is geen Nederlandse postcode en bewaard als tekst.")
    return typed


def accessibility_of(location: Document | None) -> tuple[Accessibility, list[str]]:
    """What is known of getting in, and what is only said in words."""
    answers: dict[str, Answer] = {}
    words = []
    for each in location.get("accessibility", ()) if location else ():
        said, details = plain_line(each.get("description")), plain_line(each.get("details"))
        what, _, answer = fold_name(said).replace("_", " ").partition(": ")
        if what in _SAYS and answer in {"", "ja", "nee"}:
            answers[_SAYS[what]] = Answer.NO if answer == "nee" else Answer.YES
            said = ""
        words += [text for text in (said, details) if text]
    return Accessibility(**answers), list(dict.fromkeys(words))


def phones_in(document: Document, location: Document | None) -> list[Document]:
    """Every number once: of the service, of where it is, of who to speak to, of the organization; those to speak on first."""
    found: dict[str, Document] = {}
    for each in _phones(document, location):
        number = re.sub(r"\D", "", str(each.get("number") or ""))
        if number:
            found.setdefault(number, each)
    return sorted(found.values(), key=lambda each: fold_name(str(each.get("type") or "")) in _NO_VOICE)


def _phones(document: Document, location: Document | None) -> Iterator[Document]:
    yield from document.get("phones", ())
    for each in document.get("contacts", ()):
        yield from each.get("phones", ())
    for at in document.get("service_at_locations", ()):
        yield from at.get("phones", ())
        for each in at.get("contacts", ()):
            yield from each.get("phones", ())
    yield from location.get("phones", ()) if location else ()


def number_of(phone: Document) -> str:
    """The number as it is dialled."""
    number = line(str(phone.get("number") or "").strip("\"' "), 60)[0]
    extension = phone.get("extension")
    return f"{number}, toestel {extension:g}" if isinstance(extension, int | float) else number


def is_voice(phone: Document) -> bool:
    """Whether somebody answers it in words."""
    return fold_name(str(phone.get("type") or "")) not in _NO_VOICE
