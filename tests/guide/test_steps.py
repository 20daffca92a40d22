"""What an editor may write in a flow, and what is refused before any rule is asked."""

import pytest
from pydantic import ValidationError

from app.guide.flow import Flow
from app.guide.steps import paragraphs_of
from tests.guide.conftest import step_of


def test_a_flow_is_frozen_and_refuses_what_it_does_not_know(small):
    flow = Flow.model_validate(small)
    with pytest.raises(ValidationError):
        flow.title = "Anders"
    step_of(small, "begin")["heding"] = "x"
    with pytest.raises(ValidationError):
        Flow.model_validate(small)


@pytest.mark.parametrize(
    "change", [{"stage": 4}, {"kind": "vraag"}, {"shows": ["alles"]}, {"heading": ""}, {"id": "Begin!"}]
)
def test_values_nobody_could_mean_are_refused(small, change):
    step_of(small, "begin").update(change)
    with pytest.raises(ValidationError):
        Flow.model_validate(small)


def test_steps_and_answers_are_found_by_name(route_flow):
    step = route_flow.step("netwerk")
    assert step.ask("antwoord").option("ja").to == "volhouden"
    assert step.ask("weg") is None
    assert step.ask("antwoord").option(None) is None
    assert route_flow.step("weg") is None
    assert route_flow.step(None) is None


def test_paragraphs_are_what_stands_between_empty_lines():
    assert paragraphs_of("een\nregel\n\ntwee\n\n\n") == ("een regel", "twee")
    assert paragraphs_of("") == ()
