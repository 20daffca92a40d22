"""Putting drafts on the map: the same offer found again, a new one made, a change held until somebody approves it.

Works in batches: what is known is read once, rows are written together, so that a region's 20,000 offers come in fast.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session, col, func, select

from app import clock
from app.outbox.posting import post
from app.social_map.doubles import spelled_as_known
from app.social_map.draft import OfferDraft, OrganisationDraft, PlaceDraft
from app.social_map.merged import lasting
from app.social_map.models import Flag, ImportChange, ImportRun, Offer, OfferEvent, OfferRevision, Organisation, Place
from app.social_map.names import fold_name, loose_name, slug_of
from app.social_map.publishable import why_unpublishable
from app.social_map.same_words import says_nothing_new
from app.social_map.times import read_times
from app.social_map.vocabulary import PUBLIC_BEFORE, ConfirmedBy, FundingForm, Status

_SAME_NAMES = (
    "licence", "name", "kind", "level", "domains", "target_groups", "interests", "summary", "description", "easy", "area_served", "phone",
    "phone_hours", "email", "website", "without_voice", "times", "costs", "decision", "vog", "respite", "training", "book_ahead", "frequency", "limits",
    "accessibility", "languages", "keywords", "age", "conditions", "referral_needed", "waiting_time", "first_step", "expectation", "who_pays",
    "funding", "works_with", "transport", "meldcode", "quality", "photo", "photo_alt", "translations", "successor", "example", "historical", "carried",
)  # fmt: skip
_PLACE_NAMES = (
    "name", "street", "postcode", "town", "kern", "municipality", "lat", "lon", "confidential", "directions",
)  # fmt: skip
INDEX_BATCH = 500
NOT_THEIRS = (
    "Dit aanbod hoort nu bij een andere organisatie. Het is niet veranderd. Bel de redactie als dat niet klopt."
)
_CAME_LATER = ("book_ahead", "meldcode", "quality", "photo", "photo_alt", "translations", "carried")
"""Fields that came after the first release: while they are empty they say nothing new, so a digest leaves them out."""


def fill_offer(offer: Offer, draft: OfferDraft) -> None:
    """Copy what the draft says to the offer's row."""
    for name in _SAME_NAMES:
        setattr(offer, name, getattr(draft, name))
    offer.when_mask = read_times(draft.times).mask
    if draft.last_confirmed is not None and (
        offer.last_confirmed is None or draft.last_confirmed > offer.last_confirmed
    ):
        offer.last_confirmed = draft.last_confirmed
        offer.confirmed_by = ConfirmedBy.SOURCE
    offer.updated_at = clock.now()


def fill_place(place: Place, draft: PlaceDraft) -> None:
    """Copy where it is to the place's row."""
    for name in _PLACE_NAMES:
        setattr(place, name, getattr(draft, name))


def new_organisation(draft: OrganisationDraft, source: str) -> Organisation:
    """A row for an organisation that is not known yet."""
    return Organisation(
        name=draft.name,
        name_key=fold_name(draft.name),
        description=draft.description,
        phone=draft.phone,
        email=draft.email,
        website=draft.website,
        funding=draft.funding,
        source=source,
        carried=draft.carried,
        example=draft.example,
    )


def digest_of(draft: OfferDraft) -> str:
    """A fingerprint of what a draft says: equal fingerprints say nothing new. Of the status only a withdrawal counts."""
    fields = type(draft).model_fields
    later = {name for name in _CAME_LATER if getattr(draft, name) == fields[name].default}
    without: dict[str, Any] = dict.fromkeys(("status", *later), True)
    if draft.organisation.carried is None:
        without["organisation"] = {"carried"}
    said = draft.model_dump_json(exclude=without) + ("withdrawn" if draft.status is Status.WITHDRAWN else "")
    return hashlib.sha256(said.encode()).hexdigest()


