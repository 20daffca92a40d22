"""Who edits a municipality's social map, and within how many days organisations and visitors hear from them."""

from pydantic import Field

from app.content.parts import Email, Line, Part


class MapEditors(Part):
    """The people who look after the map, as organisations reach them (I-38: contact and term are always shown).

    :ivar answer_days: working days within which an offer that was handed in is judged.
    :ivar join_days: working days within which who asks to take part hears yes or no.
    :ivar feedback_days: working days within which something that was said to be wrong is looked at.
    """

    name: Line
    phone: Line
    hours: Line
    email: Email
    answer_days: int = Field(default=5, ge=1, le=30)
    join_days: int = Field(default=5, ge=1, le=30)
    feedback_days: int = Field(default=10, ge=1, le=30)
    example: bool = False
