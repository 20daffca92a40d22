"""The sentence of a proposal on one's own page: to each side in its own words, and nothing of who the other is."""

from app import clock
from app.matching import mediating, own_changes, pairs
from app.matching.own import own_notice
from app.matching.posting import post_notice
from app.matching.told import sentences
from app.social_map.times import wanted_mask
from app.social_map.vocabulary import Vog
from tests.matching.conftest import a_question, an_offer

THURSDAY = wanted_mask("do", "middag")


def a_proposal(mediation):
    """An offer, a question and the match between them."""
    numbers = []
    for new in (an_offer(when_mask=THURSDAY), a_question(when_mask=THURSDAY)):
        number = post_notice(mediation, new, f"form {new.side}", "person").notice_id
        mediating.screen(mediation, number, "system", Vog.NO, clock.today(), "")
        mediating.approve(mediation, number, "system")
        numbers.append(number)
    return (*numbers, pairs.propose(mediation, *numbers, (), "system"))


def told(mediation, notice_id, lang="nl"):
    own = own_notice(mediation, notice_id)
    return sentences(mediation, own, own.proposals, lang)


def test_each_side_reads_why_it_fits(mediation):
    offer, question, pair = a_proposal(mediation)
    assert told(mediation, offer)[pair].startswith("U kunt op donderdagmiddag op bezoek komen")
    assert told(mediation, question)[pair].startswith("Kan op donderdagmiddag op bezoek komen")
    assert told(mediation, offer, "en")[pair].startswith("You can come for a visit on Thursday afternoon")


def test_nothing_of_who_the_other_is(mediation):
    offer, question, pair = a_proposal(mediation)
    for number in (offer, question):
        for private in ("Voorbeeld", "038", "@", "vrouw", "trappen"):
            assert private not in told(mediation, number)[pair]


def test_what_does_not_fit_any_more_says_nothing(mediation):
    offer, question, pair = a_proposal(mediation)
    own_changes.change_offer(mediation, question, circumstances=("huisdier",))
    own_changes.change_offer(mediation, offer, not_circumstances=("huisdier",))
    assert pair not in told(mediation, question)
