"""`/organisatie/aanbod/<number>/gestopt`: an offer stops, somebody takes over or not, and it comes back when that was a mistake."""

from typing import Final

from flask import make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlmodel import Session, col, select
from werkzeug.wrappers import Response

from app.publishing.stopping import (
    LONGEST_REASON,
    NoSuccessor,
    may_put_back,
    never_hidden,
    put_back,
    stop,
    tell_it_stopped,
)
from app.social_map.lifecycle import NotAllowed
from app.social_map.models import Offer
from app.social_map.vocabulary import PUBLIC_BEFORE, Status
from app.web.organisation.one import offer_page
from app.web.organisation.room import actor, blueprint, own_offer_or_404, publishing, town
from app.web.running import services
from app.web.saying import as_said
from app.web.staff.typed import as_typed, typed_number

NOBODY: Final = "niemand"
ANOTHER: Final = "ander"
_LONGEST_SUCCESSOR: Final = 300
Said = dict[str, str]
Errors = list[tuple[str, str]]


@blueprint.get("/aanbod/<int:number>/gestopt")
def stopping(number: int) -> Response:
    """The question who takes over."""
    with services().database.reading() as session:
        offer = own_offer_or_404(session, number)
        if offer.status is Status.WITHDRAWN:
            return redirect(url_for("organisation.one", number=number), 303)
        return _form(session, offer, {"wie": "", "opvolger": "", "reden": ""}, [])


@blueprint.post("/aanbod/<int:number>/gestopt")
def stop_offer(number: int) -> Response:
    """Take it off the map."""
    said = {
        "wie": as_typed("wie", 40),
        "opvolger": as_typed("opvolger", _LONGEST_SUCCESSOR),
        "reden": as_typed("reden", LONGEST_REASON),
    }
    with services().database.writing() as session:
        offer = own_offer_or_404(session, number)
        if offer.version != typed_number("versie"):
            words = _("Dit aanbod is intussen veranderd. Kijk nog eens, en kies dan opnieuw.")
            return _form(session, offer, said, [("wie", words)], 409)
        errors = _wrong(session, offer, said)
        if not errors:
            was_public = offer.status in PUBLIC_BEFORE
            try:
                stop(session, publishing(), offer, actor(), _told(said), said["reden"])
            except NoSuccessor as problem:
                errors = [("opvolger" if said["wie"] == ANOTHER else "wie", as_said(str(problem)))]
            except NotAllowed as problem:
                errors = [("wie", as_said(str(problem)))]
            else:
                if was_public:
                    tell_it_stopped(session, publishing(), offer)
        if errors:
            return _form(session, offer, said, errors, 422)
    return redirect(url_for("organisation.one", number=number, gedaan="gestopt"), 303)


@blueprint.post("/aanbod/<int:number>/terugzetten")
def put_back_offer(number: int) -> Response:
    """On the map again, as it was approved."""
    with services().database.writing() as session:
        offer = own_offer_or_404(session, number)
        if offer.status is Status.WITHDRAWN:
            if not may_put_back(session, offer):
                session.rollback()
                words = _("Dit aanbod kunt u niet zelf terugzetten. Bel de redactie, dan kijken we samen.")
                return offer_page(number, 409, words)
            put_back(session, publishing(), offer, actor())
    return redirect(url_for("organisation.one", number=number, gedaan="terug"), 303)


def _wrong(session: Session, offer: Offer, said: Said) -> Errors:
    if said["wie"] == ANOTHER and not said["opvolger"]:
        return [("opvolger", _("Schrijf de naam van het aanbod, of plak het adres van de pagina. Of kies 'niemand'."))]
    if said["wie"] not in {NOBODY, ANOTHER, *(other.slug for other in _own_others(session, offer))}:
        return [("wie", _("Kies of iemand het overneemt. Niemand? Kies dan 'niemand'."))]
    return []


def _told(said: Said) -> str:
    """The successor as `stop` takes it: nothing, what was typed, or the address of one of the own offers."""
    if said["wie"] == NOBODY:
        return ""
    return said["opvolger"] if said["wie"] == ANOTHER else f"/aanbod/{said['wie']}"


def _own_others(session: Session, offer: Offer) -> list[Offer]:
    question = select(Offer).where(Offer.organisation_id == offer.organisation_id, Offer.status == Status.PUBLISHED)
    return [other for other in session.exec(question.order_by(col(Offer.name)).limit(50)) if other.id != offer.id]


def _form(session: Session, offer: Offer, said: Said, errors: Errors, status: int = 200) -> Response:
    """The page; nothing that was begun is kept."""
    others = [(other.slug, other.name) for other in _own_others(session, offer)]
    page = render_template(
        "organisation/stopping.html", offer=offer, said=said, errors=errors, others=others, editors=town().map_editors,
        never_hidden=never_hidden(publishing(), offer), nobody=NOBODY, another=ANOTHER,
    )  # fmt: skip
    if errors:
        session.rollback()
    return make_response(page, status)
