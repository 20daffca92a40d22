"""Putting drafts on the map: the same offer found again, a new one made, a change held until somebody approves it.

Works in batches: what is known is read once, rows are written together, so that a region's 20,000 offers come in fast.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from app import clock
from app.db import Record
from app.outbox.posting import post
from app.social_map.doubles import spelled_as_known
from app.social_map.draft import OfferDraft
from app.social_map.merged import lasting
from app.social_map.models import Flag, ImportChange, ImportRun, Offer, OfferEvent, OfferRevision, Organisation, Place
from app.social_map.names import fold_name, loose_name, slug_of
from app.social_map.quick_rows import quick_row, with_defaults
from app.social_map.renewing import Wish, decides, status_after, weighed, wished
from app.social_map.rows import (
    PLACE_NAMES,
    SAME_NAMES,
    SHARE_ALIKE,
    digest_of,
    fill_offer,
    fill_place,
    identity_of,
    new_organisation,
)
from app.social_map.same_words import says_nothing_new
from app.social_map.three_way import Comparison
from app.social_map.times import read_times
from app.social_map.versions import IMPORT, revisions_of, runs_of
from app.social_map.vocabulary import PUBLIC_BEFORE, ConfirmedBy, FundingForm, Status

__all__ = [
    "INDEX_BATCH",
    "NOT_THEIRS",
    "Received",
    "Shelf",
    "digest_of",
    "fill_offer",
    "fill_place",
    "identity_of",
    "new_organisation",
]
INDEX_BATCH = 500
NOT_THEIRS = (
    "Dit aanbod hoort nu bij een andere organisatie. Het is niet veranderd. Bel de redactie als dat niet klopt."
)


@dataclass(slots=True)
class Received:
    """What became of one draft. `offer.id` is known once the shelf is finished.

    `beside`: what the source said before, says now and we have, when it is an offer whose source said something before.
    """

    offer: Offer
    outcome: str
    flags: tuple[str, ...] = ()
    beside: Comparison | None = None

    @property
    def offer_id(self) -> int:
        """The offer's row number, after `finish()`."""
        return self.offer.id or 0


@dataclass(slots=True)
class _Waiting:
    received: Received
    draft: OfferDraft
    state: str
    action: str
    before: str
    number: int
    flags: tuple[str, ...]
    before_draft: OfferDraft | None = None
    said: OfferDraft | None = None
    event: str = "received"
    why: str = ""


