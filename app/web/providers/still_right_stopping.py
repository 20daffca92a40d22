"""`/klopt-nog/gestopt` and `/klopt-nog/terug`: something stopped, who takes over, and how it comes back when that was a mistake."""

from datetime import timedelta
from typing import Final

from flask import Response, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlmodel import Session
from werkzeug.wrappers import Response as AnyResponse

from app import clock
from app.publishing.history import last_event
from app.publishing.letters import write_letter
from app.publishing.stopping import LONGEST_REASON, NoSuccessor, may_put_back, put_back, stop
from app.social_map.lifecycle import NotAllowed
from app.social_map.models import Flag, Offer, Organisation
from app.social_map.vocabulary import Status
from app.upkeep.links import LinkOver
from app.upkeep.telling import link_for, mail_addresses
from app.web.callers import few_enough
from app.web.providers.room import blueprint
from app.web.providers.still_right_room import (
    ACTOR,
    changed_meanwhile,
    key,
    over,
    own_offer,
    too_often,
    unseen,
    whose,
)
from app.web.running import services
from app.web.saying import as_said
from app.web.staff.typed import as_typed, typed_number

BACK_DAYS: Final = 14
STOPS_OF_ONE_A_DAY: Final = 5
"""Each one mails the organisation: a leaked link must not fill its mailbox with stopping and putting back."""
LONGEST_SUCCESSOR: Final = 300
REMARK: Final = "Gestopt gemeld via de link in de mail. Klopt dat?"


@blueprint.get("/klopt-nog/gestopt")
def stopping() -> AnyResponse:
    """The question whether it really stopped, and who takes over."""
    try:
        with services().database.reading() as session:
            offer = own_offer(session, whose(session), Status.PUBLISHED, Status.HIDDEN)
    except LinkOver as problem:
        return over(problem)
    return _form(offer, {"opvolger": "", "reden": ""}, [])


@blueprint.post("/klopt-nog/gestopt")
def stop_offer() -> AnyResponse:
    """Take it off the map, and mail the organisation a way back."""
    said = {"opvolger": as_typed("opvolger", LONGEST_SUCCESSOR), "reden": as_typed("reden", LONGEST_REASON)}
    try:
        with services().database.writing() as session:
            organisation = whose(session)
            offer = own_offer(session, organisation, Status.PUBLISHED, Status.HIDDEN)
            if offer.version != typed_number("versie"):
                return _form(offer, said, [("opvolger", changed_meanwhile())], 409)
            if not few_enough(session, "upkeep-stop", STOPS_OF_ONE_A_DAY, who=str(offer.id)):
                return _form(offer, said, [("opvolger", too_often())], 422)
            addresses = mail_addresses(session, organisation)
            try:
                stop(session, services().publishing, offer, ACTOR, said["opvolger"], said["reden"])
            except NoSuccessor as problem:
                session.rollback()
                return _form(offer, said, [("opvolger", as_said(str(problem)))], 422)
            session.add(Flag(offer_id=offer.id or 0, reason=REMARK))
            _tell(session, organisation, offer, addresses)
    except LinkOver as problem:
        return over(problem)
    return redirect(url_for("providers.still_right", sleutel=key(), gestopt=offer.id), 303)


@blueprint.get("/klopt-nog/terug")
def back() -> AnyResponse:
    """What would come back, and the button."""
    try:
        with services().database.reading() as session:
            offer = own_offer(session, whose(session), Status.WITHDRAWN, Status.PUBLISHED)
            may = _in_time(session, offer)
    except LinkOver as problem:
        return over(problem)
    return _back_page(offer, may=may)


@blueprint.post("/klopt-nog/terug")
def put_back_offer() -> AnyResponse:
    """On the map again."""
    try:
        with services().database.writing() as session:
            offer = own_offer(session, whose(session), Status.WITHDRAWN, Status.PUBLISHED)
            if offer.status is Status.WITHDRAWN:
                if not _in_time(session, offer):
                    return _back_page(offer, may=False, status=409)
                try:
                    put_back(session, services().publishing, offer, ACTOR)
                except NotAllowed:
                    session.rollback()
                    return _back_page(offer, may=False, status=409)
    except LinkOver as problem:
        return over(problem)
    return redirect(url_for("providers.still_right", sleutel=key(), terug="ja"), 303)


def _in_time(session: Session, offer: Offer) -> bool:
    last = last_event(session, offer.id or 0)
    return may_put_back(session, offer) and last is not None and clock.now() - last.at <= timedelta(days=BACK_DAYS)


def _tell(session: Session, organisation: Organisation, offer: Offer, addresses: list[str]) -> None:
    publishing = services().publishing
    town = publishing.town(offer.place.municipality)
    link = link_for(publishing, organisation, town, days=BACK_DAYS, path="/klopt-nog/terug", ask=f"&aanbod={offer.id}")
    for each in addresses:
        write_letter(
            session, publishing, each, "bericht-aanbod-gestopt", town, offer=offer.name,
            organisation=organisation.name, link=link, days=str(BACK_DAYS),
        )  # fmt: skip


def _form(offer: Offer, said: dict[str, str], errors: list[tuple[str, str]], status: int = 200) -> Response:
    page = render_template("providers/still_right_stopping.html", offer=offer, said=said, errors=errors, key=key())
    return unseen(page, status)


def _back_page(offer: Offer, *, may: bool, status: int = 200) -> Response:
    there = offer.status is Status.PUBLISHED
    why = "" if may or there else _("Dit kan niet meer via deze link. Bel de redactie, dan kijken we samen.")
    page = render_template(
        "providers/still_right_back.html", offer=offer, may=may, there=there, why=why, days=BACK_DAYS, key=key()
    )
    return unseen(page, status)
