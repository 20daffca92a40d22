"""Offers of organisations on the map, for tests of upkeep. Everything is invented."""

from app.social_map.draft import OfferDraft, OrganisationDraft, PlaceDraft
from app.social_map.models import Offer
from app.social_map.shelving import Shelf
from app.social_map.vocabulary import Level, Status, Vog

MAIL = "hoek@voorbeeld.example"


def draft(name, organisation="Stichting De Hoek", mail=MAIL, kind="ontmoeting", kern="Hattem", **more):
    facts = {
        "source": "proef", "name": name, "organisation": OrganisationDraft(name=organisation, email=mail), "kind": kind,
        "level": Level.GENERAL, "summary": "Samen koffie drinken.", "place": PlaceDraft(kern=kern, municipality=kern, town=kern),
        "vog": Vog.NOT_APPLICABLE, "status": Status.PUBLISHED, "phone": "038 000 01 01",
    }  # fmt: skip
    return OfferDraft(**(facts | more))


def put(publishing, *drafts):
    """The offers' numbers."""
    with publishing.database.writing() as session:
        shelf = Shelf(session, home_kinds=publishing.home_kinds)
        received = [shelf.receive(each, actor="proef", publish=True) for each in drafts]
        shelf.finish()
        return [each.offer_id for each in received]


def status_of(publishing, *numbers):
    with publishing.database.reading() as session:
        found = [session.get(Offer, number).status.value for number in numbers]
    return found[0] if len(found) == 1 else found
