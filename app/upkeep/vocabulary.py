"""The closed lists of upkeep."""

from enum import StrEnum


class Step(StrEnum):
    """What is done when nobody confirms an offer, in this order."""

    ASK = "ask"
    REMIND = "remind"
    WARN = "warn"
    HIDE = "hide"
    KEEP = "keep"


class Told(StrEnum):
    """How the organisation heard of a step. `call`: it has no mail address, so it stands on the list to ring."""

    MAIL = "mail"
    CALL = "call"


class Checked(StrEnum):
    """How an address was found. `odd`: it failed, but not long enough to be sure."""

    FINE = "fine"
    ODD = "odd"
    DEAD = "dead"
