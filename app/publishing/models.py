"""The tables of publishing: what is being written, photos, who asked to take part, and doubles that were merged."""

import uuid
from datetime import date, datetime

from sqlmodel import Field

from app import clock
from app.db import Frozen, Record, UTCDateTime, choice
from app.publishing.vocabulary import JoinState
from app.social_map.vocabulary import OrganisationKind


def _identifier() -> str:
    return str(uuid.uuid4())


class WorkingDraft(Record, table=True):
    """An offer somebody is writing: the form as it was typed, kept as they go, seen by its own organisation and editors.

    `offer_id` is the offer it changes, None for a new one; `base_version` that offer's version when the writing began, so
    that a change by somebody else in between is told (promise 21). `organisation` is a uid; empty while an editor has not
    chosen one yet. `values`: field name to what was typed, as a form sends it.
    """

    __tablename__ = "working_draft"

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=_identifier, max_length=36, unique=True)
    organisation: str = Field(default="", max_length=36, index=True)
    offer_id: int | None = Field(default=None, foreign_key="offer.id", index=True, ondelete="CASCADE")
    base_version: int = 0
    values: dict[str, tuple[str, ...]] = Field(
        default_factory=dict, sa_type=Frozen(dict[str, tuple[str, ...]]), nullable=False
    )
    photo: str = Field(default="", max_length=36)
    version: int = 1
    begun_by: str = Field(default="", max_length=40)
    created_at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime)
    updated_at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime)


class Photo(Record, table=True):
    """A photo as we made it anew: nothing of the file that was uploaded is kept, so no place and no camera (promise 30)."""

    __tablename__ = "photo"

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=_identifier, max_length=36, unique=True)
    organisation: str = Field(default="", max_length=36, index=True)
    width: int
    height: int
    body: bytes
    uploaded_by: str = Field(default="", max_length=40)
    created_at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime)


class JoinRequest(Record, table=True):
    """Somebody asks to publish here: a church, a club, a company, an initiative without KvK number, one volunteer (I-38).

    `digest` is of the token in the mail that shows its status; `sealed` holds the contact person (name, e-mail, telephone)
    and nothing else does; it is emptied on `erase_on`. `answer_by` is the term that was promised.
    """

    __tablename__ = "join_request"

    id: int | None = Field(default=None, primary_key=True)
    digest: str = Field(max_length=64, unique=True)
    municipality: str = Field(max_length=64, index=True)
    name: str = Field(max_length=200)
    kind: OrganisationKind = Field(sa_type=choice(OrganisationKind, "join_kind"), nullable=False)
    kvk: str = Field(default="", max_length=8)
    website: str = Field(default="", max_length=300)
    words: str = ""
    sealed: str = ""
    state: JoinState = Field(default=JoinState.NEW, sa_type=choice(JoinState, "join_state"), nullable=False)
    reason: str = ""
    answer_by: date
    decided_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    decided_by: str = Field(default="", max_length=40)
    erase_on: date | None = None
    created_at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime)


class Merge(Record, table=True):
    """Two rows that were one: what went where, so that it can be taken back.

    `what` is `organisation` or `offer`; `moved` names the rows that changed hands, table name to row numbers. `not_same`
    and `not_same_org`: a person looked at two that are alike and found them to be two; nothing moved.
    """

    __tablename__ = "merge"

    id: int | None = Field(default=None, primary_key=True)
    what: str = Field(max_length=12)
    kept_id: int = Field(index=True)
    gone_id: int = Field(index=True)
    gone_status: str = Field(default="", max_length=20)
    gone_successor: str = ""
    moved: dict[str, tuple[int, ...]] = Field(
        default_factory=dict, sa_type=Frozen(dict[str, tuple[int, ...]]), nullable=False
    )
    merged_by: str = Field(default="", max_length=80)
    at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime)
    undone_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
