"""The social map as a booklet: what stands in it and in which order, the same for the PDF and for its twin on the site.

An offer that fits several life domains stands once, with lines elsewhere that point to it. The respite ladder, the free
independent help, who hears complaints and the help numbers are always in it, whatever was chosen: a booklet may be the
only thing somebody has at hand.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from app.content.letterhead import day_in_words
from app.content.models import Domain, HelpNumber, Kern, Municipality
from app.content.whole import Content
from app.paper.back_matter import IndexLine, Section, index_by_name, index_by_word, sections
from app.paper.entries import Entry, entry_of, group_label
from app.paper.squares import drawing
from app.paper.typesetting import typeset
from app.paper.words import filled, words_in
from app.search.engine import Scope
from app.social_map.models import Offer
from app.social_map.times import in_words
from app.social_map.vocabulary import RespiteWeight

TEMPLATE = "booklet.typ"
_SCOPES: tuple[Scope, ...] = ("kern", "gemeente", "regio")
_OTHER = "overig"


@dataclass(frozen=True, slots=True)
class Chosen:
    """An offer that goes in, with where the search says it is seen from the reader."""

    offer: Offer
    scope: Scope


@dataclass(frozen=True, slots=True)
class Number:
    """A number for when it cannot wait. `dutch`: its words are Dutch whatever the language of the booklet."""

    name: str
    number: str
    when: str
    what_for: str
    cost: str
    example: bool
    dutch: bool


@dataclass(frozen=True, slots=True)
class Ref:
    """A line that points to an entry."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Group:
    """Entries of one group of kinds."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A life domain. `also`: what stands elsewhere and fits here too."""

    slug: str
    title: str
    explanation: str
    groups: tuple[Group, ...]
    also: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Rung:
    """One weight of respite, lighter first. `level` says in words who decides, of each offer in the same order as `refs`."""

    title: str
    text: str
    refs: tuple[Ref, ...]
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Booklet:
    """Everything in it, as texts. `words` are the fixed sentences in its language, filled in.

    `address` is that of the municipality's site, `site` the same as somebody types it.
    """

    lang: str
    large: bool
    example: bool
    title: str
    about: tuple[str, ...]
    town: str
    desk_phone: str
    desk_line: str
    desk_hours: str
    day: str
    edition: str
    made: str
    site: str
    address: str
    words: dict[str, str]
    how_to: tuple[str, ...]
    numbers: tuple[Number, ...]
    chapters: tuple[Chapter, ...]
    ladder: tuple[Rung, ...]
    sections: tuple[Section, ...]
    by_name: tuple[IndexLine, ...]
    by_word: tuple[IndexLine, ...]
    colophon: tuple[str, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every entry, in the order of the booklet."""
        return tuple(entry for chapter in self.chapters for group in chapter.groups for entry in group.entries)

    @property
    def mark(self) -> str:
        """The same for booklets that say the same, apart from the minute in which they were made."""
        same = repr(asdict(self)).replace(repr(self.made)[1:-1], "")
        return hashlib.sha256(same.encode(errors="surrogatepass")).hexdigest()


def make(
    content: Content,
    town: Municipality,
    chosen: Sequence[Chosen],
    *,
    kern: Kern | None,
    domain: Domain | None,
    target_group: str,
    large: bool,
    lang: str,
    site: str,
    moment: datetime,
) -> Booklet:
    """Put the booklet together.

    :param chosen: the offers, with organisation and place.
    :param site: address of the municipality's site.
    :param moment: when the offers were asked for, as the clock on the wall shows it.
    """
    english = lang == "en"
    booklet_lang = "en" if english else "nl"
    day = day_in_words(moment.date(), booklet_lang)
    bare = site.partition("://")[2]
    desk = town.desk
    place = f"{kern.name} ({town.name})" if kern and kern.name != town.name else kern.name if kern else town.name
    hours = in_words(desk.phone_hours, booklet_lang)
    said = {
        "place": place, "name": desk.name, "phone": desk.phone, "hours": hours, "site": bare, "day": day,
        "time": f"{moment:%H:%M}", "licence": content.region.data_licence, "number": str(len(chosen)),
    }  # fmt: skip
    words = {key: filled(text, **said) for key, text in words_in(lang).items()}
    today = moment.date()
    entries = {
        each.offer.id or 0: entry_of(each.offer, each.scope, content, words=words, lang=lang, today=today)
        for each in chosen
    }
    chapters = _chapters(content, chosen, entries, domain, words, english=english)
    ordered = [entry for chapter in chapters for group in chapter.groups for entry in group.entries]
    about = [
        filled(words["for_theme"], theme=_label(domain, english=english)) if domain else "",
        filled(words["for_audience"], audience=group_label(target_group, content, lang)) if target_group else "",
        words["large"] if large else "",
    ]
    return Booklet(
        lang=booklet_lang,
        large=large,
        example=town.example or content.region.example,
        title=words["title"],
        about=tuple(filter(None, about)),
        town=town.name,
        desk_phone=desk.phone,
        desk_line=words["desk_line"],
        desk_hours=hours,
        day=day,
        edition=words["edition"],
        made=words["made"],
        site=bare,
        address=site,
        words=words,
        how_to=tuple(words[f"how_to_{number}"] for number in range(1, 7)),
        numbers=tuple(_number(each, lang) for each in content.help_numbers_for(town)),
        chapters=chapters,
        ladder=_ladder(ordered, words),
        sections=sections(town, words, booklet_lang),
        by_name=index_by_name(ordered),
        by_word=index_by_word(content, ordered, {chapter.slug for chapter in chapters}, english=english),
        colophon=_colophon(chosen, town, words),
    )


def pdf_of(booklet: Booklet) -> bytes:
    """The booklet as PDF/UA-1, normal (12 points) or large print (18 points), on A4.

    :raises app.paper.typesetting.Untypesettable: with the reason.
    """
    data: dict[str, Any] = asdict(booklet)
    data["codes"] = {str(entry.id): drawing(f"{booklet.address}/k/{entry.code}") for entry in booklet.entries}
    data["example_text"] = booklet.words["example"]
    data["spaced"] = {str(entry.id): entry.spaced_code for entry in booklet.entries}
    title = " - ".join((booklet.title, *booklet.about))
    return typeset(TEMPLATE, data, lang=booklet.lang, title=title)


def _label(part: Domain, *, english: bool) -> str:
    return part.label_en if english else part.label


def _number(number: HelpNumber, lang: str) -> Number:
    ours = number.translations.get("en") if lang == "en" else None
    if ours is None:
        return Number(
            number.name, number.number, number.when, number.what_for, number.cost, number.example, dutch=lang == "en"
        )
    return Number(
        ours.name or number.name, number.number, ours.when, ours.what_for, ours.cost or number.cost, number.example,
        dutch=False,
    )  # fmt: skip


def _chapters(
    content: Content,
    chosen: Iterable[Chosen],
    entries: Mapping[int, Entry],
    wanted: Domain | None,
    words: Mapping[str, str],
    *,
    english: bool,
) -> tuple[Chapter, ...]:
    at_home: dict[str, list[Chosen]] = {}
    elsewhere: dict[str, list[Ref]] = {}
    for each in sorted(
        chosen, key=lambda one: (_SCOPES.index(one.scope), one.offer.name.casefold(), one.offer.id or 0)
    ):
        own = _domains(each.offer, content)
        home = wanted.slug if wanted and wanted.slug in own else own[0]
        at_home.setdefault(home, []).append(each)
        if wanted is None:
            for other in own:
                if other != home:
                    elsewhere.setdefault(other, []).append(Ref(each.offer.id or 0, each.offer.name))
    chapters = []
    for domain in (*content.domains, None):
        slug = domain.slug if domain else _OTHER
        if slug in at_home or slug in elsewhere:
            title = _label(domain, english=english) if domain else words["other"]
            explanation = (domain.explanation_en if english else domain.explanation) if domain else ""
            groups = _groups(content, at_home.get(slug, []), entries, words, english=english)
            chapters.append(Chapter(slug, title, explanation, groups, tuple(elsewhere.get(slug, ()))))
    return tuple(chapters)


def _domains(offer: Offer, content: Content) -> tuple[str, ...]:
    """The domains an offer stands under, its own first; those of its kind when it names none that we know."""
    kind = content.kind(offer.kind)
    own = tuple(slug for slug in dict.fromkeys(offer.domains) if content.domain(slug))
    return own or (kind.default_domains if kind else ()) or (_OTHER,)


def _groups(
    content: Content, chosen: Iterable[Chosen], entries: Mapping[int, Entry], words: Mapping[str, str], *, english: bool
) -> tuple[Group, ...]:
    found: dict[str, list[Entry]] = {}
    for each in chosen:
        kind = content.kind(each.offer.kind)
        found.setdefault(kind.group if kind else _OTHER, []).append(entries[each.offer.id or 0])
    known = [(group.slug, group.label_en if english else group.label) for group in content.kind_groups]
    if _OTHER not in dict(known):
        known.append((_OTHER, words["other"]))
    return tuple(Group(title, tuple(found[slug])) for slug, title in known if slug in found)


def _ladder(entries: Iterable[Entry], words: Mapping[str, str]) -> tuple[Rung, ...]:
    on_it = [entry for entry in entries if entry.respite]

    def rung(weight: str) -> Rung:
        here = [entry for entry in on_it if entry.respite == weight]
        levels = tuple(next(fact.text for fact in each.facts if fact.name == words["level"]) for each in here)
        return Rung(words[weight], words[f"{weight}_text"], tuple(Ref(each.id, each.name) for each in here), levels)

    return tuple(rung(weight.value) for weight in RespiteWeight)


def _colophon(chosen: Iterable[Chosen], town: Municipality, words: Mapping[str, str]) -> tuple[str, ...]:
    sources = dict.fromkeys(
        f"{each.offer.source} ({each.offer.licence.removeprefix('bron: ')})"
        if each.offer.licence
        else each.offer.source
        for each in chosen
        if each.offer.source
    )
    editors = town.map_editors
    return tuple(
        filter(
            None,
            (
                words["made"],
                words["colophon_same"],
                words["colophon_data"],
                filled(words["colophon_sources"], sources="; ".join(sorted(sources))) if sources else "",
                filled(words["colophon_wrong"], editors=editors.name, editors_phone=editors.phone, email=editors.email),
                filled(words["colophon_access"], email=town.accessibility.feedback_email),
                words["colophon_letters"],
            ),
        )
    )
