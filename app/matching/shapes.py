"""What somebody posts, as validated values: the one set of rules for the site, the mediator's screen and whoever reads it back."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from app.matching.models import Entered, Side
from app.social_map.vocabulary import Frequency

LONGEST_WORDS = 2000
MOST_TASKS = 8
Short = Annotated[str, StringConstraints(max_length=200, strip_whitespace=True)]
Long = Annotated[str, StringConstraints(max_length=LONGEST_WORDS, strip_whitespace=True)]
Slugs = tuple[Short, ...]


class Shape(BaseModel):
    """Frozen, and unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Person(Shape):
    """Who it is and how to reach them.

    :ivar first_name: what the other side sees after agreeing, together with `share`.
    :ivar phone: digits with at most a plus in front (`app.personal_numbers.own_phone`).
    :ivar organisation: a church, club or company on whose behalf this was posted; empty for one person.
    :ivar share: what the other side may see once both said yes; empty is decided then, by the mediator.
    """

    first_name: Short = ""
    last_name: Short = ""
    phone: Short = ""
    email: Annotated[str, StringConstraints(max_length=254)] = ""
    street: Short = ""
    postcode: Annotated[str, StringConstraints(max_length=7)] = ""
    organisation: Short = ""
    share: tuple[Literal["phone", "email", "address"], ...] = ()

    @property
    def reachable(self) -> bool:
        """Whether the mediator can reach them: a number or a mail address."""
        return bool(self.phone or self.email)


class Words(Shape):
    """What somebody wrote themself. `mediator_note` is of the mediator: talks, references, VOG seen; the person may read it."""

    story: Long = ""
    times: Annotated[str, StringConstraints(max_length=300, strip_whitespace=True)] = ""
    limits: Long = ""
    mediator_note: Long = ""


class NewNotice(Shape):
    """An offer or question as it is posted, checked and complete: at least one task, one way to be reached, consent given."""

    municipality: str
    side: Side
    entered: Entered = Entered.DIGITAL
    language: Literal["nl", "en"] = "nl"
    kern: str = ""
    person: Person
    words: Words = Words()
    tasks: Annotated[Slugs, Field(min_length=1, max_length=MOST_TASKS)]
    when_mask: int = Field(default=0, ge=0, lt=1 << 35)
    frequency: Frequency | None = None
    area: Slugs = ()
    not_tasks: Slugs = ()
    not_circumstances: Slugs = ()
    circumstances: Slugs = ()
    notice_days: int = Field(default=0, ge=0, le=60)
    needed_on: date | None = None
    urgent: bool = False
    consent: bool
    event_id: int | None = None
    example: bool = False

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if not self.person.reachable:
            raise ValueError("nobody can be reached")
        if not self.consent:
            raise ValueError("no consent")
        if set(self.tasks) & set(self.not_tasks):
            raise ValueError("a task is both offered and kept out of")
        return self
