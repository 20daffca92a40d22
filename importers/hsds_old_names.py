"""JSON with the names of HSDS 1.1 and 2.x, brought to those of 3.1. What already has today's names stays as it is."""

from collections.abc import Callable, Mapping
from typing import Any

from importers.hsds_tables import COLUMNS, holiday, weekly

Document = dict[str, Any]


def _texts(each: Document) -> dict[str, str]:
    return {key: str(value) for key, value in each.items() if isinstance(value, str | int | float)}


def _attribute(each: Document) -> Document:
    """`{"taxonomy": {...}}` of 2.x is a term today."""
    term = each.get("taxonomy_term") or each.get("taxonomy")
    made = {key: value for key, value in each.items() if key not in {"taxonomy", "taxonomy_id", "taxonomy_detail"}}
    if isinstance(term, Mapping):
        named = dict(term)
        if "vocabulary" in named:
            named["taxonomy"] = named.pop("vocabulary")
        made["taxonomy_term"] = named
    if isinstance(detail := each.get("taxonomy_detail"), str):
        made["value"] = detail
    return made


_LISTS: dict[str, tuple[str, Callable[[Document], Document]]] = {
    "physical_addresses": ("addresses", lambda each: {"address_type": "physical"} | each),
    "physical_address": ("addresses", lambda each: {"address_type": "physical"} | each),
    "postal_addresses": ("addresses", lambda each: {"address_type": "postal"} | each),
    "postal_address": ("addresses", lambda each: {"address_type": "postal"} | each),
    "regular_schedules": ("schedules", lambda each: dict(weekly(_texts(each)))),
    "regular_schedule": ("schedules", lambda each: dict(weekly(_texts(each)))),
    "holiday_schedules": ("schedules", lambda each: dict(holiday(_texts(each)))),
    "holiday_schedule": ("schedules", lambda each: dict(holiday(_texts(each)))),
    "accessibility_for_disabilities": ("accessibility", lambda each: each),
    "services_at_location": ("service_at_locations", lambda each: each),
    "services_taxonomy": ("attributes", _attribute),
    "service_taxonomys": ("attributes", _attribute),
    "service_taxonomies": ("attributes", _attribute),
    "service_attributes": ("attributes", _attribute),
}
_RENAMED = {
    "organization": COLUMNS["organization"],
    "accessibility": COLUMNS["accessibility_for_disabilities"],
    "service_areas": COLUMNS["service_area"],
    "languages": COLUMNS["language"],
    "taxonomy_term": COLUMNS["taxonomy_term"],
    "funding": COLUMNS["funding"],
}
_DEEPEST = 12


def todays_names(given: Mapping[str, Any], name: str = "service", depth: int = 0) -> Document:
    """The object with today's names, and all that stands in it. `name` is the field it stands under."""
    renamed = _RENAMED.get(name, {})
    made: Document = {}
    for key, value in given.items():
        new, change = _LISTS.get(key, (renamed.get(key, key) if renamed.get(key) not in given else key, None))
        if isinstance(value, Mapping) and change is not None:
            value = [value]  # noqa: PLW2901  (one where a list is meant)
        if isinstance(value, list) and depth < _DEEPEST:
            value = [  # noqa: PLW2901
                todays_names(change(dict(each)) if change else each, new, depth + 1)
                if isinstance(each, Mapping)
                else each
                for each in value
            ]
            before = made.get(new, given.get(new))
            if change is not None and isinstance(before, list):
                value = [*before, *value]  # noqa: PLW2901
        elif isinstance(value, Mapping) and depth < _DEEPEST:
            value = todays_names(value, new, depth + 1)  # noqa: PLW2901
        made[new] = value
    if name == "service":
        _eligibility(made)
    return made


def _eligibility(made: Document) -> None:
    """A list of who may come, in 2.x, is one text today."""
    for key in ("eligibility", "eligibilitys", "eligibilities"):
        listed = made.pop(key, None)
        for each in listed if isinstance(listed, list) else [listed]:
            if not isinstance(each, Mapping):
                continue
            said = each.get("eligibility")
            if isinstance(said, str) and said.strip():
                before = made.get("eligibility_description")
                made["eligibility_description"] = f"{before}\n{said}" if isinstance(before, str) and before else said
            for age in ("minimum_age", "maximum_age"):
                if each.get(age) is not None:
                    made.setdefault(age, each[age])
