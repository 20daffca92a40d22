"""What a complaint holds, as validated values: the one set of rules for the form, the room of staff and whoever reads it back."""

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator

from app.complaints.models import About, ComplaintHolder

LONGEST_STORY = 8000
LONGEST_LINE = 200
By = Literal["phone", "email", "letter", "self"]
"""How who complained wants to hear from us; `self`: they look with number and code, and nobody contacts them."""

Short = Annotated[str, StringConstraints(max_length=LONGEST_LINE, strip_whitespace=True)]
Long = Annotated[str, StringConstraints(max_length=LONGEST_STORY, strip_whitespace=True)]


class Shape(BaseModel):
    """Frozen, and unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Contact(Shape):
    """Who complains and how to reach them: all of it may be empty, because somebody may complain without a name.

    :ivar phone: digits with at most a plus in front; `email` checked for form.
    :ivar by: the one way that may be used. No other way is ever used, also when it is known.
    :ivar voicemail: a message may be left: that the municipality called, never why.
    """

    name: Short = ""
    phone: Short = ""
    email: Annotated[str, StringConstraints(max_length=254)] = ""
    street: Short = ""
    postcode: Annotated[str, StringConstraints(max_length=7)] = ""
    town: Short = ""
    by: By
    voicemail: bool = False

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        there = {"phone": self.phone, "email": self.email, "letter": self.street and (self.postcode or self.town)}
        if not there.get(self.by, "self"):
            raise ValueError("this way is not there")
        return self


class Addition(Shape):
    """Words added after sending."""

    at: datetime
    text: Long


class Story(Shape):
    """What happened, in somebody's own words.

    :ivar whom: about whom or what, in free words; may name a person, which is why it stands sealed.
    :ivar wanted: what should happen now.
    """

    happened: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_STORY, strip_whitespace=True)]
    whom: Short = ""
    wanted: Long = ""
    additions: tuple[Addition, ...] = ()


class NewComplaint(Shape):
    """A complaint as it is told, checked and complete."""

    municipality: str
    language: Literal["nl", "en"] = "nl"
    about: About
    holder: ComplaintHolder
    contact: Contact
    story: Story
