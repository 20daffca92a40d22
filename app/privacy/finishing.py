"""The end of erasing, whatever was erased: keys destroyed and nothing left in a page or log of the database (promise 47).

The key is destroyed after the rows are gone for good: were it the other way round, a power cut in between would leave
rows that nobody can read. That the key must go is written in the transaction that removes the rows, so after a crash in
between the worker destroys it, and backups cannot be read either.
"""

from collections.abc import Mapping
from typing import Final, Protocol

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.complaints.dossier import subjects_in_use as complaints_in_use
from app.complaints.models import Complaint, ComplaintEvent
from app.conversation.asking import subjects_in_use as requests_in_use
from app.conversation.models import (
    ConversationRequest,
    Delivery,
    RequestAccess,
    RequestEvent,
    RequestOutcome,
    SentForm,
)
from app.crash import reached
from app.data_keys import KeyStore
from app.db import Database, DatabaseGone
from app.matching.models import KeptApart, Notice, NoticeEvent, Pair
from app.matching.posting import subjects_in_use as notices_in_use
from app.outbox.models import OutboxMessage
from app.referring.call_backs import subjects_in_use as call_backs_in_use
from app.referring.models import CallBack

ORDER: Final = "request.erased"
"""What the worker is told by; also for offers and questions, so that there is one hand for it."""
_TABLES: Final = (
    *(RequestAccess, RequestEvent, RequestOutcome, SentForm, Delivery, ConversationRequest),
    *(NoticeEvent, Pair, KeptApart, Notice),
    *(ComplaintEvent, Complaint),
    CallBack,
    OutboxMessage,
)
_TRIES: Final = 3


class Stores(Protocol):
    """Where personal data stands: an office of requests or a mediation of offers and questions has both."""

    @property
    def database(self) -> Database:
        """The rows."""
        ...

    @property
    def keys(self) -> KeyStore:
        """What opens them."""
        ...


def subjects_in_use(session: Session) -> tuple[str, ...]:
    """The names of all keys that must be in the key store: of requests, of offers and questions, of complaints and call-backs."""
    return (
        *requests_in_use(session),
        *notices_in_use(session),
        *complaints_in_use(session),
        *call_backs_in_use(session),
    )


def back_again(stores: Stores, subjects: Mapping[str, int]) -> list[int]:
    """Of these rows, by the subject of their key, those whose key was destroyed: they were erased, and an older copy of
    the database brought them back.
    """
    if not subjects:
        return []
    gone = subjects.keys() - stores.keys.subjects()
    return sorted(subjects[each] for each in gone - stores.keys.missing(gone))


def finish(stores: Stores, *, always: bool = False) -> None:
    """Destroy the keys of what was removed, and see to it that nothing of it stands in a page or log any more.

    Orders that were left by a crash are carried out as well. Doing it over does no harm.

    :param always: write the file anew also when nothing was erased.
    :raises DatabaseGone: a reader kept the log from being cut; the orders stay, and the worker does it over.
    """
    with stores.database.reading() as session:
        orders = session.exec(
            select(OutboxMessage).where(OutboxMessage.kind == ORDER, col(OutboxMessage.done_at).is_(None))
        ).all()
    if orders:
        stores.keys.destroy(*(str(order.payload["subject"]) for order in orders))
        reached("keys destroyed")
    if orders or always:
        _scrub(stores.database)
    if orders:
        with stores.database.writing() as session:
            numbers = [order.id for order in orders]
            session.execute(sa.delete(OutboxMessage).where(col(OutboxMessage.id).in_(numbers)))


def _scrub(database: Database) -> None:
    names = [str(table.__tablename__) for table in _TABLES]
    for _ in range(_TRIES):
        if database.forget_removed(*names):
            return
    raise DatabaseGone("a reader keeps the log of the database; do it over")
