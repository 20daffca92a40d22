"""Alembic's entry: runs on the connection that app/migrations/running.py hands over, inside its transaction."""

from typing import Any, Literal

from alembic import context
from sqlmodel import SQLModel

from app.db import Frozen, UTCDateTime
from app.migrations import tables  # importing registers every table


def _render(kind: str, thing: Any, autogen: Any) -> str | Literal[False]:
    """Our own column types, written as the plain types they are in the database."""
    del autogen
    if kind == "type":
        if isinstance(thing, UTCDateTime):
            return "app.db.UTCDateTime()"
        if isinstance(thing, Frozen):
            return "sa.JSON()"
        if type(thing).__name__ == "AutoString":
            return f"sa.String(length={thing.length})" if thing.length else "sa.String()"
    return False


def _same_type(ctx: Any, inspected: Any, column: Any, inspected_type: Any, column_type: Any) -> bool | None:
    """Alembic cannot compare our JSON values or moments with what the database reports; the test of the whole schema does."""
    del ctx, inspected, column, inspected_type
    return False if isinstance(column_type, Frozen | UTCDateTime) else None


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=SQLModel.metadata,
    render_item=_render,
    render_as_batch=True,
    compare_type=_same_type,
    include_object=tables.compared,
    transactional_ddl=True,
    user_module_prefix="app.db.",
)
context.run_migrations()
