"""Web server and worker side by side: whichever falls over is started again; both stop when we are told to stop.

A web server that is killed (by the system, when memory runs out) is started again. One that ends by itself says that it
cannot run, such as when another program has its port: then we end too, with its exit code.
"""

import signal
import subprocess
import sys
import time
from collections.abc import Mapping

WORKER_REST_SECONDS = 1.0
WEB_REST_SECONDS = 1.0
STOP_SECONDS = 30.0
ACCESS_LOG = '{"at":"%(t)s","method":"%(m)s","path":"%(U)s","status":%(s)s,"bytes":%(B)s,"ms":%(M)s}'
"""No query string, no address, no browser: what somebody looked for is nobody's business."""


def web_command(bind: str, port: int, workers: int, *, access_log: bool) -> list[str]:
    """Starts gunicorn with threads: it respawns its own workers, finishes requests in flight when told to stop."""
    command = [
        sys.executable, "-m", "gunicorn", "app.web.application:from_environment()",
        "--bind", f"[{bind}]:{port}" if ":" in bind else f"{bind}:{port}",
        "--workers", str(workers), "--worker-class", "gthread", "--threads", "2",
        "--timeout", "60", "--graceful-timeout", "25", "--keep-alive", "15",
        "--no-control-socket", "--log-level", "warning", "--preload",
        "--forwarder-headers", "", "--limit-request-line", "8190",  # no visitor chooses where our addresses begin; long questions fit
        "--config", "python:app.cli.gunicorn_hooks",
    ]  # fmt: skip
    if access_log:
        command += ["--access-logfile", "-", "--access-logformat", ACCESS_LOG]
    return command


def run(
    bind: str,
    port: int,
    workers: int,
    environment: Mapping[str, str],
    *,
    with_worker: bool = True,
    access_log: bool = True,
) -> int:
    """Run until told to stop. Returns the exit code of the web server."""
    command = web_command(bind, port, workers, access_log=access_log)
    web = subprocess.Popen(command, env=dict(environment))  # noqa: S603
    helper = _start_worker(environment) if with_worker else None
    stopping = False

    def stop(*_: object) -> None:
        nonlocal stopping
        stopping = True
        web.terminate()
        if helper is not None:
            helper.terminate()

    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, stop)
    while (ended := web.poll()) is None or (ended < 0 and not stopping):
        if ended is not None:
            time.sleep(WEB_REST_SECONDS)
            if not stopping:
                web = subprocess.Popen(command, env=dict(environment))  # noqa: S603
            if stopping:  # told so meanwhile, when there was nothing to tell it to
                web.terminate()
        if helper is not None and helper.poll() is not None and not stopping:
            time.sleep(WORKER_REST_SECONDS)
            helper = _start_worker(environment)
        time.sleep(0.2)
    if helper is not None:
        _end(helper)
    return 0 if stopping else web.returncode


def _start_worker(environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "app.cli", "worker"], env=dict(environment))


def _end(helper: subprocess.Popen[bytes]) -> None:
    """Let it finish what it is doing; not for ever, because what it holds comes back by itself."""
    if helper.poll() is not None:
        return
    helper.terminate()
    try:
        helper.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        helper.kill()
