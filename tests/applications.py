"""The site over somebody's services. Building one costs more than most tests, so one that is free is used again for other
services with the same settings; nothing of the test before is left in it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask

from app.services import Services
from app.web.application import create_app
from app.web.running import EXTENSION
from tests.inspecting import InspectingClient

_APART = {"data_dir", "search_dir", "database_url"}
_Kept = tuple[Flask, tuple[str, dict[str, Any]], dict[str, Any], dict[str, Any]]
_FREE: list[_Kept] = []
_LENT: dict[Flask, _Kept] = {}


def lend(services: Services) -> Flask:
    """The whole site, to be inspected; `give_back` it when no client of it is used any more."""

    def build() -> Flask:
        app = create_app(services)
        app.config["TESTING"] = True
        app.test_client_class = InspectingClient
        return app

    return lend_one("whole", services, build)


def lend_one(name: str, services: Any, build: Callable[[], Flask]) -> Flask:
    """An application that `build` makes, or made before for the same name and settings, over these services."""
    shape = (name, services.settings.model_dump(exclude=_APART))
    free = next((each for each in _FREE if each[1] == shape), None)
    if free is None:
        app = build()
        free = (app, shape, dict(app.extensions), dict(app.config))
    else:
        _FREE.remove(free)
    app, _shape, extensions, config = free
    app.extensions.clear()
    app.extensions.update(extensions | {EXTENSION: services})
    app.config.clear()
    app.config.update(config)
    _LENT[app] = free
    return app


def give_back(app: Flask) -> None:
    """It may serve somebody else."""
    _FREE.append(_LENT.pop(app))


@contextmanager
def application(services: Services) -> Iterator[Flask]:
    """The same, for as long as the test lasts."""
    app = lend(services)
    yield app
    give_back(app)
