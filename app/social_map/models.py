"""The tables of the social map.

Rows are made from checked drafts only (draft.py); the database holds its own line with constraints besides.
Names stay close to HSDS 3.1 (organization, location, service), so that exporting is a mapping.
"""

import uuid
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlmodel import Field, Relationship

from app import clock
from app.db import Frozen, Record, UTCDateTime, choice
from app.social_map.draft import Accessibility, Carried, Cost, OfferDraft, OfferWords
from app.social_map.vocabulary import (
    Answer,
    ConfirmedBy,
    Frequency,
    FundingForm,
    Level,
    OrganisationKind,
    RespiteWeight,
    Status,
    Vog,
)

WORDS = Frozen(tuple[str, ...])
PLACE_POINT = "point(place.lon * 0.615, place.lat)"
"""A place on a plane, in degrees of latitude, for the index of neighbours on PostgreSQL (near.py)."""
PLACE_POINT_INDEX = "ix_place_point"


def _identifier() -> str:
    return str(uuid.uuid4())


class Organisation(Record, table=True):
    """Who offers help (HSDS: organization). `name_key` is the name folded for finding doubles.

    `kvk` is the number at the Chamber of Commerce, which nobody needs. `merged_into`: uid of the organisation this one
    turned out to be. Signed mail links made before `links_since` no longer open anything.
    """

    __tablename__ = "organisation"

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=_identifier, max_length=36, unique=True)
    name: str = Field(max_length=200)
    name_key: str = Field(max_length=200, index=True)
    description: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    funding: tuple[FundingForm, ...] = Field(default=(), sa_type=Frozen(tuple[FundingForm, ...]), nullable=False)
    kind: OrganisationKind = Field(
        default=OrganisationKind.UNKNOWN, sa_type=choice(OrganisationKind, "organisation_kind"), nullable=False
    )
    kvk: str = Field(default="", max_length=8)
    merged_into: str = Field(default="", max_length=36)
    links_since: datetime | None = Field(default=None, sa_type=UTCDateTime)
    source: str = ""
    carried: Carried | None = Field(default=None, sa_type=Frozen(Carried), nullable=True)
    example: bool = False
    created_at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime)
    updated_at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime, index=True)


class Place(Record, table=True):
    """Where help is given (HSDS: location). A confidential place never leaves the editors' screens."""

    __tablename__ = "place"

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=_identifier, max_length=36, unique=True)
    name: str = ""
    street: str = ""
    postcode: str = ""
    town: str = ""
    kern: str = ""
    municipality: str = ""
    lat: float | None = None
    lon: float | None = None
    confidential: bool = False
    directions: str = ""


# An index over an expression cannot be declared in the table: SQLite, which has no points, would be asked for it too.
event.listen(
    Place.__table__,  # type: ignore[attr-defined]  # SQLModel's table
    "after_create",
    sa.DDL(  # type: ignore[no-untyped-call]  # SQLAlchemy's own
        f"CREATE INDEX {PLACE_POINT_INDEX} ON place USING gist ({PLACE_POINT.replace('place.', '')})"
    ).execute_if(dialect="postgresql"),
)


