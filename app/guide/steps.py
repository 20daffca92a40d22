"""What a flow is made of: steps with a question each, and where every answer leads.

A flow is content (`content/flows/<id>.yaml`): an editor may write another one, so everything the route does
stands in these fields and nothing in code. What makes a flow sound stands in `app.guide.rules`.
Sources: requirements.md 2.1 (the drawing), 2.3 (what the portal adds), I-12, I-33, I-60.
"""

from collections.abc import Iterator
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

DONT_KNOW = "weet_niet"
"""The answer that every question has; it leads where "nee" leads (2.3)."""
ANSWER = "antwoord"
"""The field of a question step."""
CHOSEN = "keuze"
"""Field of a question step that lists offers: the slug of the one the person chose."""
FOR_WHOM = "voor_wie"
"""The one question with options on a words step."""
SOLVED = "opgelost"
"""Field of an end step; the value "nee" is *toch niet opgelost* and leads to `unresolved_to`."""
BEARING_ASKS = ("hoe_vaak", "hoe_lang", "wie_neemt_over")
"""How often, how long, who steps in: a bearing check asks all three (I-33)."""
PEOPLE = ("mijzelf", "mantelzorger", "samen_met", "namens", "kind", DONT_KNOW)
"""Values of `voor_wie`: the request form and the pages know these."""

Kind = Literal["words", "question", "bearing", "end", "conversation"]
InputId = Literal["vraag", "gewenst_resultaat", "leeftijd", "plaats"]
Show = Literal[
    "offers_nearby",
    "offers_general",
    "respite",
    "peer_groups",
    "youth",
    "chosen_offer",
    "sentences",
    "rota",
    "family_conference",
    "family_plan",
    "limit",
    "person",
    "support",
]
SHOWS: tuple[str, ...] = get_args(Show)
INPUTS: tuple[str, ...] = get_args(InputId)
Level = Literal["own_strength", "general", "collective", "individual"]

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(_[a-z0-9]+)*$", max_length=64)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\r\n]*$")]
OptionalLine = Annotated[str, StringConstraints(max_length=300, pattern=r"^[^\r\n]*$")]
Text = Annotated[str, StringConstraints(max_length=4000)]


class Piece(BaseModel):
    """A piece of a flow: frozen, and unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Option(Piece):
    """One answer. `to` is the step it leads to; `strain`: this answer says that it is getting too much."""

    value: Name
    label: Line
    help: OptionalLine = ""
    to: Id | None = None
    strain: bool = False


class Ask(Piece):
    """A question with answers to choose from. `id` is the name of the field in the form and in the answers."""

    id: Name
    label: Line
    help: OptionalLine = ""
    options: tuple[Option, ...] = Field(min_length=1)

    def option(self, value: str | None) -> Option | None:
        """The answer with this value; None for a value that nobody offered."""
        return next((option for option in self.options if option.value == value), None)


class Input(Piece):
    """A field of the words step in which people write themselves. Never required (P13)."""

    id: InputId
    label: Line
    help: OptionalLine = ""


class Shown(Piece):
    """What a step shows besides its text: heading, paragraphs, and lines that stand apart (sentences, tips, steps).

    For a show that lists offers: `kinds` (slugs of the taxonomy, in order of preference) and `levels` say which.
    Empty means: not limited.
    """

    heading: Line
    text: Text = ""
    lines: tuple[Line, ...] = ()
    kinds: tuple[Id, ...] = ()
    levels: tuple[Level, ...] = ()

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The text, split at empty lines."""
        return paragraphs_of(self.text)


class Step(Piece):
    """One screen of the route. `stage` 1-3 are the three drawn steps; 0 is beside them.

    `label` is the drawn label, shown as a result only (P1). `to` is where it goes on when no answer says
    otherwise; `unresolved_to` is the way on from an end that did not help after all.
    """

    id: Id
    kind: Kind
    stage: int = Field(default=0, ge=0, le=3)
    heading: Line
    text: Text = ""
    label: OptionalLine = ""
    inputs: tuple[Input, ...] = ()
    asks: tuple[Ask, ...] = ()
    to: Id | None = None
    to_when_strained: Id | None = None
    to_when_young: Id | None = None
    unresolved_to: Id | None = None
    shows: tuple[Show, ...] = ()

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The text, split at empty lines."""
        return paragraphs_of(self.text)

    def ask(self, ask_id: str) -> Ask | None:
        """The question with this field name."""
        return next((ask for ask in self.asks if ask.id == ask_id), None)

    def targets(self) -> Iterator[tuple[str, str]]:
        """Every way out of this step: (where it is written, step id)."""
        for name in ("to", "to_when_strained", "to_when_young", "unresolved_to"):
            target = getattr(self, name)
            if target is not None:
                yield name, target
        for ask in self.asks:
            for option in ask.options:
                if option.to is not None:
                    yield f"asks > {ask.id} > options > {option.value} > to", option.to


class Flow(Piece):
    """A whole route. `parts` are the texts of what steps show."""

    id: Id
    title: Line
    start: Id
    steps: tuple[Step, ...] = Field(min_length=1)
    parts: dict[Show, Shown] = Field(default_factory=dict)

    def step(self, step_id: str | None) -> Step | None:
        """The step with this id."""
        return next((step for step in self.steps if step.id == step_id), None)


def paragraphs_of(text: str) -> tuple[str, ...]:
    """Paragraphs: pieces between empty lines, each as one line."""
    return tuple(" ".join(piece.split()) for piece in text.split("\n\n") if piece.strip())
