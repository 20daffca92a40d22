"""The map as HSDS 3.1 (signatures; filled in within the hour)."""

from collections.abc import Sequence
from typing import Any

from app.content.whole import Content
from app.social_map.draft import OfferDraft
from app.social_map.models import Offer, OfferEvent, Organisation
from app.social_map.places_free import Places

Document = dict[str, Any]


def service_id(offer: Offer | OfferDraft) -> str:
    """The uuid of a service."""
    raise NotImplementedError


def organization_id(row: Organisation) -> str:
    """The uuid of an organization."""
    raise NotImplementedError


def fingerprints(document: Document) -> dict[str, str]:
    """Fingerprint of each field of a document."""
    raise NotImplementedError


def rendered_draft(content: Content, draft: OfferDraft) -> Document:
    """The rendering of a draft that is no row yet."""
    raise NotImplementedError


def rendered_organisation_draft(content: Content, draft: OfferDraft) -> Document:
    """The organization of a draft."""
    raise NotImplementedError


class Rendering:
    """The map as HSDS."""

    def __init__(self, content: Content, base: str) -> None:
        self.content = content
        self.base = base

    def service(self, offer: Offer, places: Places | None = None, *, history: Sequence[OfferEvent] = (), brief: bool = False) -> Document:
        """One service."""
        raise NotImplementedError

    def gone(self, offer: Offer) -> Document:
        """A withdrawn offer: id, name, status and dates only."""
        raise NotImplementedError

    def organization(self, row: Organisation, *, full: bool = False) -> Document:
        """One organization."""
        raise NotImplementedError

    def service_at_location(self, offer: Offer, *, full: bool = False) -> Document:
        """Where an offer is given."""
        raise NotImplementedError

    def taxonomies(self) -> list[Document]:
        """The taxonomies."""
        raise NotImplementedError

    def taxonomy_terms(self) -> list[Document]:
        """The terms."""
        raise NotImplementedError