class Offer(Record, table=True):
    """One provision on the map (HSDS: service): the version the public sees, or the newest draft when none was approved.

    `identity` is what makes it the same offer when its source hands it in again; `digest` that of its newest revision.
    `merged_into`: uid of the offer this one turned out to be; then it stays withdrawn, whatever its source says.
    A number is never given out again: booklets hold a short code of it (`app.social_map.short_codes`).
    """

    __tablename__ = "offer"
    __table_args__ = (
        sa.UniqueConstraint("source", "identity"),
        sa.Index("ix_offer_status_respite_kind", "status", "respite", "kind"),
        sa.Index("ix_offer_status_confirmed", "status", "last_confirmed"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=_identifier, max_length=36, unique=True)
    slug: str = Field(max_length=120, unique=True)
    identity: str = Field(max_length=320)
    digest: str = Field(default="", max_length=64)
    status: Status = Field(default=Status.REVIEW, sa_type=choice(Status, "status"), nullable=False, index=True)
    version: int = 1
    source: str = ""
    source_id: str | None = None
    licence: str = ""
    name: str = Field(max_length=200)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    place_id: int = Field(foreign_key="place.id", unique=True)
    kind: str = Field(index=True)
    level: Level = Field(sa_type=choice(Level, "level"), nullable=False)
    domains: tuple[str, ...] = Field(default=(), sa_type=WORDS, nullable=False)
    target_groups: tuple[str, ...] = Field(default=(), sa_type=WORDS, nullable=False)
    interests: tuple[str, ...] = Field(default=(), sa_type=WORDS, nullable=False)
    summary: str = ""
    description: str = ""
    easy: str = ""
    area_served: tuple[str, ...] = Field(default=(), sa_type=WORDS, nullable=False)
    phone: str = ""
    phone_hours: str = ""
    email: str = ""
    website: str = ""
    without_voice: str = ""
    times: str = ""
    when_mask: int = Field(default=0, sa_type=sa.BigInteger)
    costs: tuple[Cost, ...] = Field(default=(), sa_type=Frozen(tuple[Cost, ...]), nullable=False)
    decision: Answer = Field(default=Answer.UNKNOWN, sa_type=choice(Answer, "answer"), nullable=False)
    vog: Vog = Field(default=Vog.UNANSWERED, sa_type=choice(Vog, "vog"), nullable=False)
    respite: RespiteWeight | None = Field(default=None, sa_type=choice(RespiteWeight, "respiteweight"), nullable=True)
    training: tuple[str, ...] = Field(default=(), sa_type=WORDS, nullable=False)
    book_ahead: str = ""
    frequency: Frequency | None = Field(default=None, sa_type=choice(Frequency, "frequency"), nullable=True)
    limits: str = ""
    accessibility: Accessibility = Field(default=Accessibility(), sa_type=Frozen(Accessibility), nullable=False)
    languages: tuple[str, ...] = Field(default=(), sa_type=WORDS, nullable=False)
    keywords: tuple[str, ...] = Field(default=(), sa_type=WORDS, nullable=False)
    age: str = ""
    conditions: str = ""
    referral_needed: str = ""
    waiting_time: str = ""
    first_step: str = ""
    expectation: str = ""
    who_pays: str = ""
    funding: tuple[FundingForm, ...] = Field(default=(), sa_type=Frozen(tuple[FundingForm, ...]), nullable=False)
    works_with: tuple[str, ...] = Field(default=(), sa_type=WORDS, nullable=False)
    transport: str = ""
    meldcode: Answer = Field(default=Answer.UNKNOWN, sa_type=choice(Answer, "meldcode"), nullable=False)
    quality: str = ""
    photo: str = Field(default="", max_length=36)
    photo_alt: str = ""
    translations: tuple[OfferWords, ...] = Field(default=(), sa_type=Frozen(tuple[OfferWords, ...]), nullable=False)
    successor: str = ""
    merged_into: str = Field(default="", max_length=36, index=True)
    last_confirmed: date | None = None
    confirmed_by: ConfirmedBy | None = Field(default=None, sa_type=choice(ConfirmedBy, "confirmed_by"), nullable=True)
    example: bool = False
    historical: bool = False
    carried: Carried | None = Field(default=None, sa_type=Frozen(Carried), nullable=True)
    created_at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime)
    updated_at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime, index=True)

    organisation: Organisation = Relationship(sa_relationship_kwargs={"lazy": "raise"})
    place: Place = Relationship(sa_relationship_kwargs={"lazy": "raise"})


class PlacesFree(Record, table=True):
    """How many places are free, as the provider last said (HSDS: service_capacity). It changes by the day, so it is no part
    of an offer's versions. `available` and `maximum` count `unit`; None is not said. `updated_at` decides how long it holds.
    """

    __tablename__ = "places_free"

    offer_id: int = Field(primary_key=True, foreign_key="offer.id", ondelete="CASCADE")
    unit: str = Field(default="plek", max_length=40)
    available: int | None = None
    maximum: int | None = None
    note: str = Field(default="", max_length=200)
    updated_at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime)
    updated_by: str = Field(default="", max_length=40)


class OfferRevision(Record, table=True):
    """An offer as somebody handed it in. A pending one waits for approval while the public keeps seeing the last approved.

    `said`: what the source said, where `draft` is that laid upon what people changed here (three_way.py); None: the same.
    """

    __tablename__ = "offer_revision"
    __table_args__ = (sa.UniqueConstraint("offer_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    offer_id: int = Field(foreign_key="offer.id", index=True)
    number: int
    draft: OfferDraft = Field(sa_type=Frozen(OfferDraft), nullable=False)
    said: OfferDraft | None = Field(default=None, sa_type=Frozen(OfferDraft), nullable=True)
    state: str = Field(max_length=20, index=True)
    author: str = ""
    reason: str = ""
    created_at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime)


class OfferEvent(Record, table=True):
    """One line of an offer's history. Appended, never edited."""

    __tablename__ = "offer_event"

    id: int | None = Field(default=None, primary_key=True)
    offer_id: int = Field(foreign_key="offer.id", index=True)
    action: str = Field(max_length=20)
    before: str = ""
    after: str = ""
    actor: str = ""
    reason: str = ""
    at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime)


class OldAddress(Record, table=True):
    """A slug an offer once had: old links and printed codes keep working."""

    __tablename__ = "old_address"

    slug: str = Field(primary_key=True, max_length=120)
    offer_id: int = Field(foreign_key="offer.id", index=True)


