"""Offers of other sources that may be the same one: pointed out when name and place fit, and not otherwise."""

import pytest

from app.social_map.draft import OfferDraft, OrganisationDraft, PlaceDraft
from app.social_map.shelving import Shelf
from app.social_map.vocabulary import Level
from importers.elsewhere import Elsewhere


def offer(source, name, phone="", **place):
    return OfferDraft(
        source=source,
        source_id=name,
        name=name,
        organisation=OrganisationDraft(name=f"Voorbeeld {source}"),
        kind="ontmoeting",
        level=Level.GENERAL,
        phone=phone,
        place=PlaceDraft(**place),
    )


HERE = {"lat": 52.4700, "lon": 6.0600}


@pytest.mark.parametrize(
    ("known", "new", "found"),
    [
        (offer("a", "Buurthuis De Linde", **HERE), offer("b", "De Linde", lat=52.4705, lon=6.0600), True),
        (offer("a", "Buurthuis De Linde", **HERE), offer("b", "De Linde", lat=52.26, lon=5.61), False),
        (offer("a", "De Linde", town="Hattem"), offer("b", "'De Linde'", kern="Hattem"), True),
        (offer("a", "De Linde", town="Hattem"), offer("b", "De Linde", town="Putten"), False),
        (offer("a", "De Linde", municipality="Hattem"), offer("b", "De Linde", municipality="Putten"), False),
        (offer("a", "Soos De Linde", postcode="8051 ZZ"), offer("b", "De Linde, soos", postcode="8051ZZ"), True),
        (offer("a", "Eetcafé", postcode="8051 ZZ"), offer("b", "Taalhuis", postcode="8051ZZ"), False),
        (offer("a", "Huis aan de Laan", "038 000 01 01"), offer("b", "Ons Huis", "+31 38 000 01 01"), False),
        (offer("a", "Ons Huis Hattem", "038 000 01 01"), offer("b", "Ons Huis", "+31 38 000 01 01"), True),
        (offer("b", "De Linde", **HERE), offer("b", "De Linde", **HERE), False),  # its own source is another matter
    ],
)
def test_what_may_be_the_same(services, known, new, found):
    with services.database.writing() as session:
        shelf = Shelf(session)
        shelf.receive(known, actor="voorbeeld")
        shelf.finish()
    with services.database.reading() as session:
        told = Elsewhere(session, "b").like(new)
    assert bool(told) == found
    assert not found or f"'{known.name}' van de bron 'a'" in told
