"""Builds the application: services in, Flask out."""

import os

from flask import Flask

from app import logs
from app.services import Services, build_services
from app.settings import DEMO_SECRET, read_settings
from app.web import (
    access,
    audiences,
    bodies,
    compression,
    errors,
    forgery,
    headers,
    hosts,
    languages,
    row_numbers,
    sessions,
    templating,
)
from app.web.running import EXTENSION


def create_app(services: Services) -> Flask:
    """The whole site over these services."""
    settings = services.settings
    app = Flask("app", static_url_path="/static")
    app.extensions[EXTENSION] = services
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SECRET_KEY_FALLBACKS=list(settings.secret_key_fallbacks),
        TEMPLATES_AUTO_RELOAD=False,
        JSON_SORT_KEYS=False,
        PREFERRED_URL_SCHEME="http" if settings.local_http else "https",
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # Flask's default provider has it
    row_numbers.install(app)
    languages.install(app)
    headers.install(app, plain_http=settings.local_http)
    hosts.install(app)  # before anything is refused: the page that says so names the desk of this municipality
    bodies.install(app)
    errors.install(app)
    sessions.install(app, plain_http=settings.local_http)
    access.install(app)
    forgery.install(app)
    templating.install(app)
    audiences.install(app)
    compression.install(app)
    return app


def from_environment() -> Flask:
    """What gunicorn loads: settings from the environment, checked again because a worker may be started by hand."""
    logs.configure()
    settings = read_settings()
    if settings.secret_key != DEMO_SECRET or "LEEFPLEIN_DEMO" not in os.environ:
        settings.fit_to_serve(os.environ.get("LEEFPLEIN_BIND", "127.0.0.1"))
    app = create_app(build_services(settings))
    app.config["FROM_ENVIRONMENT"] = True  # a process of its own can be begun with the same settings
    return app
