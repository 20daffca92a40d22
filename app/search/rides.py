"""Whether a ride serves the stretch from where somebody is to where they want to be (I-44)."""

from typing import Literal, NamedTuple, Protocol

from app.search.facts import EVERYWHERE, fold

Serves = Literal["yes", "ask", "no"]


class Spot(NamedTuple):
    """A place by name: the village and the municipality it lies in; either may be unknown (empty)."""

    kern: str = ""
    municipality: str = ""


class Ride(Protocol):
    """What is known of where a ride comes: a card of the map has it."""

    @property
    def municipality(self) -> str:
        """Where it starts from."""

    @property
    def area_served(self) -> tuple[str, ...]:
        """Names or slugs of villages and municipalities, or `regio`; empty excludes nobody."""


def serves(ride: Ride, start: Spot, goal: Spot) -> Serves:
    """Whether this ride takes somebody from `start` to `goal`.

    `ask`: they come where the person is, but did not say that they drive to where it is. `no`: they do not come there.
    A ride that names no places it serves excludes nobody: it starts in its own municipality, and goes where is asked.
    """
    served = {fold(name) for name in ride.area_served}
    if served & EVERYWHERE:
        return "yes"
    if not _within(start, served or {fold(ride.municipality)} - {""}):
        return "no"
    return "yes" if _within(goal, served) else "ask"


def _within(spot: Spot, places: set[str]) -> bool:
    """Whether the spot lies in one of these places; a spot or a ride nobody knows the place of is not kept out."""
    names = {fold(spot.kern), fold(spot.municipality)} - {""}
    return not places or not names or bool(names & places)
