"""The few questions of a look back, as codes: at most five, on the result and on how people were treated (I-52, S22).

Each may stay unanswered, and each knows "I do not know". None asks how much help somebody uses, and nothing follows
from an answer but what somebody asks for: less use is never a reason to give less (000:68-74). Screens and letters
have the words.
"""

from collections.abc import Mapping
from typing import Final

MOST_QUESTIONS: Final = 5
QUESTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "solved": ("yes", "partly", "no", "unknown"),
    "hoped": ("yes", "partly", "no", "unknown"),
    "treatment": ("good", "fair", "bad", "unknown"),
    "support": ("helped", "not_wanted", "not_known", "unknown"),
}
"""Question and its answers, in order: is it solved; does the help do what you hoped; how were you treated; did you know
that somebody may stand beside you for free. The fifth, in own words, has no codes and is never counted."""
LONGEST_WORDS: Final = 2000


def checked(answers: Mapping[str, str]) -> dict[str, str]:
    """Only the answers that were given, to questions that are asked.

    :raises ValueError: an answer that cannot be given.
    """
    given = {question: answers[question] for question in QUESTIONS if answers.get(question)}
    if any(answer not in QUESTIONS[question] for question, answer in given.items()):
        raise ValueError("no such answer")
    return given
