"""The small building blocks of content: what a name, a line, an address and a part may look like."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=4000)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\r\n]*$")]
Tel = Annotated[str, StringConstraints(pattern=r"^\+?[0-9]{3,15}$")]
Email = Annotated[
    str,
    StringConstraints(pattern=r"^[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+$", max_length=254),
]
WebAddress = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"]+$", max_length=500)]
Host = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$", max_length=253)]
Postcode4 = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{3}$")]
Language = Literal["nl", "en", "tr", "ar", "pl", "uk"]
RespiteWeight = Literal["light", "day", "night"]


class Part(BaseModel):
    """A piece of content: frozen, and unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
