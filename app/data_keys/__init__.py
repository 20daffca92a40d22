"""Personal data at rest: one key per request, in a store apart from the database, so that erasure reaches every backup."""

from app.data_keys.copying import CopyRefused
from app.data_keys.fields import FieldSeal
from app.data_keys.lost import refuse_lost_keys
from app.data_keys.restoring import restore_keys
from app.data_keys.store import Erased, KeyStore
from app.data_keys.wrapping import KeysLost

__all__ = ["CopyRefused", "Erased", "FieldSeal", "KeyStore", "KeysLost", "refuse_lost_keys", "restore_keys"]
