"""What gunicorn must know of us: connections to the database never cross a fork."""

from typing import Any

from app.web.running import EXTENSION


def when_ready(server: Any) -> None:
    """The application is loaded once, before the workers are forked: let go of what a fork must not share."""
    app = server.app.wsgi()
    app.extensions[EXTENSION].database.close()
