"""Tables from strangers, as rows of text: CSV or XLSX, read by a child process with little to spend.

The child writes to a file without a name before anybody sees a row. So a file that turns out bad on its last line is
refused whole, a slow reader cannot keep the child alive, and how many rows there are is known before the first.
"""

import json
import tempfile
import weakref
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from importers import FileRefused
from importers.broken_letters import mended, still_strange
from importers.reading_apart import read_apart

PROGRAM = Path(__file__).with_name("file_to_rows.py")
PATIENCE = 180
MOST_LINES_NAMED = 20
_DIED = "Dit bestand is te groot of te ingewikkeld om veilig te lezen. Verdeel het over meer bestanden of sla het op als CSV."


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the file: the line it stands on (1 is the first) and its cells."""

    number: int
    cells: list[str]


@dataclass(slots=True, weakref_slot=True)
class Table:
    """A file that was read whole. Iterate for its rows, heads included; `notes` is what the reader wants known.

    Broken letters are mended on the way: `mended` and `strange` are the lines where that was so, or could not be done.
    """

    rows: int
    notes: tuple[str, ...]
    _source: IO[bytes] = field(repr=False)
    mended: set[int] = field(default_factory=set)
    strange: set[int] = field(default_factory=set)

    def __iter__(self) -> Iterator[Line]:
        self._source.seek(0)
        for _ in range(self.rows):
            number, cells = json.loads(self._source.readline())
            yield Line(number, self._mended(number, cells))

    def _mended(self, number: int, cells: list[str]) -> list[str]:
        better = [mended(cell) for cell in cells]
        if better != cells:
            self.mended.add(number)
        if any(still_strange(cell) for cell in better):
            self.strange.add(number)
        return better

    def late_notes(self) -> list[str]:
        """What is known about the letters once every row has come by."""
        notes = []
        if self.mended:
            notes.append(f"Kapotte letters hersteld (zoals 'Ã©' voor 'é') op {listed(self.mended)}.")
        if self.strange:
            notes.append(
                f"Vreemde tekens die niet te herstellen waren, op {listed(self.strange)}. Kijk na wat er had moeten staan."
            )
        return notes


def listed(lines: Collection[int]) -> str:
    """Lines by their number, the first twenty."""
    shown = ", ".join(str(line) for line in sorted(lines)[:MOST_LINES_NAMED])
    more = len(lines) - MOST_LINES_NAMED
    return f"regel {shown}{f' en nog {more}' if more > 0 else ''}"


def read_table(path: Path) -> Table:
    """Read a CSV or XLSX file.

    :raises FileRefused: when it is missing, of another kind, broken, or too large (50 MB unpacked, 20,000 rows under
        the heads, 60 columns); in Dutch, with what to do about it.
    """
    if not path.is_file():
        raise FileRefused(f"Het bestand '{path.name}' is er niet, of het is geen bestand.")
    out = tempfile.TemporaryFile()  # noqa: SIM115  (the table keeps it as long as it lives)
    try:
        closing = read_apart([str(PROGRAM), str(path.resolve())], out, PATIENCE, _DIED)
    except BaseException:
        out.close()
        raise
    table = Table(int(closing["rows"]), tuple(closing["notes"]), out)
    weakref.finalize(table, out.close)
    return table
