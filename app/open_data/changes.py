"""The history of an offer as HSDS `metadata`, from the day it was public. It names roles, never who somebody is, and no reasons."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlmodel import Session, col, select

from app.open_data.formats import moment, stable_id
from app.social_map.models import OfferEvent
from app.social_map.vocabulary import Status

Document = dict[str, Any]

MOST_LINES: Final = 50
_ACTIONS: Final = {
    "received": "update",
    "publish": "update",
    "confirm": "assure",
    "put_back": "update",
    "hide": "update",
    "withdraw": "delete",
}
"""What the public can notice. Handing in and sending back are between an organisation and the editors."""
_BY: Final = {"received": "bron", "publish": "redactie", "hide": "systeem", "put_back": "organisatie"}
_STATUS: Final = {Status.PUBLISHED: "active", Status.HIDDEN: "inactive", Status.WITHDRAWN: "defunct"}


def changes_of(history: Sequence[OfferEvent], sid: str) -> list[Document]:
    """The newest changes the public could notice, oldest first; what was before the first publication is left out."""
    found: list[Document] = []
    was_public = False
    for event in history:
        public_before, was_public = was_public, was_public or event.after == Status.PUBLISHED.value
        if event.action not in _ACTIONS or not was_public:
            continue
        found.append(
            {
                "id": stable_id(sid, "change", event.at.isoformat(), event.action, event.id or 0),
                "resource_id": sid,
                "resource_type": "service",
                "last_action_date": moment(event.at)[:10],
                "last_action_type": _ACTIONS[event.action] if public_before else "create",
                "field_name": "assured_date" if event.action == "confirm" else "status",
                "previous_value": _said(event.before) if public_before else "",
                "replacement_value": moment(event.at)[:10] if event.action == "confirm" else _said(event.after),
                "updated_by": _BY.get(event.action, "redactie of organisatie"),
            }
        )
    return found[-MOST_LINES:]


def _said(status: str) -> str:
    return next((word for known, word in _STATUS.items() if known.value == status), "")


def histories(session: Session, offer_ids: Iterable[int]) -> dict[int, list[OfferEvent]]:
    """The history of these offers, oldest first, by row number: one question to the database."""
    wanted = list(offer_ids)
    found: dict[int, list[OfferEvent]] = {}
    if wanted:
        events = select(OfferEvent).where(col(OfferEvent.offer_id).in_(wanted)).order_by(col(OfferEvent.id))
        for event in session.exec(events):
            found.setdefault(event.offer_id, []).append(event)
    return found


def ever_public(session: Session, offer_ids: Iterable[int]) -> set[int]:
    """Which of these were before the public once: of the others not even the name may be told when they are withdrawn."""
    wanted = list(offer_ids)
    if not wanted:
        return set()
    public = select(OfferEvent.offer_id).where(
        col(OfferEvent.offer_id).in_(wanted), col(OfferEvent.after) == Status.PUBLISHED.value
    )
    return set(session.exec(public.distinct()))
