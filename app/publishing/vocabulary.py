"""The closed lists of publishing."""

from enum import StrEnum


class JoinState(StrEnum):
    """Where a request to take part stands."""

    NEW = "new"
    ACCEPTED = "accepted"
    REFUSED = "refused"
