"""What a whole reading of a source no longer has: pointed out to an editor, or taken off the map when the source is trusted.

A source that loses much at once is more likely broken than right, help in a crisis never leaves the map by itself, and what
people here look after is theirs. So the cautious way out is always a person.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.services import Services
from app.social_map.draft import OfferDraft
from app.social_map.models import Flag, ImportChange, ImportRun, Offer
from app.social_map.names import loose_name
from app.social_map.shelving import INDEX_BATCH, Shelf
from app.social_map.versions import revisions_of, runs_of, standing
from app.social_map.vocabulary import ConfirmedBy, Status
from app.upkeep.standing import CLIENT_SUPPORT
from importers.report import Change, Remark, Report

GONE = "De bron heeft dit niet meer. Kijk of het nog bestaat."
NOT_FOLLOWED = "De bron van dit aanbod wordt niet meer gevolgd. Kijk of het nog klopt."
FEW = 5
_PART = 5
"""Not more than a fifth of a source leaves the map at once, unless it is a handful."""


@dataclass(frozen=True, slots=True)
class Following:
    """How a source is followed, for one reading.

    :ivar whole: the file holds everything the source has, so what is missing is gone there.
    :ivar follow_gone: do something about what is gone. :ivar trusted: withdraw it, instead of asking an editor.
    """

    licence: str = ""
    attribution: str = ""
    whole: bool = False
    follow_gone: bool = True
    trusted: bool = False

    @property
    def with_the_offer(self) -> str:
        """What stays with every offer, also when its source is followed no longer: the licence, and who must be named."""
        return "; ".join(part for part in (self.licence, self.attribution) if part)[:300]


def too_much_gone(services: Services, source: str, changes: Iterable[Change]) -> tuple[int, int] | None:
    """How many offers would leave the map, of how many, when that is more than a source may take away at once."""
    leaving = sum(
        each.act == "withdraw" or any(told["field"] == "status" and told["says"] == "withdrawn" for told in each.fields)
        for each in changes
    )
    if leaving <= FEW:
        return None
    with services.database.reading() as session:
        question = sa.select(sa.func.count(col(Offer.id))).where(
            col(Offer.source) == source, col(Offer.status) != Status.WITHDRAWN, col(Offer.merged_into) == ""
        )
        total = int(session.execute(question).scalar_one())
    return (leaving, total) if leaving * _PART > total else None


@dataclass(frozen=True, slots=True)
class Gone:
    """What deciding about what is gone needs: within a writing session, for one source (`source` is its name)."""

    services: Services
    session: Session
    following: Following
    report: Report
    source: str


def is_kept_public(services: Services, draft: OfferDraft) -> bool:
    """Whether a source says that an offer stopped of a kind that no source takes off the map."""
    return draft.status is Status.WITHDRAWN and draft.kind in _never_hidden(services)


def _never_hidden(services: Services) -> frozenset[str]:
    return frozenset({*services.content.now().policy.never_hide, CLIENT_SUPPORT})


def follow_gone(gone: Gone, missing: set[int], actor: str) -> None:
    """Deal with what is gone; the report tells what was done with each.

    :param missing: numbers of the offers that nothing of a whole reading was recognised as.
    """
    session, report = gone.session, gone.report
    run = session.exec(select(ImportRun).where(ImportRun.run == report.run)).first() if report.run else None
    shelf = Shelf(session, gone.services.home_kinds, run=run, following=True)
    runs = runs_of(session, gone.source)
    flagged: list[int] = []
    for offer in _still_here(session, gone.source):
        act = _what_to_do(gone, offer, runs) if offer.id in missing else ""
        if not act:
            continue
        report.changes.append(Change(0, offer.name, "gone", offer.id or 0, (), act))
        if act == "withdraw":
            shelf.withdraw(offer, actor=actor, why="De bron heeft dit niet meer.")
            report.withdrawn += 1
        elif act == "flag":
            flagged.append(offer.id or 0)
            report.flagged.append(Remark(0, offer.name, GONE))
    shelf.finish()
    _flag(session, flagged)
    _settle_what_came_back(session, gone.source, missing)


def _still_here(session: Session, source: str) -> list[Offer]:
    question = select(Offer).where(Offer.source == source, Offer.status != Status.WITHDRAWN, Offer.merged_into == "")
    return list(session.exec(question.order_by(col(Offer.id))).all())


def _what_to_do(gone: Gone, offer: Offer, runs: frozenset[str]) -> str:
    """`withdraw`, `flag`, `keep`, or nothing when it may still be there: in a row that could not be read."""
    names = {loose_name(each.name) for each in gone.report.refused}
    if loose_name(offer.name) in names:
        return ""
    if not gone.following.follow_gone:
        return "keep"
    if not gone.following.trusted or "" in names or offer.kind in _never_hidden(gone.services):
        return "flag"
    stands = standing(revisions_of(gone.session, offer), runs)
    ours = stands is None or stands.ours or stands.waits or offer.confirmed_by is ConfirmedBy.ORGANISATION
    return "flag" if ours else "withdraw"


def _flag(session: Session, numbers: list[int]) -> None:
    """Ask an editor once; what was settled stays settled."""
    for start in range(0, len(numbers), INDEX_BATCH):
        part = numbers[start : start + INDEX_BATCH]
        asked = set(session.exec(select(Flag.offer_id).where(col(Flag.offer_id).in_(part), Flag.reason == GONE)).all())
        session.add_all([Flag(offer_id=number, reason=GONE) for number in part if number not in asked])


def _settle_what_came_back(session: Session, source: str, missing: set[int]) -> None:
    open_flags = session.exec(
        select(Flag)
        .join(Offer, col(Offer.id) == col(Flag.offer_id))
        .where(Offer.source == source, Flag.reason == GONE, col(Flag.settled_at).is_(None))
    ).all()
    for flag in open_flags:
        if flag.offer_id not in missing:
            flag.settled_at = clock.now()
            session.add(flag)


def withdraw_all(services: Services, session: Session, source: str, report: Report, actor: str) -> None:
    """A source is followed no longer and its offers go with it, but for what people here look after: that is pointed out."""
    gone = Gone(services, session, Following(whole=True, trusted=True), report, source)
    run = session.exec(select(ImportRun).where(ImportRun.run == report.run)).one()
    shelf = Shelf(session, services.home_kinds, run=run, following=True)
    runs = runs_of(session, source)
    for offer in _still_here(session, source):
        if _what_to_do(gone, offer, runs) == "withdraw":
            shelf.withdraw(offer, actor=actor, why="De bron wordt niet meer gevolgd.")
            report.withdrawn += 1
        else:
            session.add(Flag(offer_id=offer.id or 0, reason=NOT_FOLLOWED))
            report.flagged.append(Remark(0, offer.name, NOT_FOLLOWED))
    shelf.finish()
    run.counts = report.counts
    session.add(run)


def forget_flags(session: Session, run: ImportRun) -> list[int]:
    """What a run pointed out as gone and nobody settled, removed when that run is taken back. Gives the offers' numbers."""
    flags = session.exec(
        select(Flag)
        .join(Offer, col(Offer.id) == col(Flag.offer_id))
        .where(
            Offer.source == run.source,
            col(Flag.reason).in_((GONE, NOT_FOLLOWED)),
            col(Flag.at) >= run.at,
            col(Flag.settled_at).is_(None),
        )
    ).all()
    for flag in flags:
        session.delete(flag)
    return [flag.offer_id for flag in flags]


def forget_an_empty_run(session: Session, report: Report) -> None:
    """A reading that changed nothing is no run to take back: a source that is read every day would bury the others."""
    if not report.run or report.new or report.changed or report.withdrawn:
        return
    run = session.exec(select(ImportRun).where(ImportRun.run == report.run)).one()
    if session.exec(select(ImportChange.id).where(ImportChange.run_id == run.id).limit(1)).first() is None:
        session.delete(run)
        report.run = ""
