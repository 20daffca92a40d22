"""`/loket/terugbellen`: a caller would like an organisation to call; the desk asks it, and sees what nobody answers.

Lists show which offer and how it stands, never who called; opening one is written down.
"""

import uuid
from typing import Any, Final

from flask import abort, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import selectinload
from sqlmodel import Session, select
from werkzeug.wrappers import Response

from app import clock
from app.db import LARGEST_ROW
from app.personal_numbers import PhoneRefused, own_phone, spaced_phone
from app.referring import call_backs as asking
from app.referring.models import CallBack, CallBackState
from app.social_map.models import Offer
from app.social_map.vocabulary import Status
from app.upkeep.telling import mail_addresses
from app.web.front_desk.knowledge import search_endpoint
from app.web.front_desk.room import blueprint, office, or_404, own_town, typed, worker
from app.web.running import content, services
from app.web.staff.guards import me
from app.web.staff.typed import as_typed, number_in

FIELDS: Final = ("naam", "telefoon", "wanneer", "vraag", "akkoord", "formulier")
ANSWERS: Final = {"belt": True, "kan-niet": False}
Errors = list[tuple[str, str]]


@blueprint.get("/terugbellen")
def call_backs() -> Response:
    """Every request to call back: what needs somebody first."""
    return _list([], 200)


@blueprint.get("/terugbellen/nieuw/<int:number>")
def call_back(number: int) -> Response:
    """The form for a caller who wants to be called by who gives this offer."""
    return _form(number, {"formulier": str(uuid.uuid4())}, [], 200)


@blueprint.post("/terugbellen/nieuw/<int:number>")
def ask_call_back(number: int) -> Response:
    """Keep it and tell the organisation, or say what is missing; everything typed stays."""
    said = {name: typed(name, 1000) for name in FIELDS}
    said["telefoon"] = as_typed("telefoon", 60)  # nine digits of a telephone may look like a citizen service number
    phone, errors = _read(said)
    if errors:
        return _form(number, said, errors, 422)
    caller = asking.Caller(name=said["naam"], phone=phone, when=said["wanneer"])
    form = f"{me().account_id}|{number}|{said['formulier'][:80]}" if said["formulier"] else ""
    with or_404():
        asked = asking.ask_call_back(
            office(), worker(), number, caller, said["vraag"], consent=True, municipality=own_town().slug, form=form
        )
    return redirect(url_for("front_desk.call_backs", gedaan="gevraagd", nummer=asked.number), 303)


@blueprint.get("/terugbellen/<int:number>")
def one_call_back(number: int) -> Response:
    """Who it is and what they ask. Looking is written down."""
    return _one(number, [], 200)


@blueprint.post("/terugbellen/<int:number>/antwoord")
def answer_call_back(number: int) -> Response:
    """The organisation told the desk by telephone."""
    accepted = ANSWERS.get(typed("antwoord", 20))
    if accepted is None:
        return _one(number, [("antwoord", _("Kies wat de organisatie zei."))], 422)
    try:
        with or_404():
            asking.answer_at_desk(office(), worker(), number, accepted=accepted)
    except asking.AlreadyOver:
        return _one(number, [("staat", _over())], 409)
    return redirect(url_for("front_desk.call_backs", gedaan="antwoord", nummer=number), 303)


@blueprint.post("/terugbellen/<int:number>/afgehandeld")
def settle_call_back(number: int) -> Response:
    """The caller is helped: nothing waits any more."""
    with or_404():
        asking.settle(office(), worker(), number)
    return redirect(url_for("front_desk.call_backs", gedaan="afgehandeld", nummer=number), 303)


@blueprint.post("/terugbellen/<int:number>/niet-meer-nodig")
def withdraw_call_back(number: int) -> Response:
    """The caller does not want it any more."""
    try:
        with or_404():
            asking.withdraw(office(), worker(), number)
    except asking.AlreadyOver:
        return _one(number, [("staat", _over())], 409)
    return redirect(url_for("front_desk.call_backs", gedaan="ingetrokken", nummer=number), 303)


