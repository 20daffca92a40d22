"""The site as it really runs: gunicorn in a process of its own, started by the product's own command line."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.databases import in_environment, store_of

ROOT = Path(__file__).resolve().parents[2]
SECRET = "a-secret-for-tests-only-and-long-enough"


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class RealServer:
    """Where it listens, and what it wrote."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
        timeout: float = 20,
    ):
        """One request, as a browser on this machine would send it: status, headers, body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, path, body, {"Sec-Fetch-Site": "same-origin"} | (headers or {}))
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def send(self, raw: bytes) -> bytes:
        """Bytes just as they are; whatever comes back."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as connection:
            connection.sendall(raw)
            found = b""
            with contextlib.suppress(ConnectionResetError):
                while part := connection.recv(65536):
                    found += part
            return found


@contextlib.contextmanager
def serve(folder: Path, *options: str, port: int = 0, **settings: str) -> Iterator[RealServer]:
    """`leefplein serve` over the installation in this folder.

    :param port: 0 for one that is free.
    :param settings: more of them, by their names in the environment.
    """
    port = port or free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LEEFPLEIN_")} | {
        "LEEFPLEIN_DATA_DIR": str(folder),
        "LEEFPLEIN_SEARCH_DIR": str(folder / "search_index"),
        "LEEFPLEIN_CONTENT_DIR": str(ROOT / "content"),
        "LEEFPLEIN_SECRET_KEY": SECRET,
        "LEEFPLEIN_LOCAL_HTTP": "1",
        **in_environment(store_of(folder)),
        **settings,
    }
    log = folder / "everything-it-said"
    with log.open("ab") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "app.cli", "serve", "--port", str(port), *options],
            cwd=ROOT, env=environment, stdout=said, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        running = RealServer(port, process, log)
        try:
            _wait_until_it_answers(running)
            yield running
        finally:
            process.terminate()
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait(10)


def _wait_until_it_answers(running: RealServer) -> None:
    until = time.monotonic() + 180  # a machine that does ten other things needs a minute
    while time.monotonic() < until:
        assert running.process.poll() is None, running.log.read_text(encoding="utf-8")
        with contextlib.suppress(OSError, http.client.HTTPException):
            if running.ask("GET", "/livez")[0] == 200:
                return
        time.sleep(0.1)
    raise AssertionError("it does not answer: " + running.log.read_text(encoding="utf-8"))


def children(parent: int, word: str = "") -> list[int]:
    """Process ids of the living children of a process whose command line holds this word."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            facts = status.read_text().rpartition(")")[2].split()
            command = (status.parent / "cmdline").read_text()
        except OSError:
            continue
        if int(facts[1]) == parent and word in command and facts[0] != "Z":
            found.append(int(status.parent.name))
    return found
