"""A mail in the outbox: sealed, so that neither the database nor a copy of it tells who gets which mail."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from app import clock
from app.mailing.letters import Letter
from app.outbox.models import OutboxMessage
from app.outbox.posting import post
from app.sealing import box, seal, unseal
from app.settings import Settings

KIND = "mail.send"
_PURPOSE = "mail"


def post_letter(session: Session, settings: Settings, letter: Letter, about: str = "") -> None:
    """Write a mail beside the decision it follows from.

    :param about: a subject such as `notice:12`, so that the mail is taken away when that is erased (`drop_letters`).
    """
    value = {"to": letter.to, "subject": letter.subject, "text": letter.text, "at": clock.now().isoformat()}
    sealed = seal(box(_PURPOSE, settings.secrets), value)
    if about:
        post(session, KIND, sealed=sealed, about=about)
    else:
        post(session, KIND, sealed=sealed)


def drop_letters(session: Session, about: str) -> None:
    """Take away the mails about something that have not gone out."""
    session.execute(
        sa.delete(OutboxMessage).where(
            col(OutboxMessage.kind) == KIND, col(OutboxMessage.payload)["about"].as_string() == about
        )
    )


def open_letter(settings: Settings, sealed: str) -> tuple[Letter, datetime]:
    """The mail, and when it was written.

    :raises app.sealing.Unopened: sealed with a key we no longer have.
    """
    value = unseal(box(_PURPOSE, settings.secrets), sealed)
    return Letter(value["to"], value["subject"], value["text"]), datetime.fromisoformat(value["at"])


def written_since(session: Session, span: timedelta) -> int:
    """How many mails were written in the last while, by everybody together."""
    since = clock.now() - span
    found = session.exec(
        select(func.count(col(OutboxMessage.id))).where(
            OutboxMessage.kind == KIND, col(OutboxMessage.created_at) > since
        )
    ).one()
    return int(found)
