"""What is taken out of somebody's words before they are kept: a citizen service number, which nobody here needs (contract.md 5)."""

from app.matching.shapes import LONGEST_WORDS, Person, Words
from app.personal_numbers import without_bsn

_LONGEST_SHORT = 200
_LONGEST_TIMES = 300


def clean_words(words: Words) -> Words:
    """The words without citizen service numbers."""
    return words.model_copy(
        update={
            "story": _clean(words.story, LONGEST_WORDS),
            "times": _clean(words.times, _LONGEST_TIMES),
            "limits": _clean(words.limits, LONGEST_WORDS),
            "mediator_note": _clean(words.mediator_note, LONGEST_WORDS),
        }
    )


def clean_person(person: Person) -> Person:
    """The person without citizen service numbers where a name or address should stand."""
    return person.model_copy(
        update={
            name: _clean(getattr(person, name), _LONGEST_SHORT)
            for name in ("first_name", "last_name", "street", "organisation")
        }
    )


def _clean(text: str, most: int) -> str:
    # The mark is longer than the number: what is kept must still fit when it is read back.
    return without_bsn(text)[:most]
