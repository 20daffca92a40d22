"""What somebody is telling us before it is sent: in the sealed session cookie, nowhere else, gone with the browser.

A cookie holds little. What does not fit is not kept in silence: the page then carries it along in its own form, and
says so (contract.md 5, "its limit said beside the field").
"""

from collections.abc import Mapping
from typing import Any, Final

from flask import current_app, session

from app.web.sessions import LARGEST_COOKIE

ROUTE: Final = "wegwijzer"
DRAFT: Final = "gesprek"
RECEIPT: Final = "ontvangst"
OWN_REQUEST: Final = "mijn-aanvraag"
HELPING: Final = "voor-elkaar"
HELPING_RECEIPT: Final = "voor-elkaar-ontvangst"
HELPING_OWN: Final = "voor-elkaar-mijn"
COMPLAINT_RECEIPT: Final = "klacht-ontvangst"
COMPLAINT: Final = "klacht"
KIOSK: Final = "kiosk"
_STAYS: Final = frozenset({"staff", KIOSK})


def kept(name: str) -> dict[str, Any]:
    """What is kept under this name; empty when nothing is."""
    found = session.get(name)
    return dict(found) if isinstance(found, dict) else {}


def keep(name: str, value: Mapping[str, Any]) -> bool:
    """Keep this, in the place of what was there. False when it does not fit: then what was there stays."""
    before = session.get(name)
    session[name] = dict(value)
    if size() <= LARGEST_COOKIE:
        return True
    if before is None:
        session.pop(name)
    else:
        session[name] = before
    return False


def forget(*names: str) -> None:
    """Take these away."""
    for name in names:
        session.pop(name, None)


def wipe() -> None:
    """Everything a visitor told or kept; a member of staff stays signed in, a kiosk stays a kiosk."""
    for name in set(session) - _STAYS:
        session.pop(name)


def size() -> int:
    """Bytes the cookie takes now."""
    sealer = current_app.session_interface.get_signing_serializer(current_app)  # type: ignore[attr-defined]
    return len(sealer.dumps(dict(session))) if sealer else 0
