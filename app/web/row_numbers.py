"""Numbers in addresses: one that no row can have is an address that is not there, instead of a number the database refuses."""

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

from app.db import LARGEST_ROW


class RowNumber(IntegerConverter):
    """`<int:…>` in an address, at most what a row can have."""

    def __init__(self, url_map: Map, *args: Any, **limits: Any) -> None:
        super().__init__(url_map, *args, **({"max": LARGEST_ROW} | limits))


def install(app: Flask) -> None:
    """Before any address is added: each looks up its kind of number then."""
    app.url_map.converters["int"] = RowNumber
