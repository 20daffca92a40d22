"""Words that mean it cannot wait: help numbers go on top, and nothing else happens.

A match never blocks a question, is never counted and never logged (ecosystem.md 6.7). False alarms are accepted.
Nothing typed is kept either: only the rules are.

Every place of a phrase becomes a number whose bits are the positions in the text where a fitting word stands. A phrase
is then a few shifts over the whole text, so that a long text takes time in proportion to its length, whatever it
repeats.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from app.content.danger_phrases import WantedWord, read_phrase
from app.content.models import DangerRule
from app.search.dutch.folding import fold
from app.search.loose_typing import SHORTEST_RUN_TOGETHER, pieces, spellings

LONGEST_TEXT = 20_000

_PART = re.compile(r"[^\W_]+|[.,!?;:…\n]")
# Words that begin another thought: "ik kan niet meer" ends before them.
_TURNS = frozenset(
    (
        "en",
        "want",
        "maar",
        "dus",
        "omdat",
        "sinds",
        "help",
        "aub",
        "svp",
        "alstublieft",
        "alsjeblieft",
        "sorry",
        "wat",
        "wie",
        "waar",
        "hoe",
        "and",
        "but",
        "because",
        "please",
    )
)


@dataclass(frozen=True, slots=True)
class Danger:
    """What was recognised: what to say first, and which numbers go on top (ids of content/help_numbers.yaml)."""

    rule: str
    message: str
    message_en: str
    help_numbers: tuple[str, ...]
    desk: bool


def recognise(text: str, rules: Iterable[DangerRule]) -> tuple[Danger, ...]:
    """The dangers somebody's words may point at, in the order of the rules. Never raises.

    Of a text longer than LONGEST_TEXT characters the rest is not read.
    """
    book = _book(tuple(rules))
    said = _hear(text[:LONGEST_TEXT], book)
    found: set[int] = set()
    innocent: dict[int, int] = {}
    for place in said.where:
        for at, phrase in book.phrases.get(place, ()):
            if at in found or not said.ends_of(phrase):
                continue
            if at not in innocent:
                innocent[at] = said.covered_by(book.unless[at])
            if not innocent[at] or said.ends_of(phrase, without=innocent[at]):
                found.add(at)
    return tuple(book.dangers[at] for at in sorted(found))


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A phrase as numbers of places; at most `gap` other words stand between two of them."""

    places: tuple[int, ...]
    gap: int
    opens: bool
    closes: bool


@dataclass(slots=True)
class _Book:
    """All rules made ready: which word fits at which places, and which phrases a place can be part of."""

    rules: tuple[DangerRule, ...]
    dangers: tuple[Danger, ...]
    phrases: dict[int, list[tuple[int, _Phrase]]] = field(default_factory=dict)  # by the rarest place of the phrase
    unless: list[list[_Phrase]] = field(default_factory=list)
    whole: dict[str, list[int]] = field(default_factory=dict)
    begins: dict[str, list[int]] = field(default_factory=dict)
    near: dict[str, list[tuple[str, bool, int]]] = field(default_factory=dict)  # by the first and the second letter
    beginning_sizes: tuple[int, ...] = ()

    def places_of(self, word: str) -> set[int]:
        """Every place where a folded word fits; a word no rule knows may hold one typing error."""
        fits: set[int] = set()
        for spelling in spellings(word):
            fits.update(self.whole.get(spelling, ()))
            for size in self.beginning_sizes:
                if size > len(spelling):
                    break
                fits.update(self.begins.get(spelling[:size], ()))
        return fits or self._nearly(word)

    def _nearly(self, word: str) -> set[int]:
        fits: set[int] = set()
        for letter in set(word[:2]):
            for wanted, begins, place in self.near.get(letter, ()):
                size = len(wanted)
                if len(word) < size - 1 or (len(word) > size + 1 and not begins):
                    continue
                ends = range(size - 1, min(size + 1, len(word)) + 1) if begins else (len(word),)
                if any(OSA.distance(word[:end], wanted, score_cutoff=1) <= 1 for end in ends):
                    fits.add(place)
        return fits


@dataclass(frozen=True, slots=True)
class _Said:
    """A text as bits: at `where[place]` a bit is set for each position whose word fits that place."""

    where: Mapping[int, int]
    openings: int
    closings: int

    def ends_of(self, phrase: _Phrase, *, without: int = 0) -> int:
        """Positions where the phrase's last word stands, not looking at the positions in `without`."""
        first, *others = phrase.places
        reached = self.where.get(first, 0) & ~without
        if phrase.opens:
            reached &= self.openings
        for place in others:
            wanted = self.where.get(place, 0) & ~without
            if not reached or not wanted:
                return 0
            reached <<= 1
            for _ in range(phrase.gap):
                reached |= reached << 1
            reached &= wanted
        return reached & self.closings if phrase.closes else reached

    def covered_by(self, phrases: Iterable[_Phrase]) -> int:
        """Positions of all words of the phrases that occur; for phrases without gap."""
        covered = 0
        for phrase in phrases:
            ends = self.ends_of(phrase)
            if ends:
                for back in range(len(phrase.places)):
                    covered |= ends >> back
        return covered


