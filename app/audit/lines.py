"""Adding audit lines, and seeing whether anybody touched them.

A line is written in the transaction of the decision it is about, so that neither exists without the other. Its digest
covers the digest before it: who changes, removes or moves a line breaks the chain from there on (reliability.md, promise 43).
"""

import hashlib
import json

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.audit.models import AuditLine

_ONE_AT_A_TIME = 0x1EEF_A0D1
"""Number of PostgreSQL's advisory lock for the chain; on SQLite a writing session is alone already."""


def record(session: Session, actor: str, action: str, subject: str = "", detail: bytes | None = None) -> AuditLine:
    """Append one line to the chain, in a writing session.

    :param actor: `account:<number>`, `cli` or `demo`.
    :param action: a short code, such as `sign-in` or `offer.publish`.
    :param subject: what it was done to, such as `offer:12`; never a resident's name, address or words.
    :param detail: old and new value of a correction, sealed by the caller with the key of the request it is about, so that
        it goes with that key (promise 47); never anything that can be read.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(_ONE_AT_A_TIME)))
    with session.no_autoflush:  # what waits to be written goes together with the line
        last = session.exec(select(AuditLine.digest).order_by(col(AuditLine.id).desc()).limit(1)).first()
    line = AuditLine(
        at=clock.now(),
        actor=actor[:80],
        action=action[:60],
        subject=subject[:200],
        detail=detail,
        previous=last or "",
        digest="",
    )
    line.digest = _digest(line)
    session.add(line)
    session.flush()
    return line


def first_broken(session: Session) -> int | None:
    """The number of the first line that does not fit the one before it, or None when the chain is whole."""
    previous = ""
    for line in session.exec(select(AuditLine).order_by(col(AuditLine.id))):
        if line.previous != previous or line.digest != _digest(line):
            return line.id
        previous = line.digest
    return None


def _digest(line: AuditLine) -> str:
    said = [line.previous, line.at.isoformat(), line.actor, line.action, line.subject]
    if line.detail is not None:  # a line without one has the digest it always had
        said.append(hashlib.sha256(line.detail).hexdigest())
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()
