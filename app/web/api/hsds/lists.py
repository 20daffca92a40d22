"""What every list of the API holds: which rows answer a question, and the documents of a page of them.

Rows are chosen and read apart, each in a moment of its own, so that who reads everything at once never keeps the database open.
"""

from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final
from weakref import WeakKeyDictionary

from app.db import Database
from app.open_data import choosing
from app.open_data.choosing import NOBODY, Hours, Wanted
from app.open_data.counting_places import Spot, spots
from app.open_data.locating import organisations_of
from app.places.located import Located
from app.search.asking import Question
from app.web.api.hsds.documents import Reader
from app.web.api.hsds.parameters import DAYS, Asked, BadParameter
from app.web.running import content, municipality, services

Document = dict[str, Any]
_BATCH: Final = 100
_MOST_KEPT: Final = 16


@dataclass(frozen=True, slots=True)
class Found:
    """What answers: `keys` in order, and how a part of them becomes documents (a key that is gone meanwhile gives none)."""

    keys: Sequence[Any]
    documents: Callable[[Sequence[Any]], list[Document]]

    def every(self) -> Iterator[Document]:
        """All documents, read in batches."""
        for start in range(0, len(self.keys), _BATCH):
            yield from self.documents(self.keys[start : start + _BATCH])


_KEPT: "WeakKeyDictionary[Database, OrderedDict[Any, array[int]]]" = WeakKeyDictionary()


def find_services(asked: Asked, mark: str) -> Found:
    """The services that answer."""
    reader = Reader.here()
    keys = _offers(asked, mark)
    if asked.minimal:
        return Found(keys, reader.minimal_services)
    full = bool(asked.get("full", default=False))
    return Found(keys, lambda part: reader.services(part, full=full))


def find_places(asked: Asked, mark: str) -> Found:
    """The places where services are given."""
    reader = Reader.here()
    keys = _offers(asked, mark, gone=False)
    with services().database.reading(behind=True) as session:
        places: tuple[Spot, ...] = spots(session, keys)
    full = bool(asked.get("full", default=False))
    return Found(places, lambda part: reader.places(part, full=full, minimal=asked.minimal))


def find_organisations(asked: Asked, mark: str) -> Found:
    """The organizations that answer."""
    del mark
    reader = Reader.here()
    with services().database.looking(behind=True) as connection:
        keys = choosing.organisations(
            connection,
            content(),
            words=asked.get("search", default=""),
            terms=asked.get("taxonomy_term_id"),
            taxonomies=asked.get("taxonomy_id"),
            since=asked.get("modified_after"),
        )
    whole = bool(asked.get("full_service", default=False))
    full = whole or bool(asked.get("full", default=False))
    return Found(keys, lambda part: reader.organisations(part, full=full, with_services=whole, minimal=asked.minimal))


def find_taxonomies(asked: Asked, mark: str) -> Found:
    """The taxonomies."""
    del mark
    found = [each for each in Reader.here().rendering.taxonomies() if _says(each, asked)]
    return Found(found, list)


def find_terms(asked: Asked, mark: str) -> Found:
    """The terms."""
    del mark
    taxonomies, parent = asked.get("taxonomy_id"), asked.get("parent_id")
    top = bool(asked.get("top_only", default=False))
    found = [
        each
        for each in Reader.here().rendering.taxonomy_terms()
        if all(each["taxonomy_id"] == taxonomy for taxonomy in taxonomies)
        and (parent is None or each.get("parent_id") == parent)
        and not (top and "parent_id" in each)
        and _says(each, asked)
    ]
    return Found(found, list)


LISTS: Final[dict[str, Callable[[Asked, str], Found]]] = {
    "services": find_services,
    "service_at_locations": find_places,
    "organizations": find_organisations,
    "taxonomies": find_taxonomies,
    "taxonomy_terms": find_terms,
}


def _says(document: Document, asked: Asked) -> bool:
    told = f"{document['name']} {document['description']} {document.get('code', '')}".casefold()
    return all(word in told for word in asked.get("search", default="").casefold().split())


def _offers(asked: Asked, mark: str, *, gone: bool = True) -> Sequence[int]:
    """Row numbers of the offers that answer; remembered until the map changes when nobody's words are in the question."""
    words: str = asked.get("search", default="")
    around = _around(asked)
    kept = _KEPT.setdefault(services().database, OrderedDict())
    asking = {name: value for name, value in asked.values.items() if name not in {"page", "per_page", "format", "full"}}
    key = (mark, gone, tuple(sorted(asking.items(), key=lambda each: each[0])))
    if not asked.personal and (held := kept.get(key)) is not None:
        with suppress(KeyError):  # another thread took it out at this moment
            kept.move_to_end(key)
        return held
    with services().database.looking(behind=True) as connection:
        wanted = Wanted(
            terms=asked.get("taxonomy_term_id"),
            taxonomies=asked.get("taxonomy_id"),
            organisation=_organisation(asked, lambda uid: organisations_of(connection, uid)),
            since=asked.get("modified_after"),
            gone=gone and not words,
            around=around,
            metres=None if (proximity := asked.get("proximity")) is None else int(proximity),
            youngest=asked.get("minimum_age"),
            oldest=asked.get("maximum_age"),
            hours=_hours(asked),
        )
        found: Sequence[int] = choosing.offers(connection, content(), wanted)
    if words:
        question = Question(words=words, place=asked.get("postcode", default=""), host=municipality().slug)
        return choosing.in_order(found, services().finder.order(question))
    if not asked.personal:
        kept[key] = array("l", found)
        with suppress(KeyError):
            while len(kept) > _MOST_KEPT:
                kept.popitem(last=False)
    return found


def _organisation(asked: Asked, find: Callable[[str], tuple[int, ...]]) -> int | None:
    uid = asked.get("organization_id")
    if uid is None:
        return None
    return next(iter(find(uid)), NOBODY)


def _hours(asked: Asked) -> Hours | None:
    day, start, end = (asked.get(name) for name in ("day", "start_time", "end_time"))
    if day is None and start is None and end is None:
        return None
    return Hours(None if day is None else DAYS.index(day), start, end)


def _around(asked: Asked) -> Located | None:
    postcode = asked.get("postcode")
    if not postcode:
        return None
    found = services().gazetteer.find(postcode)
    if found is None:
        message = "we do not know this postcode; give the four digits of one in the Netherlands"
        raise BadParameter("postcode", message)
    return found
