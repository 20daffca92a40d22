"""A secret code between making it and printing it: in the sealed session of who made it, for half an hour, nowhere else."""

from dataclasses import asdict, dataclass
from typing import Final

from app import clock
from app.web.own_answers import forget, keep, kept, wipe
from app.web.staff.guards import me

NAME: Final = "balie"
SECONDS: Final = 30 * 60


@dataclass(frozen=True, slots=True)
class ShownOnce:
    """What a receipt or a code letter holds. Reference and code without signs between."""

    request_id: int
    municipality: str
    reference: str
    code: str


def hold(what: ShownOnce) -> None:
    """Keep this until it is printed. A code that is lost is worse than what this browser remembered of a visit."""
    value = asdict(what) | {"account": me().account_id, "at": int(clock.now().timestamp())}
    if not keep(NAME, value):
        wipe()
        keep(NAME, value)


def look() -> ShownOnce | None:
    """What waits to be printed by this account; None when there is nothing (any more)."""
    found = kept(NAME)
    ours = found.get("account") == me().account_id
    if not found or not ours or clock.now().timestamp() - float(found.get("at", 0)) > SECONDS:
        done()
        return None
    return ShownOnce(int(found["request_id"]), str(found["municipality"]), str(found["reference"]), str(found["code"]))


def done() -> None:
    """It was printed."""
    forget(NAME)
