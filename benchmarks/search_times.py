"""What does a weekday and a part of the day cost? `python -m benchmarks.search_times [--quick]`.

The whole answer as a page gets it (`Finder.ask`: reading the words and the time, finding, putting in order, facets, 20 rows
and reasons), with a time in the words or chosen in the filters, beside the same question without. Two kinds of question:
the ones of benchmarks/synthetic.py, and questions about somebody who takes over for a while, which get an order in steps
and are answered with all respite care there is. One process, the two forms in turn, each in signs that were not seen yet.
"""

from __future__ import annotations

import argparse
import gc
import random
import statistics
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sqlmodel import col, update

from app.search.asking import Question
from app.search.indexing import rebuild
from app.services import build_services
from app.social_map.models import Offer
from app.social_map.vocabulary import DAYPARTS, WEEKDAYS
from benchmarks.installation import fill, prepare, real_places
from benchmarks.synthetic import questions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.services import Services

DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
PARTS = ("ochtend", "middag", "avond", "nacht")
RESPITE = (
    "oppas voor mijn {}",
    "iemand bij mijn {} met dementie",
    "even weg, wie blijft bij mijn {}",
    "wie past op mijn {}",
)
WHO = ("moeder", "vader", "man", "vrouw", "partner", "schoonmoeder")


def main() -> None:
    """Prints a line per kind of question."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--quick", action="store_true")
    arguments.add_argument("--questions", type=int, default=300)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        installation = prepare(Path(folder), 2_000 if given.quick else 20_000)
        fill(installation)
        services = build_services(installation.settings)
        _give_weights(services)
        gc.collect()
        gc.freeze()
        dice = random.Random(8)
        ordinary = questions(installation.of, given.questions)
        about = [dice.choice(RESPITE).format(dice.choice(WHO)) for _ in ordinary]
        for name, asked in (("any question", ordinary), ("about respite", about)):
            compare(services, name, asked, dice)
        services.database.close()


def _give_weights(services: Services) -> None:
    """The spreadsheet of the benchmarks says no respite weight: each offer gets that of its kind."""
    with services.database.writing() as session:
        for kind in services.content.now().kinds:
            if kind.respite_weight:
                session.execute(update(Offer).where(col(Offer.kind) == kind.slug).values(respite=kind.respite_weight))
    rebuild(services.database, services.content.now(), services.finder.engines.primary)


def compare(services: Services, name: str, asked: Sequence[str], dice: random.Random) -> None:
    """Each question without a time, with one in its words, and with one chosen, in turn."""
    took: dict[str, list[float]] = {"without": [], "in words": [], "chosen": []}
    worked: dict[str, list[float]] = {form: [] for form in took}
    places = real_places()
    for number, words in enumerate(asked):
        at = dice.randrange(28)
        plain = Question(words=words, place=dice.choice(places).name, host="hattem")
        forms = {
            "without": plain,
            "in words": replace(plain, words=f"{words} op {DAYS[at // 4]}{PARTS[at % 4]}"),
            "chosen": replace(plain, day=WEEKDAYS[at // 4], daypart=DAYPARTS[at % 4]),
        }
        for turn, warming in ((0, True), (1, False)):
            for form in sorted(forms, key=lambda _: dice.random()):
                fresh = replace(forms[form], words=f"{forms[form].words} {'x' * (turn + 1)}{number}{form[:1]}")
                begun, busy = time.perf_counter(), time.thread_time()
                services.finder.ask(fresh)
                if not warming:
                    took[form].append(time.perf_counter() - begun)
                    worked[form].append(time.thread_time() - busy)
    for what, measured in (("time", took), ("processor time", worked)):
        middle = {form: statistics.median(seconds) for form, seconds in measured.items()}
        ratios = ", ".join(
            f"{form} / without {middle[form] / middle['without']:.2f}" for form in ("in words", "chosen")
        )
        print(f"  {name:15} {what:15} without {middle['without'] * 1000:6.2f} ms; {ratios}")


if __name__ == "__main__":
    main()
