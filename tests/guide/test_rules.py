"""A flow that would leave somebody in a circle, without a person, or back at the network, is refused."""

from copy import deepcopy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.guide.flow import Flow, problems_of
from app.guide.route import follow
from app.guide.steps import BEARING_ASKS
from tests.guide.conftest import SMALL, ask, option_of, step_of

NEW_END = {"id": "nieuw", "kind": "end", "heading": "Nieuw", "shows": ["person"], "unresolved_to": "gesprek"}


def found_in(values):
    return [(problem.step, problem.reason) for problem in problems_of(Flow.model_validate(values))]


def test_a_sound_flow_has_no_problems(small, route_flow):
    assert found_in(small) == []
    assert problems_of(route_flow) == []


def put(step_id, **fields):
    return lambda values: step_of(values, step_id).update(fields)


def drop(step_id, field):
    return lambda values: step_of(values, step_id).pop(field)


def answer(step_id, ask_id, value, /, **fields):
    return lambda values: option_of(values, step_id, ask_id, value).update(fields)


def without_option(step_id, ask_id, value):
    def change(values):
        asked = next(found for found in step_of(values, step_id)["asks"] if found["id"] == ask_id)
        asked["options"] = [option for option in asked["options"] if option["value"] != value]

    return change


def no_strain(values):
    for asked in step_of(values, "zwaar")["asks"]:
        for option in asked["options"]:
            option.pop("strain", None)


def twice(values):
    values["steps"].append(deepcopy(step_of(values, "samen")))


def other_ask(step_id, asked):
    return lambda values: step_of(values, step_id)["asks"].append(asked)


def unreachable(values):
    values["steps"].append(NEW_END)


def carer_through_network(values):
    option_of(values, "begin", "voor_wie", "mantelzorger")["to"] = "netwerk"


def two_values(values):
    asked = step_of(values, "netwerk")["asks"][0]
    asked["options"].append(deepcopy(asked["options"][0]))


