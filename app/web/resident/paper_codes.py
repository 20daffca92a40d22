"""From a short code on paper to the offer as it is now: also when it moved, stopped or was taken over (I-02, S30)."""

from flask import Blueprint, make_response, redirect, render_template, request
from flask_babel import gettext as _
from sqlmodel import Session, select
from werkzeug.wrappers import Response as AnyResponse

from app.search.asking import Question
from app.social_map.finding import Card, gone
from app.social_map.models import Offer, OfferRevision
from app.social_map.short_codes import offer_of
from app.social_map.vocabulary import PUBLIC_BEFORE, Status
from app.web import cards
from app.web.bodies import clean
from app.web.running import municipality, services
from app.web.templating import page_url

MOST_NEAR = 3
LOOKED_AT = 12


def add_to(blueprint: Blueprint) -> None:
    """The field for a code, and the address that is printed."""
    blueprint.add_url_rule("/k", "short_codes", ask)
    blueprint.add_url_rule("/k/<code>", "short_code", find)


def ask() -> str | AnyResponse:
    """Type a code; with one in the address, go there."""
    typed = clean(request.args.get("code", ""))[:40].strip()
    if not typed:
        return _field("", _("Typ de code die op papier staat, zoals ABC-DEF.") if "code" in request.args else "")
    return find(typed)


def find(code: str) -> str | AnyResponse:
    """The offer with this code, its successor, or what there is instead."""
    typed = clean(code)[:40].strip()
    number = offer_of(typed)
    if number is None:
        return _field(typed, _("Deze code klopt niet helemaal. Kijk of alle letters en cijfers goed staan."))
    with services().database.reading() as session:
        offer = session.get(Offer, number)
        if offer is None or not _was_public(session, offer):
            return _field(
                typed, _("Bij deze code hoort geen hulp op onze kaart. Kijk of de code goed is getypt, of bel ons.")
            )
        slug, name, kind = offer.slug, offer.name, offer.kind
        moved = gone(session, slug) if offer.status is Status.WITHDRAWN else None
    if moved is None:
        return redirect(page_url(f"/aanbod/{slug}"), 303)
    if moved.slug:
        return redirect(page_url(f"/aanbod/{moved.slug}") + f"?eerder={slug}", 303)
    return make_response(
        render_template("resident/paper_gone.html", name=name, near=[cards.of_card(card) for card in _alike(kind)]), 410
    )


def _was_public(session: Session, offer: Offer) -> bool:
    """Whether visitors see it or saw it once. Codes can be tried one by one: what an organisation wrote and took back before
    anybody approved it is nobody's business, not even its name.
    """
    if offer.status is not Status.WITHDRAWN:
        return offer.status in PUBLIC_BEFORE
    approved = select(OfferRevision.id).where(OfferRevision.offer_id == offer.id, OfferRevision.state == "approved")
    return offer.historical or bool(offer.successor) or session.exec(approved.limit(1)).first() is not None


def _alike(kind: str) -> list[Card]:
    """The same kind of help, of here or for here."""
    asked = Question(kinds=(kind,), per_page=LOOKED_AT, host=municipality().slug)
    return [result.card for result in services().finder.nearest(asked) if result.scope != "regio"][:MOST_NEAR]


def _field(typed: str, problem: str) -> AnyResponse:
    page = render_template("resident/paper_code.html", typed=typed, problem=problem)
    return make_response(page, 404 if problem and typed else 200)
