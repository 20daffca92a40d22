"""What an offer's versions tell of its source: what that said last, and what stands here beside it.

A version that came from the source and that nobody decided about yet is a question, not an answer: what was said before
it stays the ground to compare with, so that a question that is asked again stays the same question.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from app.social_map.draft import OfferDraft
from app.social_map.models import ImportRun, Offer, OfferRevision

IMPORT = "import "
"""How the actor of an import begins; the name of its run follows."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an offer stands beside its source.

    :ivar base: what the source said when somebody last decided; None when it never said anything.
    :ivar last: what the source said last, decided or not; None when it never said anything.
    :ivar have: the offer as people here have it.
    :ivar ours: somebody here changed it since the source's word was taken.
    :ivar waits: a change that somebody here handed in waits for an editor.
    """

    base: OfferDraft | None
    last: OfferDraft | None
    have: OfferDraft
    ours: bool
    waits: bool


def runs_of(session: Session, source: str) -> frozenset[str]:
    """The actors of the runs of this source that were not taken back."""
    found = session.exec(select(ImportRun.run).where(ImportRun.source == source, col(ImportRun.undone_at).is_(None)))
    return frozenset(f"{IMPORT}{run}" for run in found)


def revisions_of(session: Session, offer: Offer) -> list[OfferRevision]:
    """All versions of an offer, newest first."""
    question = select(OfferRevision).where(OfferRevision.offer_id == offer.id)
    return list(session.exec(question.order_by(col(OfferRevision.number).desc())).all())


def standing(revisions: Sequence[OfferRevision], runs: frozenset[str]) -> Standing | None:
    """Where an offer with these versions (newest first) stands; None when it has none.

    :param runs: as `runs_of` gives them.
    """
    if not revisions:
        return None
    from_source = [each for each in revisions if each.author in runs]
    last = _said(from_source[0]) if from_source else None
    asked = 0
    while asked < len(revisions) and revisions[asked].author in runs and revisions[asked].state == "pending":
        asked += 1
    rest = revisions[asked:] or revisions
    here = rest[0]
    if here.state == "returned":
        here = next((each for each in rest if each.state == "approved"), here)
    base = next((each for each in rest if each.author in runs), None)
    said = _said(base) if base else None
    ours = base is not None and (here is not base or base.said is not None)
    return Standing(said, last, here.draft, ours, rest[0].author not in runs and rest[0].state == "pending")


def _said(revision: OfferRevision) -> OfferDraft:
    return revision.said or revision.draft
