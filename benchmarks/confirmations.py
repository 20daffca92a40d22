"""Does the yearly asking make a page slow? Run by hand: `python -m benchmarks.confirmations [--quick]`.

10,000 offers of 2,000 organisations, all due at the same moment, which never happens outside a first import. The site is
served as `leefplein serve` does it; the loop runs in a process of its own beside it, as the worker does, first asking
everybody, then hiding everything, and after each the outbox is emptied (mail to a folder, index). Meanwhile results
pages are asked, one after another. The loop is
held every other second: read the ratio of the 95th percentile to that of the seconds in which it was held.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

import sqlalchemy as sa

from app.cli.supervising import web_command
from app.db import Database
from app.services import build_services
from app.social_map.models import Offer, Organisation
from app.upkeep import loop
from app.upkeep.models import FreshnessStep
from app.upkeep.vocabulary import Step, Told
from app.working import worker
from benchmarks.installation import Installation, fill, free_port, prepare, running, wait_for
from benchmarks.synthetic import questions, synthetic_map

if TYPE_CHECKING:
    from collections.abc import Iterator

OFFERS_EACH = 5
TARGET = 2.0
"""The 95th percentile while the loop runs, as a multiple of the quiet one."""
LONGEST_AGO = date(2024, 1, 1)
WORK = "BENCHMARK_LOOP_FOLDER"
HELD_AFTER = 0.3
"""Seconds until a loop that is told to hold has finished the organisation it was busy with."""


def main() -> None:
    """Prints a line per phase."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--quick", action="store_true", help="2,000 offers of 400 organisations")
    arguments.add_argument("--work", action="store_true", help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.work:
        work(Path(os.environ[WORK]))
        return
    size = 2_000 if given.quick else 10_000
    with tempfile.TemporaryDirectory() as folder:
        installation = prepare(Path(folder) / "leefplein", size)
        fill(installation)
        print(f"\n{size:,} offers of {size // OFFERS_EACH:,} organisations, all due")
        measure(installation, Path(folder), size)


def measure(installation: Installation, folder: Path, size: int) -> None:
    """Ask everybody, then hide everything, with visitors on the site."""
    port, log = free_port(), folder / "web.log"
    paths = [f"/zoeken?q={quote_plus(text)}" for text in questions(installation.of, 300)]
    random.Random(5).shuffle(paths)
    with running(web_command("127.0.0.1", port, 2, access_log=False), installation.environment(), log) as web:
        wait_for(port, web, log, lambda number: _ask(http.client.HTTPConnection("127.0.0.1", number), "/hulp-nu") > 0)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for path in paths[:100]:
            _ask(connection, path)
        quiet = [_ask(connection, path) for path in paths]
        high = _high(quiet)
        print(f"  {'quiet':28} results page median {statistics.median(quiet):6.1f} ms, p95 {high:6.1f} ms")
        for phase, prepared in (("everybody is asked", _all_due), ("everything is hidden", _all_to_hide)):
            prepared(installation, size)
            _phase(phase, installation, connection, paths)


def _phase(
    name: str,
    installation: Installation,
    connection: http.client.HTTPConnection,
    paths: list[str],
) -> None:
    environment = installation.environment() | {WORK: str(installation.folder)}
    out, holding = installation.folder / "work.json", installation.folder / "hold"
    with out.open("wb") as answer:
        process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.confirmations", "--work"], env=environment, stdout=answer
        )
        taken, quiet, begun = [], [], time.perf_counter()
        while process.poll() is None:
            # A second with the loop, a second without, so that whatever else the machine does falls on both alike.
            resting = int(time.perf_counter() - begun) % 2 == 1
            held = resting and holding.exists()
            if resting and not held:
                holding.touch()
                time.sleep(HELD_AFTER)
            elif not resting:
                holding.unlink(missing_ok=True)
            (quiet if resting else taken).append(_ask(connection, paths[len(taken) % len(paths)]))
        holding.unlink(missing_ok=True)
    if process.returncode:
        raise RuntimeError("the loop stopped")
    told = json.loads(out.read_text(encoding="utf-8").splitlines()[-1])
    ratio = _high(taken) / _high(quiet)
    verdict = "met" if ratio <= TARGET else "MISSED"
    print(
        f"  {name:28} results page median {statistics.median(taken):6.1f} ms, p95 {_high(taken):6.1f} ms; p95 / held {ratio:.2f} (held: {statistics.median(quiet):.1f} / {_high(quiet):.1f} ms)"
        f"  target {TARGET:.1f}: {verdict}  ({len(taken)} pages)"
    )
    print(
        f"  {'':28} {told['organisations']} organisations, {told['steps']} steps; per batch of {loop.MOST_AT_ONCE}: median"
        f" {told['batch']:.2f} s, longest {told['longest_batch']:.2f} s; transaction median {told['transaction'] * 1000:.1f} ms,"
        f" longest {told['longest'] * 1000:.0f} ms; outbox {told['outbox']:.1f} s"
    )


