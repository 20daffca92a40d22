"""The tables of signing in. Secrets never stand here as they are: passwords and codes hashed, second factors sealed."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from app import clock
from app.accounts.rights import Role
from app.db import Record, UTCDateTime, choice


class Account(Record, table=True):
    """Somebody who works with the site. `email` is kept in small letters.

    `organisation` is the uid of the organisation an `organisation` account speaks for; `municipality` a slug that
    bounds what it sees (empty: the whole region). `sealed_secret` opens with the installation's key only;
    `last_counter` is the time step of the last one-time code that was accepted, so that no code works twice.
    `name` is how colleagues call this account. `external_id` is who it is at the municipality's own sign-in (issuer and
    subject). An empty `password_hash` or `sealed_secret`: this account does not come in that way. `seen_at` is when it was
    last at work, to the minute or so, for who looks after the accounts.
    `organisation` of a desk account is the uid of its employer, when that is an organisation on the map (I-06). `shortcuts`:
    the keys of the desk work for this person.
    """

    __tablename__ = "account"

    id: int | None = Field(default=None, primary_key=True)
    email: str = Field(max_length=254, unique=True)
    role: Role = Field(sa_type=choice(Role, "role"), nullable=False)
    organisation: str = Field(default="", max_length=36, index=True)
    municipality: str = Field(default="", max_length=64)
    name: str = Field(default="", max_length=80)
    external_id: str | None = Field(default=None, max_length=400, index=True, unique=True)
    password_hash: str = Field(default="", max_length=200)
    sealed_secret: str = Field(default="", max_length=300)
    last_counter: int = Field(default=0, sa_type=sa.BigInteger)
    shortcuts: bool = True
    seen_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    disabled_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    created_at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime)
    changed_at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime)


class RecoveryCode(Record, table=True):
    """A code for when the phone is lost. Works once; only its digest is kept."""

    __tablename__ = "recovery_code"

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    digest: str = Field(max_length=64, unique=True)
    used_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    created_at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime)


class StaffSession(Record, table=True):
    """One browser in which an account is signed in. The browser holds the secret, we hold its digest.

    `device` is a rough description (browser and system), so that the owner recognises it in a list.
    """

    __tablename__ = "staff_session"

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    token_digest: str = Field(max_length=64, unique=True)
    device: str = Field(default="", max_length=80)
    created_at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime)
    seen_at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class SignInAttempt(Record, table=True):
    """How often signing in failed today for one account or one network, and from when the next try is heard.

    `key` is an HMAC with a key of the day: no address and no e-mail stands here, and tomorrow nobody can link it.
    """

    __tablename__ = "sign_in_attempt"

    key: str = Field(max_length=64, primary_key=True)
    day: date = Field(index=True)
    failures: int = 0
    not_before: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime)


class SecurityKey(Record, table=True):
    """A key or passkey (WebAuthn) as second step. `host` is the name it belongs to; `credential` base64url as it came."""

    __tablename__ = "security_key"

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    host: str = Field(max_length=253)
    credential: str = Field(max_length=1400, unique=True)
    public_key: bytes
    sign_count: int = Field(default=0, sa_type=sa.BigInteger)
    label: str = Field(default="", max_length=60)
    created_at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Invitation(Record, table=True):
    """Somebody may make an account with this. Only the digest of its token is kept; it works once and until `expires_at`.

    `password_hash` is the password chosen so far: it becomes the account's when the second step stands, not before.
    `account_id` is there when an account that exists sets its second step up anew; then its own password is asked.
    """

    __tablename__ = "invitation"

    id: int | None = Field(default=None, primary_key=True)
    digest: str = Field(max_length=64, unique=True)
    email: str = Field(max_length=254, index=True)
    name: str = Field(default="", max_length=80)
    role: Role = Field(sa_type=choice(Role, "invited_role"), nullable=False)
    organisation: str = Field(default="", max_length=36, index=True)
    municipality: str = Field(default="", max_length=64)
    invited_by: str = Field(default="", max_length=80)
    password_hash: str = Field(default="", max_length=200)
    account_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    created_at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime)
    expires_at: datetime = Field(sa_type=UTCDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class PasswordLink(Record, table=True):
    """A link to choose another password. It works once and never passes by the second step (promise 35)."""

    __tablename__ = "password_link"

    id: int | None = Field(default=None, primary_key=True)
    digest: str = Field(max_length=64, unique=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    created_at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime)
    expires_at: datetime = Field(sa_type=UTCDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class JointAct(Record, table=True):
    """Something one person may not do alone (promise 43): one asks, another of the same rights agrees, then it is done.

    `kind` is a code, `subject` what it is done to (`organisation:12`), `detail` a sentence for who has to agree.
    """

    __tablename__ = "joint_act"

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=40, index=True)
    subject: str = Field(default="", max_length=200)
    detail: str = Field(default="", max_length=400)
    municipality: str = Field(default="", max_length=64)
    asked_by: int = Field(foreign_key="account.id", index=True)
    asked_at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime)
    expires_at: datetime = Field(sa_type=UTCDateTime)
    decided_by: int | None = Field(default=None, foreign_key="account.id")
    decided_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    agreed: bool = False
    done_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
