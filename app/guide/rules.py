"""What makes a flow sound: every way is walked, and everything that is wrong is said at once, in Dutch.

The drawn order and branching may not change, the words may (requirements.md 2.3); what must never happen to a
resident - a circle, a dead end, a way without a person at the end of it, "weet ik niet" as a failure, being sent
back to the network when it is too much - cannot be published.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from app.guide.steps import (
    ANSWER,
    BEARING_ASKS,
    DONT_KNOW,
    FOR_WHOM,
    PEOPLE,
    Ask,
    Flow,
    Option,
    Step,
)


@dataclass(frozen=True, slots=True)
class FlowProblem:
    """One thing to mend: the step (empty for the flow itself), why in Dutch, and the key path in the file."""

    step: str
    reason: str
    place: str = ""


_NO_MORE_NETWORK = frozenset({"sentences", "rota", "family_conference"})
"""What asks something of the network: not for whom it is too much (I-33, P4)."""
_SURROUNDINGS = 2
_CONVERSATION = 3
_ONLY_AT = {"to_when_strained": "bearing", "to_when_young": "words", "unresolved_to": "end"}
_KIND_NAMES = {
    "words": "een stap met eigen woorden",
    "question": "een vraag",
    "bearing": "een vraag naar hoe zwaar het is",
    "end": "een einde",
    "conversation": "het gesprek",
}
_FORBIDDEN = re.compile(
    r"\b(eigen kracht|u moet|hee?ft u al geprobeerd|hebt u al geprobeerd|recht op|verleid\w*|tegenprestatie\w*"
    r"|zelfredza\w*|cliëntprofiel\w*|zorgconsument\w*|arrangement\w*|voorliggend\w*"
    r"|own strength|you must|have you (?:already )?tried|entitled|self-reliant|self-reliance)\b",
    re.IGNORECASE,
)
"""The copy lint of 2.4, with its English. A drawn label may hold these words: it is shown as a result only."""


def problems_of(flow: Flow) -> list[FlowProblem]:
    """Everything that keeps this flow from being published; empty when it is sound."""
    found = [*_names(flow), *_targets(flow)]
    for step in flow.steps:
        found += _shape(step)
        found += [problem for ask in step.asks for problem in _ask(step, ask)]
    found += [
        *_ways(flow),
        *_order(flow),
        *_drawing(flow),
        *_too_much(flow),
        *_young(flow),
        *_shows(flow),
        *forbidden_in(flow),
    ]
    return list(dict.fromkeys(found))


def forbidden_in(flow: Flow) -> Iterator[FlowProblem]:
    """Words a resident should not read (2.4), in any text but the drawn label of a result."""
    for step in flow.steps:
        yield from _forbidden(step.id, f"steps > {step.id}", (step.heading, step.text))
        for known in step.inputs:
            yield from _forbidden(step.id, f"steps > {step.id} > inputs > {known.id}", (known.label, known.help))
        for ask in step.asks:
            here = f"steps > {step.id} > asks > {ask.id}"
            yield from _forbidden(step.id, here, (ask.label, ask.help))
            for option in ask.options:
                yield from _forbidden(step.id, f"{here} > options > {option.value}", (option.label, option.help))
        if step.kind not in {"end", "conversation"} and step.label:
            reason = "een getekend label hoort alleen bij een uitkomst (end of conversation)."
            yield FlowProblem(step.id, reason, f"steps > {step.id} > label")
    for show, part in flow.parts.items():
        yield from _forbidden("", f"parts > {show}", (part.heading, part.text, *part.lines))
    yield from _forbidden("", "title", (flow.title,))


def _forbidden(step: str, place: str, texts: tuple[str, ...]) -> Iterator[FlowProblem]:
    for text in texts:
        for found in _FORBIDDEN.finditer(text):
            yield FlowProblem(step, f"de woorden '{found[0].lower()}' horen niet in deze tekst; zeg het anders.", place)


def _at(step: Step, reason: str, *place: str) -> FlowProblem:
    return FlowProblem(step.id, reason, " > ".join(("steps", step.id, *place)))


def _names(flow: Flow) -> Iterator[FlowProblem]:
    for step_id, count in Counter(step.id for step in flow.steps).items():
        if count > 1:
            yield FlowProblem(step_id, f"de stap {step_id} staat er {count} keer.", f"steps > {step_id}")
    for step in flow.steps:
        for ask_id, count in Counter(ask.id for ask in step.asks).items():
            if count > 1:
                yield _at(step, f"de vraag {ask_id} staat er {count} keer.", "asks", ask_id)
        for input_id, count in Counter(known.id for known in step.inputs).items():
            if count > 1:
                yield _at(step, f"het veld {input_id} staat er {count} keer.", "inputs", input_id)
    first = flow.step(flow.start)
    if first is None:
        yield FlowProblem("", f"de eerste stap {flow.start} bestaat niet.", "start")
    elif first.kind != "words" or "vraag" not in {known.id for known in first.inputs}:
        reason = "de eerste stap vraagt naar de eigen woorden van de bewoner: kind words, met het veld vraag."
        yield _at(first, reason, "kind")


def _targets(flow: Flow) -> Iterator[FlowProblem]:
    for step in flow.steps:
        for place, target in step.targets():
            if flow.step(target) is None:
                yield _at(step, f"de stap {target} bestaat niet.", place)


def _shape(step: Step) -> Iterator[FlowProblem]:
    yield from _misplaced(step)
    if step.kind in {"words", "bearing"} and step.to is None:
        yield _at(step, "deze stap loopt dood: vul to in. Wie niets invult, mag ook verder.", "to")
    if step.kind == "bearing":
        yield from _bearing(step)
    if step.kind in {"end", "conversation"}:
        yield from _ending(step)


def _misplaced(step: Step) -> Iterator[FlowProblem]:
    for name, kind in _ONLY_AT.items():
        if getattr(step, name) is not None and step.kind != kind:
            yield _at(step, f"{name} hoort alleen bij {_KIND_NAMES[kind]} ({kind}).", name)
    if step.inputs and step.kind != "words":
        yield _at(step, "velden om te schrijven horen alleen bij een stap met eigen woorden (words).", "inputs")
    allowed = {"words": (FOR_WHOM,), "question": (ANSWER,), "bearing": BEARING_ASKS}.get(step.kind, ())
    for ask in step.asks:
        if not allowed:
            yield _at(step, f"bij {_KIND_NAMES[step.kind]} wordt niets meer gevraagd.", "asks", ask.id)
        elif ask.id not in allowed and step.kind != "bearing":
            yield _at(step, f"hier hoort alleen de vraag {allowed[0]} te staan.", "asks", ask.id)
    if step.kind in {"question", "bearing"}:
        for ask_id in allowed:
            if step.ask(ask_id) is None:
                yield _at(step, f"de vraag {ask_id} ontbreekt.", "asks")


def _bearing(step: Step) -> Iterator[FlowProblem]:
    if step.to_when_strained is None:
        yield _at(step, "vul to_when_strained in: waar iemand heen gaat als het te veel wordt.", "to_when_strained")
    elif step.to_when_strained == step.to:
        reason = "wie aangeeft dat het te veel wordt, hoort ergens anders uit te komen dan wie dat niet doet."
        yield _at(step, reason, "to_when_strained")
    if not any(option.strain for ask in step.asks for option in ask.options):
        yield _at(step, "zet bij minstens één antwoord strain: true; anders kan niemand zeggen dat het te veel wordt.")


def _ending(step: Step) -> Iterator[FlowProblem]:
    if step.to is not None:
        yield _at(step, f"na {_KIND_NAMES[step.kind]} komt geen stap meer; gebruik unresolved_to.", "to")
    if "person" not in step.shows:
        yield _at(step, "aan het einde staat altijd iemand om te spreken: zet person bij shows.", "shows")
    if step.kind == "end" and step.unresolved_to is None:
        yield _at(step, "dit einde loopt dood: vul unresolved_to in, voor wie nog niet geholpen is.", "unresolved_to")


def _ask(step: Step, ask: Ask) -> Iterator[FlowProblem]:
    for value, count in Counter(option.value for option in ask.options).items():
        if count > 1:
            yield _at(step, f"het antwoord {value} staat er {count} keer.", "asks", ask.id, "options")
    unknown = ask.option(DONT_KNOW)
    if unknown is None:
        yield _at(step, "het antwoord weet_niet ontbreekt; dat hoort bij elke vraag.", "asks", ask.id)
    elif step.kind == "words" and unknown.to is not None:
        yield _at(step, "weet_niet gaat hier gewoon verder: haal to weg.", "asks", ask.id, "options", DONT_KNOW)
    else:
        yield from _counts_as_no(step, ask, unknown)
    for option in ask.options:
        yield from _option(step, ask, option)
    if step.kind == "question" and not {"ja", "nee"} <= {option.value for option in ask.options}:
        yield _at(step, "een vraag heeft de antwoorden ja, nee en weet_niet.", "asks", ask.id)


def _option(step: Step, ask: Ask, option: Option) -> Iterator[FlowProblem]:
    here = ("asks", ask.id, "options", option.value)
    if step.kind == "question" and option.to is None and step.to is None:
        yield _at(step, f"het antwoord {option.value} leidt nergens heen: vul to in.", *here)
    if step.kind == "bearing" and option.to is not None:
        yield _at(step, "hier beslissen de antwoorden samen; gebruik strain, niet to.", *here, "to")
    if step.kind != "bearing" and option.strain:
        yield _at(step, "strain hoort alleen bij een vraag naar hoe zwaar het is (bearing).", *here, "strain")
    if step.kind == "words" and ask.id == FOR_WHOM and option.value not in PEOPLE:
        yield _at(step, f"hier kan alleen staan: {', '.join(PEOPLE)}.", *here)


def _counts_as_no(step: Step, ask: Ask, unknown: Option) -> Iterator[FlowProblem]:
    no = ask.option("nee") or ask.option("niemand")
    if no is None:
        return
    here = ("asks", ask.id, "options", DONT_KNOW)
    if step.kind == "question" and (unknown.to or step.to) != (no.to or step.to):
        yield _at(step, f"weet_niet hoort te leiden waar {no.value} heen leidt.", *here)
    if step.kind == "bearing" and unknown.strain != no.strain:
        yield _at(step, f"weet_niet hoort even zwaar te tellen als {no.value}: zet strain gelijk.", *here)


def _reached(flow: Flow, start: str | None) -> set[str]:
    """Ids of all steps that can be reached from here, with this one."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        step = flow.step(waiting.pop())
        if step is not None and step.id not in found:
            found.add(step.id)
            waiting += [target for _, target in step.targets()]
    return found


