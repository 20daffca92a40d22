"""What people see of their own offer or question, and of proposals."""

from dataclasses import fields

import pytest

from app.matching.lifecycle import Action
from app.matching.mediation import NobodyThere, person_of, seal_of, subject_of
from app.matching.models import Notice, PairState, Says, Standing
from app.matching.own import Proposal, own_notice
from app.matching.posting import post_notice
from app.sealing import Unopened
from app.social_map.times import wanted_mask
from app.social_map.vocabulary import Frequency, Vog
from tests.matching.conftest import a_question, an_offer
from tests.matching.pairing import a_pair, opened, put

THURSDAY_AFTERNOON = wanted_mask("do", "middag")
OTHERS = ("Karel", "Vrager", "0380000002", "karel@", "alleen sinds", "liefst", "Straat", "8051")


@pytest.fixture
def two(mediation):
    """An offer and a question that may be brought together."""
    offer = post_notice(mediation, an_offer(kern="hattem", when_mask=THURSDAY_AFTERNOON), "offer").notice_id
    asks = a_question(
        kern="hattem",
        when_mask=THURSDAY_AFTERNOON,
        tasks=("bezoek", "koken"),
        circumstances=("roken",),
        person={"street": "Straat 1", "postcode": "8051 AB"},
    )
    question = post_notice(mediation, asks, "question").notice_id
    opened(mediation, offer, question)
    return offer, question


def test_what_they_gave_and_what_happened_is_there(mediation):
    number = post_notice(mediation, an_offer(), "form").notice_id
    own = own_notice(mediation, number)
    assert own.person.first_name == "Voorbeeld-Vera"
    assert own.words.story == "Ik kom graag een middag langs."
    assert [each.kind for each in own.history] == ["posted"]
    assert own.proposals == ()
    assert own.may(Action.WITHDRAW)
    assert not own.may(Action.PAUSE)  # it does not stand open yet
    assert not own.may(Action.APPROVE)


def test_nobody_else_and_nobody_erased_is_shown(mediation):
    number = post_notice(mediation, an_offer(), "form").notice_id
    with pytest.raises(NobodyThere):
        own_notice(mediation, number + 1)
    with mediation.database.reading() as session:
        mediation.keys.destroy(subject_of(session.get(Notice, number).uid))
    with pytest.raises(NobodyThere):
        own_notice(mediation, number)


@pytest.mark.parametrize("state", [each for each in PairState if each is not PairState.AGREED])
def test_before_agreement_a_proposal_tells_what_when_and_how_often_and_nothing_of_who(mediation, two, state):
    offer, question = two
    a_pair(mediation, offer, question, state)
    own = own_notice(mediation, offer)
    (proposal,) = own.proposals
    assert proposal.contact is None
    assert proposal.tasks == ("bezoek",)
    assert proposal.task_labels_missing == ("Koken of samen eten",)
    assert "donderdag" in proposal.times_words
    assert (proposal.frequency, proposal.kern_name) == (Frequency.WEEKLY, "Hattem")
    # That the other one said no is not told, only that it does not go on.
    assert proposal.state is (PairState.LAPSED if state is PairState.DECLINED else state)
    said = " ".join(str(getattr(proposal, each.name)) for each in fields(Proposal)) + str(own.history)
    assert not [word for word in OTHERS if word in said]
    assert "roken" not in said


def test_once_both_agreed_they_see_what_each_shares(mediation, two):
    offer, question = two
    a_pair(mediation, offer, question, PairState.AGREED)
    (mine,) = own_notice(mediation, offer).proposals
    assert (mine.contact.first_name, mine.contact.phone, mine.contact.email) == ("Voorbeeld-Karel", "0380000002", "")
    assert mine.contact.story.startswith("Ik ben veel alleen")
    assert (mine.contact.street, mine.contact.postcode) == ("", "")
    (theirs,) = own_notice(mediation, question).proposals
    assert (theirs.contact.first_name, theirs.contact.limits) == ("Voorbeeld-Vera", "Geen trappen.")


def test_words_that_were_changed_after_agreement_wait_for_the_mediator(mediation, two):
    offer, question = two
    a_pair(mediation, offer, question, PairState.AGREED)
    put(mediation, question, standing=Standing.NEW)
    (mine,) = own_notice(mediation, offer).proposals
    assert (mine.contact.phone, mine.contact.story) == ("0380000002", "")


@pytest.mark.parametrize("standing", [Standing.BLOCKED, Standing.WITHDRAWN, Standing.EXPIRED, Standing.REFUSED])
def test_whose_side_is_over_is_not_shown_and_sees_nothing(mediation, two, standing):
    offer, question = two
    a_pair(mediation, offer, question, PairState.AGREED)
    put(mediation, question, standing=standing)
    assert own_notice(mediation, offer).proposals[0].contact is None
    assert own_notice(mediation, question).proposals[0].contact is None


def test_of_an_erased_other_nothing_is_shown_and_the_page_stands(mediation, two):
    offer, question = two
    a_pair(mediation, offer, question, PairState.AGREED)
    with mediation.database.reading() as session:
        mediation.keys.destroy(subject_of(session.get(Notice, question).uid))
    assert own_notice(mediation, offer).proposals[0].contact is None


def test_answers_and_the_vog_of_the_offer_are_told_to_both(mediation, two):
    offer, question = two
    put(mediation, offer, vog=Vog.NO)
    a_pair(mediation, offer, question, PairState.ASKED, offer_says=Says.YES)
    (mine,) = own_notice(mediation, offer).proposals
    (theirs,) = own_notice(mediation, question).proposals
    assert (mine.mine, mine.theirs_known, theirs.mine, theirs.theirs_known) == (Says.YES, False, Says.NOTHING, True)
    assert mine.vog is theirs.vog is Vog.NO


def test_the_newest_proposal_comes_first_and_one_of_others_does_not_show(mediation, two):
    offer, question = two
    other = post_notice(mediation, a_question(), "other").notice_id
    first = a_pair(mediation, offer, question, PairState.DECLINED)
    second = a_pair(mediation, offer, other)
    assert [each.pair_id for each in own_notice(mediation, offer).proposals] == [second, first]
    assert [each.pair_id for each in own_notice(mediation, other).proposals] == [second]


def test_in_english_for_who_posted_in_english(mediation, two):
    _, question = two
    offer = post_notice(mediation, an_offer(language="en"), "english").notice_id
    a_pair(mediation, offer, question)
    (proposal,) = own_notice(mediation, offer).proposals
    assert proposal.task_labels_missing == ("Cook or eat together",)
    assert "Thursday" in proposal.times_words


def test_the_key_of_a_notice_opens_no_other(mediation, two):
    offer, question = two
    with mediation.database.reading() as session:
        mine, theirs = session.get(Notice, offer), session.get(Notice, question)
        with pytest.raises(Unopened):
            person_of(theirs, seal_of(mediation, mine))
