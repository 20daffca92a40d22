"""The pages of a booklet that are not about one offer: who stands beside somebody, who hears complaints, how to ask for a
conversation, and the two lists at the back.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from app.content.models import Municipality
from app.content.whole import Content
from app.paper.entries import Entry
from app.paper.words import filled
from app.social_map.times import in_words

_T = TypeVar("_T")
_Hours = Callable[[str | None], str]


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence. `dutch`: it is Dutch whatever the language of the booklet."""

    text: str
    dutch: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody to reach, or a way to reach them. `lines` are those of an address."""

    title: str
    sentences: tuple[Said, ...] = ()
    phone: str = ""
    hours: str = ""
    email: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A page of its own."""

    slug: str
    title: str
    intro: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class IndexLine:
    """A name or a word, with the entries it is about and the chapters (slugs) it belongs to."""

    word: str
    ids: tuple[int, ...]
    chapters: tuple[str, ...] = ()


def sections(town: Municipality, words: Mapping[str, str], lang: str) -> tuple[Section, ...]:
    """Free independent help, who hears complaints, and how to ask for a conversation. Always all three."""

    def hours(typed: str | None) -> str:
        return in_words(typed, lang) if typed else ""

    return (_support(town, words, hours), _wrong(town, words, hours), _talk(town, words, hours))


def _support(town: Municipality, words: Mapping[str, str], hours: _Hours) -> Section:
    helper = town.client_support
    sentences = (Said(helper.independence, dutch=True), Said(helper.funder, dutch=True))
    return Section(
        "naast-u",
        words["support"],
        words["support_intro"],
        (Part(helper.name, sentences, helper.phone, hours(helper.hours), helper.email),),
    )


def _wrong(town: Municipality, words: Mapping[str, str], hours: _Hours) -> Section:
    adviser, officer = town.confidential_adviser, town.complaints
    parts = [
        Part(
            f"{words['adviser']}: {adviser.name}",
            (Said(adviser.text, dutch=True),),
            adviser.phone,
            hours(adviser.hours),
            adviser.email,
        )
    ]
    if officer is not None:
        term = filled(words["officer_term"], days=str(officer.acknowledge_days), weeks=str(officer.weeks))
        parts.append(
            Part(
                f"{words['officer']}: {officer.name}",
                (Said(officer.text, dutch=True), Said(term), Said(words["no_effect"])),
                officer.phone,
                hours(officer.hours),
                officer.email,
                officer.letter_address,
            )
        )
    else:
        parts.append(Part(words["letter"], (Said(words["no_effect"]),), lines=town.desk.letter_address))
    return Section("klacht", words["wrong"], words["wrong_intro"], tuple(parts))


def _talk(town: Municipality, words: Mapping[str, str], hours: _Hours) -> Section:
    desk = town.desk
    return Section(
        "gesprek",
        words["talk"],
        words["talk_intro"],
        (
            Part(desk.name, (Said(words["talk_phone"]),), desk.phone, hours(desk.phone_hours), desk.email),
            Part(words["letter"], (Said(words["talk_letter"]), Said(words["talk_form"])), lines=desk.letter_address),
            Part(words["come_by"], (Said(hours(desk.opening_hours)), Said(words["talk_equal"])), lines=desk.address),
        ),
    )


def index_by_name(entries: Iterable[Entry]) -> tuple[IndexLine, ...]:
    """Names of offers and of who offers them, in the order of the alphabet."""
    found: dict[str, dict[int, None]] = {}
    for entry in entries:
        for name in (entry.name, entry.organisation):
            found.setdefault(name, {})[entry.id] = None
    return tuple(IndexLine(name, tuple(ids)) for name, ids in _sorted(found))


def index_by_word(
    content: Content, entries: Iterable[Entry], chapters: Iterable[str], *, english: bool
) -> tuple[IndexLine, ...]:
    """Words people use for kinds of help and for life domains, as far as something in the booklet is about them."""
    of_kind: dict[str, list[int]] = {}
    for entry in entries:
        of_kind.setdefault(entry.kind, []).append(entry.id)
    ids: dict[str, dict[int, None]] = {}
    places: dict[str, dict[str, None]] = {}
    written: dict[str, str] = {}
    for slug, numbers in of_kind.items():
        kind = content.kind(slug)
        for word in (kind.label_en if english else kind.label, *kind.words) if kind else ():
            ids.setdefault(written.setdefault(word.casefold(), word), {}).update(dict.fromkeys(numbers))
    for slug in chapters:
        domain = content.domain(slug)
        for word in domain.words if domain else ():
            places.setdefault(written.setdefault(word.casefold(), word), {})[slug] = None
    lines = {word: IndexLine(word, tuple(ids.get(word, ())), tuple(places.get(word, ()))) for word in {*ids, *places}}
    return tuple(line for _word, line in _sorted(lines))


def _sorted(found: Mapping[str, _T]) -> list[tuple[str, _T]]:
    return sorted(found.items(), key=lambda pair: (pair[0].casefold().lstrip("'’("), pair[0]))
