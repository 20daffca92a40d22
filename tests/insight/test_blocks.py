"""Nobody can be found in the blocks, by somebody who knows everything but the numbers: the rules, the code, all tables.

The attacker of these tests has every cube that could be and keeps those from which exactly the published blocks follow
(`test_every_cube`): a group of cells is safe when more than one number is left for it. For larger cubes the same is
shown by one change of one count (`test_one_count_elsewhere`), which is the proof of docs/adr/0012-small-numbers.md.
"""

import itertools
from collections import defaultdict
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.counting.models import Measure
from app.insight import blocks
from app.insight.blocks import DIMENSIONS, REST, RULES, SMALLEST, Block, Blocks, Rule, cut

BOTH = Rule(True, ("kern", "domain"))
ALL = Rule(True, ("detail", "way", "kern", "domain"))
TERMS = RULES[Measure.TERM]
ANSWERS = replace(TERMS, known={})
THREE = replace(TERMS, known={"": ("a", "b", "c")})


def square(kernen, domains):
    return [(kern, domain, "", "") for kern in kernen for domain in domains]


def details(*names):
    return [("", "", "", name) for name in names]


def of(places, numbers):
    return dict(zip(places, numbers, strict=True))


def found_out(places, highest, publish):
    """Cubes with a group of cells that counts 1 to 4 and can have no other number, given what is published of them.

    Cubes that touch the highest number are possible worlds, but nobody's: the world beside them would be cut off.
    """
    worlds = defaultdict(list)
    for numbers in itertools.product(range(highest + 1), repeat=len(places)):
        worlds[publish(of(places, numbers))].append(numbers)
    groups = [
        chosen for size in range(1, len(places) + 1) for chosen in itertools.combinations(range(len(places)), size)
    ]
    caught = []
    for same in worlds.values():
        for chosen in groups:
            sums = {sum(numbers[place] for place in chosen) for numbers in same}
            (only, *others) = sums
            if not others and 1 <= only < SMALLEST:
                caught += [(numbers, chosen) for numbers in same if max(numbers) < highest]
    return caught


def by(rule):
    return lambda cells: cut(cells, rule)


def with_total(rule):
    """A total that is known from elsewhere beside the blocks."""
    return lambda cells: (cut(cells, rule), sum(cells.values()) if sum(cells.values()) >= SMALLEST else None)


@pytest.mark.parametrize(
    ("places", "highest", "publish"),
    [
        pytest.param(square("ab", "xy"), 6, by(BOTH), id="two kernen, two domains"),
        pytest.param(square("abc", "x"), 9, by(BOTH), id="three kernen"),
        pytest.param(square("abcde", "x"), 5, by(BOTH), id="five kernen"),
        pytest.param(details("in_time", "late"), 14, with_total(TERMS), id="terms"),
        pytest.param(details("a", "b", "c"), 10, with_total(THREE), id="three answers"),
        pytest.param(details("a", "b", "c"), 10, with_total(ANSWERS), id="answers not known beforehand"),
        pytest.param(
            [("", "", way, detail) for way in "xy" for detail in ("in_time", "late")],
            6,
            by(RULES[Measure.COMPLAINT]),
            id="complaints",
        ),
    ],
)
def test_every_cube(places, highest, publish):
    assert found_out(places, highest, publish) == []


def plain(cells):
    """What most reports do: hide what is small, and give the true total."""
    return tuple(sorted((keys, number) for keys, number in cells.items() if number >= SMALLEST)), sum(cells.values())


def smallest_joins(cells):
    """What textbooks say: one that can be worked out takes the smallest large one along, only when it is needed."""
    small = {keys: number for keys, number in cells.items() if 0 < number < SMALLEST}
    large = sorted((number, keys) for keys, number in cells.items() if number >= SMALLEST)
    total = sum(small.values())
    if large and small and (total < SMALLEST or total == 4 * len(small)):
        joined = large.pop(0)
        total += joined[0]
    return tuple(large), total if total >= SMALLEST else None


@pytest.mark.parametrize("publish", [plain, smallest_joins], ids=["true totals", "the smallest joins when needed"])
def test_the_attacker_finds_people_in_what_others_do(publish):
    assert found_out(square("abc", "x"), 9, publish)


def test_the_attacker_finds_people_without_the_highest_told(monkeypatch):
    assert found_out(square("ab", "x"), 9, by(BOTH)) == []
    monkeypatch.setattr(blocks, "highest_told", lambda parts: parts * SMALLEST)
    assert ((4, 4), (0,)) in found_out(square("ab", "x"), 9, by(BOTH))


