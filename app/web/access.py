"""Who may come in where. The default is nobody: a page without a rule answers nobody, and a test lists them all."""

from collections.abc import Callable
from typing import Final

from flask import Blueprint, Flask, abort, current_app, request

Guard = Callable[[], None]
_RULES: Final = "leefplein-access"


def everybody() -> None:
    """Anyone may come in, without an account."""


def let_in(app: Flask, blueprint: Blueprint, guard: Guard) -> None:
    """Open a blueprint's pages to those whom the guard lets pass (it aborts for all others)."""
    app.extensions.setdefault(_RULES, {})[blueprint.name] = guard
    app.register_blueprint(blueprint)


def rule_for(app: Flask, endpoint: str) -> Guard | None:
    """The guard of a page, or None when nobody may come in."""
    rules: dict[str, Guard] = app.extensions.get(_RULES, {})
    if endpoint == "static":
        return everybody
    return rules.get(endpoint.rpartition(".")[0])


def install(app: Flask) -> None:
    """Ask the guard before every page."""

    @app.before_request
    def _ask() -> None:
        if request.endpoint is None:
            return  # no such page: the 404 says so
        guard = rule_for(current_app, request.endpoint)
        if guard is None:
            abort(404)
        guard()
