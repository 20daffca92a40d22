"""Rows made quickly, for when thousands come at once: what a table's class does for each field of each row is done once.

Making an object of a table costs SQLModel 0.2 ms, for it asks every field anew what its default is and tells the mapper of each
value apart; of 4,000 offers with their versions, events and flags that was half of an import. The values must be checked already.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeVar

from sqlalchemy.orm.attributes import manager_of_class

from app.db import Record

_Row = TypeVar("_Row", bound=Record)


@cache
def _defaults(kind: type[Record]) -> tuple[dict[str, Any], dict[str, Callable[[], Any]]]:
    """The plain defaults of a table's fields, and those that are made for each row. A field that must be given has none."""
    fields = {name: field for name, field in kind.model_fields.items() if not field.is_required()}
    made = {name: field.default_factory for name, field in fields.items() if field.default_factory is not None}
    return {name: field.default for name, field in fields.items() if name not in made}, made  # type: ignore[return-value]


def with_defaults(kind: type[Record], values: Mapping[str, Any]) -> dict[str, Any]:
    """These values and the defaults of the fields that are not among them; a number that the database gives stays away."""
    plain, made = _defaults(kind)
    whole = {**plain, **{name: make() for name, make in made.items() if name not in values}, **values}
    if whole.get("id", 0) is None:
        del whole["id"]
    return whole


def quick_row(kind: type[_Row], values: Mapping[str, Any], **more: Any) -> _Row:
    """A new row of a table, to be added to a session. Relations are set on it afterwards, as on any row."""
    row: _Row = manager_of_class(kind).new_instance()
    row.__dict__.update(with_defaults(kind, {**values, **more}))
    return row