def _hear(text: str, book: _Book) -> _Said:
    words, opening, closing = _words(text)
    fits: dict[str, set[int]] = {}
    heard: list[str] = []
    openings = closings = 0
    for at, word in enumerate(words):
        if word not in fits:
            fits[word] = book.places_of(word)
        parts = [] if fits[word] else pieces(word, book.whole)
        for part in parts:
            fits.setdefault(part, book.places_of(part))
        if at in opening:
            openings |= 1 << len(heard)
        heard.extend(parts or (word,))
        if at in closing:
            closings |= 1 << (len(heard) - 1)
    standing: dict[str, int] = {}
    for at, word in enumerate(heard):
        standing[word] = standing.get(word, 0) | 1 << at
    where: dict[int, int] = {}
    for word, positions in standing.items():
        for place in fits[word]:
            where[place] = where.get(place, 0) | positions
    for at, place in _written_apart(heard, book):
        where[place] = where.get(place, 0) | 1 << at
    return _Said(where, openings, closings)


def _words(text: str) -> tuple[list[str], set[int], set[int]]:
    """The folded words, and which of them begin and end a sentence or a part of one."""
    words: list[str] = []
    opening, closing = {0}, set()
    for part in _PART.findall(fold(text).replace("'", "")):
        if not part[0].isalnum():
            opening.add(len(words))
            closing.add(len(words) - 1)
            continue
        if part in _TURNS:
            closing.add(len(words) - 1)
            opening.add(len(words) + 1)
        words.append(part)
    closing.add(len(words) - 1)
    return words, opening, closing


def _written_apart(words: list[str], book: _Book) -> Iterator[tuple[int, int]]:
    """Long words that stand there as two: `hart stilstand`, `mis handeling`. Gives position and place."""
    for at in range(1, len(words)):
        if len(words[at - 1]) + len(words[at]) >= SHORTEST_RUN_TOGETHER:
            joined = words[at - 1] + words[at]
            for place in book.whole.get(joined, ()):
                yield at, place
            for size in book.beginning_sizes:
                if SHORTEST_RUN_TOGETHER <= size <= len(joined) and size > len(words[at - 1]):
                    for place in book.begins.get(joined[:size], ()):
                        yield at, place


_ready: list[_Book] = []


def _book(rules: tuple[DangerRule, ...]) -> _Book:
    """The rules made ready, kept for as long as the same rules are asked for."""
    for book in _ready:
        if book.rules is rules or (
            len(book.rules) == len(rules) and all(one is other for one, other in zip(book.rules, rules, strict=True))
        ):
            return book
    book = _make_ready(rules)
    _ready[:] = [book]
    return book


def _make_ready(rules: tuple[DangerRule, ...]) -> _Book:
    dangers = tuple(Danger(rule.id, rule.message, rule.message_en, rule.help_numbers, rule.desk) for rule in rules)
    book = _Book(rules, dangers)
    numbers: dict[frozenset[WantedWord], int] = {}
    wanted: list[tuple[int, _Phrase]] = []
    for at, rule in enumerate(rules):
        wanted.extend((at, _numbered(line, rule, rule.gap, numbers)) for line in rule.phrases)
        book.unless.append([_numbered(line, rule, 0, numbers) for line in rule.unless])
    _file_words(book, numbers)
    uses: dict[int, int] = {}
    for _, phrase in wanted:
        for place in phrase.places:
            uses[place] = uses.get(place, 0) + 1
    for at, phrase in wanted:
        rarest = min(phrase.places, key=lambda place: uses[place])
        book.phrases.setdefault(rarest, []).append((at, phrase))
    return book


def _numbered(line: str, rule: DangerRule, gap: int, numbers: dict[frozenset[WantedWord], int]) -> _Phrase:
    phrase = read_phrase(line, rule.groups)
    places = tuple(numbers.setdefault(place, len(numbers)) for place in phrase.places)
    return _Phrase(places, gap, phrase.opens, phrase.closes)


def _file_words(book: _Book, numbers: Mapping[frozenset[WantedWord], int]) -> None:
    for words, place in numbers.items():
        for word in words:
            text = fold(word.text).replace("'", "")
            (book.begins if word.begins else book.whole).setdefault(text, []).append(place)
            if word.near:
                for letter in set(text[:2]):
                    book.near.setdefault(letter, []).append((text, word.begins, place))
    book.beginning_sizes = tuple(sorted({len(text) for text in book.begins}))
