"""An offer as a card on a page, and how phones and places are written."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple, Protocol

from flask import request, session

from app import clock
from app.content.models import Freshness as Months
from app.search.asking import Result
from app.social_map.costs import describe_costs
from app.social_map.dates import date_in_words
from app.social_map.draft import Cost
from app.social_map.finding import Card
from app.social_map.freshness import checked_by, freshness
from app.social_map.times import in_words
from app.web import reasons, wording
from app.web.calling_now import call_now
from app.web.places_shown import places_shown
from app.web.running import content, language, municipality
from app.web.times_asked import time_label
from app.web.translating import INTERFACE
from app.web.translating import gettext as _

SHORTLIST = "lijstje"


class ShownCard(NamedTuple):
    """The fields of components/card.html."""

    offer_id: str
    slug: str
    url: str
    name: str
    summary: str
    easy: str
    organisation: str
    when_text: str
    when_words: str
    place_text: str
    distance_km: float | None
    scope: str
    scope_text: str
    cost_text: str
    cost_words: str
    level_text: str
    vog_text: str
    phone: str
    phone_spoken: str
    email: str
    checked_on_text: str
    stale: bool
    example: bool
    why: tuple[str, ...]
    time_label: str
    saved: bool
    labels: tuple[str, ...]
    lang: str | None
    lat: float | None
    lon: float | None
    places_text: str = ""
    call_text: str = ""


class Somewhere(Protocol):
    """What tells where an offer is: a card, or the offer's own place."""

    @property
    def confidential(self) -> bool:
        """Whether nobody may know."""

    @property
    def kern(self) -> str:
        """The village."""

    @property
    def town(self) -> str:
        """The town of the address."""

    @property
    def municipality(self) -> str:
        """The municipality."""


def shown(result: Result, asked: int = 0) -> ShownCard:
    """A result as a card. asked: the time of the question as 35 bits, to say how the offer's own times differ."""
    return of_card(
        result.card,
        distance_km=result.distance_km,
        scope=result.scope,
        why=tuple(reasons.sentences(result)),
        time_label=time_label(result, asked),
    )


def all_shown(results: Iterable[Result], asked: int = 0) -> list[ShownCard]:
    """Results as cards, in their order, with whether there is a place free: one question to the database for all."""
    found = list(results)
    places = places_shown(result.card for result in found)
    return [
        card._replace(places_text=places[result.card.id].text) if result.card.id in places else card
        for result, card in zip(found, (shown(each, asked) for each in found), strict=True)
    ]


def of_card(
    card: Card,
    *,
    distance_km: float | None = None,
    scope: str = "",
    why: tuple[str, ...] = (),
    time_label: str = "",
) -> ShownCard:
    """An offer as a card, with what a question adds to it."""
    own = language()
    lang = own if own in INTERFACE else "nl"
    today = clock.today()
    cost_text, cost_words = _cost(card.costs, today, lang)
    checked_on, stale = _checked(card.last_confirmed, card.confirmed_by, today, months_for(card.kind), lang)
    return ShownCard(
        offer_id=card.public_id,
        slug=card.slug,
        url=f"{request.script_root}/aanbod/{card.slug}",  # as url_for makes it, twenty times a page
        name=card.name,
        summary=card.summary,
        easy="",
        organisation=card.organisation,
        when_text=card.times,
        when_words=_spoken_times(card.times, lang),
        place_text=place_text(card),
        distance_km=distance_km,
        scope=scope,
        scope_text=scope_text(card, scope),
        cost_text=cost_text,
        cost_words=cost_words,
        level_text=wording.level_on_card(card.level),
        vog_text=wording.vog_on_card(card.vog) if card.respite or _enters_home(card.kind) else "",
        phone=card.phone,
        phone_spoken=spoken_phone(card.phone),
        email=card.email,
        checked_on_text=checked_on,
        stale=stale,
        example=card.example,
        why=why,
        time_label=time_label,
        saved=card.slug in session.get(SHORTLIST, ()),
        labels=(),
        lang="nl" if own != "nl" else None,
        lat=card.lat,
        lon=card.lon,
        call_text=call_now(card.phone_hours) if card.phone else "",
    )


@lru_cache(maxsize=4096)
def _cost(costs: tuple[Cost, ...], today: date, lang: str) -> tuple[str, str]:
    lines = describe_costs(costs, today, lang)
    return "; ".join(line.text for line in lines), "; ".join(line.words for line in lines)


@lru_cache(maxsize=4096)
def _checked(last_confirmed: date | None, by: str | None, today: date, months: Months, lang: str) -> tuple[str, bool]:
    """When it was last confirmed and by whom, in words, and whether that is too long ago.

    The day something came in from a source is no check: without anybody who looked, nothing is said.
    """
    fresh = freshness(last_confirmed, today, months, lang=lang)
    said = f"{date_in_words(last_confirmed, lang)}{checked_by(by, lang)}" if last_confirmed and by else ""
    return said, fresh.state in {"stale", "hidden"}


def _enters_home(kind_slug: str) -> bool:
    kind = content().kind(kind_slug)
    return kind is not None and kind.entering_home


def months_for(kind_slug: str) -> Months:
    """After how many months the policy asks, warns and hides, for this kind of help."""
    whole = content()
    kind = whole.kind(kind_slug)
    return whole.policy.freshness_for(kind) if kind else whole.policy.default_freshness


@lru_cache(maxsize=2048)
def _spoken_times(text: str, lang: str) -> str:
    return in_words(text, lang) if text else ""


def place_text(card: Somewhere) -> str:
    """Where it is, as people say it; a confidential place is said to be so."""
    if card.confidential:
        return _("het adres is geheim; u hoort het als u belt")
    place = card.kern or card.town or card.municipality
    if not place:
        return ""
    if card.municipality and card.municipality.casefold() not in {place.casefold(), "regio"}:
        return f"{place} ({card.municipality})"
    return place


def scope_text(card: Card, scope: str) -> str:
    """The label for what is further away: `regio, Zwolle`."""
    place = "" if card.confidential else card.kern or card.town
    if scope == "regio":
        return _("Regio: %(place)s", place=place) if place else _("Regio")
    if scope == "gemeente" and card.municipality and card.municipality.casefold() != municipality().name.casefold():
        return _("Uit %(place)s, ook voor u", place=place) if place else _("Ook voor u")
    if scope == "gemeente":
        return _("In de gemeente: %(place)s", place=place) if place else _("In de gemeente")
    return ""


@lru_cache(maxsize=4096)
def spoken_phone(number: str) -> str:
    """The number for a screen reader: digit by digit in the groups in which it is written."""
    return ", ".join(" ".join(group) for group in number.replace("-", " ").split())