def _read(said: dict[str, str]) -> tuple[str, Errors]:
    """The telephone number as it is kept, and every mistake with how to mend it."""
    errors: Errors = []
    phone = ""
    if not said["naam"]:
        errors.append(("naam", _("Vul bij 'Naam' in naar wie de organisatie vraagt. Een voornaam mag ook.")))
    try:
        phone = own_phone(said["telefoon"])
    except PhoneRefused:
        errors.append(
            (
                "telefoon",
                _("Vul bij 'Telefoon' een nummer in waarop deze persoon gebeld kan worden, bijvoorbeeld 06 12345678."),
            )
        )
    for field, label, most in (
        ("naam", _("Naam"), asking.LONGEST_NAME), ("wanneer", _("Wanneer bellen?"), asking.LONGEST_WHEN),
        ("vraag", _("Waar gaat het over?"), asking.LONGEST_QUESTION),
    ):  # fmt: skip
        if len(said[field]) > most:
            errors.append(
                (field, _("'%(name)s' is te lang. Maak het korter dan %(most)s tekens.", name=label, most=most))
            )
    if not said["vraag"]:
        errors.append(("vraag", _("Schrijf bij 'Waar gaat het over?' in één regel wat deze persoon wil vragen.")))
    if said["akkoord"] != "ja":
        errors.append(
            (
                "akkoord",
                _(
                    "Vraag eerst of het mag. Zet een vinkje als deze persoon ja zei. Zonder ja gaat er niets naar de organisatie."
                ),
            )
        )
    return phone, errors


def _form(number: int, said: dict[str, str], errors: Errors, status: int) -> Response:
    with services().database.reading() as session:
        offer = _offer(session, number)
        if offer is None or offer.status is not Status.PUBLISHED:
            abort(404)
        has_mail = bool(mail_addresses(session, offer.organisation))
    policy = content().policy
    page = render_template(
        "front_desk/call_back_new.html", offer=offer, has_mail=has_mail, said=said, errors=errors, days=policy.call_back_days,
        keep=policy.call_back_keep_days, longest=asking.LONGEST_QUESTION,
    )  # fmt: skip
    return make_response(page, status)


def _list(errors: Errors, status: int) -> Response:
    with services().database.reading() as session:
        rows = asking.listed(session, me().municipality)
        offers = asking.offers_of(session, rows)
        number = number_in(request.args.get("nummer", ""))
        just = next((row for row in rows if row.id == number), None)
        just_offer = _offer(session, just.offer_id) if just is not None else None
    today = clock.today()
    page = render_template(
        "front_desk/call_backs.html", rows=rows, offers=offers, late={row.id for row in rows if asking.is_late(row, today)},
        errors=errors, done=request.args.get("gedaan", ""), just=just, just_offer=just_offer, search=url_for(search_endpoint()),
    )  # fmt: skip
    return make_response(page, status)


def _one(number: int, errors: Errors, status: int) -> Response:
    with or_404():
        opened = asking.open_for_desk(office(), worker(), number)
    with services().database.reading() as session:
        offer = _offer(session, opened.row.offer_id)
    row: CallBack = opened.row
    shown: dict[str, Any] = {
        "late": asking.is_late(row, clock.today()), "waits": row.state is CallBackState.NEW and row.settled_at is None,
        "declined": row.state is CallBackState.DECLINED and row.settled_at is None, "open": row.settled_at is None,
    }  # fmt: skip
    page = render_template(
        "front_desk/call_back.html", row=row, caller=opened.caller, question=opened.question, reason=opened.reason, offer=offer,
        phone=spaced_phone(opened.caller.phone), errors=errors, search=url_for(search_endpoint()), **shown,
    )  # fmt: skip
    return make_response(page, status)


def _offer(session: Session, number: int) -> Offer | None:
    if not 0 < number <= LARGEST_ROW:
        return None
    return session.exec(select(Offer).where(Offer.id == number).options(selectinload(Offer.organisation))).first()  # type: ignore[arg-type]


def _over() -> str:
    return str(
        _(
            "Dit kan nu niet meer: er is intussen geantwoord, of het is al afgehandeld. Kijk hieronder hoe het ervoor staat."
        )
    )