def test_the_attacker_finds_people_when_a_known_total_is_not_minded():
    assert found_out(details("in_time", "late"), 14, with_total(replace(TERMS, whole="")))


SHAPES = st.tuples(*(st.integers(1, most) for most in (4, 3, 2, 2)))


@st.composite
def cubes(draw):
    """Small cubes, mostly of small numbers."""
    places = [
        tuple("" if size == 1 else f"{name}{at}" for name, at, size in zip(DIMENSIONS, spot, shape, strict=True))
        for shape in [draw(SHAPES)]
        for spot in itertools.product(*(range(size) for size in shape))
    ]
    number = st.one_of(st.just(0), st.integers(1, 4), st.integers(1, 4), st.integers(5, 9))
    return of(places, [draw(number) for _ in places])


RULES_OF_TODAY = [*RULES.values(), BOTH]


@settings(max_examples=60, deadline=None)
@given(cubes(), st.sampled_from(RULES_OF_TODAY), st.data())
def test_one_count_elsewhere(cells, rule, data):
    """Every group of cells of 1 to 4, along the dimensions or not, has another number in a world that looks the same."""
    published, places = cut(cells, rule), list(cells)
    changes = []
    for here, there in itertools.permutations([*places, None], 2):
        if here is not None and not cells[here]:
            continue
        other = {
            keys: number - (keys == here) + (keys == there)
            for keys, number in cells.items()
        }  # fmt: skip
        if cut(other, rule) == published:
            changes.append({here, there})
    along = [
        {keys for keys in places if all(want in (None, key) for want, key in zip(wanted, keys, strict=True))}
        for wanted in itertools.product(*([None, *sorted({keys[at] for keys in places})] for at in range(4)))
    ]
    chosen = st.sets(st.sampled_from(places), max_size=6)
    for group in [*along, *data.draw(st.lists(chosen, max_size=40))]:
        if 1 <= sum(cells[keys] for keys in group) < SMALLEST:
            assert any(len(change & group) == 1 for change in changes), (group, published)


@given(cubes(), st.sampled_from(RULES_OF_TODAY))
def test_nothing_small_is_published_and_nothing_is_made_up(cells, rule):
    published = cut(cells, rule)
    assert all(block.number >= SMALLEST for block in published.shown)
    assert len({block.keys for block in published.shown}) == len(published.shown)
    shown, counted = sum(block.number for block in published.shown), sum(cells.values())
    assert shown <= counted
    if not published.dropped and not any(block.at_least for block in published.shown):
        assert shown == counted


@given(cubes(), st.sampled_from(RULES_OF_TODAY), st.randoms())
def test_the_order_in_which_things_were_counted_tells_nothing(cells, rule, chance):
    mixed = list(cells.items())
    chance.shuffle(mixed)
    assert cut(dict(mixed), rule) == cut(cells, rule)


def test_what_matters_most_stays_to_be_seen():
    cells = {
        ("hattem", "inkomen", "search", "none"): 9,
        ("hattem", "wonen", "search", "none"): 3,
        ("hattem", "wonen", "route", "ended"): 2,
        ("hattemerbroek", "wonen", "search", "far"): 4,
        ("hattemerbroek", "inkomen", "search", "far"): 1,
    }
    assert cut(cells, RULES[Measure.UNMET]) == Blocks(
        (
            Block((REST, REST, REST, ""), 5),
            Block(("hattem", "inkomen", "search", ""), 9),
            Block(("hattem", "wonen", REST, ""), 5),
        )
    )


def test_yes_and_no_stay_to_be_seen_when_few_do_not_know():
    cells = {
        ("", "", "solved", answer): number
        for answer, number in zip(("yes", "partly", "no", "unknown"), (30, 9, 6, 2), strict=True)
    }
    assert cut(cells, RULES[Measure.FOLLOW_UP]).shown == (
        Block(("", "", "solved", REST), 11),
        Block(("", "", "solved", "no"), 6),
        Block(("", "", "solved", "yes"), 30),
    )


def test_what_is_too_little_for_any_sum_is_left_out():
    assert cut({("a", "x", "", ""): 4}, ALL) == Blocks((), ((REST, REST, REST, REST),))


def test_received_and_answered_complaints_are_never_added_up():
    """They are the same complaints: three received and three answered may not become six."""
    cells = {("", "", "house", "received"): 3, ("", "", "house", "in_time"): 3}
    assert cut(cells, RULES[Measure.COMPLAINT]).shown == ()