def _ways(flow: Flow) -> Iterator[FlowProblem]:
    from_start = _reached(flow, flow.start)
    for step in flow.steps:
        if flow.step(flow.start) is not None and step.id not in from_start:
            yield _at(step, "niemand kan bij deze stap komen.")
        ahead: set[str] = set()
        for _, target in step.targets():
            ahead |= _reached(flow, target)
        if step.id in ahead:
            yield _at(step, "deze stap komt weer bij zichzelf uit: zo loopt iemand in een kring.")
        kinds = {reached.kind for reached in flow.steps if reached.id in ahead or reached.id == step.id}
        if "conversation" not in kinds:
            yield _at(step, "van hier kan niemand meer een gesprek aanvragen.")


def _order(flow: Flow) -> Iterator[FlowProblem]:
    for step in flow.steps:
        for place, target in step.targets():
            after = flow.step(target)
            if after is not None and step.stage and after.stage and after.stage < step.stage:
                reason = f"van stap {step.stage} gaat het terug naar stap {after.stage}; de volgorde is 1, 2, 3."
                yield _at(step, reason, place)
        ask = step.ask(ANSWER)
        yes = ask.option("ja") if ask is not None else None
        if step.kind == "question" and step.stage == 1 and yes is not None:
            after = flow.step(yes.to or step.to)
            if after is not None and after.kind != "bearing":
                reason = "wie hulp in de omgeving heeft, wordt eerst gevraagd hoe zwaar dat is (een stap bearing)."
                yield _at(step, reason, "asks", ANSWER, "options", "ja")


