"""Every module that defines tables, in one place, so that none is forgotten."""

from app.accounts import models as accounts
from app.agenda import models as agenda
from app.audit import models as audit
from app.complaints import models as complaints
from app.content import edits as content
from app.conversation import models as conversation
from app.counting import models as counting
from app.insight import models as insight
from app.matching import models as matching
from app.outbox import models as outbox
from app.paper import models as paper
from app.places import models as places
from app.publishing import models as publishing
from app.referring import models as referring
from app.search import models as search
from app.social_map import models as social_map
from app.upkeep import models as upkeep

ONLY_IN_POSTGRESQL = frozenset({social_map.PLACE_POINT_INDEX})
"""Indexes that the models make beside their tables, so that a comparison of the two would take them for left over."""


def compared(thing: object, name: str | None, kind: str, reflected: bool, other: object) -> bool:  # noqa: FBT001  (Alembic's own signature: `include_object`)
    """Whether Alembic holds this beside the models."""
    del thing, reflected, other
    return kind != "index" or name not in ONLY_IN_POSTGRESQL


ALL = (
    accounts, agenda, audit, complaints, content, conversation, counting, insight, matching, outbox, paper, places, publishing, referring,
    search, social_map, upkeep,
)  # fmt: skip
