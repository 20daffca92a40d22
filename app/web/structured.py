"""What a page says to search engines in their own words (schema.org, JSON-LD): the facts that stand on it, and nothing else.

It is data and no program: browsers do not run it, so the content security policy has nothing against it. Every sign that could
end it, or begin something else, is written as a number.
"""

from typing import Any, Final

from flask_babel import gettext as _
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from app import clock
from app.open_data.formats import web
from app.open_data.rendering import goes_out
from app.social_map.models import Offer, Place
from app.social_map.schedule import DAY, HOUR, Slot
from app.social_map.times import read_times
from app.social_map.vocabulary import CostKind
from app.web import wording
from app.web.running import content, municipality
from app.web.templating import page_url

Thing = dict[str, Any]
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def of_offer(offer: Offer, base: str) -> Markup:
    """The offer as a schema.org Service, and the way to its page; nothing for an invented one among real ones.

    :param base: address of the site, without a slash at the end.
    """
    if not goes_out(content(), offer):
        return Markup()
    here = base + page_url(f"/aanbod/{offer.slug}")
    return _written(
        [_service(offer, here), _way(base, [(_("Begin"), "/"), (_("Zoeken"), "/zoeken")], offer.name, here)]
    )


def of_municipality(base: str) -> Markup:
    """The municipality behind the site, with its desk."""
    town = municipality()
    desk = town.desk
    point = {"@type": "ContactPoint", "name": desk.name, "telephone": desk.phone, "email": desk.email}
    return _written(
        [
            {
                "@type": "GovernmentOrganization",
                "name": town.name if town.name.startswith("Gemeente") else f"Gemeente {town.name}",
                "url": base + "/",
                "areaServed": {"@type": "AdministrativeArea", "name": town.name},
                "contactPoint": point,
            }
        ]
    )


def _written(things: list[Thing]) -> Markup:
    whole = {"@context": "https://schema.org", "@graph": things}
    data = htmlsafe_json_dumps(whole, ensure_ascii=False, separators=(",", ":"))
    return Markup('<script type="application/ld+json">{}</script>').format(data)


def _service(offer: Offer, here: str) -> Thing:
    organisation, place = offer.organisation, offer.place
    areas = offer.area_served or tuple(filter(None, (place.municipality,)))
    provider = _filled(
        {
            "@type": "Organization",
            "name": organisation.name,
            "telephone": organisation.phone,
            "email": organisation.email,
            "url": web(organisation.website),
        }
    )
    reached = {"@type": "ContactPoint", "telephone": offer.phone} if offer.phone else None
    channel = _filled(
        {
            "@type": "ServiceChannel",
            "servicePhone": reached,
            "serviceUrl": web(offer.website) or here,
            "serviceLocation": _place(place),
        }
    )
    return _filled(
        {
            "@type": "Service",
            "@id": here,
            "url": here,
            "name": offer.name,
            "description": offer.summary or offer.name,
            "serviceType": wording.kind_label(offer.kind),
            "provider": provider,
            "areaServed": [{"@type": "Place", "name": name} for name in areas],
            "audience": [
                {"@type": "Audience", "audienceType": wording.target_group_label(slug)} for slug in offer.target_groups
            ],
            "availableChannel": channel,
            "hoursAvailable": _hours(offer.times),
            "offers": _prices(offer),
        }
    )


def _place(place: Place) -> Thing | None:
    """Where it is; nothing at all of a place that is confidential."""
    if place.confidential or not (place.street or place.town or place.kern or place.name):
        return None
    address = {
        "@type": "PostalAddress",
        "streetAddress": place.street,
        "postalCode": place.postcode,
        "addressLocality": place.town or place.kern,
        "addressCountry": "NL",
    }
    geo = None
    if place.lat is not None and place.lon is not None:
        geo = {"@type": "GeoCoordinates", "latitude": place.lat, "longitude": place.lon}
    return _filled(
        {"@type": "Place", "name": place.name or place.kern or place.town, "address": _filled(address), "geo": geo}
    )


def _hours(times: str) -> list[Thing]:
    """Times that hold every week; what comes once a month or in a season has no word in schema.org."""
    schedule = read_times(times).schedule
    found: list[Thing] = []
    for slot in schedule.slots if schedule is not None else ():
        if not _every_week(slot):
            continue
        for span in slot.spans:
            told: Thing = {"@type": "OpeningHoursSpecification", "dayOfWeek": [_DAYS[day] for day in slot.days]}
            told["opens"] = _clock(span.opens)
            if span.closes:
                told["closes"] = _clock(span.closes)
            found.append(told)
    return found


def _every_week(slot: Slot) -> bool:
    return not (
        slot.monthly or slot.interval > 1 or slot.weeks or slot.only or slot.season.months or slot.season.between
    )


def _clock(minutes: int) -> str:
    hours, left = divmod(minutes if minutes == DAY else minutes % DAY, HOUR)
    return "23:59" if minutes == DAY else f"{hours:02}:{left:02}"


def _prices(offer: Offer) -> list[Thing]:
    today = clock.today()
    found: list[Thing] = []
    for cost in offer.costs:
        if (cost.valid_from and cost.valid_from > today) or (cost.valid_until and cost.valid_until < today):
            continue
        amount = "0" if cost.kind is CostKind.FREE else None if cost.amount is None else str(cost.amount)
        if amount is not None:
            told = {
                "@type": "Offer",
                "price": amount,
                "priceCurrency": "EUR",
                "description": cost.as_typed or cost.unit,
            }
            found.append(_filled(told))
    return found


def _way(base: str, steps: list[tuple[str, str]], name: str, here: str) -> Thing:
    items = [(label, base + page_url(path)) for label, path in steps] + [(name, here)]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": label, "item": address}
            for position, (label, address) in enumerate(items, 1)
        ],
    }


def _filled(thing: Thing) -> Thing:
    return {name: value for name, value in thing.items() if value}
