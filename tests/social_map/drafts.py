"""Drafts of invented offers, and putting them on a map in one line."""

from typing import Any

from app.db import Database
from app.social_map.draft import OfferDraft, OrganisationDraft, PlaceDraft
from app.social_map.shelving import Received, Shelf
from app.social_map.vocabulary import Level, Status, Vog

HOME_KINDS = frozenset({"oppas", "bezoek"})


def draft(name: str = "Koffie-inloop De Voorbeeldhoek", **facts: Any) -> OfferDraft:
    """An invented offer that may be published as it is."""
    given: dict[str, Any] = {
        "source": "voorbeeld",
        "organisation": OrganisationDraft(name="Stichting Voorbeeld"),
        "kind": "ontmoeting",
        "level": Level.GENERAL,
        "place": PlaceDraft(kern="Hattem", municipality="Hattem", lat=52.47, lon=6.06),
        "vog": Vog.NOT_APPLICABLE,
        "status": Status.PUBLISHED,
        "example": True,
    }
    return OfferDraft(name=name, **(given | facts))


def shelve(database: Database, *drafts: OfferDraft, publish: bool = True) -> list[Received]:
    """Put these on the map as an administrator would."""
    with database.writing() as session:
        shelf = Shelf(session, HOME_KINDS)
        received = [shelf.receive(each, actor="test", publish=publish) for each in drafts]
        shelf.finish()
    return received
