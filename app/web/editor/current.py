"""`/beheer/actueel`: what nobody confirmed, with a number to ring and what somebody heard on the telephone."""

from typing import Any, Final

import sqlalchemy as sa
from flask import abort, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlmodel import Session, col, select
from werkzeug.wrappers import Response

from app import clock
from app.audit import record
from app.db import LARGEST_ROW
from app.publishing.stopping import LONGEST_REASON, NoSuccessor, stop
from app.social_map.lifecycle import NotAllowed, move
from app.social_map.models import Offer, Organisation, Place
from app.social_map.vocabulary import PUBLIC_BEFORE
from app.upkeep.checking import settle
from app.upkeep.models import FreshnessStep
from app.upkeep.reasons import in_words
from app.upkeep.telling import mail_addresses, mail_link
from app.upkeep.to_ring import FILTERS, RING, how_many, lines, note_call
from app.web.editor.room import actor, blueprint, offer_or_404, within_walls
from app.web.running import content, services
from app.web.saying import as_said
from app.web.staff.guards import me
from app.web.staff.typed import as_typed, page_number, typed_number

PAGE_SIZE: Final = 50


def filter_words() -> list[tuple[str, str]]:
    """The lists, in words."""
    return [
        (RING, _("om te bellen")),
        ("gevraagd", _("gevraagd, nog geen antwoord")),
        ("herinnerd", _("herinnerd")),
        ("gewaarschuwd", _("bezoekers zien: lang niet nagekeken")),
        ("verborgen", _("niet meer te zien")),
        ("blijft", _("blijft staan, met vraag na")),
        ("nooit", _("nooit iets van gehoord")),
        ("prijzen", _("prijs over de datum")),
        ("adressen", _("website, mail of telefoon werkt niet")),
        ("geen-mail", _("organisatie zonder mailadres")),
    ]


def step_words() -> dict[str, str]:
    """Where an offer stands, in words."""
    return {
        "ask": _("gevraagd"),
        "remind": _("herinnerd"),
        "warn": _("bezoekers zien een waarschuwing"),
        "hide": _("niet meer te zien"),
        "keep": _("blijft staan, met vraag na"),
    }


@blueprint.get("/actueel")
def current() -> Response:
    """The list; who would be missed most comes first."""
    return _list_page()


