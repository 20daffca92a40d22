"""Does a region hold? 20,000 offers, seven municipalities, fifty visitors at once, with the desk and organisations among them.

Run by hand: `python -m benchmarks.region`. The same visits go to SQLite with its index file and to PostgreSQL with the
search in the database, in turn, through the real server with its worker: read the ratios. A visitor who is done with a
page asks for the next one at once (`--think 0`), which finds the limit, or after some seconds, which is how people are.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import random
import secrets
import statistics
import tempfile
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote_plus, urlencode

from sqlmodel import select

from app.accounts.keeping import create_account
from app.accounts.keys import AccountKeys
from app.accounts.rights import Role
from app.accounts.second_factor import code_at, step_now
from app.services import build_services
from app.social_map.models import Offer, Organisation
from app.social_map.vocabulary import Status
from benchmarks.installation import SECRET, Installation, fill, free_port, leefplein, prepare, running, wait_for
from benchmarks.requests import FORM
from benchmarks.synthetic import questions
from tests import postgres
from tests.reliability.other_region import TOWNS, content_of

if TYPE_CHECKING:
    from collections.abc import Iterator

PASSWORD = "vier bakfietsen onder de wilg"  # noqa: S105  (opens nothing but a temporary folder)
SAME = {"Sec-Fetch-Site": "same-origin"}
FORM_POST = SAME | {"Content-Type": "application/x-www-form-urlencoded"}
MIX = (
    ("search", 40),
    ("near", 10),
    ("offer", 25),
    ("suggest", 10),
    ("home", 5),
    ("hsds", 2),
    ("route", 3),
    ("request", 2),
)
DESKS, ORGANISATIONS = 5, 3
"""Of the fifty so many are desk workers, who search and look at the queue, and organisations, who look at their offers."""


@dataclass(slots=True)
class Visitor:
    """One browser: its municipality, its cookies and its connection."""

    port: int
    host: str
    cookies: dict[str, str] = field(default_factory=dict)
    connection: http.client.HTTPConnection | None = None

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str, bytes]:
        """Status, where it sends us, and the body."""
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = (FORM_POST if form else SAME) | {"Host": f"{self.host}:{self.port}"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            self.connection.request(method, path, urlencode(form) if form else None, headers)
            answer = self.connection.getresponse()
            body = answer.read()
        except (OSError, http.client.HTTPException):
            self.connection = None
            raise
        for line in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.headers.get("Location") or "", body

    def follow(self, method: str, path: str, form: dict[str, str] | None = None) -> bytes:
        """The page at the end of the redirects."""
        for _ in range(5):
            status, location, body = self.ask(method, path, form)
            if status != http.client.SEE_OTHER:
                if status != http.client.OK:
                    message = f"{method} {path}: {status}"
                    raise RuntimeError(message)
                return body
            path = "/" + location.split("/", 3)[-1] if location.startswith("http") else location
            method, form = "GET", None
        raise RuntimeError(path)


def main() -> None:
    """Prints a table for each store, and the ratios."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--offers", type=int, default=20_000)
    arguments.add_argument("--visitors", type=int, default=50)
    arguments.add_argument("--seconds", type=float, default=30)
    arguments.add_argument(
        "--think", type=float, default=0, help="seconds between two pages of one visitor, on average"
    )
    arguments.add_argument("--rounds", type=int, default=2)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        folder = Path(name)
        content = content_of(folder)
        sites = {}
        for store, url in (("sqlite", ""), ("postgres", postgres.new_database(upgraded=False))):
            installation = prepare(folder / store, given.offers, content, url)
            _, imported, indexed = fill(installation)
            rate = given.offers / (imported + indexed)
            print(
                f"{store}: {given.offers:,} offers in {imported:.0f} s, search in {indexed:.0f} s: {rate:.0f}/s",
                flush=True,
            )
            sites[store] = _Site(installation, *_people(installation), stack.enter_context(_served(installation)))
        took: dict[str, dict[str, list[float]]] = {store: defaultdict(list) for store in sites}
        answered = dict.fromkeys(sites, 0)
        for turn in range(given.rounds + 1):  # the first warms up
            for store, site in sites.items():
                times = _visit(site, given.visitors, given.seconds if turn else 5, given.think)
                if turn:
                    for kind, values in times.items():
                        took[store][kind] += values
                        answered[store] += len(values)
        _print(took, {store: count / given.rounds / given.seconds for store, count in answered.items()})


@dataclass(slots=True)
class _Site:
    installation: Installation
    slugs: list[str]
    staff: list[tuple[str, str, str]]
    port: int


def _people(installation: Installation) -> tuple[list[str], list[tuple[str, str, str]]]:
    """The public offers, and desk workers and organisations: address, host and secret of the second step."""
    services = build_services(installation.settings)
    people = []
    with services.database.reading() as session:
        slugs = list(session.exec(select(Offer.slug).where(Offer.status == Status.PUBLISHED)).all())
        organisations = session.exec(select(Organisation.uid).limit(ORGANISATIONS)).all()
    with services.database.writing() as session:
        for number in range(DESKS + ORGANISATIONS):
            town = TOWNS[number % len(TOWNS)]
            desk = number < DESKS
            new = create_account(
                session,
                AccountKeys(SECRET),
                email=f"staff{number}@voorbeeld.example",
                password=PASSWORD,
                role=Role.DESK if desk else Role.ORGANISATION,
                municipality=town.slug if desk else "",
                organisation="" if desk else organisations[number - DESKS],
            )
            people.append((new.account.email, town.host, new.secret))
    services.database.close()
    return slugs, people


