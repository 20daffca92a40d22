"""A small map that tests of the question and its answer share."""

from pathlib import Path

from app.search.indexing import rebuild
from app.services import Services, build_services
from app.social_map.draft import Cost, PlaceDraft
from app.social_map.vocabulary import CostKind, Vog
from tests.databases import fresh_url
from tests.installing import settings_in, shipped_content
from tests.social_map.drafts import draft, shelve

HATTEM = PlaceDraft(kern="Hattem", municipality="Hattem", lat=52.475, lon=6.066)
PUTTEN = PlaceDraft(kern="Putten", municipality="Putten", lat=52.259, lon=5.607)
SECRET = PlaceDraft(kern="Hattem", municipality="Hattem", lat=52.475, lon=6.066, confidential=True)
FREE = (Cost(kind=CostKind.FREE, as_typed="gratis"),)
OFFERS = (
    draft(
        "Samen eten",
        source_id="F1",
        summary="Samen koken en eten",
        times="di 18:00-20:00",
        costs=FREE,
        place=HATTEM,
        area_served=("Hattem",),
    ),
    draft("Eettafel Putten", source_id="F2", summary="Samen eten in Putten", times="wo 12:00-14:00", place=PUTTEN),
    draft(
        "Oppas thuis", source_id="F3", kind="oppas", summary="Iemand past op uw man of vrouw", vog=Vog.YES, place=HATTEM
    ),
    draft("Blijf van mijn lijf voorbeeld", source_id="F4", summary="Veilig wonen", kind="wonen", place=SECRET),
    draft("Marimba", source_id="F5", summary="Muziek maken op een marimba", kind="overig", place=PUTTEN),
    draft("Leesclub", source_id="F6", summary="Een boek lezen", place=PUTTEN),
    draft("Leesclub", source_id="F7", summary="Een boek lezen", place=HATTEM),
)


def small_map(folder: Path, **changes) -> Services:
    """Services over seven offers, with their index."""
    fresh_url(folder)
    services = build_services(settings_in(folder, **changes), None if "content_dir" in changes else shipped_content())
    shelve(services.database, *OFFERS)
    rebuild(services.database, services.content.now(), services.finder.engines.primary)
    return services
