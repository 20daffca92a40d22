"""What a request holds, as validated values: the one set of rules for the form, the desk and whoever reads it back.

Field names as in contract.md section 5 are the web's business; here are the field's terms.
"""

from datetime import date, datetime
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from app.conversation.models import Channel, ForWhom, Support

LONGEST_QUESTION = 4000
MOST_QUESTIONS = 6
SHARES = ("name", "phone", "question")
Share = Literal["name", "phone", "question"]
Preference = Literal["phone", "email", "letter", "visit"]
Safe = Literal["voicemail", "email", "letter"]
Knows = Literal["yes", "no", "unknown"]

Short = Annotated[str, StringConstraints(max_length=200, strip_whitespace=True)]
Long = Annotated[str, StringConstraints(max_length=LONGEST_QUESTION, strip_whitespace=True)]


class Shape(BaseModel):
    """Frozen, and unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Asked(Shape):
    """One question in somebody's own words. `about`: whom in the household, as a role ("mijn man"), never a name."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_QUESTION, strip_whitespace=True)]
    about: Short = ""


class Contact(Shape):
    """Who asks and how to reach them.

    :ivar name: of the person it is about, the one who asks.
    :ivar helper_name: of who fills it in for or with them; `role` says who that is to them ("broer").
    :ivar phone: digits with at most a plus in front; `postcode` as `8051 AB` or `8051`; `email` checked for form.
    :ivar safe: what may be used without anybody else in the house noticing trouble; empty: only what was preferred.
    """

    name: Short = ""
    helper_name: Short = ""
    role: Short = ""
    phone: Short = ""
    email: Annotated[str, StringConstraints(max_length=254)] = ""
    street: Short = ""
    postcode: Annotated[str, StringConstraints(max_length=7)] = ""
    town: Short = ""
    preference: Preference | None = None
    safe: tuple[Safe, ...] = ()
    address_as: Short = ""

    @property
    def reachable(self) -> bool:
        """Whether there is at least one way: a number, a mail address, or an address for a letter or a visit."""
        return bool(self.phone or self.email or (self.street and (self.postcode or self.town)))


class Addition(Shape):
    """Words added after sending."""

    at: datetime
    text: Long
    by: Literal["person", "helper", "desk"] = "person"


class Plan(Shape):
    """A personal plan (Wmo 2015 art. 2.3.2 lid 2), every field free."""

    question: Long = ""
    self_do: Long = ""
    helpers: Long = ""
    provisions: Long = ""
    result: Long = ""
    look_back_on: Short = ""

    @property
    def empty(self) -> bool:
        """Nothing was written."""
        return not any(self.model_dump().values())


class Story(Shape):
    """What it is about and what would be pleasant; everything but the questions may be empty (I-13, I-14)."""

    questions: tuple[Asked, ...] = Field(default=(), max_length=MOST_QUESTIONS)
    wanted_result: Long = ""
    tried: Long = ""
    wish_place: Short = ""
    wish_time: Short = ""
    who_along: Short = ""
    helped_by: Short = ""
    interpreter: Short = ""
    quiet_place: bool = False
    knows: Knows | None = None
    remark: Long = ""
    plan: Plan | None = None
    additions: tuple[Addition, ...] = ()


class NewRequest(Shape):
    """A request as it is asked, checked and complete (S13: seven words and a phone number are complete).

    :ivar arrived_on: for a letter, the day it came in; else None: today.
    :ivar support_confirmed: staff confirm that they asked the person themself (needed for *no* on their screen).
    :ivar again_of: the earlier request this one opens again ("gesprek opnieuw").
    """

    municipality: str
    channel: Channel = Channel.DIGITAL
    language: Literal["nl", "en"] = "nl"
    for_whom: ForWhom = ForWhom.SELF
    contact: Contact
    story: Story
    support: Support
    support_shares: tuple[Share, ...] = ()
    support_confirmed: bool = False
    support_ask_by: date | None = None
    contact_afterwards: bool = False
    follow_up_on: date | None = None
    follow_up_by: Literal["", "email", "phone", "letter"] = ""
    arrived_on: date | None = None
    again_of: int | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if not self.story.questions:
            raise ValueError("no question")
        if not self.contact.reachable:
            raise ValueError("nobody can be reached")
        if self.support is Support.TO_ASK and self.channel is Channel.DIGITAL:
            raise ValueError("the person is there: the support question is theirs to answer")
        if self.support is not Support.YES and self.support_shares:
            raise ValueError("nothing is shared without support")
        return self
