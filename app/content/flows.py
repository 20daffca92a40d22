"""Flows as content: `flows/<id>.yaml` is the Dutch flow, `flows/<id>.<lang>.yaml` its words in another language.

The rules of a flow are the guide's (`app.guide.rules`); here they become problems of a file, with their place.
On a screen a flow is one body: the Dutch flow, and under each language code the words of that language.
"""

from collections.abc import Iterator
from typing import Any

from app.content.parts import Part
from app.content.problems import ContentProblem
from app.guide.flow import Flow, FlowWords, Step, in_language, problems_of, problems_of_words
from app.guide.translating import AskWords, StepWords

FOLDER = "flows/"
LANGUAGES_OF_WORDS = ("en", "tr", "ar", "pl", "uk")


class FlowSet(Part):
    """One flow in every language it has. `words` are laid over the Dutch flow by id."""

    flow: Flow
    words: dict[str, FlowWords]

    @property
    def id(self) -> str:
        """The id of the flow, which is also the name of its file."""
        return self.flow.id

    def in_language(self, lang: str) -> Flow:
        """The flow in this language; what is not translated stays Dutch."""
        return in_language(self.flow, self.words[lang]) if lang in self.words else self.flow


def name_of(file: str) -> tuple[str, str]:
    """Id and language of a flow file: `flows/route.en.yaml` is (`route`, `en`), `flows/route.yaml` (`route`, `nl`)."""
    flow_id, _, lang = file.removeprefix(FOLDER).removesuffix(".yaml").partition(".")
    return flow_id, lang or "nl"


def file_of(flow_id: str, lang: str = "nl") -> str:
    """The file in which this flow, or its words in this language, stand."""
    return f"{FOLDER}{flow_id}.yaml" if lang == "nl" else f"{FOLDER}{flow_id}.{lang}.yaml"


def problems_in(flows: tuple[FlowSet, ...]) -> Iterator[ContentProblem]:
    """What is wrong inside the flows and their words, each with its file and place."""
    for found in flows:
        for problem in problems_of(found.flow):
            yield ContentProblem(file_of(found.id), problem.place, problem.reason)
        for lang, words in found.words.items():
            for problem in problems_of_words(found.flow, words):
                yield ContentProblem(file_of(found.id, lang), problem.place, problem.reason)


def body_of(found: FlowSet) -> dict[str, Any]:
    """The flow as a screen edits it: the Dutch fields, and the words of each language under its code."""
    return plain(found.flow) | {lang: plain(words) for lang, words in found.words.items()}


def set_of(flow_id: str, body: dict[str, Any]) -> FlowSet:
    """The flow of a body that a screen edited; sound or not. Raises pydantic's ValidationError when it has no shape."""
    dutch = {key: value for key, value in body.items() if key not in LANGUAGES_OF_WORDS}
    words = {lang: FlowWords.model_validate(body[lang]) for lang in LANGUAGES_OF_WORDS if body.get(lang)}
    return FlowSet(flow=Flow.model_validate(dutch | {"id": flow_id}), words=words)


def words_that_fit(flow: Flow, words: FlowWords) -> FlowWords:
    """The words without those of steps, questions and answers that were taken out of the flow."""
    steps = {}
    for step in flow.steps:
        said = words.steps.get(step.id)
        if said is not None:
            inputs = {known.id for known in step.inputs}
            steps[step.id] = said.model_copy(
                update={
                    "asks": _asks_that_fit(step, said),
                    "inputs": {name: value for name, value in said.inputs.items() if name in inputs},
                }
            )
    parts = {show: part for show, part in words.parts.items() if show in flow.parts}
    return words.model_copy(update={"steps": steps, "parts": parts})


def _asks_that_fit(step: Step, said: StepWords) -> dict[str, AskWords]:
    found = {}
    for ask in step.asks:
        if ask.id in said.asks:
            values = {option.value for option in ask.options}
            options = {value: words for value, words in said.asks[ask.id].options.items() if value in values}
            found[ask.id] = said.asks[ask.id].model_copy(update={"options": options})
    return found


def files_of(flow_id: str, body: dict[str, Any]) -> dict[str, Any]:
    """The values of each file of this flow, from the body that a screen edited."""
    dutch = {"id": flow_id, **{key: value for key, value in body.items() if key not in LANGUAGES_OF_WORDS}}
    words = {file_of(flow_id, lang): body[lang] for lang in LANGUAGES_OF_WORDS if body.get(lang)}
    return {file_of(flow_id): dutch, **words}


def plain(part: Flow | FlowWords) -> dict[str, Any]:
    """As written in a file: what is left out has its default."""
    return part.model_dump(mode="json", exclude_defaults=True)