def _drawing(flow: Flow) -> Iterator[FlowProblem]:
    """The drawn branching (2.1, T2): network, then surroundings with offers, then the conversation."""
    for stage, name in ((1, "het netwerk"), (2, "de omgeving")):
        if not any(step.kind == "question" and step.stage == stage for step in flow.steps):
            yield FlowProblem("", f"de vraag naar {name} ontbreekt: kind question met stage {stage}.", "steps")
    for step in flow.steps:
        if step.kind == "conversation" and step.stage != _CONVERSATION:
            yield _at(step, "het gesprek is stap 3: zet stage op 3.", "stage")
        ask = step.ask(ANSWER)
        no = ask.option("nee") if ask is not None else None
        if step.kind != "question" or no is None:
            continue
        after = flow.step(no.to or step.to)
        here = ("asks", ANSWER, "options", "nee")
        if after is not None and after.kind == "end":
            yield _at(step, "nee leidt nooit naar een einde: er is altijd een volgende stap of een gesprek.", *here)
        if step.stage == _SURROUNDINGS and not {"offers_nearby", "offers_general"} <= set(step.shows):
            reason = "eerst zien, dan kiezen: zet offers_nearby en offers_general bij shows."
            yield _at(step, reason, "shows")
        ahead = [found for found in map(flow.step, _reached(flow, no.to or step.to)) if found is not None]
        if step.stage == 1 and not any(found.kind == "question" and found.stage == _SURROUNDINGS for found in ahead):
            yield _at(step, "na nee hoort de vraag naar de omgeving te komen (stage 2).", *here)


