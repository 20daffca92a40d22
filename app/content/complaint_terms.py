"""Who hears complaints in a municipality besides its confidential adviser, and within what terms (I-53; Awb chapter 9)."""

from pydantic import Field

from app.content.parts import Email, Line, Part, Text


class ComplaintTerms(Part):
    """The complaints officer, and the days that are kept. `name` is a function, never a person.

    :ivar acknowledge_days: working days within which who complained hears that it was read.
    :ivar weeks: within which there is an answer (Awb art. 9:11: six), once longer by `more_weeks` (four).
    :ivar retention_days: after the answer, personal data is erased.
    :ivar text: what this person does and how independent they are.
    """

    name: Line
    phone: Line
    hours: Line
    email: Email
    letter_address: tuple[Line, ...] = ()
    text: Text
    acknowledge_days: int = Field(default=5, ge=1, le=20)
    weeks: int = Field(default=6, ge=1, le=12)
    more_weeks: int = Field(default=4, ge=0, le=8)
    retention_days: int = Field(default=365, ge=30, le=3650)
    example: bool = False
