"""What gunicorn must know of us: connections to the database never cross a fork, and its log holds no typed words."""

import contextlib
import ctypes
import gc
import logging
from typing import Any

from app.logs import WithoutWords
from app.web.running import EXTENSION


class NoWords(logging.Filter):
    """Leaves out of gunicorn's own lines what a visitor sent: a request that cannot be read is quoted there whole."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the line, without the request and without the address it came from."""
        said = str(record.msg)
        if said.startswith("Invalid request from"):
            record.msg, record.args = "Invalid request", ()
        elif said.startswith(("Error handling request", "Socket error processing request")):
            kind = record.exc_info[0] if record.exc_info else None
            record.msg, record.args = f"Error handling request: {kind.__name__ if kind else 'unknown'}", ()
            record.exc_info = record.exc_text = None
        return True


def on_starting(server: Any) -> None:
    """Before the first worker is made: it takes this over."""
    server.log.error_log.addFilter(NoWords())
    for handler in server.log.error_log.handlers:
        handler.setFormatter(WithoutWords())


def when_ready(server: Any) -> None:
    """The application is loaded once, before the workers are forked: let go of what a fork must not share.

    What reading the content left behind is given back first, and what stays is never looked through again for rubbish:
    so the workers go on sharing it, and hold some tens of megabytes less.
    """
    app = server.app.wsgi()
    app.extensions[EXTENSION].database.close()
    app.extensions[EXTENSION].keys.close()
    gc.collect()
    gc.freeze()
    with contextlib.suppress(OSError, AttributeError):  # another C library than glibc keeps what it has
        ctypes.CDLL(None).malloc_trim(0)
