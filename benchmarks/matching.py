"""How long does it take to match 2,000 offers with 500 questions? Run by hand: `python -m benchmarks.matching`.

All in one municipality, which is the worst case: municipalities never meet, so spread over three it is less work. `best`
does the arrays and the choice; the other way round judges every pair by itself, which is what a plain loop would cost.
Both give the same proposals (checked here as well), and a busy machine stretches both, so the ratio is what to compare.
"""

import argparse
import random
import time
from datetime import date, timedelta
from pathlib import Path

from app.content.loading import load_content
from app.matching.scoring import Fit, Ground, OfferFacts, Proposed, QuestionFacts, best, ground_of, judge
from app.social_map.vocabulary import Frequency, Vog

TODAY = date(2026, 11, 22)
TOWN = "overbetuwe"
TARGET = 2.0
ROUNDS = 5


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--offers", type=int, default=2000)
    reader.add_argument("--questions", type=int, default=500)
    given = reader.parse_args()
    content = load_content(Path(__file__).resolve().parents[1] / "content")
    ground = ground_of(content)
    chance = random.Random(34)
    tasks = [task.slug for task in content.tasks]
    circumstances = [each.slug for each in content.circumstances]
    kernen = [*ground.kernen[TOWN]]
    offers = [_offer(number, chance, tasks, circumstances, kernen) for number in range(given.offers)]
    questions = [_question(number, chance, tasks, circumstances, kernen) for number in range(given.questions)]

    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        quick = best(offers, questions, ground, TODAY)
        took.append(time.perf_counter() - began)
    began = time.perf_counter()
    plain = _one_by_one(offers, questions, ground)
    by_itself = time.perf_counter() - began

    assert quick == plain, "the fast way and the plain way do not agree"
    found = sum(bool(each) for each in quick.values())
    print(f"{given.offers:,} offers x {given.questions:,} questions; proposals for {found} questions")
    print(f"best               first {took[0]:.3f} s, median of {ROUNDS} {sorted(took)[ROUNDS // 2]:.3f} s")
    print(f"judge, one by one  {by_itself:.3f} s   ratio {by_itself / sorted(took)[ROUNDS // 2]:.1f}")
    print(f"target {TARGET} s: {'met' if max(took) <= TARGET else 'MISSED'} (slowest {max(took):.3f} s)")


def _offer(
    number: int, chance: random.Random, tasks: list[str], circumstances: list[str], kernen: list[str]
) -> OfferFacts:
    can = frozenset(chance.sample(tasks, chance.randint(1, 4)))
    return OfferFacts(
        id=number + 1,
        municipality=TOWN,
        tasks=can,
        kern=chance.choice(kernen),
        area=frozenset(chance.sample(kernen, chance.randint(1, 4))) if chance.random() < 0.4 else frozenset(),
        when_mask=_mask(chance),
        frequency=chance.choice([None, *Frequency]),
        not_tasks=frozenset(chance.sample(tasks, 2)) - can,
        not_circumstances=frozenset(chance.sample(circumstances, chance.randint(0, 2))),
        notice_days=chance.choice([0, 0, 1, 2, 7]),
        vog=chance.choice([*Vog]),
    )


def _question(
    number: int, chance: random.Random, tasks: list[str], circumstances: list[str], kernen: list[str]
) -> QuestionFacts:
    return QuestionFacts(
        id=number + 1,
        municipality=TOWN,
        tasks=frozenset(chance.sample(tasks, chance.randint(1, 2))),
        kern=chance.choice(kernen),
        when_mask=_mask(chance),
        frequency=chance.choice([None, Frequency.ONCE, Frequency.SOMETIMES, Frequency.WEEKLY]),
        circumstances=frozenset(chance.sample(circumstances, chance.randint(0, 2))),
        needed_on=TODAY + timedelta(days=chance.randint(0, 20)) if chance.random() < 0.2 else None,
        urgent=chance.random() < 0.1,
    )


def _mask(chance: random.Random) -> int:
    """One time in five nothing is known; else some parts of some days, now and then a day without its part."""
    if chance.random() < 0.2:
        return 0
    mask = 0
    for _ in range(chance.randint(1, 6)):
        mask |= 1 << chance.randrange(28 if chance.random() < 0.9 else 35)
    return mask


def _one_by_one(
    offers: list[OfferFacts], questions: list[QuestionFacts], ground: Ground
) -> dict[int, tuple[Proposed, ...]]:
    found = {}
    for question in questions:
        judged = ((offer.id, judge(offer, question, ground, TODAY)) for offer in offers)
        fits = [Proposed(number, fit) for number, fit in judged if isinstance(fit, Fit)]
        fits.sort(key=lambda each: (not each.fit.full, -each.fit.score, each.offer_id))
        found[question.id] = tuple(fits[:5])
    return found


if __name__ == "__main__":
    main()
