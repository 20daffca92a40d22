"""The content as it stands now: the shipped files with what editors published laid over them, on every machine within seconds."""

import threading
import time
from dataclasses import dataclass, field

import structlog
from sqlmodel import col, func, select

from app import clock
from app.content.drafts import ChangedMeanwhile, newest_version
from app.content.edits import ContentEdit
from app.content.overlay import Body, overlay
from app.content.problems import ContentProblems
from app.content.whole import Content
from app.db import Database, DatabaseGone

LOOK_EVERY_SECONDS = 2.0
log = structlog.get_logger()


@dataclass(slots=True)
class LiveContent:
    """Hands out the whole content; looks for newer edits at most once in two seconds."""

    shipped: Content
    database: Database
    _now: Content | None = None
    _seen: int = -1
    _looked: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def now(self) -> Content:
        """The content as visitors should see it."""
        if self._now is not None and time.monotonic() - self._looked < LOOK_EVERY_SECONDS:
            return self._now
        if not self._lock.acquire(blocking=self._now is None):
            return self._now or self.shipped
        try:
            self._refresh()
        finally:
            self._lock.release()
        return self._now or self.shipped

    def forget(self) -> None:
        """Look again at the next question, because this process has just changed something."""
        self._looked = 0.0

    @property
    def version(self) -> int:
        """Grows with every published edit; whoever keeps something derived from the content compares it."""
        return self._seen

    def _refresh(self) -> None:
        try:
            with self.database.reading() as session:
                newest = (
                    session.exec(select(func.max(ContentEdit.id)).where(ContentEdit.state == "published")).one() or 0
                )
        except DatabaseGone:
            # Texts and numbers to call must stay there when the database is away, or not made yet.
            self._now = self._now or self.shipped
            self._looked = time.monotonic()
            return
        if newest != self._seen or self._now is None:
            try:
                self._now = overlay(self.shipped, published_changes(self.database)) if newest else self.shipped
            except ContentProblems as problems:
                # An edit that no longer fits the shipped files must not take the site down: `doctor` reports it.
                log.error("content edits do not fit", problems=str(problems))
                self._now = self._now or self.shipped
            self._seen = newest
        self._looked = time.monotonic()


def published_changes(database: Database) -> list[tuple[str, Body]]:
    """The newest published version of every changed path, in the order they were first changed."""
    with database.reading() as session:
        newest = (
            select(func.max(ContentEdit.id))
            .where(ContentEdit.state == "published")
            .group_by(ContentEdit.path)
            .scalar_subquery()
        )
        edits = session.exec(
            select(ContentEdit).where(col(ContentEdit.id).in_(newest)).order_by(col(ContentEdit.id))
        ).all()
    changes: list[tuple[str, Body]] = []
    for edit in edits:
        if edit.body is None:
            # What an editor added and took away again was never in the shipped files; taking away needs something to be there.
            changes.append((edit.path, {}))
        changes.append((edit.path, edit.body))
    return changes


def publish_edit(live: LiveContent, path: str, body: Body, author: str, *, expected: int | None = None) -> ContentEdit:
    """Lay a change over the content, for everybody.

    :raises ContentProblems: when the change does not fit; nothing is kept then.
    :raises ChangedMeanwhile: when the newest version of the path is not `expected` any more; nothing is kept then.
    """
    changes = [*published_changes(live.database), (path, body)]
    overlay(live.shipped, changes, today=clock.today())
    with live.database.writing() as session:
        last = newest_version(session, path)
        if expected is not None and last != expected:
            raise ChangedMeanwhile(path)
        edit = ContentEdit(path=path, version=last + 1, state="published", body=body, author=author)
        session.add(edit)
    live.forget()
    return edit
