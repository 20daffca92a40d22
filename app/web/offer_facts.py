"""The facts of one offer in the order people ask for them: call, when, where, what it costs, who decides, for whom."""

from dataclasses import dataclass

from app import clock
from app.publishing.handing_in import SOURCE
from app.social_map.costs import CostLine, describe_costs
from app.social_map.freshness import NOBODY, Freshness, freshness
from app.social_map.models import Offer
from app.social_map.times import in_words
from app.social_map.vocabulary import NEEDS_DECISION, Answer
from app.web import wording
from app.web.licence_words import address_of
from app.web.offer_words import Words, words_of
from app.web.running import content, language
from app.web.translating import gettext as _


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the offer page shows besides the story."""

    times_words: str
    phone_hours_words: str
    costs: tuple[CostLine, ...]
    place: str
    address: str
    confidential: bool
    level: str
    needs_decision: bool
    vog: str
    access: tuple[tuple[str, str], ...]
    access_told: tuple[tuple[str, str], ...]
    access_known: bool
    audience: tuple[tuple[str, str], ...]
    practical: tuple[tuple[str, str], ...]
    fresh: Freshness
    source: tuple[tuple[str, str], ...]
    words: Words
    promises: tuple[str, ...]


def facts_of(offer: Offer) -> Facts:
    """Collect the facts, in the language of the request. What is not known is said to be so."""
    lang = language() if language() in {"nl", "en"} else "nl"
    today = clock.today()
    place = offer.place
    whole = content()
    kind = whole.kind(offer.kind)
    months = whole.policy.freshness_for(kind) if kind else whole.policy.default_freshness
    enters_home = (kind is not None and kind.entering_home) or offer.respite is not None
    access = tuple(
        (wording.access_label(name), wording.answer_words(value)) for name, value in iter(offer.accessibility)
    )
    return Facts(
        times_words=in_words(offer.times, lang) if offer.times else "",
        phone_hours_words=in_words(offer.phone_hours, lang) if offer.phone_hours else "",
        costs=describe_costs(offer.costs, today, lang),
        place="" if place.confidential else _place_words(place.kern or place.town, place.municipality),
        address=""
        if place.confidential
        else ", ".join(part for part in (place.street, f"{place.postcode} {place.town}".strip()) if part),
        confidential=place.confidential,
        level=wording.level_words(offer.level.value),
        needs_decision=offer.level in NEEDS_DECISION,
        vog=wording.vog_words(offer.vog.value) if enters_home else "",
        access=access,
        access_told=tuple(
            told
            for told, (_name, value) in zip(access, iter(offer.accessibility), strict=True)
            if value.value != "unknown"
        ),
        access_known=any(value.value != "unknown" for _name, value in iter(offer.accessibility)),
        audience=_pairs(
            (_("Voor wie"), ", ".join(wording.target_group_label(slug) for slug in offer.target_groups)),
            (_("Leeftijd"), offer.age),
            (_("Verwijzing nodig"), offer.referral_needed),
            (_("Talen"), ", ".join(offer.languages)),
            (_("Voor mensen uit"), ", ".join(_area(name) for name in offer.area_served)),
        ),
        practical=_pairs(
            (_("Wachttijd"), offer.waiting_time),
            (_("Wie betaalt het"), offer.who_pays),
            (_("Zorg in natura of pgb"), _(" of ").join(_funding(form.value) for form in offer.funding)),
            (_("Hoelang vooraf vragen"), offer.book_ahead),
            (_("Opgeleid voor"), ", ".join(map(wording.training_words, offer.training))),
            (_("Hoe vaak"), wording.frequency_words(offer.frequency.value) if offer.frequency else ""),
            (_("Wat zij niet doen"), offer.limits),
            (_("Voor wie zorgt"), wording.respite_words(offer.respite.value) if offer.respite else ""),
            (_("Past bij wie houdt van"), ", ".join(offer.interests)),
        ),
        fresh=freshness(offer.last_confirmed, today, months, by=offer.confirmed_by or NOBODY, lang=lang),
        source=_source(offer),
        words=words_of(offer, language()),
        promises=_promises(offer),
    )


def _pairs(*rows: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in rows if value)


def _place_words(place: str, municipality: str) -> str:
    if municipality and place and municipality.casefold() not in {place.casefold(), "regio"}:
        return f"{place} ({municipality})"
    return place or municipality


def _area(name: str) -> str:
    return _("de hele regio") if name.casefold() == "regio" else name


def _funding(form: str) -> str:
    return _("zorg in natura (de gemeente regelt het)") if form == "ZIN" else _("pgb (u koopt het zelf in)")


def _promises(offer: Offer) -> tuple[str, ...]:
    """What the organisation declares about itself (I-51): its own words, and said to be that."""
    if offer.meldcode is Answer.YES:
        reporting = _("Zij werken met de meldcode huiselijk geweld en kindermishandeling.")
    elif offer.meldcode is Answer.NO:
        reporting = _("Zij werken niet met een meldcode huiselijk geweld.")
    else:
        reporting = ""
    quality = _("Kwaliteit, in hun eigen woorden: %(words)s", words=offer.quality) if offer.quality else ""
    return tuple(each for each in (reporting, quality) if each)


def _source(offer: Offer) -> tuple[tuple[str, str], ...]:
    """(words, address or nothing) of each thing to name: the source, who must be named, the licence.

    Kept with the offer, so that it stays when its source is followed no longer.
    """
    if offer.example or offer.source in {"", SOURCE}:  # what was written here has no other source than who it is from
        return ()
    parts = [part.strip().removeprefix("bron: ") for part in offer.licence.split(";")]
    return ((offer.source, ""), *((part, address_of(part)) for part in parts if part and part != offer.source))
