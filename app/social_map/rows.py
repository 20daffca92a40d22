"""The rows of an offer filled from a draft, and what makes a draft the same offer, or the same words, as before."""

import hashlib
from typing import Any, Final

from app import clock
from app.social_map.draft import OfferDraft, OrganisationDraft, PlaceDraft
from app.social_map.models import Offer, Organisation, Place
from app.social_map.names import fold_name
from app.social_map.times import read_times
from app.social_map.vocabulary import ConfirmedBy, Status

SHARE_ALIKE: Final = "ODbL"
"""How the name of a licence begins whose database stays one of its own: what comes under it never fills what is not."""

SAME_NAMES = (
    "licence", "name", "kind", "level", "domains", "target_groups", "interests", "summary", "description", "easy", "area_served", "phone",
    "phone_hours", "email", "website", "without_voice", "times", "costs", "decision", "vog", "respite", "training", "book_ahead", "frequency", "limits",
    "accessibility", "languages", "keywords", "age", "conditions", "referral_needed", "waiting_time", "first_step", "expectation", "who_pays",
    "funding", "works_with", "transport", "meldcode", "quality", "photo", "photo_alt", "translations", "successor", "example", "historical", "carried",
)  # fmt: skip
PLACE_NAMES = (
    "name", "street", "postcode", "town", "kern", "municipality", "lat", "lon", "confidential", "directions",
)  # fmt: skip
_CAME_LATER = ("book_ahead", "meldcode", "quality", "photo", "photo_alt", "translations", "carried")
"""Fields that came after the first release: while they are empty they say nothing new, so a digest leaves them out."""
_SAYS_NO_MORE: Final = {"base": True, "document": {"last_modified": True}}
"""Of what a source said: what we made of it, and a date that many sources renew every day, are nothing new by themselves."""


def fill_offer(offer: Offer, draft: OfferDraft) -> None:
    """Copy what the draft says to the offer's row."""
    for name in SAME_NAMES:
        setattr(offer, name, getattr(draft, name))
    offer.when_mask = read_times(draft.times).mask
    if draft.last_confirmed is not None and (
        offer.last_confirmed is None or draft.last_confirmed > offer.last_confirmed
    ):
        offer.last_confirmed = draft.last_confirmed
        offer.confirmed_by = ConfirmedBy.SOURCE
    offer.updated_at = clock.now()


def fill_place(place: Place, draft: PlaceDraft) -> None:
    """Copy where it is to the place's row."""
    for name in PLACE_NAMES:
        setattr(place, name, getattr(draft, name))


def new_organisation(draft: OrganisationDraft, source: str) -> Organisation:
    """A row for an organisation that is not known yet."""
    return Organisation(
        name=draft.name,
        name_key=fold_name(draft.name),
        description=draft.description,
        phone=draft.phone,
        email=draft.email,
        website=draft.website,
        funding=draft.funding,
        source=source,
        carried=draft.carried,
        example=draft.example,
    )


def digest_of(draft: OfferDraft) -> str:
    """A fingerprint of what a draft says: equal fingerprints say nothing new. Of the status only a withdrawal counts."""
    fields = type(draft).model_fields
    later = {name for name in _CAME_LATER if getattr(draft, name) == fields[name].default}
    without: dict[str, Any] = {"carried": _SAYS_NO_MORE} | dict.fromkeys(("status", *later), True)
    without["organisation"] = {"carried": True if draft.organisation.carried is None else _SAYS_NO_MORE}
    said = draft.model_dump_json(exclude=without) + ("withdrawn" if draft.status is Status.WITHDRAWN else "")
    return hashlib.sha256(said.encode()).hexdigest()


def identity_of(draft: OfferDraft) -> str:
    """What makes it the same offer the next time: the source's own id, else its name, organisation and kern."""
    if draft.source_id:
        return draft.source_id
    return "~" + "|".join(fold_name(part)[:100] for part in (draft.name, draft.organisation.name, draft.place.kern))
