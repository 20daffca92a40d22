"""Offers on the shelf, as an importer would hand them in."""

from app.social_map.draft import OfferDraft, OrganisationDraft, PlaceDraft
from app.social_map.shelving import Shelf
from app.social_map.vocabulary import Level, Status, Vog


def draft(name="Koffie in de hoek", kind="ontmoeting", town="Hattem", **more):
    facts = {
        "source": "proef", "name": name, "organisation": OrganisationDraft(name="Stichting De Hoek"), "kind": kind, "level": Level.GENERAL,
        "summary": "Samen koffie drinken.", "place": PlaceDraft(kern=town, municipality=town), "times": "di 10:00-12:00", "vog": Vog.NOT_APPLICABLE,
        "status": Status.PUBLISHED, "phone": "038 000 01 01",
    }  # fmt: skip
    return OfferDraft(**(facts | more))


def put(site, *drafts, publish=False, flags=()):
    """The offers' numbers."""
    with site.database.writing() as session:
        shelf = Shelf(
            session, home_kinds=frozenset(kind.slug for kind in site.content.now().kinds if kind.entering_home)
        )
        received = [shelf.receive(each, actor="proef", publish=publish, flags=flags) for each in drafts]
        shelf.finish()
        return [each.offer_id for each in received]