@dataclass(slots=True)
class Shelf:
    """The map, open for receiving drafts within one writing session.

    :param home_kinds: kinds where somebody enters a home; not published while the VOG question is open.
    :param run: the import run these drafts belong to, so that it can be taken back.
    :param owner: row number of the organisation that hands in, whatever its drafts say; 0: the drafts say whose they are.
    :param following: the same source is read time after time: what it repeats changes nothing, whatever became of the offer.
    """

    session: Session
    home_kinds: frozenset[str] = frozenset()
    run: ImportRun | None = None
    owner: int = 0
    following: bool = False
    _known: dict[tuple[str, str], int] = field(default_factory=dict)
    _made: dict[tuple[str, str], Offer] = field(default_factory=dict)
    _slugs: set[str] = field(default_factory=set)
    _organisations: dict[str, Organisation] = field(default_factory=dict)
    _loose: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _waiting: list[_Waiting] = field(default_factory=list)
    _held: frozenset[int] | None = None
    _runs: dict[str, frozenset[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for number, source, identity, slug in self.session.exec(
            select(Offer.id, Offer.source, Offer.identity, Offer.slug)
        ):
            self._known[source, identity] = number or 0
            self._slugs.add(slug)
        for organisation in self.session.exec(select(Organisation)):
            self._organisations[organisation.name_key] = organisation
            self._loose[loose_name(organisation.name)].add(organisation.name_key)

    def receive(
        self, draft: OfferDraft, *, actor: str, publish: bool = False, flags: Iterable[str] = (), known: int = 0
    ) -> Received:
        """Take in one draft.

        :param known: row number of the offer somebody recognised this draft as (see recognising.py); 0 when to look oneself.
        :param publish: an administrator's word: publish without review what may be published.
        :returns: what became of it: `new`, `changed` or `unchanged`, with the flags an editor should look at.
        """
        wish = wished(draft, self.home_kinds, publish=publish, flags=tuple(flags))
        offer = self.session.get(Offer, known) if known else self._find(draft)
        if offer is None:
            return self._make(draft, wish.status, actor, wish.flags)
        if self.owner and offer.id is not None and offer.organisation_id != self.owner:
            return Received(offer, "unchanged", (*wish.flags, NOT_THEIRS))  # it went to another: not theirs to renew
        if offer.merged_into:  # an editor decided that this is another offer: its source cannot bring it back
            return Received(offer, "unchanged")
        if publish and draft.organisation.carried:
            self._organisation(draft)  # its document follows the source, also when nothing of the offer moved
        return self._renew(offer, self._spelled(offer, wish), actor)

    def _find(self, draft: OfferDraft) -> Offer | None:
        key = (draft.source, identity_of(draft))
        if key in self._made:
            return self._made[key]
        number = self._known.get(key)
        return self.session.get(Offer, number) if number else None

    def _make(self, draft: OfferDraft, wanted: Status, actor: str, flags: tuple[str, ...]) -> Received:
        place = quick_row(Place, {name: getattr(draft.place, name) for name in PLACE_NAMES})
        offer = quick_row(
            Offer,
            {name: getattr(draft, name) for name in SAME_NAMES},
            slug=self._new_slug(draft),
            identity=identity_of(draft),
            digest=digest_of(draft),
            source=draft.source,
            source_id=draft.source_id or None,
            status=wanted,
            when_mask=read_times(draft.times).mask,
            last_confirmed=draft.last_confirmed,
            confirmed_by=ConfirmedBy.SOURCE if draft.last_confirmed else None,
        )
        offer.organisation, offer.place = self._organisation(draft), place
        if wanted is Status.PUBLISHED and offer.last_confirmed is None:
            offer.last_confirmed = clock.today()
        self.session.add(offer)
        received = Received(offer, "new", flags)
        self._made[draft.source, offer.identity] = offer
        state = "approved" if wanted is Status.PUBLISHED else "pending"
        self._waiting.append(_Waiting(received, draft, state, actor, "", 1, flags))
        return received

    def _spelled(self, offer: Offer, wish: Wish) -> Wish:
        """Names written as we know them, where no id of the source makes it certain which offer it is."""
        if wish.draft.source_id or offer.id is None or digest_of(wish.draft) == offer.digest:
            return wish
        newest = self._revisions(offer)[:1]
        return replace(wish, draft=spelled_as_known(newest[0].draft, wish.draft)) if newest else wish

    def _renew(self, offer: Offer, wish: Wish, actor: str) -> Received:
        before = offer.status
        settled = self.following or (
            (status_after(before, wish) is before or not wish.publish) and not (decides(wish) and self._waits(offer))
        )
        if settled and digest_of(wish.draft) == offer.digest:
            return Received(offer, "unchanged", wish.flags)
        if offer.id is None:
            self.session.flush()
        revisions = self._revisions(offer)
        if settled and self._repeats(offer, revisions, wish):
            return Received(offer, "unchanged", wish.flags)
        if not self.owner:
            runs = self._runs_of(offer.source)
            wish = weighed(wish, revisions, runs, self.home_kinds, now=before, following=self.following)
        if wish.nothing:
            return Received(offer, "unchanged", wish.flags, wish.beside)
        after = status_after(before, wish)
        held = before in PUBLIC_BEFORE and not decides(wish)
        if not held:
            self._apply(offer, wish.draft)
            if after is Status.PUBLISHED and offer.last_confirmed is None:
                offer.last_confirmed = clock.today()
        offer.digest = digest_of(wish.draft)
        offer.status = after
        offer.version += 1
        self.session.add(offer)
        received = Received(offer, "changed", wish.flags, wish.beside)
        number, known = (revisions[0].number + 1, revisions[0].draft) if revisions else (1, None)
        state = "approved" if after is Status.PUBLISHED and not held else "pending"
        self._waiting.append(
            _Waiting(received, wish.draft, state, actor, before.value, number, wish.flags, known, wish.said)
        )
        return received

    def _repeats(self, offer: Offer, revisions: list[OfferRevision], wish: Wish) -> bool:
        if not revisions:
            return False
        checked_on = offer.last_confirmed
        return says_nothing_new(revisions[0].draft, wish.draft, status=offer.status, checked_on=checked_on)

    def withdraw(self, offer: Offer, *, actor: str, why: str) -> None:
        """Take off the map what its source no longer has; a version of its own, so that a run can be taken back."""
        revisions = self._revisions(offer)
        if not revisions or offer.status is Status.WITHDRAWN:
            return
        draft = revisions[0].draft.model_copy(update={"status": Status.WITHDRAWN})
        waiting = _Waiting(
            Received(offer, "changed"), draft, "approved", actor, offer.status.value, revisions[0].number + 1, (),
            revisions[0].draft, event="withdraw", why=why,
        )  # fmt: skip
        offer.digest, offer.status, offer.updated_at = digest_of(draft), Status.WITHDRAWN, clock.now()
        offer.version += 1
        self.session.add(offer)
        self._waiting.append(waiting)

    def _runs_of(self, source: str) -> frozenset[str]:
        """The actors of the runs of this source, the one of now among them."""
        if source not in self._runs:
            now = {f"{IMPORT}{self.run.run}"} if self.run else set()
            self._runs[source] = runs_of(self.session, source) | now
        return self._runs[source]

    def _waits(self, offer: Offer) -> bool:
        """Whether a newer version of this public offer was held for approval."""
        if offer.status not in PUBLIC_BEFORE:
            return False
        if self._held is None:
            newest = select(OfferRevision.offer_id, func.max(OfferRevision.number).label("number"))
            last = newest.group_by(col(OfferRevision.offer_id)).subquery()
            here = (col(OfferRevision.offer_id) == last.c.offer_id) & (col(OfferRevision.number) == last.c.number)
            held = select(OfferRevision.offer_id).join(last, here).where(OfferRevision.state == "pending")
            self._held = frozenset(self.session.exec(held).all())
        return offer.id in self._held

    def _apply(self, offer: Offer, draft: OfferDraft) -> None:
        place = self.session.get_one(Place, offer.place_id)
        fill_place(place, draft.place)
        self.session.add(place)
        fill_offer(offer, draft)
        organisation = self._organisation(draft)
        if organisation.id is None:
            self.session.flush()
        offer.organisation_id = organisation.id or 0

    def _revisions(self, offer: Offer) -> list[OfferRevision]:
        if any(each.received.offer is offer for each in self._waiting):
            self.finish(index=False)
        return revisions_of(self.session, offer)

    def organisation_named(self, name: str) -> str:
        """The name of the organisation that a draft with this one belongs to; the same when there is none yet."""
        found = self._organisations.get(self._organisation_key(name))
        return found.name if found else name

    def _organisation(self, whole: OfferDraft) -> Organisation:
        draft, source = whole.organisation, whole.source
        if self.owner:
            return self.session.get_one(Organisation, self.owner)
        key = self._organisation_key(draft.name)
        organisation = self._organisations.get(key)
        if organisation is not None and organisation.merged_into:
            organisation = self._organisations[key] = lasting(self.session, organisation)
        if organisation is None:
            organisation = new_organisation(draft, source)
            self._organisations[key] = organisation
            self._loose[loose_name(draft.name)].add(key)
            self.session.add(organisation)
            return organisation
        if whole.licence.startswith(SHARE_ALIKE) and organisation.source != source:
            return organisation
        funding = tuple(form for form in FundingForm if form in organisation.funding or form in draft.funding)
        if funding != tuple(organisation.funding):
            organisation.funding = funding
        for name in ("description", "phone", "email", "website", "carried"):
            renews = name == "carried" and organisation.source == source  # what the source took out of it goes here too
            if (renews or not getattr(organisation, name)) and getattr(draft, name):
                setattr(organisation, name, getattr(draft, name))
        self.session.add(organisation)
        return organisation

    def _organisation_key(self, name: str) -> str:
        """Signs, spaces and hyphens make no other organisation, when only one can be meant."""
        key, loose = fold_name(name), self._loose.get(loose_name(name), set())
        return key if key in self._organisations or len(loose) != 1 else next(iter(loose))

    def _new_slug(self, draft: OfferDraft) -> str:
        base = slug_of(draft.name)
        candidates = [base, slug_of(f"{draft.name} {draft.place.kern}")] if draft.place.kern else [base]
        for slug in candidates:
            if slug not in self._slugs:
                self._slugs.add(slug)
                return slug
        number = 2
        while f"{candidates[-1]}-{number}" in self._slugs:
            number += 1
        slug = f"{candidates[-1]}-{number}"
        self._slugs.add(slug)
        return slug

    def finish(self, *, index: bool = True) -> list[int]:
        """Write what was received: rows, revisions, history, flags; and tell the index. Returns the offers' numbers."""
        self.session.flush()
        waiting, self._waiting = self._waiting, []
        numbers = [each.received.offer_id for each in waiting]
        known_flags = self._open_flags(numbers)
        for each in waiting:
            self._known[each.received.offer.source, each.received.offer.identity] = each.received.offer_id
        self._write(OfferRevision, (_revision(each) for each in waiting))
        self._write(OfferEvent, (_event(each) for each in waiting))
        if self.run is not None:
            run = self.run.id or 0
            self._write(ImportChange, (_change(each, run) for each in waiting))
        self._write(
            Flag,
            (
                {"offer_id": each.received.offer_id, "reason": reason}
                for each in waiting
                for reason in each.flags
                if (each.received.offer_id, reason) not in known_flags
            ),
        )
        for start in range(0, len(numbers), INDEX_BATCH):
            if index or numbers:
                post(self.session, "search.index", offers=numbers[start : start + INDEX_BATCH])
        self._made.clear()
        self.session.flush()
        return numbers

    def _write(self, kind: type[Record], rows: Iterable[Mapping[str, Any]]) -> None:
        """Rows that nobody here asks for again: straight into the table, which costs a tenth of objects of the mapper."""
        if whole := [with_defaults(kind, row) for row in rows]:
            self.session.connection().execute(sa.insert(kind), whole)

    def _open_flags(self, numbers: list[int]) -> set[tuple[int, str]]:
        if not numbers:
            return set()
        found: set[tuple[int, str]] = set()
        for start in range(0, len(numbers), INDEX_BATCH):
            part = numbers[start : start + INDEX_BATCH]
            rows = self.session.exec(
                select(Flag.offer_id, Flag.reason).where(col(Flag.offer_id).in_(part), col(Flag.settled_at).is_(None))
            )
            found |= set(rows.all())
        return found


def _revision(each: _Waiting) -> dict[str, Any]:
    return {
        "offer_id": each.received.offer_id,
        "number": each.number,
        "draft": each.draft,
        "said": each.said if each.said != each.draft else None,
        "state": each.state,
        "author": each.action,
    }


def _event(each: _Waiting) -> dict[str, Any]:
    return {
        "offer_id": each.received.offer_id,
        "action": each.event,
        "before": each.before,
        "after": each.received.offer.status.value,
        "actor": each.action,
        "reason": each.why,
    }


def _change(each: _Waiting, run: int) -> dict[str, Any]:
    return {
        "run_id": run,
        "offer_id": each.received.offer_id,
        "before": each.before_draft,
        "before_status": each.before,
    }
