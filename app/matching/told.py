"""The sentence of a proposal as one of the two sides reads it: the same reasons the mediator saw, in the words of `explaining`.

It is worked out from tasks, times, place and frequency alone. Nothing that tells who the other one is goes into it.
"""

from app import clock
from app.matching.explaining import sentence
from app.matching.facts import ground_of, offer_facts, question_facts
from app.matching.mediation import Mediation
from app.matching.models import Notice, Pair, Side
from app.matching.own import OwnNotice, Proposal
from app.matching.scoring import Excluded, judge


def sentences(mediation: Mediation, own: OwnNotice, proposals: tuple[Proposal, ...], lang: str) -> dict[int, str]:
    """For each of these proposals, by the number of its match, why it fits and what does not; empty when it fits no more.

    :param lang: `nl` or `en`; any other language gets the Dutch words.
    """
    content, found = mediation.content.now(), {}
    ground = ground_of(content)
    with mediation.database.reading() as session:
        for each in proposals:
            pair = session.get(Pair, each.pair_id)
            offer = session.get(Notice, pair.offer_id) if pair else None
            question = session.get(Notice, pair.question_id) if pair else None
            if offer is None or question is None or own.notice.id not in {offer.id, question.id}:
                continue
            offered, asked = offer_facts(offer), question_facts(question)
            fit = judge(offered, asked, ground, clock.today())
            if not isinstance(fit, Excluded):
                found[each.pair_id] = sentence(fit, offered, asked, content, lang, reader=Side(own.notice.side))
    return found
