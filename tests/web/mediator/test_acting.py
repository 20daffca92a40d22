from datetime import timedelta

import pytest

from app import clock
from app.matching.models import PairState, Standing
from app.matching.own import own_notice
from app.social_map.vocabulary import Vog
from tests.matching.conftest import a_question, an_offer
from tests.matching.scenes import letters
from tests.web.mediator.mediators import (
    an_event,
    both,
    errors,
    mediation_of,
    mediator,
    notice,
    open_offer,
    open_question,
    page,
    pair,
    posted,
    proposed,
    text,
)


def test_approving_places_it_and_tells_the_person(room):
    client = mediator(room)
    number = posted(mediation_of(room), a_question())
    assert client.post(f"/bemiddeling/{number}/goedkeuren").status_code == 303
    assert notice(room, number).standing is Standing.OPEN
    assert letters(mediation_of(room), "karel@post.example")
    again = client.post(f"/bemiddeling/{number}/goedkeuren")
    assert again.status_code == 409
    assert "Er is intussen iets veranderd" in again.text


def test_not_placing_demands_a_reason_that_the_person_reads(room):
    client = mediator(room)
    number = posted(mediation_of(room), an_offer())
    answer = client.post(f"/bemiddeling/{number}/niet-plaatsen", data={"reden": "  "})
    assert answer.status_code == 422
    assert errors(answer) == ["#reden"]
    assert notice(room, number).standing is Standing.NEW
    reason = "Dit is betaald werk, de gemeentegids past beter."
    assert client.post(f"/bemiddeling/{number}/niet-plaatsen", data={"reden": reason}).status_code == 303
    assert notice(room, number).standing is Standing.REFUSED
    # A mail may be read by somebody else: it says where the reason stands, and the own page has it.
    assert reason not in letters(mediation_of(room), "vera@post.example")[-1].text
    assert reason in [line.note for line in own_notice(mediation_of(room), number).history]


def test_screening_is_recorded_and_shown_again(room):
    client = mediator(room)
    number = posted(mediation_of(room), an_offer())
    yesterday = clock.today() - timedelta(days=1)
    form = {"gesproken_op": yesterday.isoformat(), "vog": "ja", "notitie": "Fijn gesprek gehad."}
    assert client.post(f"/bemiddeling/{number}/kennismaking", data=form).status_code == 303
    assert (notice(room, number).vog, notice(room, number).met_on) == (Vog.YES, yesterday)
    assert "Fijn gesprek gehad." in client.get(f"/bemiddeling/{number}").text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"vog": ""}, "vog"), ({"gesproken_op": "ooit"}, "gesproken_op"), ({"gesproken_op": "1-1-2099"}, "gesproken_op")],
)
def test_a_wrong_screening_keeps_what_was_typed(room, wrong, field):
    client = mediator(room)
    number = posted(mediation_of(room), an_offer())
    form = {"gesproken_op": "", "vog": "nee", "notitie": "Bewaar mij"} | wrong
    answer = client.post(f"/bemiddeling/{number}/kennismaking", data=form)
    assert answer.status_code == 422
    assert errors(answer) == [f"#{field}"]
    assert "Bewaar mij" in answer.text
    assert notice(room, number).vog is Vog.UNANSWERED


def test_pausing_going_on_extending_found_and_open_again(room):
    client = mediator(room)
    number = open_question(mediation_of(room))
    for path, standing in (
        ("pauze", Standing.PAUSED), ("verder", Standing.OPEN), ("verleng", Standing.OPEN), ("gevonden", Standing.MET), ("verder", Standing.OPEN),
    ):  # fmt: skip
        assert client.post(f"/bemiddeling/{number}/{path}").status_code == 303
        assert notice(room, number).standing is standing
    assert "bemiddelaar" in text(client.get(f"/bemiddeling/{number}"))


def test_blocking_demands_a_reason_and_can_be_undone(room):
    client = mediator(room)
    offer, _question, number = proposed(room, client)
    assert errors(client.post(f"/bemiddeling/{offer}/blokkeren")) == ["#reden_blokkeren"]
    assert client.post(f"/bemiddeling/{offer}/blokkeren", data={"reden_blokkeren": "Melding."}).status_code == 303
    assert notice(room, offer).standing is Standing.BLOCKED
    assert pair(room, number).state is PairState.LAPSED
    assert client.post(f"/bemiddeling/{offer}/heropen").status_code == 303
    assert notice(room, offer).standing is Standing.OPEN


def test_nobody_yet_tells_the_ways_there_are(room):
    client = mediator(room)
    number = open_question(mediation_of(room))
    assert client.post(f"/bemiddeling/{number}/niemand").status_code == 303
    assert "Iemand spreken kan altijd" in letters(mediation_of(room), "karel@post.example")[-1].text
    assert notice(room, number).standing is Standing.OPEN


def test_a_public_line_holds_no_number(room):
    client = mediator(room)
    number = posted(mediation_of(room), a_question(event_id=an_event(room)))
    wrong = client.post(f"/bemiddeling/{number}/zin", data={"zin": "bel 038 444 55 66"})
    assert wrong.status_code == 422
    assert errors(wrong) == ["#zin"]
    line = "Iemand zoekt gezelschap op donderdag."
    assert client.post(f"/bemiddeling/{number}/zin", data={"zin": line}).status_code == 303
    assert notice(room, number).public_line == line


def test_putting_two_to_each_other_makes_one_proposal(room):
    client = mediator(room)
    offer, question, number = proposed(room, client)
    assert (pair(room, number).offer_id, pair(room, number).question_id) == (offer, question)
    again = client.post(f"/bemiddeling/{question}/voorleggen", data={"ander": offer})
    assert again.status_code == 422
    assert errors(again) == ["#wie-past"]


def test_what_a_limit_excludes_is_never_put_to_them(room):
    client = mediator(room)
    offer = open_offer(mediation_of(room), not_circumstances=("roken",))
    question = open_question(mediation_of(room), circumstances=("roken",))
    answer = client.post(f"/bemiddeling/{offer}/voorleggen", data={"ander": question})
    assert answer.status_code == 422
    assert client.post(f"/bemiddeling/{offer}/voorleggen", data={"ander": "9" * 30}).status_code == 404


def test_somebody_of_another_municipality_cannot_be_put_to_ours(room):
    offer, _ = both(room)
    theirs = open_question(mediation_of(room), municipality="putten")
    assert mediator(room).post(f"/bemiddeling/{offer}/voorleggen", data={"ander": theirs}).status_code == 404


def test_a_citizen_service_number_is_not_kept(room):
    client = mediator(room)
    number = posted(mediation_of(room), an_offer())
    client.post(f"/bemiddeling/{number}/kennismaking", data={"vog": "ja", "notitie": "BSN 111222333"})
    assert "111222333" not in client.get(f"/bemiddeling/{number}").text
    assert page(client.get(f"/bemiddeling/{number}")).h1
