"""The closed lists of the map, with the field's own terms (glossary in the README).

Open lists (kinds, life domains, target groups) are content, not code.
"""

from enum import StrEnum

WEEKDAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")
DAYPARTS = ("ochtend", "middag", "avond", "nacht")


class Level(StrEnum):
    """Schema 1 (I-20): who decides whether you may use it."""

    OWN_STRENGTH = "own_strength"
    GENERAL = "general"
    COLLECTIVE = "collective"
    INDIVIDUAL = "individual"


class Answer(StrEnum):
    """Yes, no, or nobody has told us: unknown stays unknown."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Vog(StrEnum):
    """Certificate of conduct (I-51): nothing that enters a home is published while unanswered."""

    YES = "yes"
    NO = "no"
    NOT_APPLICABLE = "not_applicable"
    UNANSWERED = "unanswered"


class RespiteWeight(StrEnum):
    """The ladder of respite (I-31), lighter first."""

    LIGHT = "light"
    DAY = "day"
    NIGHT = "night"


class Frequency(StrEnum):
    """How often a volunteer wants to (I-36)."""

    ONCE = "once"
    SOMETIMES = "sometimes"
    WEEKLY = "weekly"
    EMERGENCY = "emergency"


class FundingForm(StrEnum):
    """Care in kind or a personal budget (I-50)."""

    ZIN = "ZIN"
    PGB = "PGB"


class Status(StrEnum):
    """Where an offer stands on its way to the public. `hidden`: it was public, but nobody confirmed it for too long."""

    DRAFT = "draft"
    REVIEW = "review"
    PUBLISHED = "published"
    HIDDEN = "hidden"
    WITHDRAWN = "withdrawn"


class OrganisationKind(StrEnum):
    """Who publishes (I-37, I-38). Nobody needs a KvK number; `unknown` is for what came from a list."""

    WELFARE = "welfare"
    CARE = "care"
    CHURCH = "church"
    CLUB = "club"
    COMPANY = "company"
    INITIATIVE = "initiative"
    VOLUNTEER = "volunteer"
    MUNICIPALITY = "municipality"
    UNKNOWN = "unknown"


class ConfirmedBy(StrEnum):
    """Who last said that an offer is right. `source`: the list it came from."""

    ORGANISATION = "organisation"
    MUNICIPALITY = "municipality"
    SOURCE = "source"


class CostKind(StrEnum):
    """What kind of answer there is to "what does it cost?" (I-49)."""

    FREE = "free"
    PRICE = "price"
    OWN_CONTRIBUTION = "own_contribution"
    TEXT = "text"
    UNKNOWN = "unknown"


LEVEL_IN_SPREADSHEET = {
    "eigen_kracht": Level.OWN_STRENGTH,
    "algemeen": Level.GENERAL,
    "collectief": Level.COLLECTIVE,
    "individueel": Level.INDIVIDUAL,
}
NEEDS_DECISION = frozenset({Level.COLLECTIVE, Level.INDIVIDUAL})
PUBLIC_BEFORE = frozenset({Status.PUBLISHED, Status.HIDDEN})
"""An approved version of these stands: a change waits for approval, and what was approved is kept meanwhile."""
