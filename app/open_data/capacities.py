"""Places that are free, as HSDS `service_capacity`: how many of what, of how many, and when that was said."""

from typing import Any

from app.open_data.formats import moment, stable_id
from app.social_map.places_free import Places

Document = dict[str, Any]


def capacities_of(places: Places | None, sid: str) -> list[Document]:
    """What was said last of free places; nothing when no number was given, because `available` must be one."""
    if places is None or places.available is None:
        return []
    made: Document = {
        "id": stable_id(sid, "capacity"),
        "service_id": sid,
        "unit": {"id": stable_id("unit", places.unit), "name": places.unit},
        "available": places.available,
        "updated": moment(places.updated_at),
    }
    if places.maximum is not None:
        made["maximum"] = places.maximum
    if places.note:
        made["description"] = places.note
    return [made]