def _too_much(flow: Flow) -> Iterator[FlowProblem]:
    for step in flow.steps:
        ask = step.ask(FOR_WHOM)
        carer = ask.option("mantelzorger") if ask is not None else None
        if step.kind == "words" and carer is not None:
            if carer.to is None:
                reason = "wie voor een ander zorgt, heeft een eigen weg: vul to in."
                yield _at(step, reason, "asks", FOR_WHOM, "options", "mantelzorger")
            yield from _no_more_network(flow, step, carer.to, "wie voor een ander zorgt")
        if step.kind != "bearing" or step.to_when_strained is None:
            continue
        end = flow.step(step.to_when_strained)
        if end is not None and not {"respite", "person"} <= set(end.shows):
            yield _at(
                end, "wie het te veel wordt, vindt hier respijt en iemand om te spreken: respite en person.", "shows"
            )
        yield from _no_more_network(flow, step, step.to_when_strained, "wie het te veel wordt")


def _no_more_network(flow: Flow, step: Step, start: str | None, who: str) -> Iterator[FlowProblem]:
    for reached in _reached(flow, start):
        after = flow.step(reached)
        if after is None:
            continue
        if after.kind == "question" and after.stage == 1:
            yield _at(step, f"{who}, komt zo weer bij de vraag naar het eigen netwerk ({after.id}).")
        if _NO_MORE_NETWORK & set(after.shows):
            yield _at(
                after, f"{who}, wordt hier toch gevraagd om zelf hulp te zoeken; haal dat weg bij shows.", "shows"
            )


def _young(flow: Flow) -> Iterator[FlowProblem]:
    for step in flow.steps:
        ask = step.ask(FOR_WHOM)
        child = ask.option("kind") if ask is not None else None
        if child is not None and child.to is None:
            reason = "een vraag over een kind heeft een eigen weg: vul to in."
            yield _at(step, reason, "asks", FOR_WHOM, "options", "kind")
        for target in (step.to_when_young, child.to if child is not None else None):
            end = flow.step(target)
            if end is not None and "youth" not in end.shows:
                yield _at(end, "hier komen vragen over kinderen uit: zet youth bij shows.", "shows")


def _shows(flow: Flow) -> Iterator[FlowProblem]:
    for step in flow.steps:
        for show in step.shows:
            if show not in flow.parts:
                yield _at(step, f"de tekst bij {show} ontbreekt onder parts.", "shows")