def work(folder: Path) -> None:
    """What the worker does, without the hour between two batches. Prints what it took as JSON."""
    services = build_services(Installation(folder, synthetic_map(10)).settings)
    loop.FIRST_HOUR, loop.LAST_HOUR = 0, 24
    attend, transactions = loop.attend_to, []

    def timed(*given: object) -> bool:
        _hold(folder)
        begun = time.perf_counter()
        done = attend(*given)  # type: ignore[arg-type]
        transactions.append(time.perf_counter() - begun)
        return done

    loop.attend_to = timed
    batches = []
    while True:
        begun = time.perf_counter()
        done = loop.keep_true(services.publishing)
        if not done:
            break
        batches.append(time.perf_counter() - begun)
    begun = time.perf_counter()
    hands = worker(services)
    while hands._turn():  # noqa: SLF001  (as `once` does, holding between two turns)
        _hold(folder)
    outbox = time.perf_counter() - begun
    with services.database.reading() as session:
        steps = session.execute(
            sa.select(sa.func.count(FreshnessStep.id)).where(FreshnessStep.at > datetime.now(UTC) - timedelta(hours=1))  # type: ignore[arg-type,operator]
        ).scalar_one()
    told = {
        "organisations": len(transactions), "steps": steps, "batch": statistics.median(batches), "longest_batch": max(batches),
        "transaction": statistics.median(transactions), "longest": max(transactions), "outbox": outbox,
    }  # fmt: skip
    print(json.dumps(told))


def _hold(folder: Path) -> None:
    while (folder / "hold").exists():
        time.sleep(0.01)


def _all_due(installation: Installation, size: int) -> None:
    """Five offers to an organisation, each with an address, and nobody looked for years."""
    database = Database(installation.settings.store)
    with database.writing() as session:
        made = [
            Organisation(
                name=f"Voorbeeld {number}", name_key=f"voorbeeld {number}", email=f"info@voorbeeld-{number}.example"
            )
            for number in range(size // OFFERS_EACH)
        ]
        session.add_all(made)
        session.flush()
        for offer, organisation in zip(
            _numbers(session), [one for one in made for _ in range(OFFERS_EACH)], strict=True
        ):
            session.execute(
                sa.update(Offer)
                .where(Offer.id == offer)  # type: ignore[arg-type]
                .values(organisation_id=organisation.id, last_confirmed=LONGEST_AGO, example=False)
            )
    database.close()


def _all_to_hide(installation: Installation, size: int) -> None:
    """The same, asked, reminded and warned long ago."""
    del size
    database = Database(installation.settings.store)
    at = datetime(2025, 1, 1, tzinfo=UTC)
    with database.writing() as session:
        session.execute(sa.delete(FreshnessStep))
        for offer in _numbers(session):
            session.add_all(
                FreshnessStep(offer_id=offer, since=LONGEST_AGO, step=step, told=Told.MAIL, at=at)
                for step in (Step.ASK, Step.REMIND, Step.WARN)
            )
    database.close()


def _numbers(session: object) -> Iterator[int]:
    return iter(session.execute(sa.select(Offer.id).order_by(Offer.id)).scalars().all())  # type: ignore[attr-defined,call-overload]


def _ask(connection: http.client.HTTPConnection, path: str) -> float:
    """Milliseconds until the whole page is there."""
    begun = time.perf_counter()
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    if answer.status != http.client.OK:
        raise RuntimeError(f"{path}: {answer.status}")
    return (time.perf_counter() - begun) * 1000


def _high(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


if __name__ == "__main__":
    main()
