"""What a municipality does for people who care for somebody: dated text of its own, with where it comes from (I-30).

The appreciation for carers differs per municipality and per year, so it is content with a date, and a page shows nothing
where nobody wrote it.
"""

from datetime import date

from app.content.parts import Line, Part, Text, WebAddress


class CarerAppreciation(Part):
    """The mantelzorgwaardering of one municipality.

    :ivar text: what it is and how to ask for it; `text_en` beside it.
    :ivar checked_on: the day somebody checked that it is so; `source` says where, `website` when one can read it there.
    """

    text: Text
    text_en: Text
    checked_on: date
    source: Line
    website: WebAddress | None = None
    example: bool = False
