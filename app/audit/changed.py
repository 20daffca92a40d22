"""What was changed in somebody's data, old beside new: kept in the audit line, readable only with that data's own key.

Whoever looks back can see what a person corrected (promise 49), until the key goes and takes it along (promise 47).
"""

import json
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from app.data_keys import FieldSeal

TABLE = "audit_line"
Changes = Mapping[str, tuple[Any, Any]]


def changes_between(old: BaseModel | None, new: BaseModel | None) -> dict[str, tuple[Any, Any]]:
    """The fields that differ, each with its old and its new value as JSON knows them."""
    before = old.model_dump(mode="json") if old else {}
    after = new.model_dump(mode="json") if new else {}
    names = dict.fromkeys([*before, *after])
    return {name: (before.get(name), after.get(name)) for name in names if before.get(name) != after.get(name)}


def seal_changes(seal: FieldSeal, uid: str, changes: Changes) -> bytes:
    """As it stands in an audit line's `detail`.

    :param uid: of the row whose key this is, such as the request.
    """
    return seal.seal(TABLE, "detail", uid, json.dumps(changes, ensure_ascii=False))


def open_changes(seal: FieldSeal, uid: str, detail: bytes) -> dict[str, tuple[Any, Any]]:
    """What stands in an audit line's `detail`, opened."""
    found = json.loads(seal.open(TABLE, "detail", uid, detail))
    return {name: (old, new) for name, (old, new) in found.items()}
