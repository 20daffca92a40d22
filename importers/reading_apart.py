"""A file of strangers is read by a process of its own, with ceilings: whatever is in it, nothing else falls over."""

import json
import subprocess
import sys
from collections.abc import Sequence
from typing import IO, Any

from app.settings import without_settings
from importers import FileRefused


def read_apart(program: Sequence[str], out: IO[bytes], patience: float, died: str) -> dict[str, Any]:
    """Let a child read and write what it found to `out`; what it said last.

    :param program: what Python runs: a file or `-m` and a module, and its arguments.
    :param patience: seconds before it is stopped.
    :param died: what to say when it was stopped, or stopped by itself without a word.
    :raises FileRefused: that, or the child's own reason.
    """
    try:
        subprocess.run(  # noqa: S603  (our own program; the path is an argument, not a shell line)
            [sys.executable, "-I", "-X", "utf8", *program],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.DEVNULL,
            env=without_settings(),
            timeout=patience,
            check=False,
        )
    except subprocess.TimeoutExpired as slow:
        raise FileRefused(died) from slow
    closing = _closing_line(out)
    if closing is None:
        raise FileRefused(died)
    if "refused" in closing:
        raise FileRefused(str(closing["refused"]))
    return closing


def _closing_line(out: IO[bytes]) -> dict[str, Any] | None:
    """The child's last line; None when it was stopped before it could say goodbye."""
    size = out.seek(0, 2)
    out.seek(max(0, size - 100_000))
    last = out.read().rstrip(b"\n").rpartition(b"\n")[2]
    try:
        said = json.loads(last)
    except ValueError:
        return None
    return said if isinstance(said, dict) else None
