"""What an offer that is handed in again may change: the source's news laid upon what people did here meanwhile.

Nobody's work is overwritten in silence: where the source and somebody here both changed something, a person chooses, also
when the source is trusted. What was stopped here stays stopped; what its source took away and brought back is judged anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.social_map.draft import OfferDraft
from app.social_map.field_words import CODE_WORDS, FIELD_WORDS
from app.social_map.models import OfferRevision
from app.social_map.publishable import why_unpublishable
from app.social_map.three_way import Case, Comparison, compare, says_the_same
from app.social_map.versions import IMPORT, Standing, standing
from app.social_map.vocabulary import PUBLIC_BEFORE, Status

BOTH_CHANGED: Final = "De bron en wij hebben allebei iets veranderd. Kies wat klopt. De bron zegt:"
CAME_BACK: Final = "Dit was weg bij de bron en is er nu weer. Kijk of het weer op de site mag."
STOPPED_HERE: Final = "Hier ingetrokken. De bron heeft het nog; dat verandert niets."
_MOST_TOLD: Final = 5


@dataclass(frozen=True, slots=True)
class Wish:
    """What came in, and where it may go.

    :ivar said: what the source said, where `draft` is more than that.
    :ivar status: where it wants to go; :ivar publish: whether it may go to the public without review.
    :ivar nothing: it changes nothing. :ivar beside: the three readings, where there are three.
    """

    draft: OfferDraft
    status: Status
    publish: bool
    flags: tuple[str, ...]
    said: OfferDraft | None = None
    beside: Comparison | None = None
    nothing: bool = False


def wished(draft: OfferDraft, home_kinds: frozenset[str], *, publish: bool, flags: Sequence[str] = ()) -> Wish:
    """A draft as it is handed in: what keeps it from the public is one of its flags.

    :param publish: an administrator's word: publish without review what may be published.
    """
    status = draft.status
    if publish and status is Status.REVIEW:
        status = Status.PUBLISHED
    blocked = why_unpublishable(draft, home_kinds) if status is Status.PUBLISHED else ""
    if status is Status.PUBLISHED and (blocked or not publish):
        status = Status.REVIEW
    return Wish(draft, status, publish, (*flags, blocked) if blocked else tuple(flags))


def weighed(
    wish: Wish,
    revisions: Sequence[OfferRevision],
    runs: frozenset[str],
    home_kinds: frozenset[str],
    *,
    now: Status,
    following: bool,
) -> Wish:
    """The wish beside what the offer's versions tell.

    :param revisions: of the offer, newest first; :param runs: the actors of its source's runs (versions.py).
    :param now: where the offer stands.
    """
    stands = standing(revisions, runs)
    if stands is None or stands.base is None or stands.last is None:
        return wish
    beside = compare(stands.base, wish.draft, stands.have)
    gone = following and now is Status.WITHDRAWN
    if gone and not _stopped_by_source(revisions[0]):
        return _nothing(wish, beside, (*wish.flags, STOPPED_HERE))
    if (stands.ours or following) and says_the_same(stands.last, wish.draft):
        return _nothing(wish, beside, wish.flags)
    if gone:
        return Wish(wish.draft, Status.REVIEW, publish=False, flags=(*wish.flags, CAME_BACK), beside=beside)
    return _laid_upon_ours(wish, stands, beside, home_kinds) if stands.ours else _with(wish, beside)


def status_after(now: Status, wish: Wish) -> Status:
    """What a draft that is handed in again makes of an offer: what is public stays so until somebody decides."""
    return now if now in PUBLIC_BEFORE and not decides(wish) else wish.status


def decides(wish: Wish) -> bool:
    """Whether the wish is somebody's word already, and waits for nobody."""
    return wish.publish and wish.status in {Status.PUBLISHED, Status.WITHDRAWN}


def _laid_upon_ours(wish: Wish, stands: Standing, beside: Comparison, home_kinds: frozenset[str]) -> Wish:
    """Not to the public while somebody here has to choose, or while what somebody handed in here waits for an editor."""
    blocked = why_unpublishable(wish.draft, home_kinds)
    flags = [each for each in wish.flags if each != blocked] + _asks(beside)
    both = beside.of(Case.BOTH)
    draft = beside.proposed if both else beside.merged
    publish = wish.publish and not both and not stands.waits
    found = wished(draft, home_kinds, publish=publish, flags=flags)
    return Wish(draft, found.status, publish, found.flags, wish.draft, beside)


def _asks(beside: Comparison) -> list[str]:
    """What an editor has to choose between, in words."""
    both = [each for each in beside.fields if each.case is Case.BOTH]
    told = "; ".join(
        f"{FIELD_WORDS[each.field]}: {_quoted(each.says)} (hier: {_quoted(each.here)})" for each in both[:_MOST_TOLD]
    )
    return [f"{BOTH_CHANGED} {told}"] if both else []


def _quoted(text: str) -> str:
    """A value as a flag shows it; codes of closed lists in words."""
    return f"'{CODE_WORDS.get(text, text)[:80]}'" if text else "niets"


def _stopped_by_source(newest: OfferRevision) -> bool:
    """Whether it was withdrawn because its source said so, or had it no more; then its source may bring it back."""
    return newest.draft.status is Status.WITHDRAWN and newest.author.startswith(IMPORT)


def _nothing(wish: Wish, beside: Comparison, flags: tuple[str, ...]) -> Wish:
    return Wish(wish.draft, wish.status, wish.publish, flags, beside=beside, nothing=True)


def _with(wish: Wish, beside: Comparison) -> Wish:
    return Wish(wish.draft, wish.status, wish.publish, wish.flags, beside=beside)
