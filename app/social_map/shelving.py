"""Putting drafts on the map: the same offer found again, a new one made, a change held until somebody approves it.

Works in batches: what is known is read once, rows are written together, so that a region's 20,000 offers come in fast.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlmodel import Session, col, func, select

from app import clock
from app.outbox.posting import post
from app.social_map.doubles import spelled_as_known
from app.social_map.draft import OfferDraft, OrganisationDraft, PlaceDraft
from app.social_map.merged import lasting
from app.social_map.models import Flag, ImportChange, ImportRun, Offer, OfferEvent, OfferRevision, Organisation, Place
from app.social_map.names import fold_name, loose_name, slug_of
from app.social_map.publishable import why_unpublishable
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
from app.social_map.three_way import Case, Comparison, compare, says_the_same
from app.social_map.times import read_times
from app.social_map.versions import IMPORT, Standing, revisions_of, runs_of, standing
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
_MOST_TOLD = 5
NOT_THEIRS = (
    "Dit aanbod hoort nu bij een andere organisatie. Het is niet veranderd. Bel de redactie als dat niet klopt."
)
BOTH_CHANGED = "De bron en wij hebben allebei iets veranderd. Kies wat klopt. De bron zegt:"
CAME_BACK = "Dit was weg bij de bron en is er nu weer. Kijk of het weer op de site mag."
STOPPED_HERE = "Hier ingetrokken. De bron heeft het nog; dat verandert niets."


def _status_after(now: Status, wanted: Status, *, publish: bool) -> Status:
    """What a draft that is handed in again makes of an offer: what is public stays so until somebody decides."""
    if now in PUBLIC_BEFORE and not (publish and wanted in {Status.PUBLISHED, Status.WITHDRAWN}):
        return now
    return wanted


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


def _laid_upon_ours(beside: Comparison, stands: Standing, *, publish: bool) -> tuple[OfferDraft, bool]:
    """The draft to go on with, and whether it may go to the public: not while somebody here has to choose or decide."""
    if beside.of(Case.BOTH):
        return beside.proposed, False
    return beside.merged, publish and not stands.waits


def _asks(beside: Comparison) -> tuple[str, ...]:
    """What an editor has to choose between, in words."""
    both = [each for each in beside.fields if each.case is Case.BOTH]
    told = "; ".join(f"{each.field}: '{each.says[:80]}' (hier: '{each.here[:80]}')" for each in both[:_MOST_TOLD])
    return (f"{BOTH_CHANGED} {told}",) if both else ()


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
        notes = list(flags)
        wanted, blocked = self._wanted(draft, publish=publish)
        if blocked:
            notes.append(blocked)
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
            return self._renew(offer, draft, wanted, actor, tuple(notes), publish=publish)
        received.flags = tuple(notes)
        return received

    def _wanted(self, draft: OfferDraft, *, publish: bool) -> tuple[Status, str]:
        """Where a draft wants to go, and what keeps it from the public."""
        wanted = draft.status
        if publish and wanted is Status.REVIEW:
            wanted = Status.PUBLISHED
        if wanted is not Status.PUBLISHED:
            return wanted, ""
        blocked = why_unpublishable(draft, self.home_kinds)
        return (Status.REVIEW if blocked or not publish else wanted), blocked

    def _find(self, draft: OfferDraft) -> Offer | None:
        key = (draft.source, identity_of(draft))
        if key in self._made:
            return self._made[key]
        number = self._known.get(key)
        return self.session.get(Offer, number) if number else None

    def _make(self, draft: OfferDraft, wanted: Status, actor: str, flags: tuple[str, ...]) -> Received:
        place = Place(**{name: getattr(draft.place, name) for name in PLACE_NAMES})
        offer = Offer(
            slug=self._new_slug(draft),
            identity=identity_of(draft),
            digest=digest_of(draft),
            source=draft.source,
            source_id=draft.source_id or None,
            status=wanted,
            organisation=self._organisation(draft),
            place=place,
            when_mask=read_times(draft.times).mask,
            last_confirmed=draft.last_confirmed,
            confirmed_by=ConfirmedBy.SOURCE if draft.last_confirmed else None,
            **{name: getattr(draft, name) for name in SAME_NAMES},
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
            newest = self._revisions(offer)[:1]
            draft = spelled_as_known(newest[0].draft, draft) if newest else draft
            fingerprint = digest_of(draft)
        after = _status_after(offer.status, wanted, publish=publish)
        decided = publish and wanted in {Status.PUBLISHED, Status.WITHDRAWN}
        settled = self.following or ((after is offer.status or not publish) and not (decided and self._waits(offer)))
        if settled and fingerprint == offer.digest:
            return Received(offer, "unchanged", flags)
        if offer.id is None:
            self.session.flush()
        before = offer.status
        revisions = self._revisions(offer)
        earlier = revisions[0] if revisions else None
        if (
            settled
            and earlier is not None
            and says_nothing_new(earlier.draft, draft, status=before, checked_on=offer.last_confirmed)
        ):
            return Received(offer, "unchanged", flags)
        stands = None if self.owner else standing(revisions, self._runs_of(offer.source))
        beside = compare(stands.base, draft, stands.have) if stands and stands.base else None
        if self.following and before is Status.WITHDRAWN and stands and not self._stopped_by_source(revisions[0]):
            return Received(offer, "unchanged", (*flags, STOPPED_HERE), beside)
        said: OfferDraft | None = None
        if stands and stands.last and (stands.ours or self.following) and says_the_same(stands.last, draft):
            return Received(offer, "unchanged", flags, beside)
        if self.following and before is Status.WITHDRAWN:
            flags, publish, decided, after = (*flags, CAME_BACK), False, False, Status.REVIEW
        if stands and stands.ours and beside:
            blocked = self._wanted(draft, publish=publish)[1]
            said, draft, publish = draft, *_laid_upon_ours(beside, stands, publish=publish)
            wanted, still = self._wanted(draft, publish=publish)
            flags = tuple(each for each in flags if each != blocked) + ((still,) if still else ()) + _asks(beside)
            after = _status_after(before, wanted, publish=publish)
            decided = publish and wanted in {Status.PUBLISHED, Status.WITHDRAWN}
        held = before in PUBLIC_BEFORE and not decided
        if not held:
            self._apply(offer, draft)
            if after is Status.PUBLISHED and offer.last_confirmed is None:
                offer.last_confirmed = clock.today()
        offer.digest = digest_of(draft)
        offer.status = after
        offer.version += 1
        self.session.add(offer)
        received = Received(offer, "changed", flags, beside)
        number = (earlier.number if earlier else 0) + 1
        state = "approved" if after is Status.PUBLISHED and not held else "pending"
        before_draft = earlier.draft if earlier else None
        waiting = _Waiting(received, draft, state, actor, before.value, number, flags, before_draft, said)
        self._waiting.append(waiting)
        return received

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

    def _stopped_by_source(self, newest: OfferRevision) -> bool:
        """Whether it was withdrawn because its source said so, or had it no more; then its source may bring it back."""
        return newest.draft.status is Status.WITHDRAWN and newest.author.startswith(IMPORT)

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
        share_alike = whole.licence.startswith(SHARE_ALIKE)
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
        if share_alike and organisation.source != source:
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
                    offer_id=number,
                    number=each.number,
                    draft=each.draft,
                    said=each.said if each.said != each.draft else None,
                    state=each.state,
                    author=each.action,
                )
            )
            self.session.add(
                OfferEvent(
                    offer_id=number,
                    action=each.event,
                    before=each.before,
                    after=offer.status.value,
                    actor=each.action,
                    reason=each.why,
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
