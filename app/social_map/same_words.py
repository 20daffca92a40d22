"""Whether a draft that is handed in again says anything new beside the one that is known.

A fingerprint (`digest_of`) settles nearly all of it. What is left are tables that left this site and came back: they are
silent about what a spreadsheet has no column for, and repeat what the map knows of its own, such as when somebody checked.
"""

from datetime import date

from app.social_map.draft import Cost, OfferDraft, OrganisationDraft
from app.social_map.names import fold_name
from app.social_map.vocabulary import CostKind, Status

_READ_FROM_TYPING = frozenset({CostKind.FREE, CostKind.PRICE, CostKind.OWN_CONTRIBUTION, CostKind.UNKNOWN})
_OF_THE_ORGANISATION = ("description", "phone", "email", "website", "funding")


def says_nothing_new(known: OfferDraft, again: OfferDraft, *, status: Status, checked_on: date | None) -> bool:
    """Whether `again` repeats `known`, for an offer that is `status` now and was last checked on `checked_on`.

    Silence about the organisation's own facts, and a date no later than the one we have, are nothing new. Stopping is.
    """
    if (again.status is Status.WITHDRAWN) != (status is Status.WITHDRAWN):
        return False
    if again.last_confirmed and (checked_on is None or again.last_confirmed > checked_on):
        return False
    return _same_organisation(known.organisation, again.organisation) and _bare(known, again) == _bare(again, again)


def _same_organisation(known: OrganisationDraft, again: OrganisationDraft) -> bool:
    return fold_name(known.name) == fold_name(again.name) and all(
        getattr(again, name) in ("", (), getattr(known, name)) for name in _OF_THE_ORGANISATION
    )


def _bare(draft: OfferDraft, beside: OfferDraft) -> OfferDraft:
    """The draft with what does not count made the same as in the one beside it."""
    return draft.model_copy(
        update={
            "source": beside.source,
            "source_id": beside.source_id,
            "organisation": beside.organisation,
            "status": beside.status,
            "last_confirmed": beside.last_confirmed,
            "costs": tuple(_as_read(cost) for cost in draft.costs or (Cost(),)),
        }
    )


def _as_read(cost: Cost) -> Cost:
    """A price without how it was typed, when reading lost nothing of it."""
    return cost.model_copy(update={"as_typed": ""}) if cost.kind in _READ_FROM_TYPING else cost
