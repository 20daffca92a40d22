"""How fast are our pages beside a bare Flask + FTS5 page on the same data? Run by hand: `python -m benchmarks.pages`.

Both are served by gunicorn with two workers of two threads, as `leefplein serve` does it. One client process asks them
in turn over connections that stay open, so that whatever else the machine does falls on both alike: read the ratios.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import http.client
import random
import re
import sqlite3
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

import brotli

from app.cli.supervising import web_command
from benchmarks.installation import Installation, fill, free_port, prepare, real_places, running, wait_for
from benchmarks.reference_page import TUNED, VARIABLE, make
from benchmarks.synthetic import TYPES, questions

if TYPE_CHECKING:
    from collections.abc import Iterator

CONNECTIONS = 4
"""Open at the same time for each server, used in turn, so that both workers have work."""
WORDS = {
    "words": "words, four facets",
    "filter": "words + a filter, four facets",
    "near": "words + within 5 km, four facets",
    "suggest": "suggestions (API)",
    "mistaken": "words with a typing error",
    "browse": "browse near a place",
    "offer": "page of an offer",
}
TARGETS = {"filter": 1.0, "offer": 1.5}
LARGEST_KB = 60
BROWSER = {"Accept-Encoding": "gzip, br", "Sec-Fetch-Site": "none"}
_LINKED = re.compile(r'(?:<link rel="stylesheet" href|<script type="module" src)="([^"]+)"')


@dataclass(slots=True)
class Site:
    """A server, and the connections to it."""

    port: int
    process: int
    connections: list[http.client.HTTPConnection] = field(default_factory=list)
    turn: int = 0

    def __post_init__(self) -> None:
        self.connections = [http.client.HTTPConnection("127.0.0.1", self.port, timeout=30) for _ in range(CONNECTIONS)]

    def cpu(self) -> float:
        """Seconds of processor time of the server and its workers so far."""
        workers = Path(f"/proc/{self.process}/task/{self.process}/children").read_text().split()
        spent = 0.0
        for number in [str(self.process), *workers]:
            for thread in Path(f"/proc/{number}/task").iterdir():
                spent += int((thread / "schedstat").read_text().split()[0]) / 1e9
        return spent

    def get(self, path: str, headers: dict[str, str] | None = None) -> tuple[float, bytes, str]:
        """Milliseconds until the whole answer is there, the answer, and how it was compressed.

        :raises RuntimeError: when it is not a good answer.
        """
        connection = self.connections[self.turn % CONNECTIONS]
        self.turn += 1
        begun = time.perf_counter()
        connection.request("GET", path, headers=headers or {})
        answer = connection.getresponse()
        body = answer.read()
        took = (time.perf_counter() - begun) * 1000
        if answer.status != http.client.OK:
            raise RuntimeError(f"{path}: {answer.status}")
        return took, body, answer.headers.get("Content-Encoding", "")


@dataclass(frozen=True, slots=True)
class Wish:
    """The same question to both sites."""

    kind: str
    ours: str
    theirs: str


def main() -> None:
    """Prints a table per size."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--quick", action="store_true", help="only 2,000 offers")
    arguments.add_argument("--sizes", type=int, nargs="+", default=[2_000, 20_000])
    arguments.add_argument("--questions", type=int, default=60, help="of each kind")
    arguments.add_argument(
        "--rounds", type=int, default=2, help="measured rounds over all questions, after one to warm up"
    )
    arguments.add_argument(
        "--tuned", action="store_true", help="beside a reference whose facets somebody made fast by hand"
    )
    arguments.add_argument("--profile", action="store_true", help="also profile our results page in this process")
    given = arguments.parse_args()
    for size in [2_000] if given.quick else given.sizes:
        with tempfile.TemporaryDirectory() as folder:
            installation = prepare(Path(folder) / "leefplein", size)
            _, imported, indexed = fill(installation)
            print(f"\n{size:,} offers (imported in {imported:.0f} s, indexed in {indexed:.0f} s)")
            compare(installation, Path(folder), given.questions, given.rounds, tuned=given.tuned)
            if given.profile:
                profile(installation, given.questions)


