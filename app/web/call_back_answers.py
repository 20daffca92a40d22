"""What an organisation sees of a request to call back, and answers: in one way behind the link of a mail and in its own room."""

from typing import Final

from app.personal_numbers import without_bsn
from app.referring.call_backs import LONGEST_REASON, still_readable
from app.referring.models import CallBack, CallBackState
from app.web.staff.typed import as_typed

_ANSWERS: Final = {"belt": True, "kan-niet": False}


def may_open(row: CallBack) -> bool:
    """Whether the organisation may see whom to call: who said that they cannot call needs no name and no number."""
    return still_readable(row) and row.state is not CallBackState.DECLINED


def answer_typed() -> bool | None:
    """True: they call. False: they cannot. None: nothing was chosen."""
    return _ANSWERS.get(as_typed("antwoord", 20))


def reason_typed() -> str:
    """Why they cannot, in their own words, when they say so."""
    return without_bsn(as_typed("reden", LONGEST_REASON))
