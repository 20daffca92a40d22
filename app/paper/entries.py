"""One offer as a booklet shows it: call, when, where, what it costs, who decides, and when it was checked.

Everything is a text that is ready to be read, so that the PDF and its twin on the site say the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from app.content.whole import Content
from app.paper.words import filled
from app.search.engine import Scope
from app.social_map.costs import describe_costs
from app.social_map.freshness import NOBODY, freshness
from app.social_map.models import Offer, Place
from app.social_map.short_codes import short_code, spaced
from app.social_map.times import in_words
from app.social_map.vocabulary import Answer

LONG_TEXT = 600
"""Signs of one entry above which it may be split over two pages: it would leave a hole, or not fit at all."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of an entry. `dutch`: what it says is Dutch whatever the language of the booklet."""

    name: str
    text: str
    dutch: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One offer. `id` is its row number, `public_id` what the site and the API call it, `code` its short code.

    `scope` says where it is seen from who reads: *in uw kern*, *in uw gemeente*, *regio*. `respite` is a rung or empty.
    """

    id: int
    public_id: str
    slug: str
    code: str
    name: str
    organisation: str
    summary: str
    scope: str
    example: bool
    call_first: bool
    phone: str
    phone_hours: str
    facts: tuple[Fact, ...]
    checked: str
    kind: str
    respite: str
    long: bool

    @property
    def spaced_code(self) -> str:
        """The code as people read it."""
        return spaced(self.code)


def entry_of(
    offer: Offer, scope: Scope, content: Content, *, words: Mapping[str, str], lang: str, today: date
) -> Entry:
    """An offer with its organisation and place as an entry.

    :param words: the table of `lang` in app/paper/words.py.
    """
    kind = content.kind(offer.kind)
    months = content.policy.freshness_for(kind) if kind else content.policy.default_freshness
    fresh = freshness(offer.last_confirmed, today, months, by=offer.confirmed_by or NOBODY, lang=lang)
    facts = tuple(fact for fact in _facts(offer, content, words, lang, today) if fact.text)
    summary = offer.summary or _first_sentence(offer.description)
    return Entry(
        id=offer.id or 0,
        public_id=offer.source_id or offer.slug,
        slug=offer.slug,
        code=short_code(offer.id or 0),
        name=offer.name,
        organisation=offer.organisation.name,
        summary=summary,
        scope=words[scope],
        example=offer.example,
        call_first=fresh.state in {"stale", "hidden"},
        phone=offer.phone,
        phone_hours=in_words(offer.phone_hours, lang) if offer.phone_hours else "",
        facts=facts,
        checked=fresh.words[:1].upper() + fresh.words[1:],
        kind=offer.kind,
        respite=offer.respite.value if offer.respite else "",
        long=len(summary) + sum(len(fact.text) for fact in facts) > LONG_TEXT,
    )


def _facts(offer: Offer, content: Content, words: Mapping[str, str], lang: str, today: date) -> tuple[Fact, ...]:
    return (
        Fact(words["when"], in_words(offer.times, lang) if offer.times else words["unknown"]),
        Fact(words["where"], _where(offer.place, words)),
        Fact(words["costs"], _costs(offer, today, lang)),
        Fact(words["level"], words[f"level_{offer.level.value}"]),
        Fact(words["for_whom"], _for_whom(offer, content, words, lang)),
        Fact(words["access"], _access(offer, words)),
        Fact(words["first_step"], offer.first_step, dutch=True),
        Fact(words["without_voice"], offer.without_voice, dutch=True),
        Fact(
            words["mail"] if offer.email else words["website"],
            ", ".join(filter(None, (offer.email, _site(offer.website)))),
        ),
    )


def _for_whom(offer: Offer, content: Content, words: Mapping[str, str], lang: str) -> str:
    groups = ", ".join(group_label(slug, content, lang) for slug in offer.target_groups)
    area = ", ".join(words["whole_region"] if _is_region(name) else name for name in offer.area_served)
    return "; ".join(filter(None, (groups, filled(words["from_area"], area=area) if area else "")))


def _is_region(name: str) -> bool:
    return name.casefold() == "regio"


def _where(place: Place, words: Mapping[str, str]) -> str:
    if place.confidential:
        return words["secret_address"]
    there = place.kern or place.town
    if place.street:
        town = f"{place.postcode} {place.town}".strip()
        address = ", ".join(part for part in (place.street, town) if part)
        return address if place.town or not there else f"{address}, {there}"
    if place.municipality and there and place.municipality.casefold() not in {there.casefold(), "regio"}:
        return f"{there} ({place.municipality})"
    return there or place.municipality or words["unknown"]


def _costs(offer: Offer, today: date, lang: str) -> str:
    """Every price with its dates and its source; unknown is said to be unknown."""
    lines = describe_costs(offer.costs, today, lang)
    return "; ".join(line.text + (f" ({', '.join(line.details)})" if line.details else "") for line in lines)


def _access(offer: Offer, words: Mapping[str, str]) -> str:
    known = list(iter(offer.accessibility))
    there = ", ".join(words[name] for name, value in known if value is Answer.YES)
    lacking = ", ".join(words[name] for name, value in known if value is Answer.NO)
    return "; ".join(filter(None, (there, f"{words['lacking']}: {lacking}" if lacking else "")))


def group_label(slug: str, content: Content, lang: str) -> str:
    """Whom something is for, in words, to stand inside a sentence."""
    group = content.target_group(slug)
    if group is None:
        return slug.replace("-", " ")
    label = group.label_en if lang == "en" else group.label
    return label[:1].lower() + label[1:]


def _site(website: str) -> str:
    """An address as it is typed: without https and without a slash at the end."""
    parts = urlsplit(website)
    return (parts.netloc.removeprefix("www.") + parts.path).rstrip("/") if parts.netloc else website


def _first_sentence(text: str) -> str:
    line = text.strip().split("\n", 1)[0]
    end = line.find(". ")
    return line[: end + 1] if end > 0 else line
