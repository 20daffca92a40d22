"""What an import did, told to whoever started it: the keys of its JSON are those of contract.md section 2."""

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about one row for a person to look at."""

    line: int
    name: str
    reason: str


@dataclass(slots=True)
class Report:
    """What an import did; the keys of its JSON are these names. `run` is empty after a dry run: nothing to take back.

    `skipped_headings` are the lines that are no offer: headings between the rows, heads once more, counts.
    `taken` is said of an organisation's own list only: what is new (no reason) or changed (the columns, with a comma).
    """

    run: str
    source: str
    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    flagged: list[Remark] = field(default_factory=list)
    refused: list[Remark] = field(default_factory=list)
    taken: list[Remark] = field(default_factory=list)
    organisations: int = 0
    offers: int = 0
    unknown_heads: list[str] = field(default_factory=list)
    skipped_headings: list[int] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The report as JSON values."""
        return asdict(self)

    @property
    def counts(self) -> dict[str, int]:
        """The figures, kept with the run."""
        figures = {
            name: getattr(self, name) for name in ("read", "new", "changed", "unchanged", "organisations", "offers")
        }
        return figures | {"flagged": len(self.flagged), "refused": len(self.refused)}
