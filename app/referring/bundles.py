"""Offers that the desk often gives together, with advice for the colleague who uses them; on pages *vaste combinatie*."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlmodel import Session, col, select

from app import clock
from app.audit import record
from app.conversation.office import NobodyHome
from app.conversation.opened import Worker
from app.db import LARGEST_ROW
from app.referring.models import Bundle
from app.social_map.finding import Card, cards_by_slug, gone

MOST_OFFERS: Final = 12
"""As many as fit on one slip."""
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class NameTaken(Exception):
    """This desk has a bundle with this name already."""


class BundleChanged(Exception):
    """Somebody else changed it after it was opened; nothing was written."""


@dataclass(frozen=True, slots=True)
class Combined:
    """What stands in the form of a bundle. `offers`: slugs, in order; at most `MOST_OFFERS` are kept, each once."""

    name: str
    advice: str
    offers: Sequence[str]


@dataclass(frozen=True, slots=True)
class InBundle:
    """One offer of a bundle: its card when visitors see it, else what it was called and where it went.

    :ivar heir: slug of the offer that took over; empty when there is none.
    """

    slug: str
    card: Card | None
    name: str
    heir: str = ""
    heir_name: str = ""


def bundles(session: Session, municipality: str) -> list[Bundle]:
    """The bundles of a desk, by name; with an empty municipality those of every desk."""
    question = select(Bundle)
    if municipality:
        question = question.where(Bundle.municipality == municipality)
    return sorted(session.exec(question).all(), key=lambda bundle: (bundle.name.casefold(), bundle.id or 0))


def bundle_of(session: Session, who: Worker, number: int) -> Bundle:
    """One bundle.

    :raises NobodyHome: there is no such bundle, or it is another municipality's.
    """
    found = session.get(Bundle, number) if 0 < number <= LARGEST_ROW else None
    if found is None or who.municipality not in {"", found.municipality}:
        raise NobodyHome
    return found


def in_bundle(session: Session, slugs: Sequence[str]) -> list[InBundle]:
    """The offers of a bundle in order; those that are gone too, with who took over."""
    shown = {card.slug: card for card in cards_by_slug(session, slugs)}
    found = []
    for slug in slugs:
        card = shown.get(slug)
        if card is not None:
            found.append(InBundle(slug, card, card.name))
            continue
        moved = gone(session, slug)
        heirs = cards_by_slug(session, [moved.slug]) if moved is not None and moved.slug else []
        name = moved.name if moved is not None else slug
        found.append(InBundle(slug, None, name, heirs[0].slug if heirs else "", heirs[0].name if heirs else ""))
    return found


def public_slugs(session: Session, bundle: Bundle) -> tuple[str, ...]:
    """What goes on the slip: every offer that visitors see, and for one that is gone who took over; each once."""
    slugs = (each.slug if each.card is not None else each.heir for each in in_bundle(session, bundle.offers))
    return tuple(dict.fromkeys(slug for slug in slugs if slug))


def mark_of(bundle: Bundle) -> int:
    """Which version of it somebody looks at: when it was last changed, in microseconds."""
    return (bundle.changed_at - _EPOCH) // timedelta(microseconds=1)


def make(session: Session, who: Worker, municipality: str, combined: Combined) -> Bundle:
    """Keep a new bundle, in a writing session.

    :raises NobodyHome: it is not this worker's desk. :raises NameTaken: say another name.
    """
    if who.municipality not in {"", municipality}:
        raise NobodyHome
    _refuse_double(session, municipality, combined.name)
    bundle = Bundle(municipality=municipality, name=combined.name)
    _put(bundle, who, combined)
    session.add(bundle)
    session.flush()
    record(session, who.actor, "bundle.make", f"bundle:{bundle.id}")
    return bundle


def change(session: Session, who: Worker, number: int, mark: int, combined: Combined) -> None:
    """Keep another name, advice or other offers, in a writing session.

    :param mark: `mark_of` what was looked at.
    :raises NobodyHome: there is no such bundle for this worker. :raises NameTaken: say another name.
    :raises BundleChanged: it was changed meanwhile.
    """
    bundle = _held(session, who, number)
    if mark_of(bundle) != mark:
        raise BundleChanged
    if bundle.name.casefold() != combined.name.casefold():
        _refuse_double(session, bundle.municipality, combined.name)
    _put(bundle, who, combined)
    session.add(bundle)
    record(session, who.actor, "bundle.change", f"bundle:{number}")


def remove(session: Session, who: Worker, number: int) -> None:
    """Throw a bundle away, in a writing session; the offers stay what they are.

    :raises NobodyHome: there is no such bundle for this worker.
    """
    session.delete(_held(session, who, number))
    record(session, who.actor, "bundle.remove", f"bundle:{number}")


def _put(bundle: Bundle, who: Worker, combined: Combined) -> None:
    bundle.name, bundle.advice = combined.name, combined.advice
    bundle.offers = tuple(dict.fromkeys(combined.offers))[:MOST_OFFERS]
    bundle.changed_by, bundle.changed_at = who.actor, clock.now()


def _refuse_double(session: Session, municipality: str, name: str) -> None:
    if any(each.name.casefold() == name.casefold() for each in bundles(session, municipality) if municipality):
        raise NameTaken


def _held(session: Session, who: Worker, number: int) -> Bundle:
    if not 0 < number <= LARGEST_ROW:
        raise NobodyHome
    found = session.exec(select(Bundle).where(col(Bundle.id) == number).with_for_update()).first()
    if found is None or who.municipality not in {"", found.municipality}:
        raise NobodyHome
    return found
