"""Safe copies of the database: made while people write, sealed, checked before they are trusted, put back on either kind."""

from app.copies.envelope import BackupKeys
from app.copies.making import Held, back_up, verify
from app.copies.refusing import CopyRefused
from app.copies.restoring import Restored, restore

__all__ = ["BackupKeys", "CopyRefused", "Held", "Restored", "back_up", "restore", "verify"]
