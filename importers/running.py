"""Running an import: rows from a source onto the map, counted, flagged and undoable (contract.md sections 2 and 4).

The map itself decides what a draft becomes (`Shelf`); this module decides what goes in, what is said about it, and how
much is written at once. A dry run does all the work and takes every batch back.
"""

import secrets
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime, time
from importlib.metadata import entry_points
from itertools import islice
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from app import clock
from app.content.whole import Content
from app.services import Services
from app.social_map.doubles import Likenesses
from app.social_map.models import Flag, ImportRun, Offer, Organisation
from app.social_map.names import fold_name
from app.social_map.places_free import set_places
from app.social_map.shelving import Shelf, identity_of
from app.social_map.vocabulary import Status
from importers import Context, FileRefused, Row, Source
from importers.providers import SOURCE as PROVIDERS
from importers.spreadsheet import SOURCE as SPREADSHEET

ENTRY_POINTS = "leefplein.importers"
BATCH = 1000
_NOT_PUBLISHED = {
    Status.DRAFT: "Staat op 'concept' en is daarom niet gepubliceerd.",
    Status.WITHDRAWN: "Staat op 'ingetrokken' en is daarom niet gepubliceerd.",
}


class _TakeBack(Exception):
    """Ends a batch of a dry run: nothing of it stays."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about one row for a person to look at."""

    line: int
    name: str
    reason: str


@dataclass(slots=True)
class Report:
    """What an import did; the keys of its JSON are these names. `run` is empty after a dry run: nothing to take back."""

    run: str
    source: str
    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    flagged: list[Remark] = field(default_factory=list)
    refused: list[Remark] = field(default_factory=list)
    organisations: int = 0
    offers: int = 0
    unknown_heads: list[str] = field(default_factory=list)
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


@dataclass(frozen=True, slots=True)
class _Accepted:
    line: int
    name: str
    organisation: str
    offer_id: int


@dataclass(slots=True)
class _Run:
    """One import under way."""

    services: Services
    report: Report
    publish: bool
    dry: bool
    names_by_id: dict[str, str]
    seen: dict[str, tuple[int, str]] = field(default_factory=dict)
    organisations: dict[str, _Accepted] = field(default_factory=dict)
    reasons: dict[int, list[str]] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)

    @property
    def actor(self) -> str:
        """Who stands in the history of what this run did."""
        return actor_of(self.report.run)

    def flag(self, line: int, name: str, reasons: Iterable[str]) -> None:
        """Remember what is to be looked at on a row."""
        for reason in reasons:
            self.names[line] = name
            self.reasons.setdefault(line, []).append(reason)


def actor_of(run: str) -> str:
    """The name under which a run appears in an offer's history."""
    return f"import {run}".strip()


def sources() -> dict[str, Source]:
    """Every importer there is: ours, and those that other packages bring."""
    found: dict[str, Source] = {"spreadsheet": SPREADSHEET, "providers": PROVIDERS}
    for point in entry_points(group=ENTRY_POINTS):
        if point.name not in found:
            found[point.name] = point.load()
    return found


def context_of(content: Content, source_name: str, municipality: str = "") -> Context:
    """What an importer may know of this installation.

    :param municipality: slug of the municipality that fills an absent one; empty leaves it unknown.
    :raises FileRefused: when there is no such municipality here.
    """
    town = content.municipality(municipality) if municipality else None
    if municipality and town is None:
        there = ", ".join(each.slug for each in content.municipalities)
        raise FileRefused(f"De gemeente '{municipality}' is hier niet bekend. Kies uit: {there}.")
    return Context(
        kinds={kind.slug: kind.entering_home for kind in content.kinds},
        kind_labels={kind.slug: kind.label for kind in content.kinds},
        domains={domain.slug: domain.label for domain in content.domains},
        source_name=source_name,
        today=clock.today(),
        municipality=town.name if town else "",
    )


