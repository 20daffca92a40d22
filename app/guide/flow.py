"""The front door of flows: a flow as the content tells it, refused when it goes in circles or leads nowhere.

What a flow is made of stands in `steps`, what makes it sound in `rules`, another language in `translating`.
"""

from app.guide.rules import FlowProblem, problems_of
from app.guide.steps import (
    ANSWER,
    BEARING_ASKS,
    CHOSEN,
    DONT_KNOW,
    FOR_WHOM,
    INPUTS,
    PEOPLE,
    SHOWS,
    SOLVED,
    Ask,
    Flow,
    Input,
    Option,
    Show,
    Shown,
    Step,
)
from app.guide.translating import FlowWords, in_language, problems_of_words

__all__ = [
    "ANSWER",
    "BEARING_ASKS",
    "CHOSEN",
    "DONT_KNOW",
    "FOR_WHOM",
    "INPUTS",
    "PEOPLE",
    "SHOWS",
    "SOLVED",
    "Ask",
    "Flow",
    "FlowProblem",
    "FlowWords",
    "Input",
    "Option",
    "Show",
    "Shown",
    "Step",
    "in_language",
    "problems_of",
    "problems_of_words",
]
