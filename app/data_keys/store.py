"""The key store: one random key per subject, wrapped with the installation's secret, apart from the database.

A backup of the database holds what everybody wrote until years back. Erasing means that none of it can be read again,
so the keys live in a store of their own of which only the newest copy is kept: without its key an old row is noise
(reliability.md 2.8, promise 47). Keys are never remembered in memory: destroyed means destroyed for every process at once.
"""

import threading
from collections.abc import Iterable, Sequence
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy.engine import Connection, make_url

from app import clock
from app.data_keys.copying import to_disk, values_of, write_copy
from app.data_keys.fields import KEY_BYTES, FieldSeal
from app.data_keys.shape import DESTROYED, KEYS, SHAPE
from app.data_keys.wrapping import KeysLost, Masters
from app.db import Database, DatabaseGone

MOST_IN_ONE_QUERY = 5000
SWEEP_AFTER = timedelta(days=30)
MOST_REWRAPPED_AT_ONCE = 200
_ONE_AT_A_TIME = 0x1EEF_A0D2
"""Number of PostgreSQL's advisory lock for making the tables; on SQLite a writer is alone already."""
_SQLITE = "sqlite:///"


class Erased(Exception):
    """This subject's key is gone: what was sealed with it cannot be read any more, by anybody."""


class KeyStore:
    """The keys of this installation. Opened when it is first asked; safe to share between threads, not across a fork.

    Every method raises `KeysLost` when the store is not what it was, and `app.db.DatabaseGone` when it cannot be reached
    or written right now (disk full, server away): then nothing was made or destroyed.
    """

    def __init__(self, address: str, secrets: Sequence[str]) -> None:
        """:param address: `sqlite:///…` or `postgresql+psycopg://…`, another one than the database's.
        :param secrets: the installation's secret, and earlier ones that still open.
        """
        self.address = address
        self.place = Path(address.removeprefix(_SQLITE)) if address.startswith(_SQLITE) else None
        self._masters = Masters(secrets) if any(secrets) else None
        self._opening = threading.Lock()
        self._database: Database | None = None
        self._mark: tuple[int, int] | None = None

    @property
    def name(self) -> str:
        """The address as it may be shown, without a password."""
        return str(self.place) if self.place else make_url(self.address).render_as_string(hide_password=True)

    def make(self, subject: str) -> FieldSeal:
        """A new key for somebody's data, on disk before it is returned.

        :param subject: an opaque name used once, such as `request:<uuid>`; never personal data.
        :raises ValueError: when the subject has a key already.
        """
        masters = self._known_masters()
        key = AESGCM.generate_key(8 * KEY_BYTES)
        wrapped = masters.wrap(subject, key)
        row = {"subject": subject, "master": masters.first, "wrapped": wrapped, "made_at": clock.now()}
        try:
            with self._opened().writing() as session:
                session.execute(sa.insert(KEYS).values(row))
        except sa.exc.IntegrityError:
            message = "this subject has a key already"
            raise ValueError(message) from None
        return FieldSeal(key)

    def open(self, subject: str) -> FieldSeal:
        """What opens this subject's data.

        :raises Erased: the key was destroyed, or never made.
        """
        found = self.open_many([subject]).get(subject)
        if found is None:
            raise Erased(subject)
        return found

    def open_many(self, subjects: Iterable[str]) -> dict[str, FieldSeal]:
        """What opens the data of these subjects; who was erased is left out. One query for up to 5000 subjects."""
        asked = list(dict.fromkeys(subjects))
        found: dict[str, FieldSeal] = {}
        if not asked:
            return found
        with self._opened().looking() as connection:
            for start in range(0, len(asked), MOST_IN_ONE_QUERY):
                these = asked[start : start + MOST_IN_ONE_QUERY]
                for row in connection.execute(sa.select(KEYS).where(KEYS.c.subject.in_(these))):
                    found[row.subject] = FieldSeal(self._unwrap(row))
        return found

    def destroy(self, *subjects: str) -> None:
        """Make the data of these subjects unreadable for good, also what stands in backups of the database.

        On SQLite the key is gone from the raw bytes of the file and its log when this returns. A subject without a key is no
        error, so that erasing can be done over.
        """
        database = self._opened()
        with database.writing() as session:
            for subject in subjects:
                session.execute(sa.delete(KEYS).where(KEYS.c.subject == subject))
                known = sa.select(DESTROYED.c.digest).where(DESTROYED.c.digest == trace(subject))
                if session.execute(known).first() is None:
                    session.execute(sa.insert(DESTROYED).values(digest=trace(subject)))
        if not database.forget_removed(KEYS.name):
            raise DatabaseGone("a reader keeps the log of the key store; do it over")

    def sweep(self, in_use: Iterable[str], unused_for: timedelta = SWEEP_AFTER) -> int:
        """Destroy keys that nothing was ever sealed with: their request was not accepted after all. Returns how many.

        Only long after they were made: right after, the request may still come, and when an older copy of the database is
        put back by mistake, the newer requests must still open.

        :param in_use: everybody who is in the database.
        """
        with self._opened().looking() as connection:
            long_ago = sa.select(KEYS.c.subject).where(KEYS.c.made_at < clock.now() - unused_for)
            unused = frozenset(connection.execute(long_ago).scalars()) - frozenset(in_use)
        if unused:
            self.destroy(*unused)
        return len(unused)

    def subjects(self) -> frozenset[str]:
        """Everybody whose data can still be read."""
        with self._opened().looking() as connection:
            return frozenset(connection.execute(sa.select(KEYS.c.subject)).scalars())

    def missing(self, subjects: Iterable[str]) -> frozenset[str]:
        """Those that have no key and were not destroyed either: their keys were lost."""
        asked = frozenset(subjects)
        if not asked:
            return asked
        with self._opened().looking() as connection:
            asked -= frozenset(connection.execute(sa.select(KEYS.c.subject)).scalars())
            destroyed = frozenset(connection.execute(sa.select(DESTROYED.c.digest)).scalars()) if asked else frozenset()
        return frozenset(subject for subject in asked if trace(subject) not in destroyed)

    def rewrap(self) -> int:
        """Wrap every key anew with the first secret, a few at a time, while others go on. Returns how many there were."""
        masters = self._known_masters()
        self.check()
        database = self._opened()
        done = 0
        others = sa.select(KEYS).where(KEYS.c.master != masters.first).limit(MOST_REWRAPPED_AT_ONCE)
        while True:
            with database.writing() as session:
                rows = session.execute(others.with_for_update()).all()
                for row in rows:
                    again = masters.wrap(row.subject, self._unwrap(row))
                    here = (KEYS.c.subject == row.subject) & (KEYS.c.master == row.master)
                    session.execute(sa.update(KEYS).where(here).values(master=masters.first, wrapped=again))
            if not rows:
                break
            done += len(rows)
        if done:
            database.forget_removed(KEYS.name)
        return done

    def back_up(self, target: Path) -> int:
        """Copy the keys to a SQLite file (mode 0600), in the place of an older copy. Returns how many keys there are.

        An older copy would bring erased keys back, so it is replaced, and only once the new one is whole and on disk.

        :raises CopyRefused: the target is the store itself, or something else than an earlier copy.
        """
        self.check()
        with self._opened().looking() as connection:
            keys, destroyed = self._everything(connection)
        write_copy(target, keys, destroyed, not_over=self.place)
        return len(keys)

    def take_in(self, keys: Sequence[Any], destroyed: Iterable[str]) -> int:
        """Add keys of a copy to those that are here; what was destroyed here or there stays destroyed.

        :param keys: rows of `KEYS`.
        :param destroyed: traces of subjects that were destroyed when the copy was made.
        :returns: how many keys were added.
        """
        database = self._opened()
        gone = frozenset(destroyed)
        with database.writing() as session:
            traces = frozenset(session.execute(sa.select(DESTROYED.c.digest)).scalars())
            have = {subject: trace(subject) for subject in session.execute(sa.select(KEYS.c.subject)).scalars()}
            added = [row for row in keys if row.subject not in have and trace(row.subject) not in traces]
            for row in added:
                session.execute(sa.insert(KEYS).values(values_of(row)))
            for digest in gone - traces:
                session.execute(sa.insert(DESTROYED).values(digest=digest))
            for subject, digest in have.items():
                if digest in gone:
                    session.execute(sa.delete(KEYS).where(KEYS.c.subject == subject))
        database.forget_removed(KEYS.name)
        return len(added)

    def check(self) -> None:
        """See whether every key in the store opens.

        :raises KeysLost: with the file and what to do.
        """
        self._known_masters()
        try:
            with self._opened().looking() as connection:
                self.refuse_unopened(connection.execute(sa.select(KEYS)))
        except DatabaseGone as problem:
            raise KeysLost(
                f"De sleutels van persoonsgegevens zijn niet te lezen: {self.name} ({problem}). Kijk of dit de goede plaats "
                "is (LEEFPLEIN_DATA_KEYS) en of Leefplein erbij mag. Is het bestand stuk: leefplein keys restore BESTAND."
            ) from problem

    def refuse_unopened(self, keys: Iterable[Any]) -> None:
        """:raises KeysLost: when one of these rows does not open with our secrets."""
        for row in keys:
            self._unwrap(row)

    def is_there(self) -> bool:
        """Whether there is a store already, without making one."""
        return self.place is None or self.place.exists()

    def close(self) -> None:
        """Let go of every connection, such as before a fork."""
        with self._opening:
            if self._database is not None:
                self._database.close()
                self._database = None

    def _known_masters(self) -> Masters:
        if self._masters is None:
            raise KeysLost(
                "LEEFPLEIN_SECRET_KEY ontbreekt: daarmee gaan de sleutels van persoonsgegevens open. Gebruik dezelfde sleutel "
                "als bij leefplein serve."
            )
        return self._masters

    def _unwrap(self, row: Any) -> bytes:
        masters = self._known_masters()
        try:
            return masters.unwrap(row.subject, row.master, bytes(row.wrapped))
        except InvalidTag:
            if masters.knows(row.master):
                reason = "een sleutel is beschadigd. Zet de nieuwste kopie terug: leefplein keys restore BESTAND"
            else:
                reason = (
                    "LEEFPLEIN_SECRET_KEY is niet de sleutel waarmee ze zijn gemaakt. Zet de vorige sleutel in "
                    "LEEFPLEIN_SECRET_KEY_FALLBACKS en doe dan: leefplein keys rotate"
                )
            raise KeysLost(f"De sleutels van persoonsgegevens in {self.name} gaan niet open: {reason}.") from None

    def _everything(self, connection: Connection) -> tuple[list[Any], list[str]]:
        keys = list(connection.execute(sa.select(KEYS).order_by(KEYS.c.subject)).all())
        return keys, list(connection.execute(sa.select(DESTROYED.c.digest)).scalars())

    def _opened(self) -> Database:
        """The store, opened; opened anew when a copy was put in its place.

        :raises KeysLost: when the file was there and is gone: a new one in its place would lose everything quietly.
        """
        with self._opening:
            if self._database is not None and self._mark == (there := _mark(self.place)):
                return self._database
            if self._database is not None:
                if there is None:
                    raise KeysLost(
                        f"Het bestand met sleutels van persoonsgegevens is weg: {self.name}. Zet Leefplein uit en doe: "
                        "leefplein keys restore BESTAND, met de nieuwste kopie."
                    )
                self._database.close()
            self._database = _open(self.address, self.place)
            self._mark = _mark(self.place)
            return self._database


def trace(subject: str) -> str:
    """What is kept of a destroyed subject: enough to recognise an older copy of its key, and nothing of whom it was."""
    return sha256(subject.encode()).hexdigest()


def _mark(place: Path | None) -> tuple[int, int] | None:
    """Which file this is, whatever its name; a store on a server is always the same one."""
    if place is None:
        return (0, 0)
    try:
        found = place.stat()
    except OSError:
        return None
    return (found.st_dev, found.st_ino)


def _open(address: str, place: Path | None) -> Database:
    fresh = place is not None and not place.exists()
    database = Database(address)
    with database.looking() as connection:
        complete = set(sa.inspect(connection).get_table_names()) >= set(SHAPE.tables)
    if not complete:
        with database.writing() as session:
            if place is None:
                session.execute(sa.select(sa.func.pg_advisory_xact_lock(_ONE_AT_A_TIME)))
            SHAPE.create_all(session.connection())
    if place is not None:
        if place.stat().st_mode & 0o077:
            place.chmod(0o600)
        if fresh:
            to_disk(place.parent)
    return database
