"""How long does somebody wait who asks for a conversation? Run by hand: `python -m benchmarks.requests`.

First with nobody behind us answering: mail refused, then mail and Open Klant that take the connection and never say a
word; check page and sending are timed as a browser does them. Then sixteen people who send at the same moment, again
and again, through the real server, in turn with a bare Flask + sqlite3 app that writes the same rows: read the ratio
where the machine is busy.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import secrets
import socket
import sqlite3
import statistics
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from app.cli.supervising import web_command
from benchmarks.installation import Installation, fill, free_port, leefplein, prepare, running, wait_for
from benchmarks.reference_request import VARIABLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SENDERS = 16
LONGEST_SECONDS, LONGEST_ACCEPTING_MS = 1.0, 300.0
BROWSER = {
    "Sec-Fetch-Site": "same-origin",
    "Sec-Fetch-Mode": "navigate",
    "Content-Type": "application/x-www-form-urlencoded",
}
FORM = {
    "vraag": "ik voel me vaak alleen en kan niet slapen",
    "naam": "mevrouw Voorbeeld",
    "telefoon": "0380000000",
    "email": "voorbeeld@voorbeeld.example",
    "clientondersteuning": "ja",
}
PARALLEL = {name: value for name, value in FORM.items() if name != "email"} | {"clientondersteuning": "later"}
"""Two things to deliver, as in the reference."""


def main() -> None:
    """Prints milliseconds and ratios."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--quick", action="store_true", help="a quarter of the requests, one round")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name:
        installation = prepare(Path(name) / "region", 500)
        fill(installation)
        every_backend_down(installation, 50 if given.quick else 200)
        at_the_same_moment(installation, 400 if given.quick else 1600, 1 if given.quick else 3)


def every_backend_down(installation: Installation, number: int) -> None:
    """One person after another, while the worker knocks in vain."""
    with silent() as mute:
        for kind, smtp in (("mail refused", free_port()), ("mail hangs", mute)):
            backends = {"LEEFPLEIN_SMTP_URL": f"smtp://127.0.0.1:{smtp}", **_open_klant(mute)}
            with ours(installation, backends) as port:
                took: dict[str, list[float]] = {"check page": [], "sending": []}
                for _ in range(number):
                    for step, seconds in zip(took, one_person(port), strict=True):
                        took[step].append(seconds * 1000)
            for step, times in took.items():
                good = quantile(times, 95) < LONGEST_SECONDS * 1000
                print(f"{kind}, Open Klant hangs; {step}: {said(times)} {_verdict(good)}", flush=True)


def at_the_same_moment(installation: Installation, number: int, rounds: int) -> None:
    """Sixteen at once; both servers are there all the time and are asked in turn."""
    bare = installation.folder / "reference.sqlite"
    with contextlib.closing(sqlite3.connect(installation.database)) as connection:
        connection.execute("VACUUM INTO ?", (str(bare),))
    with silent() as mute, contextlib.ExitStack() as stack:
        backends = {"LEEFPLEIN_SMTP_URL": f"smtp://127.0.0.1:{free_port()}", **_open_klant(mute)}
        port = stack.enter_context(ours(installation, backends, "--no-worker"))
        other = stack.enter_context(reference(installation, bare))
        for each in (port, other):
            together(each, SENDERS * 4)  # warm
        took: dict[str, list[float]] = {"ours": [], "reference": []}
        rates: dict[str, list[float]] = {"ours": [], "reference": []}
        for _ in range(rounds):
            for name, where in (("ours", port), ("reference", other)):
                began = time.perf_counter()
                took[name] += together(where, number)
                rates[name].append(number / (time.perf_counter() - began))
    for name, times in took.items():
        verdict = _verdict(quantile(times, 99) < LONGEST_ACCEPTING_MS) if name == "ours" else ""
        print(f"{SENDERS} at once, {name}: {said(times)}, {statistics.median(rates[name]):.0f} accepted/s {verdict}")
    ratios = [quantile(took["ours"], part) / quantile(took["reference"], part) for part in (50, 99)]
    print(f"ours / reference: median {ratios[0]:.1f}, p99 {ratios[1]:.1f}")
    _all_there(installation, bare)


def one_person(port: int) -> tuple[float, float]:
    """Seconds for the check page and for the receipt, redirects included."""
    cookies: dict[str, str] = {}
    token = secrets.token_hex(16)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        began = time.perf_counter()
        _follow(connection, FORM | {"formulier": token}, cookies)
        checked = time.perf_counter()
        page = _follow(connection, FORM | {"formulier": token, "versturen": "ja"}, cookies)
        assert b"data-reference" in page, page[:400]
        return checked - began, time.perf_counter() - checked
    finally:
        connection.close()


