"""The migrations as the next version might have them: ours, and one more that changes tables people have data in."""

import shutil
from pathlib import Path

from alembic.config import Config

from app.migrations import running

OURS = Path(running.__file__).parent
NEXT = '''"""An invented next step: a column in a table that others point to, and a table of its own."""

import os, signal
import sqlalchemy as sa
from alembic import op

revision = "next"
down_revision = "{last}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("organisation") as batch:
        batch.add_column(sa.Column("nickname", sa.String(length=40), nullable=False, server_default=""))
        batch.alter_column("source", existing_type=sa.String(), type_=sa.String(length=300), existing_nullable=False)
    {half_way}
    op.create_table("nickname", sa.Column("id", sa.Integer(), primary_key=True))


def downgrade() -> None:
    op.drop_table("nickname")
    with op.batch_alter_table("organisation") as batch:
        batch.alter_column("source", existing_type=sa.String(length=300), type_=sa.String(), existing_nullable=False)
        batch.drop_column("nickname")
'''


def scripts(folder: Path, half_way: str = "pass") -> Path:
    """A copy of our migrations in `folder`, with one more; `half_way` is what it does between its two steps."""
    place = folder / "migrations"
    shutil.copytree(OURS, place, ignore=shutil.ignore_patterns("__pycache__"))
    (place / "versions" / "next.py").write_text(NEXT.format(last=running.head(), half_way=half_way), encoding="utf-8")
    return place


def config_for(place: Path):
    """What app/migrations/running.py asks for its configuration, over other scripts."""

    def config() -> Config:
        made = Config()
        made.set_main_option("script_location", str(place))
        return made

    return config


ADDS = '''"""An invented next step that only adds: what a version may do to a site that goes on meanwhile."""

import sqlalchemy as sa
from alembic import op

revision = "next"
down_revision = "{last}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("organisation") as batch:
        batch.add_column(sa.Column("nickname", sa.String(length=40), nullable=False, server_default=""))
    with op.batch_alter_table("offer") as batch:
        batch.add_column(sa.Column("nickname", sa.String(length=40), nullable=True))
        batch.create_index("ix_offer_nickname", ["nickname"])
    op.create_table("nickname", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("said", sa.String(9), nullable=False))
    {half_way}


def downgrade() -> None:
    op.drop_table("nickname")
'''


def adding(folder: Path, half_way: str = "pass") -> Path:
    """The same with a step that only adds, and `half_way` besides."""
    place = scripts(folder)
    (place / "versions" / "next.py").write_text(ADDS.format(last=running.head(), half_way=half_way), encoding="utf-8")
    return place
