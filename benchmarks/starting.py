"""How soon does it answer, and how much memory does it hold? Run by hand: `python -m benchmarks.starting`.

Cold start of the demo (a new region each time) and of `leefplein serve` on an installation that is there already, up to
the first page; and the memory of each process of the running demo after 200 different searches.
"""

from __future__ import annotations

import argparse
import http.client
import os
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote_plus

from benchmarks.installation import fill, free_port, leefplein, prepare, running, wait_for
from benchmarks.synthetic import questions, synthetic_map

SEARCHES = 200
LARGEST_MB = 150.0
"""Resident memory of one web worker of the demo."""


def main() -> None:
    """Prints seconds and megabytes."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--quick", action="store_true", help="serve on 2,000 offers")
    arguments.add_argument("--offers", type=int, default=20_000, help="in the installation that `serve` starts on")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        demo(Path(folder))
        serve(Path(folder), 2_000 if given.quick else given.offers)


def demo(folder: Path) -> None:
    """`leefplein demo` from nothing, and its memory."""
    port = free_port()
    own = {name: value for name, value in os.environ.items() if not name.startswith("LEEFPLEIN_")}
    command = leefplein("demo", "--port", str(port), "--data", str(folder / "demo"))
    with running(command, own, folder / "demo.log") as process:
        print(f"\ndemo: first page after {wait_for(port, process, folder / 'demo.log', _answers):.1f} s")
        _ask(port)
        _tell_memory("demo", process.pid, limit=LARGEST_MB)


def serve(folder: Path, offers: int) -> None:
    """`leefplein serve` on a filled installation, and its memory."""
    installation = prepare(folder / "region", offers)
    fill(installation)
    port = free_port()
    command = leefplein("serve", "--port", str(port))
    with running(command, installation.environment(), folder / "serve.log") as process:
        print(
            f"\nserve, {offers:,} offers: first page after {wait_for(port, process, folder / 'serve.log', _answers):.1f} s"
        )
        _ask(port)
        _tell_memory("serve", process.pid, limit=None)


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/zoeken?q=oppas")
        return connection.getresponse().status == http.client.OK
    finally:
        connection.close()


def _ask(port: int) -> None:
    """Different searches over several connections, so that every worker has its share."""
    connections = [http.client.HTTPConnection("127.0.0.1", port, timeout=30) for _ in range(6)]
    begun = time.perf_counter()
    for number, text in enumerate(questions(synthetic_map(500), SEARCHES)):
        connection = connections[number % len(connections)]
        connection.request("GET", f"/zoeken?q={quote_plus(text)}&postcode={(8051, 3881, 6661)[number % 3]}")
        connection.getresponse().read()
    for connection in connections:
        connection.close()
    print(f"  {SEARCHES} different searches: {(time.perf_counter() - begun) / SEARCHES * 1000:.1f} ms each")


def _tell_memory(what: str, pid: int, limit: float | None) -> None:
    """Resident and proportional megabytes of every process below this one, with its part in the play."""
    processes = _below(pid)
    web = max((one for one in processes if "gunicorn" in _command(one)), key=lambda one: len(_children(one)), default=0)
    for one in processes:
        part = {pid: what, web: "gunicorn's arbiter"}.get(one) or (
            "web worker" if "gunicorn" in _command(one) else "outbox worker"
        )
        resident, proportional = _megabytes(one)
        verdict = ""
        if limit is not None and part == "web worker":
            verdict = f"  target {limit:.0f}: {'met' if resident <= limit else 'MISSED'}"
        print(f"  {part:24}{resident:8.1f} MB RSS{proportional:8.1f} MB PSS{verdict}")


def _below(pid: int) -> Sequence[int]:
    found = [pid]
    for child in _children(pid):
        found += _below(child)
    return found


def _children(pid: int) -> list[int]:
    return [int(number) for number in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _command(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")


def _megabytes(pid: int) -> tuple[float, float]:
    figures = {}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]:
        name, _, value = line.partition(":")
        figures[name] = float(value.split()[0]) / 1024
    return figures["Rss"], figures["Pss"]


if __name__ == "__main__":
    main()
