"""Everything somebody told in a complaint, and everything that was recorded about it, to take along (AVG art. 15 and 20).

Notes of who holds it are in it too, but names of people who work are roles, and what opens something is left out.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from sqlmodel import col, select

from app import clock
from app.audit.models import AuditLine
from app.complaints.dossier import Dossier, subject_in_audit
from app.complaints.own import own_complaint
from app.conversation.office import Office
from app.references import spaced_reference

Who = Literal["person", "reader", "system"]
OPEN_FIELDS: Final = (
    *("municipality", "language", "about", "holder", "state", "received_at", "acknowledge_by", "acknowledged_at"),
    *("due_on", "longer", "answered_at", "erase_on"),
)


@dataclass(frozen=True, slots=True)
class Trace:
    """One audit line, without anybody's name or number."""

    at: datetime
    who: Who
    action: str


@dataclass(frozen=True, slots=True)
class Everything:
    """All there is about one complaint."""

    dossier: Dossier
    traces: Sequence[Trace]


def everything(office: Office, number: int, uid: str) -> Everything:
    """Gather it all.

    :raises app.complaints.dossier.NoSuchComplaint: it is gone.
    """
    dossier = own_complaint(office, number, uid)
    with office.database.reading() as session:
        lines = session.exec(
            select(AuditLine)
            .where(AuditLine.subject == subject_in_audit(dossier.complaint))
            .order_by(col(AuditLine.id))
        ).all()
    return Everything(dossier, [Trace(line.at, who(line.actor), line.action) for line in lines])


def as_json(taken: Everything) -> str:
    """For another program; days and moments as in ISO 8601, UTC."""
    dossier = taken.dossier
    value = {
        "format": "leefplein-complaint-1",
        "made_at": clock.now(),
        "reference": spaced_reference(dossier.complaint.reference),
        "complaint": {name: getattr(dossier.complaint, name) for name in OPEN_FIELDS},
        "contact": dossier.contact.model_dump(mode="json"),
        "story": dossier.story.model_dump(mode="json"),
        "history": [
            {"at": each.at, "who": who(each.actor), "what": each.kind, "note": each.note} for each in dossier.history
        ],
        "looked_and_changed": [{"at": each.at, "who": each.who, "what": each.action} for each in taken.traces],
    }
    return json.dumps(value, ensure_ascii=False, indent=2, default=_iso) + "\n"


def who(actor: str) -> Who:
    """Whose line it is, as a role."""
    return "person" if actor == "person" else "reader" if actor.startswith("account:") else "system"


def _iso(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