BROKEN = [
    (lambda values: values.update(start="weg"), "", "de eerste stap weg bestaat niet"),
    (lambda values: values.update(start="netwerk"), "netwerk", "eigen woorden van de bewoner"),
    (twice, "samen", "staat er 2 keer"),
    (two_values, "netwerk", "het antwoord ja staat er 2 keer"),
    (put("begin", to="weg"), "begin", "de stap weg bestaat niet"),
    (answer("netwerk", "antwoord", "ja", to="weg"), "netwerk", "de stap weg bestaat niet"),
    (put("samen", unresolved_to="weg"), "samen", "de stap weg bestaat niet"),
    (put("samen", unresolved_to="buurt"), "samen", "kring"),
    (answer("buurt", "antwoord", "ja", to="netwerk"), "netwerk", "kring"),
    (answer("buurt", "antwoord", "ja", to="netwerk"), "buurt", "de volgorde is 1, 2, 3"),
    (unreachable, "nieuw", "niemand kan bij deze stap komen"),
    (drop("begin", "to"), "begin", "loopt dood"),
    (drop("zwaar", "to"), "zwaar", "loopt dood"),
    (drop("samen", "unresolved_to"), "samen", "loopt dood"),
    (drop("samen", "unresolved_to"), "samen", "niemand meer een gesprek aanvragen"),
    (put("samen", to="gesprek"), "samen", "komt geen stap meer"),
    (put("gesprek", to="samen"), "gesprek", "komt geen stap meer"),
    (put("samen", shows=[]), "samen", "iemand om te spreken"),
    (put("gesprek", shows=[]), "gesprek", "iemand om te spreken"),
    (without_option("netwerk", "antwoord", "weet_niet"), "netwerk", "weet_niet ontbreekt"),
    (without_option("begin", "voor_wie", "weet_niet"), "begin", "weet_niet ontbreekt"),
    (without_option("zwaar", "hoe_vaak", "weet_niet"), "zwaar", "weet_niet ontbreekt"),
    (answer("netwerk", "antwoord", "weet_niet", to="zwaar"), "netwerk", "waar nee heen leidt"),
    (answer("begin", "voor_wie", "weet_niet", to="gesprek"), "begin", "gewoon verder"),
    (answer("zwaar", "wie_neemt_over", "weet_niet", strain=False), "zwaar", "even zwaar te tellen als niemand"),
    (lambda values: option_of(values, "buurt", "antwoord", "ja").pop("to"), "buurt", "leidt nergens heen"),
    (without_option("buurt", "antwoord", "ja"), "buurt", "ja, nee en weet_niet"),
    (answer("zwaar", "hoe_vaak", "soms", to="samen"), "zwaar", "gebruik strain, niet to"),
    (answer("netwerk", "antwoord", "ja", strain=True), "netwerk", "strain hoort alleen"),
    (answer("begin", "voor_wie", "mijzelf", value="buurman"), "begin", "hier kan alleen staan"),
    (no_strain, "zwaar", "strain: true"),
    (drop("zwaar", "to_when_strained"), "zwaar", "vul to_when_strained in"),
    (put("zwaar", to_when_strained="samen"), "zwaar", "ergens anders uit te komen"),
    (put("druk", shows=["person"]), "druk", "respijt en iemand om te spreken"),
    (put("druk", shows=["person", "respite", "sentences"]), "druk", "toch gevraagd om zelf hulp te zoeken"),
    (put("zwaar", to_when_strained="netwerk"), "zwaar", "weer bij de vraag naar het eigen netwerk"),
    (carer_through_network, "begin", "wie voor een ander zorgt, komt zo weer bij de vraag naar het eigen netwerk"),
    (lambda values: option_of(values, "begin", "voor_wie", "mantelzorger").pop("to"), "begin", "een eigen weg"),
    (lambda values: option_of(values, "begin", "voor_wie", "kind").pop("to"), "begin", "een kind heeft een eigen weg"),
    (put("begin", to_when_young="gesprek"), "gesprek", "zet youth bij shows"),
    (answer("netwerk", "antwoord", "ja", to="samen"), "netwerk", "eerst gevraagd hoe zwaar"),
    (put("netwerk", stage=0), "", "de vraag naar het netwerk ontbreekt"),
    (put("buurt", stage=0), "", "de vraag naar de omgeving ontbreekt"),
    (put("buurt", stage=0), "netwerk", "na nee hoort de vraag naar de omgeving te komen"),
    (put("gesprek", stage=0), "gesprek", "zet stage op 3"),
    (put("buurt", shows=["offers_nearby"]), "buurt", "eerst zien, dan kiezen"),
    (answer("buurt", "antwoord", "nee", to="samen"), "buurt", "nee leidt nooit naar een einde"),
    (put("samen", to_when_strained="druk"), "samen", "to_when_strained hoort alleen"),
    (put("netwerk", to_when_young="jeugd"), "netwerk", "to_when_young hoort alleen"),
    (put("netwerk", unresolved_to="gesprek"), "netwerk", "unresolved_to hoort alleen"),
    (put("netwerk", inputs=[{"id": "vraag", "label": "x"}]), "netwerk", "velden om te schrijven"),
    (other_ask("netwerk", ask("nog_iets", weet_niet={"to": "buurt"})), "netwerk", "alleen de vraag antwoord"),
    (other_ask("begin", ask("nog_iets", weet_niet=None)), "begin", "alleen de vraag voor_wie"),
    (put("samen", asks=[ask("antwoord", weet_niet=None)]), "samen", "wordt niets meer gevraagd"),
    (put("buurt", asks=[]), "buurt", "de vraag antwoord ontbreekt"),
    (lambda values: step_of(values, "zwaar")["asks"].pop(), "zwaar", "de vraag wie_neemt_over ontbreekt"),
    (put("samen", shows=["person", "rota"]), "samen", "de tekst bij rota ontbreekt"),
    (put("netwerk", label="Dit is eigen kracht!"), "netwerk", "alleen bij een uitkomst"),
    (put("netwerk", heading="Uw eigen kracht"), "netwerk", "'eigen kracht'"),
    (put("begin", text="Heeft u al geprobeerd om hulp te vragen?"), "begin", "geprobeerd"),
    (answer("netwerk", "antwoord", "ja", help="U moet eerst kijken."), "netwerk", "'u moet'"),
    (lambda values: values["parts"]["person"].update(lines=["U heeft recht op hulp."]), "", "'recht op'"),
]


