"""Dying at a named step, for the tests that show that nothing is lost then (promise 2).

Honoured under a test only: pytest puts its own mark in the environment, and no installation has it.
"""

import os
import signal

_STEP = "LEEFPLEIN_CRASH_AT"
_TEST = "PYTEST_CURRENT_TEST"


def reached(step: str) -> None:
    """Here is where a test may end this process, as a power cut of the process would."""
    if _STEP in os.environ and _TEST in os.environ and os.environ[_STEP] == step:
        os.kill(os.getpid(), signal.SIGKILL)
