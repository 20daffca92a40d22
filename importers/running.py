"""Running an import: rows from a source onto the map, counted, flagged and undoable (contract.md sections 2 and 4).

The map itself decides what a draft becomes (`Shelf`); this module decides what goes in, what is said about it, and how
much is written at once. A dry run does all the work and takes every batch back.
"""

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from importlib.metadata import entry_points
from itertools import islice
from pathlib import Path

from sqlmodel import Session, col, select

from app import clock
from app.content.whole import Content
from app.services import Services
from app.social_map.doubles import Likenesses
from app.social_map.draft import OfferDraft
from app.social_map.models import Flag, ImportRun, Organisation
from app.social_map.names import fold_name, loose_name
from app.social_map.places_free import set_places
from app.social_map.recognising import Known, KnownOffers
from app.social_map.shelving import NOT_THEIRS, Received, Shelf, identity_of
from app.social_map.vocabulary import Status
from importers import Context, FileRefused, Row, Source
from importers.elsewhere import Elsewhere
from importers.federation import ids_here, stopped_draft
from importers.gone import GONE, Following, Gone, follow_gone, forget_an_empty_run, is_kept_public
from importers.open_referral import SOURCE as OPEN_REFERRAL
from importers.openstreetmap import SOURCE as OPENSTREETMAP
from importers.own import OwnList, own_list, undated_prices
from importers.providers import SOURCE as PROVIDERS
from importers.report import Remark, Report, change_of
from importers.samenwerkende_catalogi import SOURCE as SAMENWERKENDE_CATALOGI
from importers.spreadsheet import SOURCE as SPREADSHEET
from importers.tables import listed
from importers.teaching import heads_of

ENTRY_POINTS = "leefplein.importers"
BATCH = 1000
_NOT_PUBLISHED = {
    Status.DRAFT: "Staat op 'concept' en is daarom niet gepubliceerd.",
    Status.WITHDRAWN: "Staat op 'ingetrokken' en is daarom niet gepubliceerd.",
}


_Sorted = tuple[Row, list[str], Known | None]


class _TakeBack(Exception):
    """Ends a batch of a dry run: nothing of it stays."""


@dataclass(frozen=True, slots=True)
class _Accepted:
    line: int
    name: str
    organisation: str
    offer_id: int


