"""An organisation's own list: nothing but its own offers, found again whatever source they came from.

A list has fewer columns than an offer has fields. What it does not say, or says as the site's own export says it, stays as
it is: only what somebody changed in the list is a change.
"""

from dataclasses import dataclass, field, replace

from sqlmodel import Session, col, select

from app.publishing.models import Photo
from app.publishing.sheet import ALSO, CELLS, Listed, heads, rows
from app.social_map.doubles import loose_key
from app.social_map.draft import OfferDraft
from app.social_map.models import Offer, OfferRevision, Organisation
from app.social_map.names import loose_name
from app.social_map.places_free import places_of
from importers import FileRefused, Reading, Row

_STAYS = frozenset({"source", "source_id", "organisation", "licence", "historical"})
_NOT_TOLD = frozenset({"id", "status", "organisation"})
"""Columns that are ours to fill, or that no list of an organisation changes."""


@dataclass(slots=True)
class OwnList:
    """Whose list it is, and how its rows are read."""

    id: int
    uid: str
    name: str
    reading: Reading | None = None
    _photos: set[str] = field(default_factory=set)

    def refusal(self, row: Row) -> str:
        """Why a row cannot be theirs, in Dutch; empty when it can."""
        said = row.draft.organisation.name if row.draft else self.name
        if loose_name(said) == loose_name(self.name) or loose_key(said) == loose_key(self.name):
            return ""
        return (
            f"organisatie: '{said}' is niet uw organisatie ({self.name}). U kunt alleen eigen aanbod insturen. "
            "Maak het vakje leeg of bel de redactie."
        )

    def told(self, session: Session, row: Row, known: int) -> Row:
        """The row as it is to be put away: what it says anew upon what is known of its offer."""
        if row.draft is None or self.reading is None:
            return row
        listed = _listed(session, known) if known else None
        if listed is None or self.reading.reread is None:
            return Row(row.line, row.name, self._theirs(row.draft), row.flags, places=row.places)
        names = heads([listed])
        (cells,) = rows([listed])
        before = self.reading.reread(dict(zip(names, cells, strict=True)))
        if before.draft is None:
            return Row(row.line, row.name, self._theirs(row.draft), row.flags, places=row.places)
        draft = self._theirs(_changed(listed.draft, before.draft, row.draft), listed.draft.photo)
        places = None if row.places == before.places else row.places
        return Row(row.line, row.name, draft, row.flags, places=places)

    def columns_changed(self, session: Session, draft: OfferDraft, known: int) -> tuple[str, ...]:
        """The heads of the export under which the offer now says something else; none when the offer is new."""
        before = _listed(session, known) if known else None
        if before is None:
            return ()
        now = replace(before, draft=draft)
        every = CELLS | ALSO
        told = tuple(name for name, cell in every.items() if name not in _NOT_TOLD and cell(before) != cell(now))
        return told or ("status",)  # what changed and is in no column, is where it stands

    def _theirs(self, draft: OfferDraft, photo: str = "") -> OfferDraft:
        """A draft under their own name, and with none but their own photos."""
        ours = draft.organisation.model_copy(update={"name": self.name})
        kept = draft.photo if draft.photo in self._photos or draft.photo == photo else photo
        return draft.model_copy(update={"organisation": ours, "photo": kept})


def undated_prices(draft: OfferDraft) -> list[str]:
    """What is asked of an organisation that gives a price without a day, as the one screen asks it."""
    undated = [cost for cost in draft.costs if cost.amount is not None and not (cost.valid_until or cost.valid_from)]
    if not undated:
        return []
    return [
        "kosten: tot welke dag geldt deze prijs? Vul kosten_geldig_tot in. Dan ziet een bezoeker of de prijs nog klopt."
    ]


def own_list(session: Session, uid: str) -> OwnList:
    """The organisation that hands in.

    :raises FileRefused: when it is not there any more.
    """
    found = session.exec(select(Organisation).where(Organisation.uid == uid)).first()
    if found is None:
        raise FileRefused("Deze organisatie is er niet meer. Bel de redactie.")
    photos = session.exec(select(Photo.uid).where(Photo.organisation == uid)).all()
    return OwnList(found.id or 0, uid, found.name, None, set(photos))


def _changed(base: OfferDraft, before: OfferDraft, now: OfferDraft) -> OfferDraft:
    """The draft as it was, with what reads differently now than the export reads."""
    changed = {
        name: getattr(now, name)
        for name in type(now).model_fields
        if name not in _STAYS and name != "place" and getattr(now, name) != getattr(before, name)
    }
    place = {
        name: getattr(now.place, name)
        for name in type(now.place).model_fields
        if getattr(now.place, name) != getattr(before.place, name)
    }
    changed["status"] = now.status
    return base.model_copy(update=changed | {"place": base.place.model_copy(update=place)})


def _listed(session: Session, number: int) -> Listed | None:
    """The offer as its organisation's export has it."""
    offer = session.get(Offer, number)
    newest = session.exec(
        select(OfferRevision).where(OfferRevision.offer_id == number).order_by(col(OfferRevision.number).desc())
    ).first()
    if offer is None or newest is None:
        return None
    free = places_of(session.connection(), [number])
    return Listed(newest.draft, offer.status, offer.last_confirmed, free.get(number))