@pytest.mark.parametrize(("change", "step", "reason"), BROKEN, ids=[reason for _, _, reason in BROKEN])
def test_each_rule_bites(small, change, step, reason):
    change(small)
    found = found_in(small)
    assert any(where == step and reason in why for where, why in found), found


def test_everything_is_said_at_once(small):
    put("begin", to="weg")(small)
    put("gesprek", shows=[])(small)
    assert {step for step, _ in found_in(small)} >= {"begin", "gesprek"}


def test_a_problem_names_its_place_in_the_file(small):
    answer("netwerk", "antwoord", "ja", to="weg")(small)
    places = [problem.place for problem in problems_of(Flow.model_validate(small))]
    assert "steps > netwerk > asks > antwoord > options > ja > to" in places


IDS = [step["id"] for step in SMALL["steps"]]
FIELDS = ("to", "to_when_strained", "to_when_young", "unresolved_to", "kind", "stage", "shows")


@st.composite
def changed_flows(draw):
    """The small flow with one to four wires or properties put elsewhere, at random."""
    values = deepcopy(SMALL)
    for _ in range(draw(st.integers(1, 4))):
        step = step_of(values, draw(st.sampled_from(IDS)))
        targets = st.sampled_from([*IDS, "weg", None])
        options = [option for asked in step.get("asks", ()) for option in asked["options"]]
        if options and draw(st.booleans()):
            draw(st.sampled_from(options))["to"] = draw(targets)
            continue
        field = draw(st.sampled_from(FIELDS))
        step[field] = draw(
            st.sampled_from(["words", "question", "bearing", "end", "conversation"])
            if field == "kind"
            else st.integers(0, 3)
            if field == "stage"
            else st.lists(st.sampled_from(["person", "respite", "sentences", "youth"]), unique=True)
            if field == "shows"
            else targets
        )
    return values


def leads_everybody_to_a_person(flow):
    """Judged without the rules: from every step, along every wire, people reach a conversation and go nowhere twice."""

    def walk(step_id, seen):
        step = flow.step(step_id)
        if step is None or step_id in seen:
            return False
        if step.kind == "conversation":
            return "person" in step.shows and not list(step.targets())
        ways = [target for _, target in step.targets()]
        if step.kind == "question" and any(option.to is None and step.to is None for option in step.asks[0].options):
            return False
        return bool(ways) and all(walk(target, {*seen, step_id}) for target in ways)

    return walk(flow.start, set())


def test_the_judge_of_the_next_test_tells_sound_from_broken(small, route_flow):
    assert leads_everybody_to_a_person(route_flow)
    assert leads_everybody_to_a_person(Flow.model_validate(small))
    answer("buurt", "antwoord", "ja", to="netwerk")(small)
    assert not leads_everybody_to_a_person(Flow.model_validate(small))


@settings(deadline=None)
@given(changed_flows())
def test_a_flow_without_problems_leads_everybody_to_a_person(values):
    flow = Flow.model_validate(values)
    if not problems_of(flow):
        assert leads_everybody_to_a_person(flow)


@settings(deadline=None)
@given(changed_flows(), st.sampled_from([step_id for step_id in IDS if step_id != "gesprek"]))
def test_a_flow_with_a_wire_to_nowhere_is_always_refused(values, step_id):
    step = step_of(values, step_id)
    step["to"] = "weg"
    assert any("weg bestaat niet" in reason for _, reason in found_in(values))


@settings(deadline=None)
@given(changed_flows(), st.data())
def test_following_a_broken_draft_ends(values, data):
    flow = Flow.model_validate(values)
    fields = ("antwoord", "voor_wie", "opgelost", *BEARING_ASKS)
    options = ["ja", "nee", "weet_niet", "kind", "mantelzorger", "niemand", "soms", "onzin"]
    answers = {step_id: {name: data.draw(st.sampled_from(options)) for name in fields} for step_id in IDS}
    assert len(follow(flow, answers).places) <= len(flow.steps)
