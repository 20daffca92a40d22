"""The flow as it is shipped, and a small sound flow that a test may break."""

from copy import deepcopy
from pathlib import Path

import pytest
import yaml

from app.guide.flow import Flow

SHIPPED = Path(__file__).parents[2] / "content/flows/route.yaml"


def ask(ask_id, **options):
    """A question; each option is None or the fields it has besides value and label."""
    return {
        "id": ask_id,
        "label": f"{ask_id}?",
        "options": [{"value": value, "label": value, **(fields or {})} for value, fields in options.items()],
    }


SMALL = {
    "id": "klein",
    "title": "Klein",
    "start": "begin",
    "steps": [
        {
            "id": "begin",
            "kind": "words",
            "heading": "Vertel",
            "inputs": [{"id": "vraag", "label": "Uw vraag"}, {"id": "leeftijd", "label": "Leeftijd"}],
            "asks": [
                ask("voor_wie", mijzelf=None, mantelzorger={"to": "druk"}, kind={"to": "jeugd"}, weet_niet=None),
            ],
            "to": "netwerk",
            "to_when_young": "jeugd",
        },
        {
            "id": "netwerk",
            "kind": "question",
            "stage": 1,
            "heading": "Is er iemand?",
            "asks": [ask("antwoord", ja={"to": "zwaar"}, nee={"to": "buurt"}, weet_niet={"to": "buurt"})],
        },
        {
            "id": "zwaar",
            "kind": "bearing",
            "stage": 1,
            "heading": "Gaat het?",
            "asks": [
                ask("hoe_vaak", soms=None, weet_niet=None),
                ask("hoe_lang", lang=None, kort={"strain": True}, weet_niet=None),
                ask("wie_neemt_over", iemand=None, niemand={"strain": True}, weet_niet={"strain": True}),
            ],
            "to": "samen",
            "to_when_strained": "druk",
        },
        {"id": "samen", "kind": "end", "heading": "Fijn", "shows": ["person"], "unresolved_to": "gesprek"},
        {"id": "druk", "kind": "end", "heading": "Rust", "shows": ["person", "respite"], "unresolved_to": "gesprek"},
        {
            "id": "buurt",
            "kind": "question",
            "stage": 2,
            "heading": "In de buurt?",
            "shows": ["offers_nearby", "offers_general"],
            "asks": [ask("antwoord", ja={"to": "samen"}, nee={"to": "gesprek"}, weet_niet={"to": "gesprek"})],
        },
        {"id": "jeugd", "kind": "end", "heading": "Jong", "shows": ["youth", "person"], "unresolved_to": "gesprek"},
        {"id": "gesprek", "kind": "conversation", "stage": 3, "heading": "Gesprek", "shows": ["person"]},
    ],
    "parts": {
        show: {"heading": show}
        for show in ("person", "respite", "youth", "sentences", "offers_nearby", "offers_general")
    },
}


def step_of(values, step_id):
    return next(step for step in values["steps"] if step["id"] == step_id)


def option_of(values, step_id, ask_id, value):
    asked = next(found for found in step_of(values, step_id)["asks"] if found["id"] == ask_id)
    return next(option for option in asked["options"] if option["value"] == value)


@pytest.fixture(scope="session")
def shipped_values():
    return yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def route_flow(shipped_values):
    return Flow.model_validate(shipped_values)


@pytest.fixture
def small():
    return deepcopy(SMALL)
