"""The tables of volunteers and questions for help.

An offer and a question are the same thing from two sides: a *notice*. What tells who somebody is, and what they wrote in
their own words, stands sealed with a key of its own per notice (`app.data_keys`); what stands open is what matching and
the counts need: tasks, times, village, frequency and limits. Nothing of it is shown outside before both sides agreed.
"""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field

from app import clock
from app.db import Frozen, Record, UTCDateTime, choice
from app.social_map.vocabulary import Frequency, Vog

WORDS = Frozen(tuple[str, ...])


class Side(StrEnum):
    """Which side of a match a notice is."""

    OFFER = "offer"
    QUESTION = "question"


class Entered(StrEnum):
    """How a notice came in: on the site, by telephone, at a desk, or for a small organisation (a church, a club)."""

    DIGITAL = "digital"
    PHONE = "phone"
    DESK = "desk"


class Standing(StrEnum):
    """Where a notice stands. `new` waits for the mediator; only `open` ones are ever proposed."""

    NEW = "new"
    OPEN = "open"
    PAUSED = "paused"
    MET = "met"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    BLOCKED = "blocked"


class PairState(StrEnum):
    """Where a match stands. Only in `agreed` do both sides see how to reach each other."""

    ASKED = "asked"
    AGREED = "agreed"
    DECLINED = "declined"
    LAPSED = "lapsed"
    ENDED = "ended"
    UNDONE = "undone"


class Says(StrEnum):
    """What one side said to a proposal."""

    NOTHING = "nothing"
    YES = "yes"
    NO = "no"


class ExchangeEvent(Record, table=True):
    """An exchange event (beursvloer, I-35): offers and questions brought together on one day, and looked at again later.

    `description` is public text of the organiser. `follow_up_on`: three months on, to see what became of the matches.
    """

    __tablename__ = "exchange_event"

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(max_length=120, unique=True)
    municipality: str = Field(max_length=64, index=True)
    name: str = Field(max_length=200)
    place: str = Field(default="", max_length=300)
    times: str = Field(default="", max_length=300)
    held_on: date
    description: str = ""
    follow_up_on: date
    followed_up_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    example: bool = False
    created_at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime)


class Notice(Record, table=True):
    """One offer of, or question for, help between people. A number is never given out again.

    `when_mask`: 35 bits as in `app.social_map.times`, 0 when not known or any time; `times` as typed stands sealed.
    `kern`: slug where the help is given (question) or where the volunteer lives (offer); `area`: slugs of kernen an offer
    serves, empty is the whole municipality. `not_tasks` and `not_circumstances` are limits of an offer;
    `circumstances` hold for a question. `notice_days`: how long before an offer wants to know. `needed_on`: the day of a
    question for once. `public_line`: a sentence without personal data, checked by the mediator, the only words that
    an event's page may show. `sealed_person` and `sealed_words` hold `app.matching.shapes.Person` and `Words` as JSON.
    """

    __tablename__ = "help_notice"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(max_length=36, unique=True)
    reference: str = Field(max_length=12, unique=True)
    code_digest: str = Field(max_length=64)
    form_digest: str | None = Field(default=None, max_length=64, unique=True)
    municipality: str = Field(max_length=64, index=True)
    kern: str = Field(default="", max_length=64)
    side: Side = Field(sa_type=choice(Side, "side"), nullable=False, index=True)
    entered: Entered = Field(sa_type=choice(Entered, "entered"), nullable=False)
    entered_by: int | None = Field(default=None, foreign_key="account.id")
    language: str = Field(default="nl", max_length=5)
    standing: Standing = Field(default=Standing.NEW, sa_type=choice(Standing, "standing"), nullable=False, index=True)
    tasks: tuple[str, ...] = Field(default=(), sa_type=WORDS, nullable=False)
    when_mask: int = Field(default=0, sa_type=sa.BigInteger)
    frequency: Frequency | None = Field(default=None, sa_type=choice(Frequency, "notice_frequency"), nullable=True)
    area: tuple[str, ...] = Field(default=(), sa_type=WORDS, nullable=False)
    not_tasks: tuple[str, ...] = Field(default=(), sa_type=WORDS, nullable=False)
    not_circumstances: tuple[str, ...] = Field(default=(), sa_type=WORDS, nullable=False)
    circumstances: tuple[str, ...] = Field(default=(), sa_type=WORDS, nullable=False)
    notice_days: int = 0
    needed_on: date | None = None
    urgent: bool = False
    vog: Vog = Field(default=Vog.UNANSWERED, sa_type=choice(Vog, "notice_vog"), nullable=False)
    met_on: date | None = None
    public_line: str = Field(default="", max_length=300)
    event_id: int | None = Field(default=None, foreign_key="exchange_event.id", ondelete="SET NULL")
    consent_at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime)
    posted_at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime, index=True)
    answer_by: date
    expires_on: date = Field(index=True)
    reminded_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    erase_on: date | None = Field(default=None, index=True)
    example: bool = False
    sealed_person: bytes
    sealed_words: bytes


class Pair(Record, table=True):
    """An offer and a question that the mediator put to both sides. Proposing is the mediator's own yes.

    `because` are the codes of the reasons at that moment, so that both sides and the mediator read the same sentence.
    `follow_up_on`: when the mediator asks how it goes.
    """

    __tablename__ = "help_pair"
    __table_args__ = (
        sa.Index(
            "uq_help_pair_going",
            "offer_id",
            "question_id",
            unique=True,
            sqlite_where=sa.text("state IN ('asked', 'agreed')"),
            postgresql_where=sa.text("state IN ('asked', 'agreed')"),
        ),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(max_length=36, unique=True)
    offer_id: int = Field(foreign_key="help_notice.id", ondelete="CASCADE", index=True)
    question_id: int = Field(foreign_key="help_notice.id", ondelete="CASCADE", index=True)
    state: PairState = Field(
        default=PairState.ASKED, sa_type=choice(PairState, "pair_state"), nullable=False, index=True
    )
    offer_says: Says = Field(default=Says.NOTHING, sa_type=choice(Says, "offer_says"), nullable=False)
    question_says: Says = Field(default=Says.NOTHING, sa_type=choice(Says, "question_says"), nullable=False)
    because: tuple[str, ...] = Field(default=(), sa_type=WORDS, nullable=False)
    proposed_by: int | None = Field(default=None, foreign_key="account.id")
    proposed_at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime)
    decide_by: date
    agreed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    follow_up_on: date | None = Field(default=None, index=True)
    follow_up: str = Field(default="", max_length=20)
    reported_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    report_handled_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class NoticeEvent(Record, table=True):
    """One line of a notice's history: appended, never edited. `sealed_note` opens with the notice's key.

    `actor`: `person`, `system` or `account:<account>`. `public`: the person reads it on their own page.
    """

    __tablename__ = "help_notice_event"

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(max_length=36, unique=True)
    notice_id: int = Field(foreign_key="help_notice.id", ondelete="CASCADE", index=True)
    pair_id: int | None = Field(default=None, index=True)
    at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime)
    actor: str = Field(max_length=40)
    kind: str = Field(max_length=30)
    public: bool = False
    sealed_note: bytes | None = None


class KeptApart(Record, table=True):
    """Two notices that are never put together again: after a report, or because one of them asked for it."""

    __tablename__ = "kept_apart"

    offer_id: int = Field(primary_key=True, foreign_key="help_notice.id", ondelete="CASCADE")
    question_id: int = Field(primary_key=True, foreign_key="help_notice.id", ondelete="CASCADE")
    at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime)
