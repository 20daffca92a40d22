"""Lists of offers handed in through the site (issue 5, item 5): what waits for the worker, and what it found.

The site never reads a list itself: the worker does, in a process of its own with little to spend (promise 25).
"""

from datetime import timedelta
from pathlib import PurePath
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col

from app import clock
from app.db import Database
from app.outbox.posting import post
from app.social_map.models import ImportUpload
from app.social_map.plain_text import line

LOOK: Final = "import.look"
RUN: Final = "import.run"
UNDO: Final = "import.undo"
LARGEST: Final = 8 * 1024 * 1024
KEPT_FOR: Final = timedelta(days=30)
NOT_OVER: Final = frozenset({"waiting", "looked", "wanted"})
LEFT_OUT: Final = "-"
_ENDINGS: Final = (".csv", ".txt", ".xlsx")
_LONGEST_HEAD: Final = 200


class UploadRefused(Exception):
    """This cannot be a list; the message says why and what to do, in Dutch."""


def check(filename: str, body: bytes) -> str:
    """The file's name without its folders.

    :raises UploadRefused: when nothing was chosen, or it is too large, or of another kind.
    """
    name = line(PurePath(filename.replace("\\", "/")).name, 120)[0]
    if not name:
        raise UploadRefused("Kies een bestand.")
    if not body:
        raise UploadRefused(f"'{name}' is leeg. Kies een bestand waar iets in staat.")
    if len(body) > LARGEST:
        raise UploadRefused(
            f"'{name}' is groter dan {LARGEST // 1024 // 1024} MB. Verdeel de lijst over meer bestanden."
        )
    if not name.lower().endswith(_ENDINGS):
        raise UploadRefused(
            f"'{name}' is geen lijst. Sla het bestand op als CSV of als XLSX (Excel) en kies het opnieuw."
        )
    return name


def hand_in(
    session: Session,
    *,
    source_name: str,
    filename: str,
    body: bytes,
    by: str,
    organisation: str = "",
    municipality: str = "",
) -> ImportUpload:
    """Keep a list until the worker has looked at it.

    :param organisation: uid of whose list it is; empty for an editor's. :param municipality: slug that fills an absent one.
    """
    upload = ImportUpload(
        source_name=source_name,
        filename=filename,
        organisation=organisation,
        municipality=municipality,
        body=body,
        handed_in_by=by[:40],
    )
    session.add(upload)
    session.flush()
    post(session, LOOK, upload=upload.id)
    return upload


def explain_columns(session: Session, upload: ImportUpload, heads: dict[str, str], by: str) -> bool:
    """Somebody said what columns are (head to field): look again. False when the list is past that."""
    if upload.state != "looked" or upload.body is None:
        return False
    upload.heads = dict(upload.heads) | {head[:_LONGEST_HEAD]: field for head, field in heads.items()}
    upload.handed_in_by = by[:40]
    upload.state = "waiting"
    session.add(upload)
    post(session, LOOK, upload=upload.id)
    return True


def send(session: Session, upload: ImportUpload) -> bool:
    """It is good like this: put it on the map, for an editor to judge. False when that was asked already, or cannot be."""
    if upload.state != "looked" or upload.body is None or "reason" in upload.report:
        return False
    upload.state = "wanted"
    session.add(upload)
    post(session, RUN, upload=upload.id)
    return True


def drop(session: Session, upload: ImportUpload) -> bool:
    """Not this list after all: the file goes at once. False when it is being put on the map, or is there."""
    if upload.state not in {"waiting", "looked", "refused"}:
        return False
    upload.state, upload.body, upload.done_at = "dropped", None, clock.now()
    session.add(upload)
    return True


def take_back(session: Session, run: str, by: str) -> None:
    """Ask the worker to take one import back."""
    post(session, UNDO, run=run, by=by[:40])


def forget_old(database: Database) -> None:
    """Remove lists from more than a month ago, whatever became of them; the runs and their offers stay."""
    with database.writing() as session:
        session.execute(sa.delete(ImportUpload).where(col(ImportUpload.created_at) < clock.now() - KEPT_FOR))
