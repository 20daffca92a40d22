"""Where help is given: a place on the map as HSDS location and `service_at_location`, and the area it serves.

A confidential place gives nothing at all here: no location, no address, no point, no kern; only the area served (I-12).
"""

from typing import Any, Final

from app.content.whole import Content
from app.open_data.formats import stable_id
from app.social_map.draft import Accessibility
from app.social_map.models import Offer, Place
from app.social_map.vocabulary import Answer

Document = dict[str, Any]

_ACCESS: Final = (
    ("wheelchair", "Toegankelijk met een rolstoel"),
    ("toilet", "Toilet voor mensen in een rolstoel"),
    ("hearing_loop", "Ringleiding"),
    ("parking", "Parkeerplek bij de ingang"),
    ("low_stimulus", "Rustig en prikkelarm"),
)
_SAID: Final = {Answer.YES: "ja", Answer.NO: "nee"}


def locations_of(offer: Offer, sid: str) -> list[Document]:
    """The one `service_at_location` of an offer; none when the place is confidential or nothing is known of it."""
    place = offer.place
    if place.confidential or not (place.street or place.town or place.kern or place.name or place.lat is not None):
        return []
    return [
        {
            "id": stable_id(sid, "location"),
            "service_id": sid,
            "location_id": place.uid,
            "location": _location(place, offer.accessibility),
        }
    ]


def _location(place: Place, accessibility: Accessibility) -> Document:
    made: Document = {"id": place.uid, "location_type": "physical"}
    if name := place.name or place.kern or place.town:
        made["name"] = name
    if place.directions:
        made["transportation"] = place.directions
    if place.lat is not None and place.lon is not None:
        made["latitude"], made["longitude"] = place.lat, place.lon
    if place.street:
        made["addresses"] = [_address(place)]
    if known := _accessibility(place.uid, accessibility):
        made["accessibility"] = known
    return made


def _address(place: Place) -> Document:
    address = {
        "id": stable_id(place.uid, "address"),
        "location_id": place.uid,
        "address_1": place.street,
        "city": place.town or place.kern or place.municipality,
        "state_province": "",
        "postal_code": place.postcode,
        "country": "NL",
        "address_type": "physical",
    }
    if place.municipality:
        address["region"] = place.municipality
    return address


def _accessibility(lid: str, known: Accessibility) -> list[Document]:
    return [
        {
            "id": stable_id(lid, "accessibility", name),
            "location_id": lid,
            "description": f"{label}: {_SAID[answer]}",
        }
        for name, label in _ACCESS
        if (answer := getattr(known, name)) is not Answer.UNKNOWN
    ]


def service_areas_of(content: Content, offer: Offer, sid: str) -> list[Document]:
    """The area served as it was given, else the municipality the place lies in."""
    names = dict.fromkeys(offer.area_served) or dict.fromkeys(filter(None, (offer.place.municipality,)))
    found = []
    for name in names:
        area = {"id": stable_id(sid, "area", name), "service_id": sid, "name": name}
        if any(town.name == name for town in content.municipalities):
            area["description"] = f"Gemeente {name}"
        found.append(area)
    return found
