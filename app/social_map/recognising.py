"""The same offer found again when its source writes it in another way, and what only looks like it pointed out.

A register's second delivery writes `’t Huus` for `'t Huus` and `Café-inloop` for `Cafe inloop`. Signs, spaces and hyphens
do not make another offer, nor does the legal form or article of an organisation. A letter more may: a person decides that.
"""

from collections import defaultdict
from dataclasses import dataclass

import sqlalchemy as sa
from rapidfuzz.distance import Levenshtein
from sqlmodel import Session, col

from app.social_map.doubles import loose_key
from app.social_map.draft import OfferDraft
from app.social_map.models import Offer, Organisation, Place
from app.social_map.names import fold_name, loose_name
from app.social_map.shelving import identity_of

_SHORTEST = 7
_LONG = 16
_MOST_OF_ONE = 300
"""Of an organisation with more offers than this none is pointed out as being like another."""


@dataclass(frozen=True, slots=True)
class Known:
    """An offer that was on the map before this file came."""

    id: int
    identity: str
    source_id: str
    name: str
    organisation: str
    kern: str


Key = tuple[str, str, str]


class KnownOffers:
    """The offers of one source as they stood before a delivery. Who is recognised is taken: one row for every offer.

    :param owner: row number of an organisation: then its offers from every source, and `source` says nothing. An id in its
        own table is the id that its export gives, or what stands in the offer's address.
    """

    def __init__(self, session: Session, source: str, owner: int = 0) -> None:
        self._owned = bool(owner)
        self._keys: dict[str, str] = {}
        self._exact: dict[str, Known] = {}
        self._loose: dict[Key, dict[int, Known]] = defaultdict(dict)
        self._of: dict[str, list[tuple[str, Known]]] = defaultdict(list)
        self._taken: set[int] = set()
        self._numbers = 0
        rows = session.execute(
            sa.select(
                *(col(Offer.id), col(Offer.identity), col(Offer.source_id), col(Offer.uid), col(Offer.slug)),
                *(col(Offer.name), col(Organisation.name), col(Place.kern)),
            )
            .join(Organisation, col(Organisation.id) == Offer.organisation_id)
            .join(Place, col(Place.id) == Offer.place_id)
            .where(col(Offer.organisation_id) == owner if owner else col(Offer.source) == source)
            .order_by(col(Offer.id))
        )
        for number, identity, source_id, uid, slug, name, organisation, kern in rows:
            known = Known(number, identity, source_id or "", name, organisation, kern)
            self._remember(known)
            if owner:
                self._exact |= {each: known for each in (slug, uid, source_id) if each}
            self._numbers = max(self._numbers, number)

    def _remember(self, known: Known) -> None:
        self._exact[known.identity] = known
        for name, organisation, kern in {(known.name, known.organisation, known.kern), _names_in(known.identity)}:
            for key in self._keys_of(name, organisation, kern):
                self._loose[key][known.id] = known
        self._of[self._organisation(known.organisation)].append((loose_name(known.name), known))

    def _keys_of(self, name: str, organisation: str, kern: str) -> tuple[Key, Key]:
        """The strict one first: only signs, spaces and hyphens gone; then the organisation without legal form and article."""
        loose, village = loose_name(name), loose_name(kern)
        return (loose, f"={loose_name(organisation)}", village), (loose, self._organisation(organisation), village)

    def _organisation(self, name: str) -> str:
        if name not in self._keys:
            self._keys[name] = loose_key(name)
        return self._keys[name]

    def by_id(self, source_id: str) -> Known | None:
        """The offer with this id of its source."""
        return self._exact.get(source_id) if source_id else None

    def exact(self, draft: OfferDraft) -> Known | None:
        """The offer this draft says it is, to the letter."""
        known = self._exact.get(identity_of(draft))
        if known is None or known.id in self._taken:
            return None
        self._taken.add(known.id)
        return known

    def untaken(self) -> list[Known]:
        """The offers that nothing of this delivery was recognised as."""
        rest = {known.id: known for known in self._exact.values() if known.id not in self._taken}
        return [rest[number] for number in sorted(rest)]

    def may_be_known(self, draft: OfferDraft) -> bool:
        """Whether it may be an offer that is written in another way; asked again when all that is written right is known."""
        return self._may_differ(draft) and any(key in self._loose for key in self._keys_for(draft))

    def loose(self, draft: OfferDraft) -> Known | None:
        """The one offer that differs in signs, spaces, hyphens, legal form or article only; None when more of them fit."""
        if not self._may_differ(draft):
            return None
        for key in self._keys_for(draft):
            fitting = [known for known in self._loose.get(key, {}).values() if known.id not in self._taken]
            if len(fitting) == 1 and len(self._loose[key]) == 1:
                self._taken.add(fitting[0].id)
                return fitting[0]
        return None

    def _may_differ(self, draft: OfferDraft) -> bool:
        """An id of its source is certain; in an organisation's own table it may be a number of its own making."""
        return self._owned or not draft.source_id

    def _keys_for(self, draft: OfferDraft) -> tuple[Key, Key]:
        return self._keys_of(draft.name, draft.organisation.name, draft.place.kern)

    def like(self, draft: OfferDraft, known: Known | None = None) -> str | None:
        """The name of an earlier offer that looks like this one and was not taken for it, or None.

        A new draft is remembered, so that the next rows of its file are compared with it.

        :param known: the offer this draft was recognised as.
        """
        if not self._may_differ(draft):
            return None
        self._numbers += known is None
        this = known or Known(
            self._numbers, identity_of(draft), "", draft.name, draft.organisation.name, draft.place.kern
        )
        name, kern = loose_name(draft.name), loose_name(draft.place.kern)
        others = self._of[self._organisation(draft.organisation.name)]
        found = None
        if len(others) <= _MOST_OF_ONE:
            found = next(
                (
                    other.name
                    for key, other in others
                    if other.id < this.id
                    and (loose_name(other.kern) == kern or not (kern and other.kern))
                    and _alike(name, key, draft.name, other.name)
                ),
                None,
            )
        if known is None:
            others.append((name, this))
        return found


def _names_in(identity: str) -> tuple[str, str, str]:
    """As its source wrote it the first time, which an editor may have put right since."""
    parts = identity.removeprefix("~").split("|")
    return (parts[0], parts[1], parts[2]) if identity.startswith("~") and len(parts) == 3 else (identity, "", "")  # noqa: PLR2004  (name, organisation, kern)


def _alike(key: str, other: str, name: str, other_name: str) -> bool:
    """A letter or two away, or the same words in another order. Another number is always something else."""
    if key == other:
        return True
    if sorted(sign for sign in key if sign.isdigit()) != sorted(sign for sign in other if sign.isdigit()):
        return False
    if min(len(key), len(other)) < _SHORTEST:
        return False
    most = 2 if min(len(key), len(other)) >= _LONG else 1
    if Levenshtein.distance(key, other, score_cutoff=most) <= most:
        return True
    return len(key) == len(other) and sorted(fold_name(name).split()) == sorted(fold_name(other_name).split())
