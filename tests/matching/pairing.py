"""A match in a state of one's choice, as a row: for tests of what each state shows."""

import uuid
from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import col

from app import clock
from app.matching.mediation import Mediation
from app.matching.models import Notice, Pair, PairState, Says, Standing

_SAID = {
    PairState.AGREED: (Says.YES, Says.YES),
    PairState.ENDED: (Says.YES, Says.YES),
    PairState.UNDONE: (Says.YES, Says.YES),
    PairState.DECLINED: (Says.YES, Says.NO),
}


def a_pair(mediation: Mediation, offer: int, question: int, state: PairState = PairState.ASKED, **more) -> int:
    """The number of a match between these two."""
    offer_says, question_says = _SAID.get(state, (Says.NOTHING, Says.NOTHING))
    values = {
        "offer_says": offer_says,
        "question_says": question_says,
        "because": ("task",),
        "decide_by": clock.today() + timedelta(days=10),
    }
    with mediation.database.writing() as session:
        pair = Pair(uid=str(uuid.uuid4()), offer_id=offer, question_id=question, state=state, **(values | more))
        session.add(pair)
        session.flush()
        return pair.id


def put(mediation: Mediation, notice_id: int, **values) -> None:
    """Put a notice where a test wants it, past all rules."""
    with mediation.database.writing() as session:
        session.execute(sa.update(Notice).where(col(Notice.id) == notice_id).values(**values))


def opened(mediation: Mediation, *numbers: int) -> None:
    """As if the mediator approved them."""
    for number in numbers:
        put(mediation, number, standing=Standing.OPEN)