def import_file(
    services: Services,
    source: str,
    path: Path,
    *,
    publish: bool = False,
    dry_run: bool = False,
    municipality: str = "",
    source_name: str = "",
    progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Read a file onto the map.

    :param source: name of an importer; :param source_name: whose ids these are (default: `source`).
    :param publish: an administrator's word: publish without review what may be published.
    :param municipality: slug of the municipality that fills an absent one.
    :param progress: told after every batch how many rows are done, and of how many.
    :raises FileRefused: when the file as a whole cannot be taken in; nothing was written then.
    :raises KeyError: when there is no such importer.
    """
    importer = sources()[source]
    context = context_of(services.content.now(), source_name or source, municipality)
    reading = importer.read(path, context)
    run = _Run(
        services,
        Report(
            "" if dry_run else _new_run_name(), source, unknown_heads=[*reading.unknown_heads], notes=[*reading.notes]
        ),
        publish,
        dry_run,
        _known_names(services, context.source_name),
    )
    if not dry_run:
        with services.database.writing() as session:
            session.add(ImportRun(run=run.report.run, source=context.source_name, filename=path.name))
    rows = iter(reading)
    while batch := list(islice(rows, BATCH)):
        _put_away(run, batch)
        if progress:
            progress(run.report.read, reading.total)
    _finish(run)
    return run.report


def _new_run_name() -> str:
    return f"{clock.local_now():%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"


def _known_names(services: Services, source_name: str) -> dict[str, str]:
    """The name of every offer of this source by its id there."""
    with services.database.reading() as session:
        rows = session.exec(
            select(Offer.source_id, Offer.name).where(Offer.source == source_name, col(Offer.source_id).is_not(None))
        )
        return {str(source_id): name for source_id, name in rows}


def _put_away(run: _Run, batch: list[Row]) -> None:
    """One batch, in one transaction; a dry run takes it back."""
    with suppress(_TakeBack), run.services.database.writing() as session:
        record = session.exec(select(ImportRun).where(ImportRun.run == run.report.run)).first() if not run.dry else None
        shelf = Shelf(session, home_kinds=run.services.home_kinds, run=record)
        received = []
        for row in batch:
            run.report.read += 1
            if row.draft is None:
                run.report.refused.append(Remark(row.line, row.name, row.refused))
                continue
            flags = [*row.flags, *_about_identity(run, row)]
            if _seen_before(run, row):
                run.report.unchanged += 1
                run.flag(row.line, row.name, flags)
                continue
            if run.publish and row.draft.status in _NOT_PUBLISHED:
                flags.append(_NOT_PUBLISHED[row.draft.status])
            taken = shelf.receive(row.draft, actor=run.actor, publish=run.publish, flags=flags)
            setattr(run.report, taken.outcome, getattr(run.report, taken.outcome) + 1)
            run.flag(row.line, row.name, taken.flags)
            received.append((row, taken))
        shelf.finish()
        for row, taken in received:
            _put_places(session, run, row, taken.offer_id)
            organisation = row.draft.organisation.name if row.draft else ""
            run.organisations.setdefault(
                fold_name(organisation), _Accepted(row.line, row.name, organisation, taken.offer_id)
            )
        if run.dry:
            raise _TakeBack


def _put_places(session: Session, run: _Run, row: Row, offer_id: int) -> None:
    """What the row says of places free; a day without a time counts from its morning, so that a person of that day wins."""
    if row.places is None:
        return
    on = row.places.on
    at = datetime.combine(on, time(), clock.AMSTERDAM) if on and on != clock.today() else None
    taken = set_places(session, offer_id, row.places.available, row.places.maximum, actor=run.actor, at=at)
    if not taken:
        reason = "plekken_op: er is intussen iets nieuwers bekend over de plekken; deze zijn niet overgenomen."
        run.flag(row.line, row.name, [reason])


def _about_identity(run: _Run, row: Row) -> list[str]:
    """What is odd about whose offer this is: an id that had another name, or that stands in the file twice."""
    draft = row.draft
    if draft is None:
        return []
    if earlier := run.seen.get(identity_of(draft)):
        line, name = earlier
        if fold_name(name) == fold_name(draft.name):
            return [f"Dit aanbod staat ook op regel {line} en is één keer overgenomen."]
        return [
            f"De id '{draft.source_id}' staat ook op regel {line} bij '{name}'. Deze regel is niet overgenomen; geef elk aanbod een eigen id."
        ]
    known = run.names_by_id.get(draft.source_id) if draft.source_id else None
    if known is not None and fold_name(known) != fold_name(draft.name):
        return [
            f"De id '{draft.source_id}' hoorde bij '{known}' en heeft nu een andere naam. Kijk na of dit hetzelfde aanbod is."
        ]
    return []


def _seen_before(run: _Run, row: Row) -> bool:
    if row.draft is None:
        return False
    identity = identity_of(row.draft)
    if identity in run.seen:
        return True
    run.seen[identity] = (row.line, row.draft.name)
    return False


def _finish(run: _Run) -> None:
    """Point out organisations that look like another one, and keep the figures with the run."""
    with suppress(_TakeBack), run.services.database.writing() as session:
        known = session.exec(select(Organisation.name).order_by(col(Organisation.id))).all()
        likenesses = Likenesses([*known, *(each.organisation for each in run.organisations.values())])
        flags: dict[int, str] = {}
        for each in run.organisations.values():
            if other := likenesses.like(each.organisation):
                reason = f"'{each.organisation}' lijkt op '{other}': misschien dezelfde organisatie. Niet samengevoegd; kijk dit na."
                run.flag(each.line, each.name, [reason])
                flags[each.offer_id] = reason
        report = run.report
        report.organisations = len(run.organisations)
        report.offers = len(run.seen)
        report.flagged = [
            Remark(line, run.names[line], " ".join(reasons)) for line, reasons in sorted(run.reasons.items())
        ]
        if run.dry:
            raise _TakeBack
        _keep_flags(session, flags)
        record = session.exec(select(ImportRun).where(ImportRun.run == report.run)).one()
        record.counts = report.counts
        session.add(record)


def _keep_flags(session: Session, flags: dict[int, str]) -> None:
    """Write flags that were never raised before; one that an editor settled stays settled."""
    numbers = sorted(flags)
    for start in range(0, len(numbers), BATCH):
        part = numbers[start : start + BATCH]
        raised = set(session.exec(select(Flag.offer_id, Flag.reason).where(col(Flag.offer_id).in_(part))).all())
        session.add_all(
            [Flag(offer_id=number, reason=flags[number]) for number in part if (number, flags[number]) not in raised]
        )
