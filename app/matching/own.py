"""What people see of their own offer or question, and of the proposals for it.

What they change stands in `app.matching.own_changes`; everything that is theirs to call is named here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.data_keys import Erased
from app.matching.access import open_with
from app.matching.history import Happened, history_of
from app.matching.lifecycle import ENDED, Action, person_may
from app.matching.mediation import Mediation, person_of, readable, seal_of, words_of
from app.matching.models import Notice, Pair, PairState, Says, Side
from app.matching.own_changes import (
    change_offer,
    change_words,
    confirm_still,
    correct_person,
    exported,
    pause,
    resume,
    withdraw,
)
from app.matching.pair_states import GOING, contact_open, shown_state
from app.matching.shapes import Person, Words
from app.matching.sharing import SharedContact, shared_contact, words_may_show
from app.social_map.times import in_words
from app.social_map.vocabulary import Frequency, Vog

__all__ = [
    "OwnNotice",
    "Proposal",
    "change_offer",
    "change_words",
    "confirm_still",
    "correct_person",
    "exported",
    "open_with",
    "own_notice",
    "pause",
    "resume",
    "withdraw",
]


@dataclass(frozen=True, slots=True)
class Proposal:
    """One proposal as this side sees it: of the other nothing but what matching is about, until `contact` is there.

    :ivar theirs_known: the other side answered.
    :ivar tasks: slugs of what both have in common; `task_labels_missing`: labels, in the language of the notice, of what
        the question asks and the offer does not give.
    :ivar times_words: when the other side can, in the language of the notice, worked out from `when_mask`: never as they
        typed it. Empty when not known.
    :ivar kern_name: the village of the other side once both agreed; before that the municipality.
    :ivar vog: of the offer, whoever looks.
    :ivar because: codes of the reasons, for `app.matching.explaining`.
    :ivar went_well: what was agreed is done; somebody who stopped halfway is not asked anything (P16).
    """

    pair_id: int
    state: PairState
    mine: Says
    theirs_known: bool
    tasks: tuple[str, ...]
    times_words: str
    when_mask: int
    frequency: Frequency | None
    kern_name: str
    vog: Vog
    because: tuple[str, ...]
    decide_by: date
    contact: SharedContact | None
    task_labels_missing: tuple[str, ...]
    went_well: bool = False


@dataclass(frozen=True, slots=True)
class OwnNotice:
    """An offer or question as who posted it sees it, at one moment. `proposals`: the newest first."""

    notice: Notice
    person: Person
    words: Words
    history: Sequence[Happened]
    proposals: tuple[Proposal, ...]

    def may(self, action: Action) -> bool:
        """Whether they can do this with it now."""
        return person_may(self.notice.standing, action)


def own_notice(mediation: Mediation, notice_id: int) -> OwnNotice:
    """Everything there is to see for who posted it.

    :raises NobodyThere: it is gone, or its key is.
    """
    with mediation.database.reading() as session:
        notice, seal = readable(mediation, session, notice_id)
        return OwnNotice(
            notice=notice,
            person=person_of(notice, seal),
            words=words_of(notice, seal),
            history=tuple(line for line in history_of(session, notice, seal) if line.public),
            proposals=proposals_of(mediation, session, notice),
        )


def proposals_of(mediation: Mediation, session: Session, notice: Notice) -> tuple[Proposal, ...]:
    """The proposals for a notice, the newest first."""
    pairs = session.exec(
        select(Pair)
        .where(sa.or_(col(Pair.offer_id) == notice.id, col(Pair.question_id) == notice.id))
        .order_by(col(Pair.id).desc())
    ).all()
    wanted = {pair.question_id if notice.side is Side.OFFER else pair.offer_id for pair in pairs}
    others = {each.id: each for each in session.exec(select(Notice).where(col(Notice.id).in_(wanted))).all()}
    return tuple(
        _proposal(mediation, notice, pair, others[pair.question_id if notice.side is Side.OFFER else pair.offer_id])
        for pair in pairs
    )


def _proposal(mediation: Mediation, notice: Notice, pair: Pair, other: Notice) -> Proposal:
    offers = notice.side is Side.OFFER
    offer, question = (notice, other) if offers else (other, notice)
    contact = _contact(mediation, pair, notice, other)
    content = mediation.content.now()
    english = notice.language == "en"
    missing = [content.task(slug) for slug in question.tasks if slug not in offer.tasks]
    return Proposal(
        pair_id=pair.id or 0,
        state=shown_state(pair, notice.id or 0),
        mine=pair.offer_says if offers else pair.question_says,
        # Of a proposal that did not go on, nobody reads who answered what.
        theirs_known=pair.state in GOING and (pair.question_says if offers else pair.offer_says) is not Says.NOTHING,
        tasks=tuple(slug for slug in question.tasks if slug in offer.tasks),
        times_words=in_words(other.when_mask, notice.language) if other.when_mask else "",
        when_mask=other.when_mask,
        frequency=other.frequency,
        kern_name=_place(mediation, other, known=contact is not None),
        vog=offer.vog,
        because=pair.because,
        decide_by=pair.decide_by,
        contact=contact,
        task_labels_missing=tuple((task.label_en if english else task.label) for task in missing if task),
        went_well=pair.state is PairState.ENDED and pair.follow_up == "done",
    )


def _contact(mediation: Mediation, pair: Pair, viewer: Notice, other: Notice) -> SharedContact | None:
    if not contact_open(pair) or other.standing in ENDED:
        return None  # before agreement the other side's data is not even opened
    try:
        seal = seal_of(mediation, other)
    except Erased:
        return None
    words = words_of(other, seal) if words_may_show(other) else None
    return shared_contact(pair, viewer, person_of(other, seal), words)


def _place(mediation: Mediation, other: Notice, *, known: bool) -> str:
    town = mediation.town(other.municipality)
    if known and other.kern:
        names = {kern.slug: kern.name for kern in town.kernen}
        return names.get(other.kern, town.name)
    return town.name
