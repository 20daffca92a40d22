"""When: the times of an offer as HSDS schedules. What is not wholly understood goes out as it was typed, never guessed."""

from functools import lru_cache
from typing import Any

from app.open_data.formats import stable_id
from app.social_map.schedule_hsds import hsds_schedules
from app.social_map.times import read_times

Document = dict[str, Any]


@lru_cache(maxsize=16384)
def _read(text: str) -> tuple[Document, ...]:
    read = read_times(text)
    return tuple(hsds_schedules(read.schedule)) if read.schedule is not None else ({"description": text},)


def schedules_of(times: str, sid: str) -> list[Document]:
    """The schedules of a service with this id; none when nothing was said."""
    if not times:
        return []
    return [
        {"id": stable_id(sid, "schedule", number), "service_id": sid, **read}
        for number, read in enumerate(_read(times))
    ]
