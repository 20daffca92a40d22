"""Refusing to start without the keys of what is in the database: going on would make the loss final."""

from collections.abc import Callable, Iterable

from sqlmodel import Session

from app.data_keys.store import KeyStore
from app.data_keys.wrapping import KeysLost
from app.db import Database

Asking = Callable[[Session], Iterable[str]]
"""Names the subjects a part of the database needs keys for."""


def refuse_lost_keys(database: Database, keys: KeyStore, *in_use: Asking) -> None:
    """Start only with the key store that belongs to this database. A store is made when nobody needs one yet.

    Requests that were erased have no key, and are back in the database when an older copy of it was put back: no loss.
    When only some keys are missing the others can still be helped, so we start, and doctor says how many are gone.

    :raises KeysLost: another secret, a damaged file, or a store that knows nobody of who is in the database.
    """
    with database.reading() as session:
        needed = frozenset(subject for asking in in_use for subject in asking(session))
    if needed and not keys.is_there():
        raise KeysLost(_gone(keys, len(needed), "is er niet"))
    keys.check()
    if needed and keys.missing(needed) == needed:
        raise KeysLost(_gone(keys, len(needed), "hoort bij een andere database"))


def _gone(keys: KeyStore, number: int, what: str) -> str:
    return (
        f"Het bestand met sleutels van persoonsgegevens {what}: {keys.name}. In de database staan {number} aanvragen die zonder "
        "deze sleutels niemand meer kan lezen. Kijk of LEEFPLEIN_DATA_KEYS naar de goede plaats wijst, of zet de nieuwste kopie "
        "terug met: leefplein keys restore BESTAND"
    )
