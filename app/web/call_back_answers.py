"""What an organisation answers to a request to call back: read in one way behind the link of a mail and in its own room."""

from typing import Final

from app.personal_numbers import without_bsn
from app.referring.call_backs import LONGEST_REASON
from app.web.staff.typed import as_typed

_ANSWERS: Final = {"belt": True, "kan-niet": False}


def answer_typed() -> bool | None:
    """True: they call. False: they cannot. None: nothing was chosen."""
    return _ANSWERS.get(as_typed("antwoord", 20))


def reason_typed() -> str:
    """Why they cannot, in their own words, when they say so."""
    return without_bsn(as_typed("reden", LONGEST_REASON))