def compare(installation: Installation, folder: Path, number: int, rounds: int, *, tuned: bool = False) -> None:
    """Serve both, ask both, print the ratios and the weight of our pages."""
    reference = folder / "reference.sqlite"
    make(str(installation.database), str(reference))
    wishes = _wishes(installation, number)
    with _served(installation, reference, folder, tuned=tuned) as (ours, theirs):
        timings: dict[tuple[str, str, str], list[float]] = defaultdict(list)
        for turn in ["first", *["again"] * rounds]:
            for wish in wishes:
                timings[turn, wish.kind, "ours"].append(ours.get(wish.ours)[0])
                timings[turn, wish.kind, "theirs"].append(theirs.get(wish.theirs)[0])
        for turn, words in (("first", "each asked for the first time"), ("again", "asked again")):
            _print(words, {key[1:]: values for key, values in timings.items() if key[0] == turn})
        _cpu(ours, theirs, wishes)
        squeezed = [ours.get(wish.ours, BROWSER)[0] for wish in wishes if wish.kind == "filter"]
        plain = statistics.median(timings["again", "filter", "theirs"])
        print(
            f"  {'words + a filter, compressed (br)':36}{statistics.median(squeezed):9.2f} ms; / reference {statistics.median(squeezed) / plain:.2f}"
        )
        for kind in ("filter", "near", "offer"):
            _weigh(ours, next(wish for wish in wishes if wish.kind == kind))


@contextlib.contextmanager
def _served(installation: Installation, reference: Path, folder: Path, *, tuned: bool) -> Iterator[tuple[Site, Site]]:
    ports = free_port(), free_port()
    own = web_command("127.0.0.1", ports[0], 2, access_log=False)
    bare = [
        sys.executable, "-m", "gunicorn", "benchmarks.reference_page:application()", "--bind", f"127.0.0.1:{ports[1]}", "--workers", "2",
        "--worker-class", "gthread", "--threads", "2", "--keep-alive", "15", "--no-control-socket", "--log-level", "warning", "--preload",
    ]  # fmt: skip
    environment = installation.environment()
    logs = folder / "ours.log", folder / "theirs.log"
    with (
        running(own, environment, logs[0]) as one,
        running(bare, environment | {VARIABLE: str(reference)} | ({TUNED: "1"} if tuned else {}), logs[1]) as other,
    ):
        wait_for(ports[0], one, logs[0], _answers)
        wait_for(ports[1], other, logs[1], _answers)
        yield Site(ports[0], one.pid), Site(ports[1], other.pid)


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/zoeken?q=maatje")
        return connection.getresponse().status == http.client.OK
    finally:
        connection.close()


def _wishes(installation: Installation, number: int) -> list[Wish]:
    """Every kind of question, mixed; the same every time."""
    dice = random.Random(23)
    places = [place for place in real_places() if place.code]
    with contextlib.closing(sqlite3.connect(installation.database)) as rows:
        slugs = [slug for (slug,) in rows.execute("SELECT slug FROM offer WHERE status = 'published' ORDER BY id")]
    wishes = []
    for text in questions(installation.of, number):
        q, kind, place = quote_plus(text), dice.choice(tuple(TYPES)), dice.choice(places)
        point = f"postcode={place.code[:4]}&lat={place.lat}&lon={place.lon}"
        ours_near = f"postcode={place.code[:4]}"
        wishes += [
            Wish("words", f"/zoeken?q={q}", f"/zoeken?q={q}"),
            Wish("filter", f"/zoeken?q={q}&soort={kind}", f"/zoeken?q={q}&soort={kind}"),
            Wish("near", f"/zoeken?q={q}&{ours_near}&straal=5", f"/zoeken?q={q}&{point}&km=5"),
            Wish("suggest", f"/api/suggesties?q={quote_plus(text[:3])}", f"/api/suggesties?q={quote_plus(text[:3])}"),
            Wish("mistaken", *[f"/zoeken?q={quote_plus(_mistaken(text, dice))}"] * 2),
            Wish("browse", f"/zoeken?{ours_near}", f"/zoeken?{point}"),
        ]
        slug = dice.choice(slugs)
        wishes.append(Wish("offer", f"/aanbod/{slug}", f"/aanbod/{slug}"))
    dice.shuffle(wishes)
    return wishes


