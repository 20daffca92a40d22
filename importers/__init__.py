"""Offers from elsewhere: every importer yields drafts, and nothing else.

This is what an importer has to look like: a file in, rows with drafts out. Importers plug in through the entry point
group `leefplein.importers`, so another package can bring its own format without a change here.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from app.content.whole import Content
from app.social_map.draft import OfferDraft


class FileRefused(Exception):
    """The file as a whole cannot be taken in; the message says why, in Dutch, and how to mend it."""


class HeadsUnknown(FileRefused):
    """None of the heads that are needed is known. `heads` are those of the file, so that somebody can say what they are."""

    def __init__(self, reason: str, heads: tuple[str, ...]) -> None:
        super().__init__(reason)
        self.heads = heads


@dataclass(frozen=True, slots=True)
class Context:
    """What an importer may know of the installation.

    :param kinds: slug of every kind of offer, and whether it comes to people's homes.
    :param domains: slug of every life domain, and its label.
    :param municipality: fills an absent municipality; empty leaves it unknown.
    :param source_name: whose ids these are: the same id of the same source is the same offer.
    :param today: the date on the calendar in the Netherlands.
    :param kind_labels: label of a kind, for tables that do not use the slugs.
    :param organisation: whose offers these are when a row does not say; empty: the offer's own name.
    :param heads: what the columns of this source were said to be: folded head to field (see heads.py).
    :param licence: under which its source gives the offers away; every importer writes it on its drafts (`draft.licence`).
    :param attribution: who must be named where the offers are shown; empty when the licence asks for no name.
    :param content: everything editors own, for formats that render what they read; None in an importer's own tests.
    :param known: ids of this source that are on the map already.
    :param held: ids (in small letters) under which the map has offers of its own and of other sources: a neighbour who reads us
        gives them back.
    """

    kinds: Mapping[str, bool]
    domains: Mapping[str, str]
    source_name: str
    today: date
    municipality: str = ""
    kind_labels: Mapping[str, str] = field(default_factory=dict)
    heads: Mapping[str, str] = field(default_factory=dict)
    organisation: str = ""
    licence: str = ""
    attribution: str = ""
    content: Content | None = None
    known: frozenset[str] = frozenset()
    held: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PlacesSaid:
    """How many places a list says are free. `on`: the day it was so; None is the day of the import."""

    available: int | None
    maximum: int | None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the file. Either `draft` is there, or `refused` says why not (Dutch), or the row is no offer but a
    heading or a count (`heading`), or the map has it already from elsewhere (`held`), or it is the id of an offer that its source
    does not give any more (`stopped`). `flags` are for an editor.
    """

    line: int
    name: str
    draft: OfferDraft | None = None
    flags: tuple[str, ...] = ()
    refused: str = ""
    heading: bool = False
    places: PlacesSaid | None = None
    held: bool = False
    stopped: str = ""


@dataclass(slots=True)
class Reading:
    """A file that was opened and looks right. Iterate once for its rows.

    :param total: how many rows will come, for a progress bar.
    :param unknown_heads: columns nobody knows; they are reported and left out.
    :param notes: what else somebody should know about the file (Dutch).
    :param late_notes: what is known only once every row has come by (Dutch).
    :param reread: a row read again from cells by field, with only the columns this file has; None when the format has none.
    """

    rows: Iterator[Row]
    total: int
    unknown_heads: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    late_notes: Callable[[], list[str]] = list
    reread: Callable[[Mapping[str, str]], Row] | None = None

    def __iter__(self) -> Iterator[Row]:
        return self.rows


class Source(Protocol):
    """An importer: knows one format and yields drafts, nothing else."""

    @property
    def name(self) -> str:
        """How it is called on the command line."""

    def read(self, path: Path, context: Context) -> Reading:
        """Open a file.

        :raises FileRefused: when the file as a whole cannot be taken in; before any row has come.
        """


Ask = Callable[[str], bytes]
"""One web address in, the body of its answer out. It keeps count of what a whole reading may cost and waits politely between
two questions.

:raises FileRefused: when the address may not be called, does not answer, or answers too much (in Dutch).
"""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was fetched of a source.

    :param path: one file that `read` of the same importer understands.
    :param cursor: what is needed to ask only for what is new the next time; plain JSON.
    :param whole: the file holds everything the source has now, so what is missing in it is gone there.
    :param notes: what somebody should know about the fetching (Dutch).
    """

    path: Path
    cursor: dict[str, Any]
    whole: bool
    notes: tuple[str, ...] = ()


class Followed(Source, Protocol):
    """An importer whose source can be followed: it fetches as well as reads."""

    def fetch(self, address: str, cursor: Mapping[str, Any], folder: Path, ask: Ask) -> Fetched:
        """Ask the source what it has now, and put that in `folder`, as one file.

        :param address: what the source was given as its address; may be empty where the format knows its own.
        :param cursor: as the reading before gave it back; empty the first time, and when everything has to be read again.
        :raises FileRefused: when the source answers something that cannot be taken in (Dutch).
        """
