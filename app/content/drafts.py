"""Drafts of content: versions beside the published ones, which nobody but an editor sees until they are published.

A draft is a row of the same table with the state `draft`: `published_changes` passes it over, so nothing of it ever
becomes content. The newest row of a path says what is open; every saving is a version of its own.
"""

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, func, select

from app.content.edits import ContentEdit
from app.content.overlay import Body
from app.db import Database

DRAFT = "draft"
DROPPED = "dropped"


class ChangedMeanwhile(Exception):
    """Somebody else changed this path since the page was opened; nothing was written."""


def newest_edits(database: Database, prefix: str) -> dict[str, ContentEdit]:
    """The newest row of every path that begins so, whatever its state."""
    with database.reading() as session:
        newest = (
            select(func.max(ContentEdit.id))
            .where(col(ContentEdit.path).startswith(prefix, autoescape=True))
            .group_by(ContentEdit.path)
            .scalar_subquery()
        )
        rows = session.exec(select(ContentEdit).where(col(ContentEdit.id).in_(newest))).all()
    return {row.path: row for row in rows}


def versions_of(database: Database, path: str, most: int) -> list[ContentEdit]:
    """The versions of this path, newest first."""
    with database.reading() as session:
        return list(
            session.exec(
                select(ContentEdit)
                .where(ContentEdit.path == path)
                .order_by(col(ContentEdit.version).desc())
                .limit(most)
            ).all()
        )


def version_of(database: Database, path: str, version: int) -> ContentEdit | None:
    """One version of this path."""
    with database.reading() as session:
        return session.exec(select(ContentEdit).where(ContentEdit.path == path, ContentEdit.version == version)).first()


def keep_draft(database: Database, path: str, body: Body, author: str, *, expected: int) -> ContentEdit:
    """Keep a draft as the newest version. It need not be sound: publishing looks at that.

    :raises ChangedMeanwhile: when the newest version is not `expected` any more.
    """
    return _add(database, ContentEdit(path=path, version=expected + 1, state=DRAFT, body=body, author=author))


def drop_draft(database: Database, path: str, author: str, *, expected: int) -> ContentEdit:
    """Close the draft: what is published stands again. Its versions stay.

    :raises ChangedMeanwhile: when the newest version is not `expected` any more.
    """
    return _add(database, ContentEdit(path=path, version=expected + 1, state=DROPPED, body=None, author=author))


def newest_version(session: Session, path: str) -> int:
    """The number of the newest version of this path, 0 when nobody changed it."""
    return session.exec(select(func.max(ContentEdit.version)).where(ContentEdit.path == path)).one() or 0


def _add(database: Database, edit: ContentEdit) -> ContentEdit:
    try:
        with database.writing() as session:
            if newest_version(session, edit.path) != edit.version - 1:
                raise ChangedMeanwhile(edit.path)
            session.add(edit)
    except IntegrityError as error:  # two at the same moment: the unique version lets one through
        raise ChangedMeanwhile(edit.path) from error
    return edit
