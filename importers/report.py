"""What an import did, told to whoever started it: the keys of its JSON are those of contract.md section 2."""

from dataclasses import asdict, dataclass, field
from typing import Any

from app.social_map.shelving import Received
from app.social_map.three_way import Case


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about one row for a person to look at."""

    line: int
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Change:
    """What a reading does to one offer, in three ways: what its source said, what it says now, and what we have.

    :ivar case: `new`, `there` (changed at the source), `here` (changed here: kept), `both` (a person chooses), `gone`.
    :ivar offer: number of the offer, 0 when it is not on the map yet.
    :ivar fields: {field, case, said, says, here} of each field that moved. `act` of what is gone: `withdraw`, `flag`, `keep`.
    """

    line: int
    name: str
    case: str
    offer: int = 0
    fields: tuple[dict[str, str], ...] = ()
    act: str = ""


def change_of(line: int, name: str, taken: Received, known: int) -> list[Change]:
    """What the map made of one row; nothing when there is nothing to tell."""
    if taken.outcome == "new":
        return [Change(line, name, "new")]
    if taken.beside is None:
        return [Change(line, name, "there", known)] if taken.outcome == "changed" else []
    cases = {each.case for each in taken.beside.fields}
    case = next((each for each in (Case.BOTH, Case.THERE, Case.HERE) if each in cases), None)
    fields = tuple(asdict(each) for each in taken.beside.fields)
    return [Change(line, name, case.value, known, fields)] if case else []


@dataclass(slots=True)
class Report:
    """What an import did; the keys of its JSON are these names. `run` is empty after a dry run: nothing to take back.

    `skipped_headings` are the lines that are no offer: headings between the rows, heads once more, counts.
    `changes` is the change report in three ways. `withdrawn`: how many offers left the map because their source has them no
    more. `taken` is said of an organisation's own list only: what is new (no reason) or changed (the columns, with a comma).
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
    changes: list[Change] = field(default_factory=list)
    withdrawn: int = 0

    def as_json(self) -> dict[str, Any]:
        """The report as JSON values."""
        return asdict(self)

    @property
    def counts(self) -> dict[str, int]:
        """The figures, kept with the run."""
        figures = {
            name: getattr(self, name) for name in ("read", "new", "changed", "unchanged", "organisations", "offers")
        }
        figures |= {"flagged": len(self.flagged), "refused": len(self.refused)}
        return figures | ({"withdrawn": self.withdrawn} if self.withdrawn else {})
