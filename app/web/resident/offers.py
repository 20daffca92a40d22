"""One offer: facts first, then the story, then what fits with it, then who is behind it and when it was checked."""

import vobject
from flask import Blueprint, Response, abort, make_response, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.places.distance import kilometres
from app.social_map.finding import everything_of, gone, not_sure, published
from app.social_map.models import Offer
from app.social_map.places_free import Places
from app.social_map.short_codes import short_code, spaced
from app.web import cards as card_pages
from app.web import wording
from app.web.behind import may_be_behind
from app.web.calling_now import call_now
from app.web.offer_facts import facts_of
from app.web.places_shown import in_words, places_of_offer
from app.web.remembering import Remembered, address
from app.web.resident.beside import Around, around, shown
from app.web.resident.unsure import unsure_page
from app.web.running import content, municipality, services
from app.web.structured import of_offer
from app.web.templating import page_url


def add_to(blueprint: Blueprint) -> None:
    """The page, its print view and its address card."""
    blueprint.add_url_rule("/aanbod/<slug>", "offer", offer)
    blueprint.add_url_rule("/aanbod/<slug>/print", "offer_print", print_view)
    blueprint.add_url_rule("/aanbod/<slug>/adreskaart.vcf", "offer_vcard", vcard)


_PAGES: Remembered[bytes] = Remembered(200)


def found_or_gone(slug: str) -> Offer | AnyResponse:
    """The offer as the public may see it, or where it went."""
    with services().database.looking(behind=may_be_behind()) as connection:
        found = published(connection, slug)
    return found if found is not None else _gone(slug)


def _gone(slug: str) -> AnyResponse:
    with services().database.reading(behind=may_be_behind()) as reading:
        moved = gone(reading, slug)
        unsure = not_sure(reading, slug) if moved is None else None
    if unsure is not None:
        return unsure_page(unsure)
    if moved is None:
        abort(404)
    if moved.slug:
        return redirect(page_url(f"/aanbod/{moved.slug}") + f"?eerder={slug}", 301)
    return make_response(render_template("resident/gone.html", name=moved.name), 410)


def offer(slug: str) -> bytes | AnyResponse:
    """The page of one offer; for a visitor without a list of their own it is remembered until something in it changes."""
    found = found_or_gone(slug)
    if not isinstance(found, Offer):
        return found
    others = around(found)
    before = _instead_of(found)
    free = _places(found)

    def make() -> bytes:
        return render_template("resident/offer.html", **_page(found, others, free), instead_of=before).encode()

    if session:
        return make()
    # What is said of places holds for whole days, and the day is part of the address.
    # Whether somebody answers the telephone now changes by the minute, so its sentences are part of what finds the page.
    return _PAGES.get(
        (everything_of(found), others, before, free, _calling(found, others), *address()), (content(),), make
    )


def print_view(slug: str) -> str | AnyResponse:
    """The same on one sheet of paper."""
    found = found_or_gone(slug)
    if not isinstance(found, Offer):
        return found
    return render_template("resident/offer_print.html", **_page(found, around(found), _places(found)))


def _places(found: Offer) -> Places | None:
    """What was said last of places free; only who takes over for a while has any."""
    return places_of_offer(found.id) if found.respite is not None and found.id else None


def _calling(found: Offer, others: Around) -> tuple[str, ...]:
    """What the page says of calling now: of the desk, of this offer and of every card on it."""
    near = (*others.partners, *(card for each in others.beside for card in each.cards))
    return tuple(
        map(call_now, (municipality().desk.phone_hours, found.phone_hours, *(card.phone_hours for card in near)))
    )


def _instead_of(found: Offer) -> str:
    """The name of what was here before, when somebody followed a link to an offer that stopped."""
    earlier = request.args.get("eerder", "")[:120]
    if not earlier:
        return ""
    with services().database.reading(behind=may_be_behind()) as reading:
        moved = gone(reading, earlier)
    return moved.name if moved is not None and moved.slug == found.slug and moved.name != found.name else ""


def _distance(found: Offer) -> tuple[str, float | None, str]:
    """Where the visitor is (as typed), how many km from there, and the name of that place; nothing for a secret address.

    Without a place of the visitor's own it is measured from the municipality's own main village.
    """
    typed = request.args.get("vanaf", "")[:60].strip()
    if found.place.confidential or found.place.lat is None or found.place.lon is None:
        return typed, None, ""
    located = services().gazetteer.find(typed) if typed else None
    if located is not None:
        return typed, kilometres((located.lat, located.lon), (found.place.lat, found.place.lon)), located.name
    kern = municipality().kernen[0]
    if kern.name == found.place.kern:
        return typed, None, ""
    return typed, kilometres((kern.lat, kern.lon), (found.place.lat, found.place.lon)), kern.name


def _page(found: Offer, others: Around, free: Places | None) -> dict[str, object]:
    return {
        "offer": found,
        "facts": facts_of(found),
        "places": in_words(free) if found.respite is not None else None,
        "kind_label": wording.kind_label(found.kind),
        "domains": [(wording.domain_label(slug), page_url(f"/leefgebied/{slug}")) for slug in found.domains],
        **shown(others),
        "saved": found.slug in session.get(card_pages.SHORTLIST, {}),
        "public_id": found.source_id or found.slug,
        "paper_code": spaced(short_code(found.id or 0)),
        "share_url": url_for("resident.offer", slug=found.slug, _external=True),
        "points": _points(found),
        "distance": _distance(found),
        "structured": of_offer(found, request.host_url.rstrip("/")),
        "enters_home": found.kind in services().home_kinds,
        "stays_over": found.kind == "logeren",
        "is_transport": found.kind in content().transport_kinds,
    }


def _points(found: Offer) -> list[dict[str, object]]:
    place = found.place
    if place.confidential or place.lat is None or place.lon is None:
        return []
    return [{"lat": place.lat, "lon": place.lon, "name": found.name, "url": "", "text": card_pages.place_text(place)}]


def vcard(slug: str) -> Response | AnyResponse:
    """An address card for somebody's telephone."""
    found = found_or_gone(slug)
    if not isinstance(found, Offer):
        return found
    card = vobject.vCard()
    card.add("fn").value = found.name
    card.add("org").value = [found.organisation.name]
    card.add("n").value = vobject.vcard.Name(family=found.name)
    for name, value in (("tel", found.phone), ("email", found.email), ("url", found.website)):
        if value:
            card.add(name).value = value
    if not found.place.confidential and found.place.street:
        card.add("adr").value = vobject.vcard.Address(
            street=found.place.street, city=found.place.town, code=found.place.postcode, country="Nederland"
        )
    note = "; ".join(
        part
        for part in (
            found.times,
            facts_of(found).fresh.words if found.last_confirmed else "",
            _("Voorbeeld: verzonnen gegevens") if found.example else "",
        )
        if part
    )
    if note:
        card.add("note").value = note
    answer = make_response(card.serialize())
    answer.headers["Content-Type"] = "text/vcard; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="{found.slug}.vcf"'
    return answer