@contextlib.contextmanager
def _served(installation: Installation) -> Iterator[int]:
    port = free_port()
    log = installation.folder / "serve.log"
    with running(leefplein("serve", "--port", str(port), "--workers", "2"), installation.environment(), log) as process:
        wait_for(port, process, log, lambda at: Visitor(at, TOWNS[0].host).ask("GET", "/readyz")[0] == http.client.OK)
        yield port


def _visit(site: _Site, visitors: int, seconds: float, think: float) -> dict[str, list[float]]:
    """Everybody at once for so long. Milliseconds by kind of page; `failed` holds what was no good answer."""
    took: dict[str, list[float]] = defaultdict(list)
    until = time.perf_counter() + seconds
    asked = questions(site.installation.of, 400)
    threads = []
    for number in range(visitors):
        dice = random.Random(number)
        if number < len(site.staff):
            work = _staff(site, site.staff[number], asked, dice, desk=number < DESKS)
        else:
            work = _resident(site, asked, dice)
        threads.append(threading.Thread(target=_walk, args=(work, took, until, think, dice)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took


def _walk(work: Iterator[str], took: dict[str, list[float]], until: float, think: float, dice: random.Random) -> None:
    while time.perf_counter() < until:
        began = time.perf_counter()
        try:
            kind = next(work)
        except (OSError, RuntimeError, http.client.HTTPException) as problem:
            print("failed:", problem)
            took["failed"].append(1.0)
            return
        took[kind].append((time.perf_counter() - began) * 1000)
        if think:
            time.sleep(dice.expovariate(1 / think))


def _resident(site: _Site, asked: list[str], dice: random.Random) -> Iterator[str]:
    town = dice.choice(TOWNS)
    visitor = Visitor(site.port, town.host)
    kinds = [kind for kind, weight in MIX for _ in range(weight)]
    while True:
        kind, words = dice.choice(kinds), quote_plus(dice.choice(asked))
        if kind == "request":
            _one_request(visitor)
        elif kind == "route":
            visitor.follow("POST", "/wegwijzer", {"vraag": "ik voel me vaak alleen"})
        else:
            paths = {
                "search": f"/zoeken?q={words}",
                "near": f"/zoeken?q={words}&postcode={town.postcode[:4]}&straal=10",
                "offer": f"/aanbod/{dice.choice(site.slugs)}",
                "suggest": f"/api/suggesties?q={words[:3]}",
                "home": "/",
                "hsds": f"/api/hsds/services?per_page=20&page={dice.randrange(1, 20)}",
            }
            visitor.follow("GET", paths[kind])
        yield kind


def _one_request(visitor: Visitor) -> None:
    token = secrets.token_hex(16)
    visitor.follow("POST", "/gesprek", FORM | {"formulier": token})
    page = visitor.follow("POST", "/gesprek", FORM | {"formulier": token, "versturen": "ja"})
    assert b"data-reference" in page


def _staff(
    site: _Site, who: tuple[str, str, str], asked: list[str], dice: random.Random, *, desk: bool
) -> Iterator[str]:
    email, host, secret = who
    visitor = Visitor(site.port, host)
    status, location, _ = visitor.ask("POST", "/inloggen", {"email": email, "wachtwoord": PASSWORD})
    if status != http.client.SEE_OTHER:
        raise RuntimeError(f"sign-in: {status}")
    for step in (0, 1, -1):  # a code is used once, and the visit before may have used the one of now
        status, _, _ = visitor.ask(
            "POST",
            "/" + location.split("/", 3)[-1] if location.startswith("http") else location,
            {"code": code_at(secret, step_now() + step)},
        )
        if status == http.client.SEE_OTHER:
            break
    else:
        yield "sign-in refused"
        return
    while True:
        words = quote_plus(dice.choice(asked))
        path = dice.choice((f"/loket/zoeken?q={words}", "/loket/")) if desk else "/organisatie/"
        visitor.follow("GET", path)
        yield "desk" if desk else "organisation"


def _print(took: dict[str, dict[str, list[float]]], rates: dict[str, float]) -> None:
    print(
        f"{'kind':14}"
        + "".join(f"{store + ' med/p95 ms':>26}{'n':>7}" for store in took)
        + f"{'ratio med':>11}{'p95':>7}"
    )
    for kind in sorted({kind for times in took.values() for kind in times}):
        cells, seen = "", {}
        for store, times in took.items():
            values = times.get(kind) or [0.0]
            high = statistics.quantiles(values, n=20)[-1] if len(values) > 1 else values[0]
            seen[store] = (statistics.median(values), high)
            cells += f"{seen[store][0]:17.1f}/{high:8.1f}{len(times.get(kind) or ()):7}"
        first, second = seen.values()
        print(f"{kind:14}{cells}{second[0] / (first[0] or 1):11.2f}{second[1] / (first[1] or 1):7.2f}")
    print("pages per second: " + ", ".join(f"{store} {rate:.0f}" for store, rate in rates.items()))


if __name__ == "__main__":
    main()
