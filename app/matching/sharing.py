"""What one side of a match sees of the other: nothing that tells who it is, until the mediator and both sides said yes (I-34).

All of it goes through the one function here, so that one test can show that nothing leaks in any other state.
"""

from dataclasses import dataclass

from app.matching.lifecycle import ENDED
from app.matching.models import Notice, Pair, Says, Standing
from app.matching.pair_states import contact_open
from app.matching.shapes import Person, Words

_LOOKED_AT = frozenset({Standing.OPEN, Standing.PAUSED, Standing.MET})


@dataclass(frozen=True, slots=True)
class SharedContact:
    """How to reach the other side, as far as they said. What they did not share is empty.

    :ivar organisation: when a church, club or company posted it.
    :ivar story: their own words, with `times` and `limits`; empty while the mediator still has to look at them.
    """

    first_name: str = ""
    organisation: str = ""
    phone: str = ""
    email: str = ""
    street: str = ""
    postcode: str = ""
    story: str = ""
    times: str = ""
    limits: str = ""


def shared_contact(
    pair: Pair, viewer: Notice, other_person: Person | None, other_words: Words | None = None
) -> SharedContact | None:
    """What the viewer may see of the other side; None in every state but agreed by both, and after a report.

    The first name, and what they ticked; a telephone number when they ticked nothing and there is one. Never a family name.

    :param viewer: the notice of who looks: one of the two of this pair, and not over.
    :param other_person: of the other side; None when it cannot be opened any more.
    :param other_words: of the other side, once a mediator looked at them.
    """
    agreed = contact_open(pair) and pair.offer_says is Says.YES and pair.question_says is Says.YES
    belongs = viewer.id is not None and viewer.id in {pair.offer_id, pair.question_id}
    if not agreed or not belongs or viewer.standing in ENDED or other_person is None:
        return None
    shares = other_person.share or ("phone",)
    words = other_words or Words()
    return SharedContact(
        first_name=other_person.first_name,
        organisation=other_person.organisation,
        phone=other_person.phone if "phone" in shares else "",
        email=other_person.email if "email" in shares else "",
        street=other_person.street if "address" in shares else "",
        postcode=other_person.postcode if "address" in shares else "",
        story=words.story,
        times=words.times,
        limits=words.limits,
    )


def words_may_show(other: Notice) -> bool:
    """Whether a mediator looked at the words as they stand now."""
    return other.standing in _LOOKED_AT
