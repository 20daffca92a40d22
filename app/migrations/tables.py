"""Every module that defines tables, in one place, so that none is forgotten."""

from app.accounts import models as accounts
from app.audit import models as audit
from app.content import edits as content
from app.conversation import models as conversation
from app.insight import models as insight
from app.matching import models as matching
from app.outbox import models as outbox
from app.places import models as places
from app.publishing import models as publishing
from app.social_map import models as social_map
from app.upkeep import models as upkeep

ALL = (accounts, audit, content, conversation, insight, matching, outbox, places, publishing, social_map, upkeep)
