"""A feed of HSDS read page after page into one file, with one service on every line.

The feed's own word is law: it says how much there is, and when it turns out to hold something else, or goes round in circles,
nothing of it is taken. With a cursor only what changed since is asked for.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from importers import Ask, Fetched, FileRefused
from importers.file_to_rows import Refused
from importers.hsds_files import parsed
from importers.hsds_json import check_ids, contents_of, contradiction, is_page, number_in

PER_PAGE = 100
MOST_PAGES = 5_000
MOST_SERVICES = 100_000
_NESTED = frozenset({"phones", "schedules", "service_at_locations", "attributes", "languages", "cost_options", "service_areas", "contacts"})  # fmt: skip
_NO_FEED = (
    "Dit adres geeft geen gegevens van Open Referral (HSDS). Controleer het adres; het eindigt vaak op /api of /hsds."
)
_ENDLESS = "Deze bron houdt niet op: na {pages} bladzijden is er nog meer. Er is niets overgenomen. Meld dit bij wie de bron maakt."


@dataclass(slots=True)
class _Feed:
    """One reading of a feed."""

    ask: Ask
    address: str
    asked: dict[str, str] = field(default_factory=dict)
    newest: str = ""
    told: list[int] = field(default_factory=list)
    held: int = 0
    seen: set[str] = field(default_factory=set)
    missing: int = 0

    def json_at(self, address: str) -> Any:
        """What stands at an address.

        :raises FileRefused: when it does not answer, or not in JSON.
        """
        try:
            return parsed(self.ask(address).decode("utf-8-sig", errors="replace"))
        except ValueError as problem:
            raise FileRefused(_NO_FEED) from problem

    def page(self, number: int) -> Any:
        """One page of the list."""
        parts = urlsplit(self.address)
        query = dict(parse_qsl(parts.query, keep_blank_values=True)) | self.asked
        query |= {"page": str(number), "per_page": query.get("per_page", str(PER_PAGE)), "full": "true"}
        return self.json_at(urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(query), "")))

    def services(self) -> Iterator[dict[str, Any]]:
        """Every service of every page.

        :raises FileRefused: when the feed contradicts itself, or does not end.
        """
        number, last = 1, False
        while not last:
            read = self.page(number)
            items = self._items(read, number)
            last = self._is_last(read, number, items)
            yield from items
            number += 1
            if number > MOST_PAGES or self.held > MOST_SERVICES:
                raise FileRefused(_ENDLESS.format(pages=number - 1))
        if self.told and not min(self.told) <= self.held <= max(self.told):
            different = f" ({len(self.seen)} verschillende)" if len(self.seen) != self.held else ""
            raise FileRefused(contradiction(f"{self.told[-1]} diensten in totaal", f"{self.held}{different}"))

    def _items(self, read: Any, number: int) -> list[dict[str, Any]]:
        found = contents_of(read) if is_page(read) else read if isinstance(read, list) else None
        if found is None:
            raise FileRefused(_NO_FEED)
        items = [each for each in found if isinstance(each, dict)]
        ids = [str(each.get("id", "")) for each in items]
        said = number_in(read, "page_number", "number") if is_page(read) else None
        if said is not None and items and said not in {number, number - 1}:
            raise FileRefused(contradiction(f"dat dit bladzijde {said} is", f"om bladzijde {number} gevraagd gekregen"))
        if ids and number > 1 and self.seen.issuperset(ids):
            raise FileRefused(f"Deze bron spreekt zichzelf tegen: bladzijde {number} is dezelfde als een eerdere. Er is niets overgenomen. Meld dit bij wie de bron maakt.")  # fmt: skip
        if is_page(read):
            size = number_in(read, "size")
            if read.get("empty") is True and items:
                raise FileRefused(contradiction("dat deze bladzijde leeg is", f"{len(items)} diensten"))
            if size is not None and len(items) > size:
                different = f" (met {len(set(ids))} verschillende id's)" if len(set(ids)) != len(ids) else ""
                raise FileRefused(contradiction(f"{size} diensten op bladzijde {number}", f"{len(items)}{different}"))
        self.seen.update(ids)
        self.held += len(items)
        for each in items:
            changed = each.get("last_modified")
            if isinstance(changed, str):
                self.newest = max(self.newest, changed)
        return items

    def _is_last(self, read: Any, number: int, items: list[dict[str, Any]]) -> bool:
        if not is_page(read):
            return True  # an array is not paged
        total = number_in(read, "total_items", "totalElements")
        pages = number_in(read, "total_pages", "totalPages")
        if total is not None:
            self.told.append(total)
            if self.held > max(self.told):
                raise FileRefused(contradiction(f"{total} diensten in totaal", f"op bladzijde {number} al {self.held}"))
        if pages is not None:
            return number >= pages
        if read.get("last_page") is True or read.get("last") is True or not items:
            return True
        return total is not None and self.held >= total


def fetch(address: str, cursor: Mapping[str, Any], folder: Path, ask: Ask) -> Fetched:
    """Read a feed into `folder`.

    :param address: of the feed's root, of its list of services, or of one file with everything (zip, JSON, NDJSON).
    :param cursor: `modified_after` of the reading before; empty: everything.
    :raises FileRefused: when it is no feed, contradicts itself or does not end.
    """
    listed, alone = _found(address.strip(), ask, folder)
    if alone is not None:
        return Fetched(alone, {}, whole=True)
    after = str(cursor.get("modified_after") or "")
    whole = not after
    feed = _Feed(ask, listed, {"modified_after": after} if after else {})
    path = folder / "diensten.ndjson"
    count = 0
    with path.open("w", encoding="utf-8") as out:
        detailed: bool | None = None
        for item in feed.services():
            if detailed is None:
                detailed = not _NESTED & {*item} and _says_more(feed, item)
            service = _detail(feed, item) if detailed else item
            if service is not None:
                out.write(json.dumps(service, ensure_ascii=True) + "\n")
                count += 1
    _check(feed)
    notes = [
        f"Van {urlsplit(listed).netloc} gelezen: {count} keer aanbod{'' if whole else ', alleen wat veranderd is'}."
    ]
    if feed.missing:
        notes.append(
            f"{feed.missing} keer gaf de bron een dienst niet, hoewel die in de lijst staat. Die blijft hier zoals zij was."
        )
    newest = max(feed.newest, after)
    return Fetched(path, {"modified_after": newest} if newest else {}, whole and not feed.missing, tuple(notes))


def _check(feed: _Feed) -> None:
    if feed.held != len(feed.seen) and feed.told:
        try:
            check_ids([*feed.seen, *[next(iter(feed.seen))] * (feed.held - len(feed.seen))])
        except Refused as problem:
            raise FileRefused(str(problem)) from None


def _found(address: str, ask: Ask, folder: Path) -> tuple[str, Path | None]:
    """The address of the list of services; or the one file that stands there."""
    parts = urlsplit(address)
    if parts.path.rstrip("/").endswith("/services") or "page" in dict(parse_qsl(parts.query)):
        return address, None
    root = urlunsplit((parts.scheme, parts.netloc, parts.path.rstrip("/"), "", ""))
    looks_like_file = parts.path.lower().endswith((".zip", ".json", ".ndjson", ".jsonl"))
    body = ask(address if looks_like_file or parts.query else f"{root}/")
    if body[:2] == b"PK":
        return "", _kept(folder / "pakket.zip", body)
    try:
        read = parsed(body.decode("utf-8-sig", errors="replace"))
    except ValueError:
        if looks_like_file and parts.path.lower().endswith(("ndjson", "jsonl")):
            return "", _kept(folder / "diensten.ndjson", body)
        raise FileRefused(_NO_FEED) from None
    if looks_like_file:
        return "", _kept(folder / "diensten.json", body)
    if is_page(read) or isinstance(read, list):
        return address, None
    if not isinstance(read, Mapping):
        raise FileRefused(_NO_FEED)
    return f"{root}/services", None


def _kept(path: Path, body: bytes) -> Path:
    path.write_bytes(body)
    return path


def _says_more(feed: _Feed, item: Mapping[str, Any]) -> bool:
    """Whether one service asked for alone says more than the list does: then the list is a short form."""
    found = _detail(feed, item)
    return found is not None and bool(_NESTED & {*found})


def _detail(feed: _Feed, item: Mapping[str, Any]) -> dict[str, Any] | None:
    """A service in full; one that is gone has no more to say than the list does."""
    key = item.get("id")
    if not isinstance(key, str) or not key or item.get("status") in {"inactive", "defunct"}:
        return dict(item)
    parts = urlsplit(feed.address)
    address = urlunsplit((parts.scheme, parts.netloc, f"{parts.path.rstrip('/')}/{quote(key, safe='')}", "", ""))
    try:
        read = feed.json_at(address)
    except FileRefused:
        feed.missing += 1
        return None
    if not isinstance(read, dict) or str(read.get("id")) != key:
        raise FileRefused(contradiction(f"dat dienst {key[:60]} bestaat", "een andere"))
    return read
