"""An offer as a card on a page, and how phones and places are written."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from flask import session, url_for
from flask_babel import gettext as _

from app import clock
from app.content.models import Freshness as Months
from app.search.asking import Result
from app.social_map.costs import describe_costs
from app.social_map.dates import date_in_words
from app.social_map.finding import Card
from app.social_map.freshness import freshness
from app.social_map.times import in_words
from app.web import reasons, wording
from app.web.running import content, language, municipality

SHORTLIST = "lijstje"


@dataclass(frozen=True, slots=True)
class ShownCard:
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
    phone: str
    phone_spoken: str
    email: str
    checked_on_text: str
    stale: bool
    example: bool
    why: tuple[str, ...]
    other_evening: bool
    saved: bool
    labels: tuple[str, ...]
    lang: str | None
    lat: float | None
    lon: float | None


def shown(result: Result) -> ShownCard:
    """A result as a card."""
    return of_card(
        result.card,
        distance_km=result.distance_km,
        scope=result.scope,
        why=tuple(reasons.sentences(result)),
        other_time=result.other_time,
    )


def of_card(
    card: Card,
    *,
    distance_km: float | None = None,
    scope: str = "",
    why: tuple[str, ...] = (),
    other_time: bool = False,
) -> ShownCard:
    """An offer as a card, with what a question adds to it."""
    lang = language() if language() in {"nl", "en"} else "nl"
    today = clock.today()
    cost = _cost(card, today, lang)
    fresh = freshness(card.last_confirmed, today, _months(card.kind), lang=lang)
    return ShownCard(
        offer_id=card.public_id,
        slug=card.slug,
        url=url_for("resident.offer", slug=card.slug),
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
        cost_text=cost[0],
        cost_words=cost[1],
        level_text=wording.level_on_card(card.level),
        phone=card.phone,
        phone_spoken=spoken_phone(card.phone),
        email=card.email,
        checked_on_text=date_in_words(card.last_confirmed, lang) if card.last_confirmed else "",
        stale=fresh.state in {"stale", "hidden"},
        example=card.example,
        why=why,
        other_evening=other_time,
        saved=card.slug in session.get(SHORTLIST, {}),
        labels=(),
        lang="nl" if language() != "nl" else None,
        lat=card.lat,
        lon=card.lon,
    )


def _cost(card: Card, today: date, lang: str) -> tuple[str, str]:
    lines = describe_costs(card.costs, today, lang)
    return "; ".join(line.text for line in lines), "; ".join(line.words for line in lines)


def _months(kind_slug: str) -> Months:
    whole = content()
    kind = whole.kind(kind_slug)
    return whole.policy.freshness_for(kind) if kind else whole.policy.default_freshness


@lru_cache(maxsize=2048)
def _spoken_times(text: str, lang: str) -> str:
    return in_words(text, lang) if text else ""


def place_text(card: Card) -> str:
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
