"""Where the index lives on disk: one folder per generation, and a file CURRENT that names the one in use.

A new generation is built beside the old one and becomes the index by renaming one small file, so a process that dies
half way leaves the old index in use; its remains are swept away by the next rebuild. One writer at a time, held by a
lock that the system lets go of when the process dies. The folder is for the application only: index files hold
pickles, and an index from elsewhere must never be opened.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import secrets
import shutil
import time
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

from app.search.engine import IndexUnavailable
from app.search.facts import FORMAT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

CURRENT = "CURRENT"
LOCK = "WRITER"
CHECKS = "CHECKS.json"
PATIENCE_SECONDS = 10.0
_NAME = re.compile(r"g(\d{6,})-[0-9a-f]{8}\Z")


class Generations:
    """The generations in one folder; made with mode 0700 when it is not there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def current(self) -> str:
        """Name of the generation in use; IndexUnavailable when there is none."""
        try:
            name = (self.folder / CURRENT).read_text(encoding="ascii").strip()
        except FileNotFoundError:
            raise IndexUnavailable("missing", "Er is nog geen zoekindex.") from None
        except (OSError, ValueError) as error:
            raise IndexUnavailable("damaged", f"De zoekindex is niet te lezen: {error}") from error
        if not _NAME.match(name):
            raise IndexUnavailable("damaged", "Het bestand CURRENT van de zoekindex is beschadigd.")
        if not (self.folder / name).is_dir():
            raise IndexUnavailable("missing", "De map van de zoekindex is weg.")
        return name

    def begin(self) -> str:
        """A new, empty generation, not yet in use. Only while holding the lock."""
        number = max(
            (int(found[1]) for entry in self.folder.iterdir() if (found := _NAME.match(entry.name))), default=0
        )
        name = f"g{number + 1:06d}-{secrets.token_hex(4)}"
        (self.folder / name).mkdir(mode=0o700)
        return name

    def switch(self, name: str) -> None:
        """Puts a finished generation in use and sweeps the others away. Only while holding the lock."""
        for entry in (self.folder / name).iterdir():
            _to_disk(entry)
        _to_disk(self.folder / name)
        _write(self.folder / CURRENT, name.encode("ascii"))
        self.sweep(name)

    def sweep(self, keep: str | None) -> None:
        """Removes every generation but one. Only while holding the lock."""
        for entry in list(self.folder.iterdir()):
            if _NAME.match(entry.name) and entry.name != keep:
                shutil.rmtree(entry, ignore_errors=True)

    @contextmanager
    def writing(self, patience: float | None = None) -> Iterator[None]:
        """Holds the lock; IndexUnavailable("busy") when another writer keeps it longer than `patience` seconds
        (PATIENCE_SECONDS when not given).
        """
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.folder.chmod(0o700)
            handle = os.open(self.folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise IndexUnavailable("damaged", f"De map van de zoekindex is niet te gebruiken: {error}") from error
        try:
            _acquire(handle, PATIENCE_SECONDS if patience is None else patience)
            yield
        finally:
            os.close(handle)


def record_checks(folder: Path) -> None:
    """Writes down a checksum of each index file, so that damage is noticed. Files never change once written."""
    known = _recorded(folder) if (folder / CHECKS).exists() else {}
    sums = {
        entry.name: known[entry.name] if entry.name in known else zlib.crc32(entry.read_bytes())
        for entry in sorted(folder.iterdir())
        if entry.is_file() and _is_index_file(entry.name)
    }
    _write(folder / CHECKS, json.dumps({"format": FORMAT, "files": sums}).encode())


def checked(folder: Path, name: str, sums: Mapping[str, int]) -> bytes:
    """The bytes of one index file; IndexUnavailable when they are not what was written. A file that was committed
    just before its writer was killed has no checksum yet and is taken as it is.
    """
    raw = (folder / name).read_bytes()
    if name in sums and zlib.crc32(raw) != sums[name]:
        raise IndexUnavailable("damaged", f"Het bestand {name} van de zoekindex is beschadigd.")
    return raw


def checks_of(folder: Path) -> dict[str, int]:
    """Checksums per file; IndexUnavailable when the list is damaged or of another version."""
    return _recorded(folder)


def _recorded(folder: Path) -> dict[str, int]:
    try:
        recorded = json.loads((folder / CHECKS).read_bytes())
        version, files = recorded["format"], {str(name): int(value) for name, value in recorded["files"].items()}
    except FileNotFoundError:
        raise
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexUnavailable("damaged", "De controlelijst van de zoekindex is beschadigd.") from error
    if version != FORMAT:
        raise IndexUnavailable("old", "De zoekindex is van een andere versie en wordt opnieuw gemaakt.")
    return files


def _is_index_file(name: str) -> bool:
    return name.endswith((".toc", ".seg"))


def _acquire(handle: int, patience: float) -> None:
    until = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                raise IndexUnavailable("busy", "De zoekindex wordt al bijgewerkt.") from None
            time.sleep(0.05)
        else:
            return


def _write(path: Path, content: bytes) -> None:
    """Replaces a file as a whole or not at all."""
    aside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with aside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
    _to_disk(path.parent)


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
