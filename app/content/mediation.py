"""What volunteers and questions for help are about, who mediates between them, and what goes well together.

Which tasks there are, what a volunteer may keep out of, and which offers fit beside each other differ per region and
change, so they are content and never code (I-34, I-36, I-39, I-44).
"""

from pydantic import Field

from app.content.parts import Email, Line, Part, Slug, Text


class MediationTerms(Part):
    """The organisation that brings volunteers and people with a question together, and its terms (I-34).

    :ivar name: of the mediating organisation; `phone`, `hours` and `email` as people use them.
    :ivar answer_days: working days within which somebody who posted something hears from the organisation.
    :ivar keep_days: how long an offer or question stands before it has to be confirmed.
    :ivar remind_days: how many days before that a reminder goes.
    :ivar decide_days: how long both sides have to say yes or no to a proposal.
    :ivar retention_days: after it ended, personal data is erased.
    :ivar meeting_advice: for a first meeting, each a sentence (nl); `meeting_advice_en` beside it.
    """

    name: Line
    phone: Line
    hours: Line
    email: Email
    answer_days: int = Field(default=5, ge=1, le=20)
    keep_days: int = Field(default=180, ge=14, le=730)
    remind_days: int = Field(default=14, ge=1, le=60)
    decide_days: int = Field(default=10, ge=2, le=60)
    retention_days: int = Field(default=30, ge=1, le=365)
    meeting_advice: tuple[Text, ...] = Field(min_length=1)
    meeting_advice_en: tuple[Text, ...] = Field(min_length=1)
    example: bool = False


class Task(Part):
    """Something one person can do for another.

    :ivar label: as a thing to do: "Boodschappen doen".
    :ivar at_home: it happens in somebody's home, so the VOG question has to be answered first (I-51).
    :ivar volunteers: False for what volunteers may not do (medicines, care of the body): then `instead` tells kindly
        what does help, and `kinds` of the map are shown.
    :ivar kinds: kinds of offers on the map that do the same, for when nobody can come.
    """

    slug: Slug
    label: Line
    label_en: Line
    words: tuple[Line, ...] = ()
    at_home: bool = False
    volunteers: bool = True
    kinds: tuple[Slug, ...] = ()
    instead: Text | None = None
    instead_en: Text | None = None


class Circumstance(Part):
    """Something about a question that a volunteer may keep out of (I-36): `asks` for who asks, `limit` for who offers."""

    slug: Slug
    asks: Line
    asks_en: Line
    limit: Line
    limit_en: Line


class PairRule(Part):
    """Offers that make sense beside each other: beside one of `kinds` those of `beside` are proposed, with a sentence.

    :ivar same_kern_first: what is in the same village comes first; for transport the stretch decides instead.
    """

    id: Slug
    kinds: tuple[Slug, ...] = Field(min_length=1)
    beside: tuple[Slug, ...] = Field(min_length=1)
    sentence: Text
    sentence_en: Text
    most: int = Field(default=2, ge=1, le=5)


class NeedRule(Part):
    """What comes first when somebody says something that is no diagnosis (I-39): `words` as people say it.

    Offers of the kinds in `first` stand above those of `after`, whatever else fits. `call` is a sentence somebody can
    say on the telephone (P3).
    """

    id: Slug
    words: tuple[Line, ...] = Field(min_length=1)
    first: tuple[Slug, ...] = Field(min_length=1)
    after: tuple[Slug, ...] = ()
    call: Text
    call_en: Text