def _mistaken(text: str, dice: random.Random) -> str:
    """The first word with two letters changed places."""
    word, _, _ = text.partition(" ")
    if len(word) < 5:
        return word
    at = dice.randrange(1, len(word) - 2)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _print(words: str, timings: dict[tuple[str, str], list[float]]) -> None:
    print(f"  {words:36}{'ours med/p95 ms':>18}{'reference':>18}{'ratio med':>11}{'ratio p95':>11}")
    for kind, title in WORDS.items():
        middle, high, cells = {}, {}, ""
        for who in ("ours", "theirs"):
            values = timings[kind, who]
            middle[who], high[who] = statistics.median(values), statistics.quantiles(values, n=20)[-1]
            cells += f"{middle[who]:10.2f}/{high[who]:7.2f}"
        ratio = middle["ours"] / middle["theirs"]
        target = TARGETS.get(kind)
        verdict = "" if target is None else f"  target {target:.1f}: {'met' if ratio <= target else 'MISSED'}"
        print(f"  {title:36}{cells}{ratio:11.2f}{high['ours'] / high['theirs']:11.2f}{verdict}")


def _cpu(ours: Site, theirs: Site, wishes: list[Wish]) -> None:
    """The work the servers do for it: processor time of all their processes, which a busy machine does not stretch."""
    print(f"  {'processor time per answer':36}{'ours ms':>18}{'reference ms':>18}{'ratio':>11}")
    for kind, title in WORDS.items():
        spent = {"ours": 0.0, "theirs": 0.0}
        asked = [wish for wish in wishes if wish.kind == kind]
        for start in range(0, len(asked), 20):
            for who, site in (("ours", ours), ("theirs", theirs)):
                before = site.cpu()
                for wish in asked[start : start + 20]:
                    site.get(wish.ours if who == "ours" else wish.theirs)
                spent[who] += site.cpu() - before
        each = {who: seconds * 1000 / len(asked) for who, seconds in spent.items()}
        print(f"  {title:36}{each['ours']:18.2f}{each['theirs']:18.2f}{each['ours'] / each['theirs']:11.2f}")


def _weigh(site: Site, wish: Wish) -> None:
    """What a browser with an empty cache fetches for one page: the page, its style sheets and its scripts, compressed."""
    _, body, encoding = site.get(wish.ours, BROWSER)
    html = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}[encoding](body).decode()
    linked = dict.fromkeys(_LINKED.findall(html))
    parts = {"page": len(body)}
    for path in linked:
        _, file, _ = site.get(path, BROWSER)
        parts["css" if ".css" in path else "js"] = parts.get("css" if ".css" in path else "js", 0) + len(file)
    total = sum(parts.values()) / 1000
    told = ", ".join(f"{name} {size / 1000:.1f}" for name, size in parts.items())
    print(
        f"  weight of {WORDS[wish.kind]}: {total:.1f} kB ({told}; {encoding or 'not compressed'}) {'met' if total <= LARGEST_KB else 'MISSED'}"
    )


def profile(installation: Installation, number: int) -> None:
    """Where the time of our results page and offer page goes, in this process."""
    import cProfile  # noqa: PLC0415  (only when asked for)
    import pstats  # noqa: PLC0415

    from app.services import build_services  # noqa: PLC0415
    from app.web.application import create_app  # noqa: PLC0415

    client = create_app(build_services(installation.settings)).test_client()
    for kind in ("filter", "offer"):
        paths = [wish.ours for wish in _wishes(installation, number) if wish.kind == kind]
        client.get(paths[0])
        watching = cProfile.Profile()
        watching.enable()
        for path in paths:
            client.get(path)
        watching.disable()
        print(f"\n{WORDS[kind]}")
        pstats.Stats(watching).sort_stats("cumulative").print_stats(45)


if __name__ == "__main__":
    main()
