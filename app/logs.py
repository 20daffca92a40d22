"""What the installation writes in its log: one JSON line per event, with names of things and never what somebody typed.

That holds for the libraries we build on too, for warnings, and for mistakes nobody foresaw: of those the kind and the
place are enough to mend them, while their words may quote a name, a question or an address.
"""

import json
import logging
import re
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Final

import structlog

_QUOTED_WARNING: Final = re.compile(r"^(?P<place>.+?:\d+): (?P<kind>\w+): ", re.DOTALL)
_OURS: Final = ("app", "importers")


class WithoutWords(logging.Formatter):
    """A line of a library as one of ours: the text it was written with, without what was filled in there."""

    def format(self, record: logging.LogRecord) -> str:
        """One JSON line."""
        said: dict[str, Any] = {"event": str(record.msg), "logger": record.name}
        if record.name == "py.warnings":
            found = _QUOTED_WARNING.match(record.getMessage())
            said["event"] = "warning"
            if found:
                said |= {"kind": found["kind"], "place": _short(found["place"])}
        if record.exc_info and record.exc_info[0] is not None:
            said |= {"kind": record.exc_info[0].__name__, "place": place_of(record.exc_info[2])}
        said |= {
            "level": record.levelname.lower(),
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat(),
        }
        return json.dumps(said, ensure_ascii=False)


def configure() -> None:
    """JSON lines to stderr, from information upwards; from libraries, from warnings upwards."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    if not any(isinstance(each.formatter, WithoutWords) for each in root.handlers):
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(WithoutWords())
        root.addHandler(handler)
        root.setLevel(logging.WARNING)
    logging.captureWarnings(capture=True)
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_a_thread


def place_of(trace: TracebackType | None) -> str:
    """Where it went wrong: the last line of ours on the way there, and else the last one."""
    last = ours = ""
    while trace is not None:
        code = trace.tb_frame.f_code
        last = f"{_short(code.co_filename)}:{trace.tb_lineno}"
        if trace.tb_frame.f_globals.get("__name__", "").partition(".")[0] in _OURS:
            ours = last
        trace = trace.tb_next
    return ours or last or "?"


def _short(place: str) -> str:
    return "/".join(Path(place).parts[-2:])


def _uncaught(kind: type[BaseException], problem: BaseException, trace: TracebackType | None) -> None:
    del problem
    if issubclass(kind, KeyboardInterrupt):
        return
    structlog.get_logger().critical("ended by a mistake", kind=kind.__name__, place=place_of(trace))


def _uncaught_in_a_thread(found: threading.ExceptHookArgs) -> None:
    if found.exc_type is not SystemExit:
        name = found.thread.name if found.thread else ""
        log = structlog.get_logger()
        log.error(
            "a thread ended by a mistake",
            kind=found.exc_type.__name__,
            place=place_of(found.exc_traceback),
            thread=name,
        )
