"""What desk workers tell each other about an offer: *bel na tien uur*. Seen at the desk of one municipality, nowhere else."""

from sqlmodel import Session

from app import clock
from app.audit import record
from app.conversation.office import NobodyHome
from app.conversation.opened import Worker
from app.db import LARGEST_ROW
from app.referring.models import OfferNote
from app.social_map.models import Offer


def write_note(session: Session, who: Worker, municipality: str, offer_id: int, words: str) -> OfferNote:
    """Keep a note, in a writing session.

    :param municipality: slug of the desk it is for.
    :raises NobodyHome: there is no such offer, or it is not this worker's desk.
    """
    found = session.get(Offer, offer_id) if 0 < offer_id <= LARGEST_ROW else None
    if found is None or who.municipality not in {"", municipality}:
        raise NobodyHome
    note = OfferNote(offer_id=offer_id, municipality=municipality, words=words, written_by=who.actor)
    session.add(note)
    record(session, who.actor, "offer-note.write", f"offer:{offer_id}")
    return note


def remove_note(session: Session, who: Worker, offer_id: int, number: int) -> None:
    """Take a note away with its words, in a writing session. Asked twice it is gone all the same.

    :raises NobodyHome: there is no such note with this offer, or it is another municipality's.
    """
    note = session.get(OfferNote, number) if 0 < number <= LARGEST_ROW else None
    if note is None or note.offer_id != offer_id or who.municipality not in {"", note.municipality}:
        raise NobodyHome
    if note.removed_at is None:
        note.removed_at, note.words = clock.now(), ""  # somebody's name in it is the best reason to remove one
        session.add(note)
        record(session, who.actor, "offer-note.remove", f"offer:{offer_id}")