def _follow(connection: http.client.HTTPConnection, form: dict[str, str], cookies: dict[str, str]) -> bytes:
    method, path, body = "POST", "/gesprek", urlencode(form)
    while True:
        cookie = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())} if cookies else {}
        connection.request(method, path, body if method == "POST" else None, BROWSER | cookie)
        answer = connection.getresponse()
        page = answer.read()
        for line in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = line.partition(";")[0].partition("=")
            cookies[name] = value
        if answer.status == 303:
            method = "GET"
        elif answer.status != 307:
            assert answer.status == 200, (answer.status, page[:400])
            return page
        path = answer.headers["Location"]


def together(port: int, number: int) -> list[float]:
    """Milliseconds of each accepted form, by sixteen who each send the next as soon as the last was answered."""
    left = iter(range(number))
    lock, took = threading.Lock(), []
    cookie = _a_cookie(port)

    def work() -> None:
        while True:
            with lock:
                if next(left, None) is None:
                    break
            body = urlencode(PARALLEL | {"formulier": secrets.token_hex(16), "versturen": "ja"})
            began = time.perf_counter()
            # Whoever read the check page took longer over it than the server keeps a connection.
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            connection.request("POST", "/gesprek", body, BROWSER | cookie)
            answer = connection.getresponse()
            answer.read()
            connection.close()
            took.append((time.perf_counter() - began) * 1000)
            assert answer.status == 303, answer.status

    threads = [threading.Thread(target=work) for _ in range(SENDERS)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(took) == number, "somebody got no answer"
    return took


def _a_cookie(port: int) -> dict[str, str]:
    """Of a browser that filled in the form here; none where no cookie is given."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("POST", "/gesprek", urlencode(PARALLEL | {"formulier": secrets.token_hex(16)}), BROWSER)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    found = answer.headers.get("Set-Cookie")
    return {"Cookie": found.partition(";")[0]} if found else {}


@contextlib.contextmanager
def ours(installation: Installation, settings: dict[str, str], *options: str) -> Iterator[int]:
    """`leefplein serve`, on this port."""
    port, log = free_port(), installation.folder / "serve.log"
    command = leefplein("serve", "--port", str(port), "--workers", "2", *options)
    with running(command, installation.environment() | settings, log) as process:
        wait_for(port, process, log, _answers)
        yield port


@contextlib.contextmanager
def reference(installation: Installation, database: Path) -> Iterator[int]:
    """The bare app, served in the same way."""
    port, log = free_port(), installation.folder / "reference.log"
    command = web_command("127.0.0.1", port, 2, access_log=False)
    command[command.index("app.web.application:from_environment()")] = "benchmarks.reference_request:application()"
    del command[command.index("--config") : command.index("--config") + 2]
    with running(command, installation.environment() | {VARIABLE: str(database)}, log) as process:
        wait_for(port, process, log, _answers)
        yield port


@contextlib.contextmanager
def silent() -> Iterator[int]:
    """A port where connections are made and nothing is ever said."""
    with socket.create_server(("127.0.0.1", 0), backlog=256) as listening:
        yield int(listening.getsockname()[1])


def quantile(times: Sequence[float], part: int) -> float:
    """The value below which so many percent lie."""
    return sorted(times)[min(len(times) - 1, len(times) * part // 100)]


def said(times: Sequence[float]) -> str:
    """For a person to read."""
    return ", ".join(f"p{part} {quantile(times, part):.0f} ms" for part in (50, 95, 99)) + f" (n={len(times)})"


def _verdict(good: bool) -> str:  # noqa: FBT001  (the answer itself)
    return "(good)" if good else "(MISSED)"


def _open_klant(port: int) -> dict[str, str]:
    return {"LEEFPLEIN_OPEN_KLANT_URL": f"http://127.0.0.1:{port}", "LEEFPLEIN_OPEN_KLANT_TOKEN": "for-benchmarks"}


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", "/livez")
    return connection.getresponse().status == 200


def _all_there(installation: Installation, bare: Path) -> None:
    """Both kept everything they accepted: a fast one that forgets would be no reference."""
    for file in (installation.database, bare):
        with sqlite3.connect(file) as connection:
            (requests,), (lines,) = (
                connection.execute(f"SELECT count(*) FROM {table}").fetchone()
                for table in ("conversation_request", "audit_line WHERE action = 'conversation.ask'")
            )
        assert requests == lines > 0, file


if __name__ == "__main__":
    main()