@dataclass(slots=True)
class _Run:
    """One import under way. `late` are rows that may be an offer written in another way: they come when all that is
    written right is known.
    """

    services: Services
    report: Report
    publish: bool
    dry: bool
    known: KnownOffers
    elsewhere: Elsewhere
    own: OwnList | None = None
    following: Following | None = None
    source: str = ""
    seen: dict[str, tuple[int, str]] = field(default_factory=dict)
    seen_loose: dict[tuple[str, ...], tuple[int, str]] = field(default_factory=dict)
    late: list[Row] = field(default_factory=list)
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
    ours: tuple[Source, ...] = (SPREADSHEET, PROVIDERS, SAMENWERKENDE_CATALOGI, OPENSTREETMAP, OPEN_REFERRAL)
    found: dict[str, Source] = {each.name: each for each in ours}
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
        content=content,
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
    heads: Mapping[str, str] | None = None,
    organisation: str = "",
    filename: str = "",
    following: Following | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Read a file onto the map.

    :param source: name of an importer; :param source_name: whose ids these are (default: `source`).
    :param publish: an administrator's word: publish without review what may be published.
    :param municipality: slug of the municipality that fills an absent one.
    :param heads: what columns are, for this time, beside what was taught about this source: folded head to field.
    :param organisation: uid of the organisation that hands in its own list: its own offers only, and never published at once.
    :param filename: how the file is called for people; else as it is called on disk.
    :param following: how this source is followed, when it is: `publish` is then its trust, and what it repeats changes nothing.
    :param progress: told after every batch how many rows are done, and of how many.
    :raises FileRefused: when the file as a whole cannot be taken in; nothing was written then.
    :raises KeyError: when there is no such importer.
    """
    importer = sources()[source]
    whose = source_name or source
    with services.database.reading() as session:
        own = own_list(session, organisation) if organisation else None
        known = KnownOffers(session, whose, own.id if own else 0)
        elsewhere = Elsewhere(session, whose)
        ours, others = ids_here(session, whose)
        taught = heads_of(session, whose) | dict(heads or {})
    context = context_of(services.content.now(), whose, municipality)
    context = replace(context, heads=taught, organisation=own.name if own else "", known=ours, held=others)
    if following:
        context = replace(context, licence=following.licence, attribution=following.attribution)
    reading = importer.read(path, context)
    if own:
        own.reading = reading
    report = Report(
        "" if dry_run else new_run_name(), source, unknown_heads=[*reading.unknown_heads], notes=[*reading.notes]
    )
    run = _Run(services, report, publish and own is None, dry_run, known, elsewhere, own, following, whose)
    if not dry_run:
        with services.database.writing() as session:
            session.add(ImportRun(run=report.run, source=whose, filename=filename or path.name))
    rows = iter(reading)
    while batch := list(islice(rows, BATCH)):
        report.read += len(batch)
        _put_away(run, _sorted_out(run, batch))
        if progress:
            progress(report.read, reading.total)
    late = iter(run.late)
    while batch := list(islice(late, BATCH)):
        _put_away(run, [(row, [], known.loose(row.draft)) for row in batch if row.draft])
    report.notes += reading.late_notes()
    if report.skipped_headings:
        report.notes.append(
            f"Overgeslagen, want geen aanbod maar een tussenkop of een telling: {listed(report.skipped_headings)}."
        )
    _finish(run)
    return report


def new_run_name() -> str:
    """A name no other run has: when it began, and four signs."""
    return f"{clock.local_now():%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"


def _sorted_out(run: _Run, batch: list[Row]) -> Iterator[_Sorted]:
    """The rows of a batch that go on the map now; the others are counted, or wait until the end of the file."""
    for row in batch:
        draft = row.draft
        refused = row.refused or (run.own.refusal(row) if run.own and draft else "")
        if row.heading:
            run.report.skipped_headings.append(row.line)
        elif row.held or row.stopped:
            yield from _stopped(run, row)
        elif draft is None or refused:
            run.report.refused.append(Remark(row.line, row.name, refused))
        elif double := _double(run, draft):
            run.report.unchanged += 1
            run.flag(row.line, row.name, [*row.flags, double])
        else:
            flags = _other_name(run, draft)
            known = run.known.exact(draft)
            if known is None and (earlier := run.seen_loose.get(_loose(draft))):
                run.report.unchanged += 1
                run.flag(row.line, row.name, [*row.flags, _told_double(*earlier)])
                continue
            run.seen[identity_of(draft)] = (row.line, draft.name)
            if not draft.source_id:
                run.seen_loose.setdefault(_loose(draft), (row.line, draft.name))
            if known is None and run.known.may_be_known(draft):
                run.late.append(row)
            else:
                yield row, flags, known


def _stopped(run: _Run, row: Row) -> Iterator[_Sorted]:
    """The offer that its source does not give any more, once; what the map has from elsewhere is nothing new."""
    gone = run.known.by_id(row.stopped)
    if gone is None or row.stopped in run.seen:
        run.report.unchanged += 1
        return
    run.seen[row.stopped] = (row.line, row.name)
    yield row, [], gone


def _put_away(run: _Run, rows: Iterable[_Sorted]) -> None:
    """One batch, in one transaction; a dry run takes it back."""
    with suppress(_TakeBack), run.services.database.writing() as session:
        record = session.exec(select(ImportRun).where(ImportRun.run == run.report.run)).first() if not run.dry else None
        owner = run.own.id if run.own else 0
        shelf = Shelf(session, run.services.home_kinds, record, owner, following=run.following is not None)
        received = []
        for read, told, known in rows:
            row = run.own.told(session, read, known.id if known else 0) if run.own else read
            if row.stopped and known is not None:
                row = replace(row, draft=stopped_draft(session, known.id))
                run.report.unchanged += row.draft is None
            if row.draft is None:
                continue
            flags = [*row.flags, *told]
            flags += _likenesses(run, row.draft, known)
            if run.publish and row.draft.status in _NOT_PUBLISHED:
                flags.append(_NOT_PUBLISHED[row.draft.status])
            columns = run.own.columns_changed(session, row.draft, known.id if known else 0) if run.own else ()
            if run.own and (known is None or "kosten" in columns):
                flags += undated_prices(row.draft)
            taken = _received(run, shelf, row, flags, known.id if known else 0)
            run.flag(row.line, row.name, taken.flags)
            if NOT_THEIRS in taken.flags:
                continue
            if run.own and taken.outcome != "unchanged":
                run.report.taken.append(Remark(row.line, row.name, ", ".join(columns)))
            received.append((row, taken, shelf.organisation_named(row.draft.organisation.name)))
        shelf.finish()
        for row, taken, organisation in received:
            _put_places(session, run, row, taken.offer_id)
            run.organisations.setdefault(
                loose_name(organisation), _Accepted(row.line, row.name, organisation, taken.offer_id)
            )
        if run.dry:
            raise _TakeBack


def _received(run: _Run, shelf: Shelf, row: Row, flags: list[str], known: int) -> Received:
    """The row on the map, and told in the change report; what no source may take off the map waits for an editor."""
    assert row.draft is not None  # noqa: S101  (whoever calls has looked)
    draft, publish = row.draft, run.publish
    if run.following and not draft.licence:
        draft = draft.model_copy(update={"licence": run.following.with_the_offer})
    if run.following and is_kept_public(run.services, draft):
        publish, flags = False, [*flags, GONE]
    taken = shelf.receive(draft, actor=run.actor, publish=publish, flags=flags, known=known)
    setattr(run.report, taken.outcome, getattr(run.report, taken.outcome) + 1)
    if run.own is None:
        run.report.changes += change_of(row.line, row.name, taken, known)
    return taken


def _likenesses(run: _Run, draft: OfferDraft, known: Known | None) -> list[str]:
    """What a draft may be another name of: an earlier offer of its own source, or, when it is new, one of another source."""
    if other := run.known.like(draft, known):
        return [f"'{draft.name}' lijkt op '{other}': misschien hetzelfde aanbod. Niet samengevoegd; kijk dit na."]
    told = run.elsewhere.like(draft) if known is None and run.own is None else ""
    return [told] if told else []


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


def _double(run: _Run, draft: OfferDraft) -> str:
    """Why a row is one that stands in the file already, by the same id or the same names; empty when it is not."""
    earlier = run.seen.get(identity_of(draft))
    if earlier is None:
        return ""
    line, name = earlier
    if fold_name(name) == fold_name(draft.name):
        return _told_double(line, name)
    return f"De id '{draft.source_id}' staat ook op regel {line} bij '{name}'. Deze regel is niet overgenomen; geef elk aanbod een eigen id."


def _told_double(line: int, name: str) -> str:
    return f"Dubbel: '{name}' staat ook op regel {line} en is één keer overgenomen. Zegt deze regel iets anders, kijk dan welke klopt."


def _loose(draft: OfferDraft) -> tuple[str, ...]:
    if draft.source_id:
        return ()
    return tuple(loose_name(part) for part in (draft.name, draft.organisation.name, draft.place.kern))


def _other_name(run: _Run, draft: OfferDraft) -> list[str]:
    """What is odd about an id: it had another name."""
    known = run.known.by_id(draft.source_id)
    if known is not None and loose_name(known.name) != loose_name(draft.name):
        return [
            f"De id '{draft.source_id}' hoorde bij '{known.name}' en heeft nu een andere naam. Kijk na of dit hetzelfde aanbod is."
        ]
    return []


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
        report.refused.sort(key=lambda remark: remark.line)
        report.flagged = [
            Remark(line, run.names[line], " ".join(reasons)) for line, reasons in sorted(run.reasons.items())
        ]
        if run.following and run.following.whole:
            missing = {each.id for each in run.known.untaken() if each.identity not in run.seen}
            follow_gone(Gone(run.services, session, run.following, report, run.source), missing, run.actor)
        if run.dry:
            raise _TakeBack
        _keep_flags(session, flags)
        record = session.exec(select(ImportRun).where(ImportRun.run == report.run)).one()
        record.counts = report.counts
        session.add(record)
        if run.following:
            forget_an_empty_run(session, report)


def _keep_flags(session: Session, flags: dict[int, str]) -> None:
    """Write flags that were never raised before; one that an editor settled stays settled."""
    numbers = sorted(flags)
    for start in range(0, len(numbers), BATCH):
        part = numbers[start : start + BATCH]
        raised = set(session.exec(select(Flag.offer_id, Flag.reason).where(col(Flag.offer_id).in_(part))).all())
        session.add_all(
            [Flag(offer_id=number, reason=flags[number]) for number in part if (number, flags[number]) not in raised]
        )
