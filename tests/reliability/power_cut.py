"""A disk that forgets what was not yet forced onto it, under the product's own engine.

SQLite writes through a file layer of ours that remembers, for every file, the bytes that were there before each write
since the last fsync. A power cut is: stop the disk, copy the files, and put those bytes back in the copies. What the
operating system might have written anyway is taken as lost, which is the worst that can happen.

SQLAlchemy is given apsw (another driver of the same SQLite) in the place of Python's own: everything above the driver,
`app.db.Database` with its PRAGMAs and its turn to write included, is the product as it is.
"""

import threading
from collections import defaultdict
from contextlib import contextmanager
from pathlib import Path

import apsw
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

NAME = "forgetful"


class Disk:
    """What every file looked like at its last fsync, kept as what to put back."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.undo: dict[str, list[tuple[int, bytes, int]]] = defaultdict(list)
        self.syncs = 0

    def writes(self, file: "ForgetfulFile", offset: int, length: int) -> None:
        size = file.xFileSize()
        before = bytes(file.read_plain(min(length, max(0, size - offset)), offset)) if offset < size else b""
        self.undo[file.place].append((offset, before, size))

    def synced(self, place: str) -> None:
        self.undo.pop(place, None)
        self.syncs += 1

    def cut(self, files: list[Path], into: Path) -> None:
        """Copies of these files as they would be found after a power cut at this moment."""
        with self.lock:
            for file in files:
                if not file.exists():
                    continue
                found = bytearray(file.read_bytes())
                for offset, before, size in reversed(self.undo.get(str(file), [])):
                    found[offset : offset + len(before)] = before
                    del found[size:]
                (into / file.name).write_bytes(found)


class ForgetfulFile(apsw.VFSFile):
    """One open file on that disk."""

    def __init__(self, disk: Disk, name, flags) -> None:
        self.disk = disk
        self.place = str(Path(name.filename() if isinstance(name, apsw.URIFilename) else name or "temporary"))
        super().__init__("unix", name, flags)

    def read_plain(self, length: int, offset: int) -> bytes:
        return super().xRead(length, offset) if length else b""

    def xWrite(self, data: bytes, offset: int) -> None:
        with self.disk.lock:
            self.disk.writes(self, offset, len(data))
            super().xWrite(data, offset)

    def xTruncate(self, size: int) -> None:
        with self.disk.lock:
            whole = self.xFileSize()
            if size < whole:
                self.disk.undo[self.place].append((size, bytes(self.read_plain(whole - size, size)), whole))
            super().xTruncate(size)

    def xSync(self, flags: int) -> None:
        with self.disk.lock:
            super().xSync(flags)
            self.disk.synced(self.place)


class ForgetfulDisk(apsw.VFS):
    """The file layer SQLite is given."""

    def __init__(self, disk: Disk) -> None:
        self.disk = disk
        super().__init__(NAME, "unix")

    def xOpen(self, name, flags):
        return ForgetfulFile(self.disk, name, flags)

    def xDelete(self, name, syncdir):
        with self.disk.lock:
            self.disk.undo.pop(str(Path(name)), None)
            super().xDelete(name, syncdir)


class _Cursor:
    """apsw's cursor with what SQLAlchemy asks of one."""

    arraysize = 1
    rowcount = -1
    lastrowid = None

    def __init__(self, connection: "_Connection") -> None:
        self._connection = connection
        self._cursor = connection.real.cursor()
        self._rows = iter(())
        self.description = None

    def execute(self, statement, parameters=()):
        before = self._connection.real.total_changes()
        described = []

        def describe(cursor, *_):
            described.append([(name, None, None, None, None, None, None) for name, _kind in cursor.getdescription()])
            return True

        self._cursor.set_exec_trace(describe)
        with _sqlite_errors():
            self._rows = iter(list(self._cursor.execute(statement, tuple(parameters))))
        self.description = described[-1] or None if described else None
        self.rowcount = self._connection.real.total_changes() - before
        self.lastrowid = self._connection.real.last_insert_rowid()
        return self

    def executemany(self, statement, many):
        changed = 0
        for parameters in many:
            self.execute(statement, parameters)
            changed += self.rowcount
        self.rowcount = changed
        return self

    def fetchone(self):
        return next(self._rows, None)

    def fetchall(self):
        return list(self._rows)

    def fetchmany(self, size=1):
        return [row for row, _ in zip(self._rows, range(size), strict=False)]

    def close(self):
        self._rows = iter(())


class _Connection:
    """apsw's connection with what SQLAlchemy asks of one. It commits nothing by itself."""

    isolation_level = None

    def __init__(self, place: str) -> None:
        self.real = apsw.Connection(place, vfs=NAME)

    def cursor(self):
        return _Cursor(self)

    def execute(self, statement, parameters=()):
        return self.cursor().execute(statement, parameters)

    def create_function(self, *args, **kwargs):
        del args, kwargs

    def commit(self):
        if self.real.in_transaction:
            self.execute("COMMIT")

    def rollback(self):
        if self.real.in_transaction:
            self.execute("ROLLBACK")

    def close(self):
        self.real.close()


@contextmanager
def _sqlite_errors():
    try:
        yield
    except apsw.ConstraintError as problem:
        raise IntegrityError(str(problem)) from problem
    except apsw.Error as problem:
        raise OperationalError(str(problem)) from problem


class Error(Exception):
    """PEP 249."""


class DatabaseError(Error):
    """PEP 249."""


class OperationalError(DatabaseError):
    """PEP 249."""


class IntegrityError(DatabaseError):
    """PEP 249."""


class _Driver:
    """apsw as SQLAlchemy's SQLite dialect wants its driver (PEP 249)."""

    paramstyle = "qmark"
    threadsafety = 1
    apilevel = "2.0"
    sqlite_version_info = tuple(int(part) for part in apsw.sqlite_lib_version().split("."))
    sqlite_version = apsw.sqlite_lib_version()
    Error, DatabaseError, OperationalError, IntegrityError = Error, DatabaseError, OperationalError, IntegrityError
    InterfaceError = InternalError = ProgrammingError = NotSupportedError = DataError = DatabaseError
    PARSE_DECLTYPES = PARSE_COLNAMES = 0
    Binary = bytes

    @staticmethod
    def connect(place, **options):
        del options
        return _Connection(str(place).removeprefix("file:").partition("?")[0])


@contextmanager
def forgetful(monkeypatch):
    """While this holds, every database the product opens lies on the forgetful disk."""
    disk = Disk()
    layer = ForgetfulDisk(disk)
    monkeypatch.setattr(SQLiteDialect_pysqlite, "import_dbapi", classmethod(lambda cls: _Driver))
    try:
        yield disk
    finally:
        layer.unregister()
