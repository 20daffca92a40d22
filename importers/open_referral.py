"""Open Referral: services in Human Services Data Specification 1.1, 2.x and 3.x, from a file, a folder or a feed.

What the map has no field for is carried along with each offer, so that it goes out again as it came in. A neighbour's Leefplein
is such a feed too; what it has of us, or of a source that we read ourselves, does not come back as a double.
"""

import json
import tempfile
import weakref
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from pydantic import ValidationError

from importers import Ask, Context, Fetched, FileRefused, Reading, Row
from importers.hsds_drafts import GONE, Drafter
from importers.hsds_feed import fetch
from importers.reading_apart import read_apart

PROGRAM = "importers.hsds_to_documents"
PATIENCE = 600
_DIED = "Dit is te groot of te ingewikkeld om veilig te lezen. Verdeel het over meer bestanden."
_MOST_NAMED = 3
_NO_MORE_THAN = frozenset({"id", "name", "status", "last_modified", "organization_id"})
"""All that a feed says of a service that is gone; with more than this it is a whole service that was stopped."""


@dataclass(frozen=True, slots=True)
class OpenReferralSource:
    """The importer of Open Referral; its feeds can be followed."""

    name: str = "open-referral"

    def read(self, path: Path, context: Context) -> Reading:
        """Open a data package, tables or JSON.

        :raises FileRefused: when it cannot be read, or contradicts itself.
        """
        if context.content is None:
            raise FileRefused("De inhoud van deze site is niet te lezen, en zonder soorten en kernen kan dit niet.")
        out = tempfile.TemporaryFile()  # noqa: SIM115  (the rows keep it as long as they live)
        try:
            closing = read_apart(["-m", PROGRAM, str(path.resolve()), context.source_name], out, PATIENCE, _DIED)
        except BaseException:
            out.close()
            raise
        rows = _Rows(out, int(closing["rows"]), context, Drafter(context, context.content))
        weakref.finalize(rows, out.close)
        notes = tuple(str(note) for note in closing["notes"])
        return Reading(iter(rows), rows.count, tuple(closing["unknown"]), notes, rows.late_notes)

    def fetch(self, address: str, cursor: Mapping[str, Any], folder: Path, ask: Ask) -> Fetched:
        """Read a feed, page after page (see `hsds_feed`).

        :raises FileRefused: when it does not answer as a feed, or contradicts itself.
        """
        return fetch(address, cursor, folder, ask)


SOURCE = OpenReferralSource()


@dataclass(slots=True, weakref_slot=True)
class _Rows:
    """What the child read, as rows. `held`: services that the map has already, of itself or of a source of its own."""

    source: IO[bytes]
    count: int
    context: Context
    drafter: Drafter
    held: int = 0
    gone: int = 0
    names: list[str] = field(default_factory=list)

    def __iter__(self) -> Iterator[Row]:
        self.source.seek(0)
        for _ in range(self.count):
            yield self._row(json.loads(self.source.readline()))

    def _row(self, said: Mapping[str, Any]) -> Row:
        number = int(said["line"])
        if "refused" in said:
            return Row(number, "", refused=str(said["refused"]))
        document, source_id = said["doc"], str(said["id"])
        name = str(document["name"]).strip()[:200]
        if source_id.casefold() in self.context.held:
            self.held += 1
            self.names.append(name)
            return Row(number, name, held=True)
        if document.get("status") in GONE and _NO_MORE_THAN.issuperset(document):
            if source_id not in self.context.known:
                self.gone += 1
                return Row(number, name, held=True)
            return Row(number, name, stopped=source_id)
        try:
            draft, flags, places = self.drafter.draft_of(document, source_id)
        except ValidationError as problem:
            where = ".".join(str(part) for part in problem.errors()[0]["loc"])
            return Row(number, name, refused=f"{where}: deze waarde past niet op de kaart. Controleer dit bij de bron.")
        if not source_id:
            flags.append(
                "id: deze dienst heeft geen id. Bij een volgende keer is zij alleen aan haar naam te herkennen."
            )
        return Row(number, name, draft, (*said["said"], *flags), places=places)

    def late_notes(self) -> list[str]:
        """What was left out because it is here already, or never was."""
        notes = []
        if self.held:
            some = ", ".join(f"'{name}'" for name in self.names[:_MOST_NAMED])
            more = " en andere" if self.held > _MOST_NAMED else ""
            notes.append(
                f"{self.held} keer aanbod van deze bron staat al op de kaart, van onszelf of uit een andere bron ({some}{more}). Dat is niet nog eens overgenomen."
            )
        if self.gone:
            notes.append(f"{self.gone} keer aanbod is bij de bron gestopt en stond hier niet. Dat is niet overgenomen.")
        return notes
