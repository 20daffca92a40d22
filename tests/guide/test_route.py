"""Walking the route: S05, S07, S08, S09 and S10 as answers in and places out, without a screen."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.guide.flow import Flow
from app.guide.route import follow, given_to, is_strained
from tests.guide.conftest import step_of

CALM = {"hoe_vaak": "af_en_toe", "hoe_lang": "lang_genoeg", "wie_neemt_over": "iemand"}
HEAVY = {**CALM, "hoe_lang": "niet_lang"}
MORE_NETWORK = {"sentences", "rota", "family_conference"}


def way(flow, answers):
    return [place.step.id for place in follow(flow, answers).places]


def asked(answer):
    return {"antwoord": answer}


def test_nothing_said_yet_is_the_first_step(route_flow):
    route = follow(route_flow, {})
    assert [place.step.id for place in route.places] == ["begin"]
    assert route.here.number == 1
    assert (route.strained, route.young, route.carer, route.chosen) == (False, False, False, None)
    assert route.at(0) is None
    assert route.at(2) is None


def test_who_fills_in_nothing_may_go_on(route_flow):
    assert way(route_flow, {"begin": {}}) == ["begin", "netwerk"]


@pytest.mark.parametrize("no", ["nee", "weet_niet"])
def test_s07_no_and_no_lead_to_the_conversation_in_three_drawn_steps(route_flow, no):
    route = follow(route_flow, {"begin": {"vraag": "x"}, "netwerk": asked(no), "omgeving": asked(no)})
    assert [place.step.stage for place in route.places if place.step.stage] == [1, 2, 3]
    assert route.here.step.kind == "conversation"
    assert route.here.step.label == "Dan kunt u een gesprek aanvragen."


def test_s08_yes_asks_how_heavy_it_is_and_then_gives_something_to_do(route_flow):
    answers = {"begin": {}, "netwerk": asked("ja")}
    check = follow(route_flow, answers).here.step
    assert [ask.id for ask in check.asks] == ["hoe_vaak", "hoe_lang", "wie_neemt_over"]
    end = follow(route_flow, answers | {"volhouden": CALM}).here.step
    assert end.label == "Dit is eigen kracht!"
    assert set(end.shows) >= {"sentences", "rota", "family_conference", "family_plan", "limit", "person"}


@pytest.mark.parametrize(
    "heavy",
    [
        {"hoe_lang": "niet_meer"},
        {"hoe_vaak": "dag_en_nacht"},
        {"wie_neemt_over": "niemand"},
        {**CALM, "wie_neemt_over": "weet_niet"},
        {"hoe_vaak": "af_en_toe"},  # the others were left open: that counts as weet_niet
    ],
)
def test_too_much_leads_to_respite_and_a_person_and_never_to_more_network(route_flow, heavy):
    route = follow(route_flow, {"begin": {}, "netwerk": asked("ja"), "volhouden": heavy})
    assert route.strained
    assert {"respite", "person"} <= set(route.here.step.shows)
    assert not MORE_NETWORK & set(route.here.step.shows)


def test_a_check_with_nothing_in_it_waits(route_flow):
    answers = {"begin": {}, "netwerk": asked("ja"), "volhouden": {}}
    route = follow(route_flow, answers)
    assert route.here.step.id == "volhouden"
    assert not route.strained


def test_weet_niet_is_never_worse_than_no(route_flow):
    for step in route_flow.steps:
        for ask in step.asks:
            unknown, no = ask.option("weet_niet"), ask.option("nee") or ask.option("niemand")
            if no is not None:
                assert (unknown.to, unknown.strain) == (no.to, no.strain), (step.id, ask.id)


def test_s09_a_chosen_offer_and_later_not_solved_after_all(route_flow):
    answers = {
        "begin": {"vraag": "ik voel me alleen"},
        "netwerk": asked("nee"),
        "omgeving": {"antwoord": "ja", "keuze": "bezoek-75"},
    }
    route = follow(route_flow, answers)
    assert route.here.step.id == "gevonden"
    assert route.chosen == "bezoek-75"
    after = follow(route_flow, answers | {"gevonden": {"opgelost": "nee"}})
    assert after.here.step.kind == "conversation"
    assert after.chosen == "bezoek-75"
    assert after.at(1).given["vraag"] == "ik voel me alleen"


def test_every_end_leads_on_to_the_conversation_when_it_did_not_help(route_flow):
    ends = [step for step in route_flow.steps if step.kind == "end"]
    assert len(ends) == 6
    for end in ends:
        assert route_flow.step(end.unresolved_to).kind == "conversation"


def test_s10_the_conversation_has_no_question_that_has_to_be_answered_first(route_flow):
    conversation = next(step for step in route_flow.steps if step.kind == "conversation")
    assert not conversation.asks
    assert not conversation.inputs


@pytest.mark.parametrize(
    "words",
    [
        {"vraag": "mijn zoon", "leeftijd": "15"},
        {"vraag": "mijn zoon van 15 komt de deur niet meer uit"},
        {"voor_wie": "kind"},
        {"voor_wie": "mantelzorger", "leeftijd": "9"},
    ],
)
def test_s05_a_child_comes_to_the_people_for_children_first(route_flow, words):
    route = follow(route_flow, {"begin": words})
    assert route.young
    assert {"youth", "family_plan", "person"} <= set(route.here.step.shows)
    assert route.here.step.shows[0] == "youth"
    assert "112" in route.here.step.text
    steps = " ".join(route_flow.parts["youth"].lines)
    for word in ("vraag", "spanning", "snel hulp nodig", "crisis"):
        assert word in steps


def test_a_carer_is_asked_about_themselves_and_never_about_the_network(route_flow):
    route = follow(route_flow, {"begin": {"voor_wie": "mantelzorger", "vraag": "mijn vrouw van 81"}})
    assert route.carer
    assert route.here.step.heading == "Hoe gaat het met u?"
    for check, first in ((CALM, "respite"), (HEAVY, "person")):
        end = follow(route_flow, {"begin": {"voor_wie": "mantelzorger"}, "mantelzorg": check}).here.step
        assert end.shows[0] == first
        assert {"respite", "peer_groups", "support", "person"} <= set(end.shows)
        assert not MORE_NETWORK & set(end.shows)


def test_a_carer_who_speaks_of_a_child_keeps_the_way_they_chose(route_flow):
    answers = {"begin": {"voor_wie": "mantelzorger", "vraag": "ik zorg voor mijn moeder en mijn zoon van 8"}}
    assert follow(route_flow, answers).here.step.id == "mantelzorg"


def test_changing_an_answer_leads_another_way_and_loses_nothing(route_flow):
    answers = {"begin": {}, "netwerk": asked("nee"), "omgeving": asked("ja")}
    assert way(route_flow, answers)[-1] == "gevonden"
    answers["netwerk"] = asked("ja")
    assert way(route_flow, answers) == ["begin", "netwerk", "volhouden"]
    answers["netwerk"] = asked("nee")
    assert way(route_flow, answers)[-1] == "gevonden"


def test_what_nobody_offered_counts_as_not_given(route_flow):
    assert way(route_flow, {"begin": {}, "netwerk": asked("misschien")})[-1] == "netwerk"
    assert given_to(route_flow.step("begin"), {"voor_wie": "mij", "vraag": " ", "bsn": "1"}) == {}


def test_strain_is_only_asked_in_a_check(route_flow):
    assert not is_strained(route_flow.step("netwerk"), asked("nee"))


def test_a_draft_that_goes_in_a_circle_stops(small):
    step_of(small, "samen")["unresolved_to"] = "samen"
    flow = Flow.model_validate(small)
    answers = {
        "begin": {},
        "netwerk": asked("ja"),
        "zwaar": {"hoe_vaak": "soms", "hoe_lang": "lang", "wie_neemt_over": "iemand"},
        "samen": {"opgelost": "nee"},
    }
    assert follow(flow, answers).here.step.id == "samen"
    with pytest.raises(ValueError, match="first step"):
        follow(flow.model_copy(update={"start": "weg"}), {})


def answers_to(step):
    """Everything that can be answered here."""
    if step.kind == "words":
        return [{}, *({"voor_wie": option.value} for option in step.ask("voor_wie").options), {"leeftijd": "12"}]
    if step.kind == "end":
        return [{}, {"opgelost": "nee"}]
    names = [ask.id for ask in step.asks]
    values = [[option.value for option in ask.options] for ask in step.asks]
    return [dict(zip(names, chosen, strict=True)) for chosen in product(*values)]


def test_every_walk_ends_with_a_person_and_can_reach_the_conversation(route_flow):
    walked, waiting = set(), [{}]
    while waiting:
        answers = waiting.pop()
        here = follow(route_flow, answers).here.step
        walked.add(here.id)
        if here.kind == "conversation":
            assert "person" in here.shows
            continue
        if here.kind == "end":
            assert "person" in here.shows
            assert follow(route_flow, answers | {here.id: {"opgelost": "nee"}}).here.step.kind == "conversation"
        for answer in answers_to(here):
            after = answers | {here.id: answer}
            if follow(route_flow, after).here.step.id != here.id:
                waiting.append(after)
    assert walked == {step.id for step in route_flow.steps}


@settings(deadline=None)
@given(st.dictionaries(st.text(max_size=8), st.dictionaries(st.text(max_size=8), st.text(max_size=20))), st.data())
def test_whatever_a_cookie_holds_there_is_a_place(route_flow, rest, data):
    step_ids = [step.id for step in route_flow.steps]
    values = ["ja", "nee", "weet_niet", "kind", "mantelzorger", "9", "mijn zoon van 9", "niemand"]
    names = ["vraag", "leeftijd", "voor_wie", "antwoord", "keuze", "hoe_vaak", "wie_neemt_over", "opgelost"]
    known = data.draw(
        st.dictionaries(st.sampled_from(step_ids), st.dictionaries(st.sampled_from(names), st.sampled_from(values)))
    )
    route = follow(route_flow, rest | known)
    assert [place.number for place in route.places] == list(range(1, len(route.places) + 1))
    assert route.at(len(route.places)) == route.here
