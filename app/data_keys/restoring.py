"""Putting a copy of the keys back, without bringing back what was erased."""

from pathlib import Path

from app import clock
from app.data_keys.copying import CopyRefused, read_copy, to_disk
from app.data_keys.store import KeyStore
from app.data_keys.wrapping import KeysLost


def restore_keys(store: KeyStore, source: Path) -> tuple[int, Path | None]:
    """Add the keys of a copy to the store. Keys that are here stay, destroyed ones stay destroyed.

    A file that is damaged or of another secret is kept aside first.

    :returns: how many keys came back, and where a damaged store was put aside.
    :raises CopyRefused: no copy, damaged, or of another secret; nothing was changed then.
    """
    keys, destroyed = read_copy(source)
    try:
        store.refuse_unopened(keys)
    except KeysLost as problem:
        message = (
            f"{source} gaat niet open met LEEFPLEIN_SECRET_KEY, ook niet met LEEFPLEIN_SECRET_KEY_FALLBACKS. Er is niets "
            "veranderd. Neem de geheime sleutel van toen de kopie werd gemaakt erbij."
        )
        raise CopyRefused(message) from problem
    aside = None
    try:
        if store.is_there():
            store.check()
    except KeysLost as problem:
        if store.place is None:
            message = f"Wat nu in {store.name} staat gaat niet open. Neem een lege database voor de sleutels en doe dit opnieuw."
            raise CopyRefused(message) from problem
        store.close()
        aside = _put_aside(store.place)
    return store.take_in(keys, destroyed), aside


def _put_aside(place: Path) -> Path:
    """Move a store that does not open out of the way, its log with it."""
    aside = place.with_name(f"{place.name}.{clock.now():%Y%m%dT%H%M%S}")
    for ending in ("-wal", "-shm", ""):
        beside = place.with_name(place.name + ending)
        if beside.exists():
            beside.rename(aside.with_name(aside.name + ending))
    to_disk(place.parent)
    return aside