class ImportRun(Record, table=True):
    """One run of an importer, so that it can be taken back whole."""

    __tablename__ = "import_run"

    id: int | None = Field(default=None, primary_key=True)
    run: str = Field(max_length=40, unique=True)
    source: str = ""
    filename: str = ""
    counts: dict[str, int] = Field(default_factory=dict, sa_type=Frozen(dict[str, int]), nullable=False)
    undone_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime)


class ImportChange(Record, table=True):
    """What one run did to one offer: `before` is the draft and status it had, empty when the run made it."""

    __tablename__ = "import_change"

    id: int | None = Field(default=None, primary_key=True)
    run_id: int = Field(foreign_key="import_run.id", index=True)
    offer_id: int = Field(foreign_key="offer.id", index=True)
    before: OfferDraft | None = Field(default=None, sa_type=Frozen(OfferDraft), nullable=True)
    before_status: str = ""


class ImportSource(Record, table=True):
    """A source the map follows: where it is read, under which licence, how often, and how far the last reading came.

    `name` is whose ids these are (`source_name` of an import). `format` is an importer's name. `address` is a web address, or a
    path within the data folder. `rhythm`: `never` (by hand), `daily`, `weekly`, `monthly`. `trusted`: new and changed offers are
    published without review. `follow_gone`: what the source no longer has is handed to an editor to withdraw (or withdrawn at
    once when trusted). `cursor` is what the importer needs to read only what is new. `state`: `new`, `waiting` (to be read),
    `well`, `failed` (`reason` says why, in Dutch). `report` is that of the last reading, as `importers.report` has it.
    """

    __tablename__ = "import_source"

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=_identifier, max_length=36, unique=True)
    name: str = Field(max_length=120, unique=True)
    format: str = Field(max_length=40)
    address: str = Field(default="", max_length=1000)
    licence: str = Field(default="", max_length=80)
    attribution: str = Field(default="", max_length=300)
    municipality: str = Field(default="", max_length=64)
    rhythm: str = Field(default="never", max_length=10)
    trusted: bool = False
    follow_gone: bool = True
    cursor: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON, nullable=False)
    state: str = Field(default="new", max_length=10, index=True)
    reason: str = Field(default="", max_length=500)
    report: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON, nullable=False)
    next_at: datetime | None = Field(default=None, sa_type=UTCDateTime, index=True)
    read_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    created_by: str = Field(default="", max_length=40)
    created_at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime)
    updated_at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime)


class ImportUpload(Record, table=True):
    """A list somebody handed in through the site. The worker reads it; the file itself goes once that is done.

    `organisation` is the uid of whose list it is, empty for an editor's. `state`: `waiting` (to be looked at), `looked`
    (a dry run is in `report`), `wanted` (go on), `done`, `refused` (`report` says why), `dropped`. `heads` are the columns
    somebody pointed out, head to field.
    """

    __tablename__ = "import_upload"

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=_identifier, max_length=36, unique=True)
    source_name: str = Field(max_length=120)
    filename: str = Field(max_length=200)
    organisation: str = Field(default="", max_length=36, index=True)
    municipality: str = Field(default="", max_length=64)
    body: bytes | None = None
    heads: dict[str, str] = Field(default_factory=dict, sa_type=Frozen(dict[str, str]), nullable=False)
    state: str = Field(default="waiting", max_length=12, index=True)
    report: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON, nullable=False)
    run: str = Field(default="", max_length=40)
    handed_in_by: str = Field(default="", max_length=40)
    created_at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime)
    done_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class SourceHeads(Record, table=True):
    """What the columns of one source mean, taught once and remembered: head (folded) to field of the map's spreadsheet."""

    __tablename__ = "source_heads"

    source_name: str = Field(primary_key=True, max_length=120)
    heads: dict[str, str] = Field(default_factory=dict, sa_type=Frozen(dict[str, str]), nullable=False)
    updated_at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime)
    updated_by: str = Field(default="", max_length=40)


class Flag(Record, table=True):
    """Something an editor should look at: a probable double, an unread value, a missing certificate."""

    __tablename__ = "flag"

    id: int | None = Field(default=None, primary_key=True)
    offer_id: int = Field(foreign_key="offer.id", index=True)
    reason: str = ""
    settled_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime)


class Correction(Record, table=True):
    """What a visitor wrote about an offer, cleaned of personal data, for its organisation and the editor.

    `helped`: written under "dit heeft mij geholpen"; else under "klopt dit niet?", and then somebody answers by
    `answer_by`. `told_at`: when the organisation was told. `answer` is what was done, by `answered_by`.
    """

    __tablename__ = "correction"

    id: int | None = Field(default=None, primary_key=True)
    offer_id: int = Field(foreign_key="offer.id", index=True)
    about: str = Field(default="", max_length=40)
    words: str = ""
    helped: bool = Field(default=False, index=True)
    answer_by: date | None = None
    told_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    answer: str = ""
    answered_by: str = Field(default="", max_length=40)
    settled_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime)
