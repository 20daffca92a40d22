"""What a municipality settles about Het Gesprek: terms, teams, texts and whether a request counts as a *melding*.

Law and agreements differ per municipality and change, so they are content and never code (requirements.md T24).
Sources: Wmo 2015 art. 2.3.2 (six weeks, seven days for a personal plan); ecosystem.md section 6.
"""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from app.content.parts import Email, Line, Part, Slug, Text

MailKind = Literal["none", "notice", "full"]


class Team(Part):
    """Who takes up requests from these kernen; empty `kernen` means: from everywhere else."""

    slug: Slug
    name: Line
    kernen: tuple[Slug, ...] = ()
    email: Email | None = None


class YouthDesk(Part):
    """Where questions about children go when no such offer stands on the map (I-60)."""

    name: Line
    phone: Line
    hours: Line


class ConversationTerms(Part):
    """How this municipality deals with a request for a conversation.

    :ivar counts_as_report: a request is a *melding* (Wmo 2015 art. 2.3.2), so the term below is the law's.
    :ivar weeks: within which the municipality finds out, together with the resident, what is needed.
    :ivar plan_days: in which a personal plan may be handed in.
    :ivar first_contact_days: within how many working days somebody calls, writes or mails.
    :ivar contact: one named contact (a function, never a person); None means the desk.
    :ivar mail: what the desk's mailbox gets: nothing, a notice with the reference, or everything.
    :ivar retention_days: after closing or withdrawing, personal data is erased.
    :ivar late_to: who hears when something does not arrive; the desk when empty.
    """

    counts_as_report: bool = True
    weeks: int = Field(default=6, ge=1, le=26)
    plan_days: int = Field(default=7, ge=1, le=60)
    first_contact_days: int = Field(default=3, ge=1, le=20)
    contact: Line | None = None
    mail: MailKind = "notice"
    retention_days: int = Field(default=90, ge=1, le=3650)
    late_to: Email | None = None
    teams: tuple[Team, ...] = ()
    youth_desk: YouthDesk | None = None
    extra_text: Annotated[str, StringConstraints(max_length=2000)] = ""
    extra_text_en: Annotated[str, StringConstraints(max_length=2000)] = ""


class OutcomeWords(Part):
    """One of the three outcomes of the conversation (I-15), with the label as Hattem drew it."""

    label: Line
    label_en: Line
    sentence: Text
    sentence_en: Text
