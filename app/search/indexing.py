"""From the map to the index: what an engine is told about an offer, and keeping the two alike.

Only the worker (or a command while no worker runs) writes the index; pages never do.
"""

from collections.abc import Iterable, Iterator

from sqlmodel import Session, col, select

from app import clock
from app.content.whole import Content
from app.db import Database
from app.search.document import Accessibility, SearchDocument
from app.search.engine import SearchEngine
from app.social_map.costs import is_free
from app.social_map.finding import all_published
from app.social_map.models import Offer
from app.social_map.times import read_times
from app.social_map.vocabulary import Status

_NO_TRANSPORT = frozenset({"", "nee", "geen", "onbekend"})


def document_of(offer: Offer, content: Content, rides: frozenset[str] = frozenset()) -> SearchDocument:
    """One published offer as an engine should know it. A confidential place is left out altogether.

    :param rides: ids and slugs of offers that bring people somewhere: who works with one of them has transport too.
    """
    kind = content.kind(offer.kind)
    place = offer.place
    hidden = place.confidential
    return SearchDocument(
        key=offer.id or 0,
        title=offer.name,
        kind=offer.kind,
        level=offer.level.value,
        summary=offer.summary,
        body=" \n".join(
            (
                offer.description,
                offer.easy,
                offer.conditions,
                offer.first_step,
                offer.expectation,
                offer.age,
                " ".join(offer.training),
                offer.limits,
                *_translated(offer),
            )
        ),
        keywords=offer.keywords,
        organisation=offer.organisation.name,
        kind_words=(kind.label, *kind.words) if kind else (),
        domains=offer.domains,
        target_groups=tuple(content.target_group_named(words) for words in offer.target_groups),
        interests=offer.interests,
        languages=offer.languages,
        lat=None if hidden else place.lat,
        lon=None if hidden else place.lon,
        kern="" if hidden else place.kern,
        municipality=place.municipality,
        area_served=offer.area_served,
        when=read_times(offer.times).mask
        if offer.times
        else offer.when_mask,  # by the reader of today, not of back then
        free=is_free(offer.costs, clock.today()),
        access=Accessibility(**{name: value.value for name, value in iter(offer.accessibility)}),
        respite=offer.respite.value if offer.respite else None,
        vog=offer.vog.value,
        transport=offer.transport.strip().casefold() not in _NO_TRANSPORT or not rides.isdisjoint(offer.works_with),
        last_confirmed=offer.last_confirmed.toordinal() if offer.last_confirmed else None,
    )


def _translated(offer: Offer) -> Iterator[str]:
    """What it says in other languages, so that somebody who types English finds the English text."""
    for words in offer.translations or ():
        yield f"{words.name} {words.summary} {words.description}"


def _rides(session: Session, content: Content) -> frozenset[str]:
    rows = session.exec(
        select(Offer.slug, Offer.source_id).where(
            col(Offer.kind).in_(content.transport_kinds), Offer.status == Status.PUBLISHED
        )
    ).all()
    return frozenset(name for row in rows for name in row if name)


def index_offers(database: Database, content: Content, engine: SearchEngine, ids: Iterable[int]) -> int:
    """Bring the index up to date for these offers: the public ones in, all others out."""
    wanted = sorted(set(ids))
    with database.reading() as session:
        rides = _rides(session, content)
        documents = [document_of(offer, content, rides) for offer in all_published(session, wanted, carried=False)]
    seen = {document.key for document in documents}
    engine.delete([number for number in wanted if number not in seen])
    return engine.index(documents) if documents else 0


def rebuild(database: Database, content: Content, engine: SearchEngine) -> int:
    """Make the whole index anew, aside, and switch to it."""

    def documents() -> Iterator[SearchDocument]:
        with database.reading() as session:
            rides = _rides(session, content)
            for offer in all_published(session, carried=False):
                yield document_of(offer, content, rides)

    return engine.rebuild(documents())


def disconnects(database: Database, engine: SearchEngine) -> tuple[set[int], set[int]]:
    """Public offers that are not in the index, and keys in the index that are not public."""
    with database.reading() as session:
        public = {number or 0 for number in session.exec(select(Offer.id).where(Offer.status == Status.PUBLISHED))}
    indexed = set(engine.keys())
    return public - indexed, indexed - public
