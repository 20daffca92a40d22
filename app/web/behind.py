"""Who may be shown the map from a copy of the database that is a moment behind: visitors, who changed nothing.

Somebody who is signed in may have changed something just now and wants to see it, so their pages ask the database itself.
Whether there is a copy is the operator's affair (`LEEFPLEIN_READ_DATABASE_URL`); without one this makes no difference.
"""

from typing import Final

from flask import request, session

TOKEN: Final = "staff"  # noqa: S105  (the name of a place in the session, not a secret)
"""Where the session says who is signed in."""


def may_be_behind() -> bool:
    """Whether this visitor's page may be a moment behind. Who has no cookie is nobody we know: the session stays shut."""
    return not request.cookies or TOKEN not in session
