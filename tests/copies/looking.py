"""Looking into a backup, and notes to see what stands in one."""

from pathlib import Path

from sqlmodel import select

from app.copies import BackupKeys
from app.copies.making import unpacked
from app.db import Database
from app.insight.models import SearchNote
from tests.installing import SECRET

INSTALLED = BackupKeys([SECRET])
"""The keys of an installation of the tests, which has none of its own for backups."""


def plain(source: Path, target: Path, keys: BackupKeys = INSTALLED) -> Path:
    """The SQLite file in a sealed backup."""
    _, pieces = unpacked(source, keys)
    target.write_bytes(b"".join(pieces))
    return target


def note(database: Database, words: str) -> None:
    with database.writing() as session:
        session.add(SearchNote(municipality="hattem", words=words))


def notes(database: Database) -> list[str]:
    with database.reading() as session:
        return [each.words for each in session.exec(select(SearchNote).order_by(SearchNote.id))]
