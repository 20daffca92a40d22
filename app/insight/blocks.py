"""Blocks: the smallest pieces of which figures are published, so that small numbers cannot be worked out.

All that is counted of one municipality, one measure and one quarter (or year) is a cube of cells. The cube is cut once
into blocks, and every figure anywhere is a sum of whole blocks: a table more, an export, the region beside the
municipality, this year beside last year tell nothing that the blocks do not tell. What the blocks themselves tell is
what docs/adr/0012-small-numbers.md proves: for every group of cells that counts 1 to 4 there is another cube, with
another number there, from which exactly the same blocks follow. Three steps, in this order, make that true:

1. *Apart or together* (`Rule.whole`). Where the total of a group of cells is known from elsewhere (in time and late are
   together all conversations), one of the large cells joins the small ones: the last in a fixed order, never the
   smallest, because a choice by size tells sizes.
2. A cell of `SMALLEST` or more stands alone. Nothing that is published holds a true total, so it protects nothing less.
3. Small cells are put together step by step (`Rule.rolls`): over kernen, over domains and so on, until a sum of
   `SMALLEST` is reached. A sum so high that its parts can be no other than the highest is published lower ("ten minste").
   What never reaches `SMALLEST` is left out.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, cast

from app.content.models import OUTCOMES
from app.conversation.follow_up_questions import QUESTIONS
from app.counting.models import Measure

SMALLEST: Final = 5
"""The smallest number that is ever published (I-04). Not a setting: two reports of one past, cut at different numbers,
would together tell what each of them hides."""
REST: Final = "*"
"""The key of what is too small to show apart."""
DIMENSIONS: Final = ("kern", "domain", "way", "detail")
Keys = tuple[str, str, str, str]
Cells = Mapping[Keys, int]


@dataclass(frozen=True, slots=True)
class Rule:
    """How the cubes of one measure are cut.

    :ivar quarterly: a cube per quarter; else per year.
    :ivar rolls: over which dimensions small cells are put together, what matters least first. A dimension that is not
        named is never added up: one person stands in several of its values (four questions; received and answered).
    :ivar ignored: dimensions that do not matter for this measure: added up before anything else.
    :ivar whole: the dimension whose values together are a number that may be known from elsewhere; empty for none.
    :ivar known: all its values that are together that number, per `way` ("": for every way), the one that is to join
        the small ones first at the end. A way without them: they are not known beforehand.
    """

    quarterly: bool
    rolls: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    whole: str = ""
    known: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


_PLACE: Final = ("kern", "domain")
_TERM: Final = {"": ("in_time", "late")}
_ANSWERS: Final = {question: (each[0], each[2], each[1], *each[3:]) for question, each in QUESTIONS.items()}
"""With few answers yes and no stay to be seen; what lies between them joins "I do not know"."""
RULES: Final[Mapping[Measure, Rule]] = {
    Measure.UNMET: Rule(True, ("way", "kern", "domain"), ignored=("detail",)),
    Measure.DESK_ANSWER: Rule(True, ("way", "kern", "domain")),
    Measure.REFERRAL: Rule(True, ("kern", "way", "domain", "detail")),
    Measure.REQUEST: Rule(True, ("kern", "detail", "way"), ignored=("domain",)),
    Measure.TERM: Rule(False, ignored=_PLACE, whole="detail", known=_TERM),
    Measure.OUTCOME: Rule(False, ignored=(*_PLACE, "detail"), whole="way", known={"": OUTCOMES}),
    Measure.FOLLOW_UP: Rule(False, ignored=_PLACE, whole="detail", known=_ANSWERS),
    Measure.COMPLAINT: Rule(False, ("way",), ignored=_PLACE, whole="detail", known=_TERM),
    Measure.CALL_BACK: Rule(False, ("domain", "detail"), ignored=("kern", "way")),
}


@dataclass(frozen=True, slots=True, order=True)
class Block:
    """One published number. `keys` as in `DIMENSIONS`, `REST` where cells were put together; `at_least`: it is more."""

    keys: Keys
    number: int
    at_least: bool = False


@dataclass(frozen=True, slots=True)
class Blocks:
    """Everything that is published of one cube. `dropped`: where something (1 to 4 in each) is left out."""

    shown: tuple[Block, ...] = ()
    dropped: tuple[Keys, ...] = ()


def cut(cells: Cells, rule: Rule) -> Blocks:
    """Cut one cube into blocks. The order of the cells does not matter; cells without a count say nothing."""
    counted: dict[Keys, int] = {}
    ignored = [DIMENSIONS.index(dimension) for dimension in rule.ignored]
    for keys, number in cells.items():
        if number > 0:
            kept = keys
            for place in ignored:
                kept = _with(kept, place, "")
            counted[kept] = counted.get(kept, 0) + number
    shown: list[Block] = []
    if rule.whole:
        counted = _whole(counted, rule, shown)
    small = {keys: number for keys, number in counted.items() if number < SMALLEST}
    shown += [Block(keys, number) for keys, number in counted.items() if number >= SMALLEST]
    for dimension in rule.rolls:
        small = _rolled(small, DIMENSIONS.index(dimension), shown)
    return Blocks(tuple(sorted(shown)), tuple(sorted(small)))


def _rolled(small: Cells, place: int, shown: list[Block]) -> dict[Keys, int]:
    """Small cells put together over one dimension: what is enough goes to `shown`, what is not is returned."""
    groups: defaultdict[Keys, list[int]] = defaultdict(list)
    for keys, number in small.items():
        groups[_without(keys, place)].append(number)
    left = {}
    for keys, numbers in groups.items():
        total = sum(numbers)
        if total < SMALLEST:
            left[keys] = total
        else:
            most = highest_told(len(numbers))
            shown.append(Block(keys, min(total, most), at_least=total >= most))
    return left


def highest_told(parts: int) -> int:
    """The highest sum that so many small parts may be published with: one less than the highest they can have.

    Four and four is eight, and only four and four: so both eight and seven are published as "at least seven".
    """
    return parts * (SMALLEST - 1) - 1


def _whole(counted: Cells, rule: Rule, shown: list[Block]) -> dict[Keys, int]:
    """Groups whose total may be known: the total is always there, the parts only as far as they hide the small ones.

    Enough goes to `shown`; a group that is too small as a whole goes on as one small cell, other cells as they are.
    """
    place = DIMENSIONS.index(rule.whole)
    groups: defaultdict[Keys, dict[str, int]] = defaultdict(dict)
    left = {}
    for keys, number in counted.items():
        known = _known(rule, keys)
        if not known or keys[place] in known:
            groups[_without(keys, place)][keys[place]] = number
        else:
            left[keys] = number
    for keys, parts in groups.items():
        total = sum(parts.values())
        if total < SMALLEST:
            left[keys] = total
            continue
        known = _known(rule, keys)
        large = [value for value in known or sorted(parts) if parts.get(value, 0) >= SMALLEST]
        alone = large if known and len(large) == len(known) else large[:-1]
        shown += [Block(_with(keys, place, value), parts[value]) for value in alone]
        rest = total - sum(parts[value] for value in alone)
        if rest:
            shown.append(Block(keys, rest))
    return left


def _known(rule: Rule, keys: Keys) -> tuple[str, ...]:
    return rule.known.get(keys[2]) or rule.known.get("", ())


def _without(keys: Keys, place: int) -> Keys:
    return _with(keys, place, REST)


def _with(keys: Keys, place: int, value: str) -> Keys:
    return cast("Keys", (*keys[:place], value, *keys[place + 1 :]))
