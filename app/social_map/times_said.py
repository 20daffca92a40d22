"""A mask of weekdays and parts of the day said aloud, days with the same times together."""

from app.social_map.schedule import ALL_DAYS, ANY_PART
from app.social_map.schedule_said import days_said, listed
from app.social_map.times_words import ALL_PARTS, PARTS_EN, PARTS_NL


def mask_said(mask: int, lang: str) -> str:
    """The days and parts of a mask in `nl` or `en`."""
    if mask & ((1 << ANY_PART) - 1) == (1 << ANY_PART) - 1:
        return "dag en nacht" if lang == "nl" else "day and night"
    by_times: dict[tuple[int, ...], list[int]] = {}
    for day in ALL_DAYS:
        parts = tuple(part for part in ALL_PARTS if mask >> (day * 4 + part) & 1)
        if parts or mask >> (ANY_PART + day) & 1:
            by_times.setdefault(parts, []).append(day)
    said = []
    for parts, days in by_times.items():
        when = listed([PARTS_NL[part] if lang == "nl" else PARTS_EN[part] for part in parts], lang)
        said.append(days_said(days, lang) + (f" ({when})" if when else ""))
    return ", ".join(said)
