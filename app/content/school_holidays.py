"""School holidays per region: content, for the dates are set each year and schools may add a week.

Source: the overview of the Rijksoverheid; the file says which dates an editor still has to check.
"""

from datetime import date
from typing import Literal, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from app.content.parts import Part, Slug

SchoolRegion = Literal["noord", "midden", "zuid"]


class SchoolHoliday(Part):
    """One holiday of one region, first and last day. `checked_on`: the day somebody held it beside the source."""

    id: Slug
    holiday: Literal["spring", "may", "summer", "autumn", "christmas"]
    region: SchoolRegion
    first: date
    last: date
    checked_on: date | None = None

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.last < self.first:
            raise PydanticCustomError("in_dutch", "{reason}", {"reason": "last ligt voor first; draai de datums om."})
        return self
