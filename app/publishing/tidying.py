"""What was kept to work with and serves nobody any more goes: photos of no offer, old writing, requests and joint acts of a year ago."""

from datetime import datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.accounts.models import JointAct
from app.db import Database
from app.publishing.models import JoinRequest, Photo, WorkingDraft
from app.publishing.vocabulary import JoinState
from app.social_map.models import Offer, OfferRevision

PHOTO_UNUSED: Final = timedelta(days=30)
YEAR: Final = timedelta(days=365)
_MOST_PHOTOS: Final = 200


def tidy_up(database: Database) -> int:
    """Remove it. Returns how many rows went.

    Photos that no offer, no version of one and no working draft names; working drafts nobody touched for a year; requests to
    take part and joint acts a year after they were decided or ran out. The audit lines about them stay.
    """
    now = clock.now()
    with database.writing() as session:
        gone = _removed(session, sa.delete(WorkingDraft).where(col(WorkingDraft.updated_at) < now - YEAR))
        decided = (col(JoinRequest.state) != JoinState.NEW, col(JoinRequest.decided_at) < now - YEAR)
        gone += _removed(session, sa.delete(JoinRequest).where(*decided))
        gone += _removed(session, sa.delete(JointAct).where(col(JointAct.expires_at) < now - YEAR))
        unused = _unused_photos(session, now - PHOTO_UNUSED)
        return gone + _removed(session, sa.delete(Photo).where(col(Photo.id).in_(unused)))


def _unused_photos(session: Session, before: datetime) -> list[int]:
    """Some at a time: each is looked for in the texts of all versions."""
    said = sa.cast(col(OfferRevision.draft), sa.Text)
    question = select(Photo.id).where(
        col(Photo.created_at) < before,
        col(Photo.uid).not_in(select(Offer.photo).where(Offer.photo != "")),
        col(Photo.uid).not_in(select(WorkingDraft.photo).where(WorkingDraft.photo != "")),
        ~sa.exists().where(said.contains(col(Photo.uid))),
    )
    return [number or 0 for number in session.exec(question.order_by(col(Photo.id)).limit(_MOST_PHOTOS))]


def _removed(session: Session, question: Any) -> int:
    return int(getattr(session.execute(question), "rowcount", 0))
