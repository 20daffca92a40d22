"""A secret code between making it and printing it: in the sealed session of who made it, for half an hour, nowhere else.

Each room has a place of its own, so that a letter of the desk and one of the mediator do not push each other away.
"""

from dataclasses import asdict, dataclass
from typing import Final

from app import clock
from app.web.own_answers import forget, keep, kept, wipe
from app.web.staff.guards import me

DESK: Final = "balie"
MEDIATION: Final = "bemiddeling"
SECONDS: Final = 30 * 60


@dataclass(frozen=True, slots=True)
class ShownOnce:
    """What a receipt or a code letter holds: the row it is about, and reference and code without signs between."""

    number: int
    municipality: str
    reference: str
    code: str


def hold(place: str, what: ShownOnce) -> None:
    """Keep this until it is printed. A code that is lost is worse than what this browser remembered of a visit."""
    value = asdict(what) | {"account": me().account_id, "at": int(clock.now().timestamp())}
    if not keep(place, value):
        wipe()
        keep(place, value)


def look(place: str) -> ShownOnce | None:
    """What waits to be printed by this account; None when there is nothing (any more)."""
    found = kept(place)
    ours = found.get("account") == me().account_id
    if not found or not ours or clock.now().timestamp() - float(found.get("at", 0)) > SECONDS:
        done(place)
        return None
    return ShownOnce(int(found["number"]), str(found["municipality"]), str(found["reference"]), str(found["code"]))


def done(place: str) -> None:
    """It was printed."""
    forget(place)