def _status_after(now: Status, wanted: Status, *, publish: bool) -> Status:
    """What a draft that is handed in again makes of an offer: what is public stays so until somebody decides."""
    if now in PUBLIC_BEFORE and not (publish and wanted in {Status.PUBLISHED, Status.WITHDRAWN}):
        return now
    return wanted


def identity_of(draft: OfferDraft) -> str:
    """What makes it the same offer the next time: the source's own id, else its name, organisation and kern."""
    if draft.source_id:
        return draft.source_id
    return "~" + "|".join(fold_name(part)[:100] for part in (draft.name, draft.organisation.name, draft.place.kern))


@dataclass(slots=True)
class Received:
    """What became of one draft. `offer.id` is known once the shelf is finished."""

    offer: Offer
    outcome: str
    flags: tuple[str, ...] = ()

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


@dataclass(slots=True)
class Shelf:
    """The map, open for receiving drafts within one writing session.

    :param home_kinds: kinds where somebody enters a home; not published while the VOG question is open.
    :param run: the import run these drafts belong to, so that it can be taken back.
    :param owner: row number of the organisation that hands in, whatever its drafts say; 0: the drafts say whose they are.
    """

    session: Session
    home_kinds: frozenset[str] = frozenset()
    run: ImportRun | None = None
    owner: int = 0
    _known: dict[tuple[str, str], int] = field(default_factory=dict)
    _made: dict[tuple[str, str], Offer] = field(default_factory=dict)
    _slugs: set[str] = field(default_factory=set)
    _organisations: dict[str, Organisation] = field(default_factory=dict)
    _loose: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _waiting: list[_Waiting] = field(default_factory=list)
    _held: frozenset[int] | None = None

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
        notes = list(flags)
        wanted = draft.status
        if publish and wanted is Status.REVIEW:
            wanted = Status.PUBLISHED
        if wanted is Status.PUBLISHED:
            blocked = why_unpublishable(draft, self.home_kinds)
            if blocked:
                notes.append(blocked)
            if blocked or not publish:
                wanted = Status.REVIEW
        offer = self.session.get(Offer, known) if known else self._find(draft)
        if offer is None:
            received = self._make(draft, wanted, actor, tuple(notes))
        elif (
            self.owner and offer.id is not None and offer.organisation_id != self.owner
        ):  # it went to another organisation: not theirs to renew
            return Received(offer, "unchanged", (*notes, NOT_THEIRS))
        elif offer.merged_into:  # an editor decided that this is another offer: its source cannot bring it back
            return Received(offer, "unchanged")
        else:
            received = self._renew(offer, draft, wanted, actor, tuple(notes), publish=publish)
        received.flags = tuple(notes)
        return received

    def _find(self, draft: OfferDraft) -> Offer | None:
        key = (draft.source, identity_of(draft))
        if key in self._made:
            return self._made[key]
        number = self._known.get(key)
        return self.session.get(Offer, number) if number else None

    def _make(self, draft: OfferDraft, wanted: Status, actor: str, flags: tuple[str, ...]) -> Received:
        place = Place(**{name: getattr(draft.place, name) for name in _PLACE_NAMES})
        offer = Offer(
            slug=self._new_slug(draft),
            identity=identity_of(draft),
            digest=digest_of(draft),
            source=draft.source,
            source_id=draft.source_id or None,
            status=wanted,
            organisation=self._organisation(draft.organisation, draft.source),
            place=place,
            when_mask=read_times(draft.times).mask,
            last_confirmed=draft.last_confirmed,
            confirmed_by=ConfirmedBy.SOURCE if draft.last_confirmed else None,
            **{name: getattr(draft, name) for name in _SAME_NAMES},
        )
        if wanted is Status.PUBLISHED and offer.last_confirmed is None:
            offer.last_confirmed = clock.today()
        self.session.add(offer)
        received = Received(offer, "new")
        self._made[draft.source, offer.identity] = offer
        state = "approved" if wanted is Status.PUBLISHED else "pending"
        self._waiting.append(_Waiting(received, draft, state, actor, "", 1, flags))
        return received

    def _renew(
        self, offer: Offer, draft: OfferDraft, wanted: Status, actor: str, flags: tuple[str, ...], *, publish: bool
    ) -> Received:
        fingerprint = digest_of(draft)
        if fingerprint != offer.digest and not draft.source_id and offer.id is not None:
            newest = self._newest(offer)
            draft = spelled_as_known(newest.draft, draft) if newest else draft
            fingerprint = digest_of(draft)
        after = _status_after(offer.status, wanted, publish=publish)
        decided = publish and wanted in {Status.PUBLISHED, Status.WITHDRAWN}
        settled = (after is offer.status or not publish) and not (decided and self._waits(offer))
        if settled and fingerprint == offer.digest:
            return Received(offer, "unchanged")
        if offer.id is None:
            self.session.flush()
        before = offer.status
        earlier = self._newest(offer)
        if (
            settled
            and earlier is not None
            and says_nothing_new(earlier.draft, draft, status=before, checked_on=offer.last_confirmed)
        ):
            return Received(offer, "unchanged")
        held = before in PUBLIC_BEFORE and not decided
        if not held:
            self._apply(offer, draft)
            if after is Status.PUBLISHED and offer.last_confirmed is None:
                offer.last_confirmed = clock.today()
        offer.digest = fingerprint
        offer.status = after
        offer.version += 1
        self.session.add(offer)
        received = Received(offer, "changed")
        number = (earlier.number if earlier else 0) + 1
        state = "approved" if after is Status.PUBLISHED and not held else "pending"
        self._waiting.append(
            _Waiting(
                received,
                draft,
                state,
                actor,
                before.value,
                number,
                flags,
                earlier.draft if earlier else None,
            )
        )
        return received

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
        organisation = self._organisation(draft.organisation, draft.source)
        if organisation.id is None:
            self.session.flush()
        offer.organisation_id = organisation.id or 0

    def _newest(self, offer: Offer) -> OfferRevision | None:
        waiting = [each for each in self._waiting if each.received.offer is offer]
        if waiting:
            self.finish(index=False)
        return self.session.exec(
            select(OfferRevision).where(OfferRevision.offer_id == offer.id).order_by(col(OfferRevision.number).desc())
        ).first()

    def organisation_named(self, name: str) -> str:
        """The name of the organisation that a draft with this one belongs to; the same when there is none yet."""
        found = self._organisations.get(self._organisation_key(name))
        return found.name if found else name

    def _organisation(self, draft: OrganisationDraft, source: str) -> Organisation:
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
        funding = tuple(form for form in FundingForm if form in organisation.funding or form in draft.funding)
        if funding != tuple(organisation.funding):
            organisation.funding = funding
        for name in ("description", "phone", "email", "website", "carried"):
            if not getattr(organisation, name) and getattr(draft, name):
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
            offer = each.received.offer
            number = offer.id or 0
            self._known[offer.source, offer.identity] = number
            self.session.add(
                OfferRevision(
                    offer_id=number, number=each.number, draft=each.draft, state=each.state, author=each.action
                )
            )
            self.session.add(
                OfferEvent(
                    offer_id=number, action="received", before=each.before, after=offer.status.value, actor=each.action
                )
            )
            if self.run is not None:
                self.session.add(
                    ImportChange(
                        run_id=self.run.id or 0, offer_id=number, before=each.before_draft, before_status=each.before
                    )
                )
            for reason in each.flags:
                if (number, reason) not in known_flags:
                    self.session.add(Flag(offer_id=number, reason=reason))
        for start in range(0, len(numbers), INDEX_BATCH):
            if index or numbers:
                post(self.session, "search.index", offers=numbers[start : start + INDEX_BATCH])
        self._made.clear()
        self.session.flush()
        return numbers

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
