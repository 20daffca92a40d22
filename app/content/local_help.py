"""Who helps locally with a plan of one's own circle, and what a municipality says of care in kind and budgets (I-27, I-50)."""

from datetime import date
from typing import Literal

from app.content.parts import Email, Line, Part, Text, WebAddress

FamilyHelp = Literal[
    "eigen-kracht-conferentie", "familienetwerkberaad", "familiegroepsplan", "burgervoogd", "netwerkpleeggezin"
]
FAMILY_HELP: tuple[FamilyHelp, ...] = (
    "eigen-kracht-conferentie", "familienetwerkberaad", "familiegroepsplan", "burgervoogd", "netwerkpleeggezin",
)  # fmt: skip
"""Ways in which one's own circle makes a plan or takes care; each is a page of the site."""


class FamilyContact(Part):
    """Whom to call about one or more of these ways in this municipality."""

    name: Line
    helps_with: tuple[FamilyHelp, ...]
    phone: Line
    hours: Line
    email: Email | None = None
    website: WebAddress | None = None
    example: bool = False


class FundingTerms(Part):
    """What holds here about care in kind (ZIN) and a personal budget (PGB): dated, because it changes."""

    text: Text
    text_en: Text
    checked_on: date
    valid_until: date
    source: Line
    website: WebAddress | None = None
    example: bool = False