def _list_page(status: int = 200, problem: str = "") -> Response:
    what = request.values.get("wat", RING)
    what = what if what in FILTERS else RING
    page = page_number()
    with services().database.reading() as session:
        total = how_many(session, what, within_walls())
        found = lines(session, what, content().policy, within_walls(), limit=PAGE_SIZE, offset=(page - 1) * PAGE_SIZE)
    shown = render_template(
        "editor/current.html", lines=found, total=total, what=what, page=page, pages=-(-total // PAGE_SIZE), problem=problem,
        filters=filter_words(), steps=step_words(), done=request.args.get("gedaan", ""), today=clock.today(),
        in_words=in_words, page_url_of=lambda number: url_for("editor.current", wat=what, pagina=number),
    )  # fmt: skip
    return make_response(shown, status)


@blueprint.post("/actueel/<int:number>/klopt")
def current_confirm(number: int) -> Response:
    """Rung, and it is still right. What was hidden is seen again."""
    with services().database.writing() as session:
        offer = offer_or_404(session, number)
        stale = offer.version != typed_number("versie")
        if not stale:
            try:
                move(session, offer, "confirm", actor())
            except NotAllowed as problem:
                session.rollback()
                return _list_page(409, as_said(str(problem)))
            record(session, me().actor, "offer.confirm", f"offer:{number}")
    if stale:
        return _list_page(409, _("Iemand anders heeft dit aanbod intussen veranderd. Kijk nog eens."))
    return _back_to_list("klopt")


@blueprint.post("/actueel/<int:number>/gebeld")
def current_called(number: int) -> Response:
    """Rung, and nobody answered, or they will ring back."""
    with services().database.writing() as session:
        offer = offer_or_404(session, number)
        note_call(session, offer)
        record(session, me().actor, "offer.called", f"offer:{number}")
    return _back_to_list("gebeld")


@blueprint.post("/actueel/<int:number>/adres")
def current_settle(number: int) -> Response:
    """An address the checker doubts is right after all, until somebody changes it."""
    with services().database.writing() as session:
        offer_or_404(session, number)
        settled = settle(session, number, as_typed("soort", 20), as_typed("adres", 500))
        if settled:
            record(session, me().actor, "offer.address", f"offer:{number}")
    if not settled:
        return _list_page(409, _("Dit adres is intussen veranderd. Kijk nog eens."))
    return _back_to_list("adres")


@blueprint.get("/actueel/<int:number>/gestopt")
def current_stopping(number: int) -> Response:
    """Rung, and it stopped. Who takes over."""
    with services().database.reading() as session:
        return _stop_form(offer_or_404(session, number), {"opvolger": "", "reden": ""}, [])


@blueprint.post("/actueel/<int:number>/gestopt")
def current_stop(number: int) -> Response:
    """Take it off the map; its old address leads to who takes over."""
    said = {"opvolger": as_typed("opvolger", 300), "reden": as_typed("reden", LONGEST_REASON)}
    with services().database.writing() as session:
        offer = offer_or_404(session, number)
        if offer.version != typed_number("versie"):
            words = _("Iemand anders heeft dit aanbod intussen veranderd. Kijk nog eens en beslis dan.")
            return _stop_form(offer, said, [("opvolger", words)], 409)
        try:
            stop(session, services().publishing, offer, actor(), said["opvolger"], said["reden"])
        except (NoSuccessor, NotAllowed) as problem:
            session.rollback()
            return _stop_form(offer_or_404(session, number), said, [("opvolger", as_said(str(problem)))], 422)
    return _back_to_list("gestopt")


@blueprint.get("/actueel/organisatie/<int:number>")
def current_organisation(number: int) -> Response:
    """Everything of one organisation, how it hears from us, and its links."""
    return _organisation_page(number)


@blueprint.post("/actueel/organisatie/<int:number>/link")
def current_mail_link(number: int) -> Response:
    """Mail the link again."""
    with services().database.writing() as session:
        organisation = _organisation_or_404(session, number)
        sent = mail_link(session, services().publishing, organisation)
        record(session, me().actor, "freshness.link", f"organisation:{number}")
    if not sent:
        return _organisation_page(
            number, 422, _("Deze organisatie heeft geen mailadres. Bel hen, of vul eerst een mailadres in.")
        )
    return redirect(url_for("editor.current_organisation", number=number, gedaan="link"), 303)


@blueprint.post("/actueel/organisatie/<int:number>/ongeldig")
def current_void_links(number: int) -> Response:
    """Links that were mailed before now open nothing any more."""
    with services().database.writing() as session:
        organisation = _organisation_or_404(session, number)
        organisation.links_since = clock.now()
        session.add(organisation)
        record(session, me().actor, "freshness.void", f"organisation:{number}")
    return redirect(url_for("editor.current_organisation", number=number, gedaan="ongeldig"), 303)


def _organisation_or_404(session: Session, number: int) -> Organisation:
    """An organisation with something within this editor's walls."""
    if not 0 < number <= LARGEST_ROW:
        abort(404)
    found = session.get(Organisation, number)
    here = session.execute(
        sa.select(col(Offer.id))
        .join(Place, col(Place.id) == Offer.place_id)
        .where(col(Offer.organisation_id) == number, within_walls())
        .limit(1)
    ).first()
    if found is None or here is None:
        abort(404)
    return found


def _organisation_page(number: int, status: int = 200, problem: str = "") -> Response:
    with services().database.reading() as session:
        organisation = _organisation_or_404(session, number)
        offers: Any = session.execute(
            sa.select(Offer, Place)
            .join(Place, col(Place.id) == Offer.place_id)
            .where(col(Offer.organisation_id) == number, within_walls(), col(Offer.status).in_(PUBLIC_BEFORE))
            .order_by(col(Offer.name))
            .limit(300)
        ).all()
        addresses = mail_addresses(session, organisation)
        history = session.exec(
            select(FreshnessStep)
            .where(col(FreshnessStep.offer_id).in_([offer.id for offer, _place in offers]))
            .order_by(col(FreshnessStep.id).desc())
            .limit(50)
        ).all()
    page = render_template(
        "editor/current_organisation.html", organisation=organisation, offers=offers, addresses=addresses, history=history,
        names={offer.id: offer.name for offer, _place in offers}, steps=step_words(), problem=problem,
        done=request.args.get("gedaan", ""),
    )  # fmt: skip
    return make_response(page, status)


def _stop_form(offer: Offer, said: dict[str, str], errors: list[tuple[str, str]], status: int = 200) -> Response:
    return make_response(render_template("editor/current_stopping.html", offer=offer, said=said, errors=errors), status)


def _back_to_list(done: str) -> Response:
    what = as_typed("wat", 20)
    return redirect(url_for("editor.current", wat=what if what in FILTERS else None, gedaan=done), 303)
