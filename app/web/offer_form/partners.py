"""Who an offer works with: found by name among what is public, and kept by the last part of its address."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.social_map.models import Offer, Organisation
from app.social_map.vocabulary import PUBLIC_BEFORE, Status

MOST_FOUND = 12
Option = tuple[str, str]
FIELD = "werkt_samen_met"


def partners_of(session: Session, values: Mapping[str, Sequence[str]], offer: Offer | None) -> list[Option]:
    """What was chosen, with its name; what is not there any more keeps the word it was written with."""
    chosen = list(dict.fromkeys(value for value in values.get(FIELD, ()) if value))
    if not chosen:
        return []
    same_source = sa.and_(col(Offer.source) == (offer.source if offer else ""), col(Offer.source_id).in_(chosen))
    rows = session.execute(
        sa.select(col(Offer.slug), col(Offer.source_id), col(Offer.name), col(Organisation.name))
        .join(Organisation, col(Organisation.id) == Offer.organisation_id)
        .where(sa.or_(col(Offer.slug).in_(chosen), same_source), _may_be_named(offer))
    ).all()
    names = {}
    for slug, source_id, name, organisation in rows:
        names[slug] = names[source_id or slug] = f"{name} ({organisation})"
    return [(word, names.get(word, word)) for word in chosen]


def _may_be_named(offer: Offer | None) -> sa.ColumnElement[bool]:
    """What visitors saw, and the own ones: the name of what waits for an editor is nobody else's to find by guessing."""
    public = col(Offer.status).in_(PUBLIC_BEFORE)
    return sa.or_(public, col(Offer.organisation_id) == offer.organisation_id) if offer else public


def found_by_name(session: Session, typed: str, offer: Offer | None) -> list[Option]:
    """Public offers with these letters in their name or in that of their organisation, by name."""
    if not typed:
        return []
    like = f"%{typed.lower().replace('%', '').replace('_', '')}%"
    rows = session.exec(
        select(Offer.slug, Offer.name, Organisation.name)
        .join(Organisation, col(Organisation.id) == Offer.organisation_id)
        .where(
            Offer.status == Status.PUBLISHED,
            col(Offer.id) != (offer.id if offer else 0),
            sa.or_(sa.func.lower(col(Offer.name)).like(like), sa.func.lower(col(Organisation.name)).like(like)),
        )
        .order_by(col(Offer.name))
        .limit(MOST_FOUND)
    ).all()
    return [(slug, f"{name} ({organisation})") for slug, name, organisation in rows]
