"""What somebody told the route so far: read from and kept in the sealed session, for the route's pages and the request.

Nothing else keeps it: no address, log, index or database (requirements.md 2.3, contract.md 5). The request form reads
the same shape: `{"flow": id, "a": {step: {field: value}}, "tried": [what did not solve it]}`.
"""

from typing import Any

from flask import abort

from app.guide.advice import typed
from app.guide.flow import FOR_WHOM, PEOPLE, Flow, Step
from app.guide.route import Route, follow
from app.web import own_answers
from app.web.running import content, language, municipality

LONGEST = {"vraag": 1000, "gewenst_resultaat": 500, "leeftijd": 30, "plaats": 80}
"""Characters that are taken for each field; together they fit in the cookie beside a list of one's own."""
MOST_TRIED = 8
_LONGEST_NAME = 120
_CARER = "carer"


def own_flow() -> Flow:
    """The municipality's route in the language of the page. A 404 when an editor's setting names none."""
    found = content().flow(municipality().flow, language())
    if found is None:
        abort(404)
    return found


def answers() -> dict[str, dict[str, str]]:
    """Everything answered so far, by step and field; also to steps that are no longer on the way."""
    kept = own_answers.kept(own_answers.ROUTE).get("a")
    if not isinstance(kept, dict):
        return {}
    return {step: dict(given) for step, given in kept.items() if isinstance(given, dict)}


def own_route(flow: Flow) -> Route:
    """Where this visitor is."""
    return follow(flow, answers())


def keep_answers(flow: Flow, step: Step, given: dict[str, str]) -> bool:
    """Keep the answers to this step in the place of earlier ones. False when they do not fit in the cookie."""
    return _keep(flow, a=answers() | {step.id: given})


def keep_for_whom(flow: Flow, who: str) -> bool:
    """Keep for whom somebody asks, beside what they typed already. `who` is one of `PEOPLE`."""
    if who not in PEOPLE:
        return True
    now = answers()
    return _keep(flow, a=now | {flow.start: now.get(flow.start, {}) | {FOR_WHOM: who}})


def add_tried(flow: Flow, name: str) -> bool:
    """Remember that this did not solve it, so that nobody has to tell it again."""
    tried = [each for each in tried_before() if each != name]
    return _keep(flow, tried=[*tried, name[:_LONGEST_NAME]][-MOST_TRIED:])


def tried_before() -> list[str]:
    """What did not solve it, in the order in which it was said."""
    tried = own_answers.kept(own_answers.ROUTE).get("tried")
    return [each for each in tried if isinstance(each, str)] if isinstance(tried, list) else []


def own_words() -> str:
    """Everything that was typed: for help numbers on top, and nothing else."""
    return typed(answers())


def carer_ticks() -> frozenset[str]:
    """What a carer ticked on their own page: `nacht`, `te_veel`."""
    ticked = own_answers.kept(own_answers.ROUTE).get(_CARER)
    return frozenset(each for each in ticked if isinstance(each, str)) if isinstance(ticked, list) else frozenset()


def keep_carer_ticks(flow: Flow, ticked: list[str]) -> bool:
    """Keep what a carer ticked."""
    return _keep(flow, **{_CARER: ticked})


def _keep(flow: Flow, **changes: Any) -> bool:
    before = own_answers.kept(own_answers.ROUTE)
    return own_answers.keep(own_answers.ROUTE, before | {"flow": flow.id} | changes)
