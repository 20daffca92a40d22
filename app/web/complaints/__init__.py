"""`/klachtbehandeling`: the confidential adviser and the complaints officer."""

from flask import Flask


def register(app: Flask) -> None:
    """Open the room."""
