"""The two small tables of the key store. Not among the database's tables: the store has no migrations and no history."""

import sqlalchemy as sa

from app.db import UTCDateTime

SHAPE = sa.MetaData()

KEYS = sa.Table(
    "data_key",
    SHAPE,
    sa.Column("subject", sa.String(200), primary_key=True),
    sa.Column("master", sa.String(16), nullable=False, index=True),
    sa.Column("wrapped", sa.LargeBinary, nullable=False),
    sa.Column("made_at", UTCDateTime, nullable=False),
)
"""One wrapped key per subject; `master` is the fingerprint of the secret that wrapped it."""

DESTROYED = sa.Table("data_key_destroyed", SHAPE, sa.Column("digest", sa.String(64), primary_key=True))
"""SHA-256 of subjects whose key was destroyed, so that an older copy of the store cannot bring them back."""
