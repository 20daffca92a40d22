"""`/bemiddeling/nieuw`: an offer or a question typed in for who calls, stands at the desk, or speaks for a church or club.

The fields are those of the public form, read by the same rules (`app.web.notice_rules`), on one screen. Consent is asked
aloud and ticked here; the secret code goes on paper, once.
"""

import secrets
from typing import Any, Final

from flask import make_response, render_template, request, url_for
from flask_babel import gettext as _
from sqlmodel import col, select
from werkzeug.wrappers import Response

from app.matching.models import Entered, ExchangeEvent, Side
from app.matching.posting import NobodyMediates, post_notice
from app.social_map.vocabulary import DAYPARTS, WEEKDAYS
from app.web import notice_words
from app.web.bodies import clean
from app.web.mediator import words
from app.web.mediator.letters import letter_body
from app.web.mediator.opening import open_notice
from app.web.mediator.room import SIDES, blueprint, mediation, notice_page, our_notice, own_town, to, towns, typed
from app.web.notice_fields import Typed, from_form, labels
from app.web.notice_rules import NOTICE_DAYS, Errors, judge
from app.web.running import services
from app.web.staff import shown_once
from app.web.staff.guards import me
from app.web.staff.typed import number_in

CHANNELS: Final = {"telefoon": Entered.PHONE, "balie": Entered.DESK}


@blueprint.get("/nieuw")
def new() -> Response:
    """First which of the two; then an empty form, in which nothing is chosen beforehand."""
    side = SIDES.get(clean(request.args.get("kant", "")))
    if side is None or own_town().mediation is None:
        return make_response(render_template("mediator/choose.html", events=open_events()))
    event = number_in(clean(request.args.get("beursvloer", "")))
    return _form_page(Typed(side, {"beursvloer": str(event) if event else ""}, {}, (), secrets.token_hex(16)), [], 200)


@blueprint.post("/nieuw")
def enter() -> Response:
    """Take it in, or say what is missing; everything typed stays."""
    side = SIDES.get(typed("kant", 20))
    if side is None or own_town().mediation is None:
        return to(url_for("mediator.new"))
    read = from_form(side, request.form).with_token(secrets.token_hex(16))
    event = _event(read["beursvloer"])
    judged = judge(read, event.id if event else None)
    channel = CHANNELS.get(typed("kanaal", 20))
    errors = words.for_the_mediator(judged.errors, tasks=bool(read.ticked("taak")))
    if channel is None:
        errors.insert(0, ("kanaal", _("Kies bij 'Hoe kwam dit binnen?' telefoon of balie.")))
    if judged.new is None or channel is None:
        return _form_page(read, errors, 422)
    new_one = judged.new.model_copy(update={"entered": channel, "language": "en" if typed("taal", 5) == "en" else "nl"})
    try:
        posted = post_notice(mediation(), new_one, f"mediator|{me().account_id}|{read.token}", me().actor)
    except NobodyMediates:
        return to(url_for("mediator.new"))
    if posted.code:
        what = shown_once.ShownOnce(posted.notice_id, posted.municipality, posted.reference, posted.code)
        shown_once.hold(shown_once.MEDIATION, what)
    return to(url_for("mediator.entered"))


@blueprint.get("/nieuw/klaar")
def entered() -> Response:
    """The receipt: the number for us, and a letter with number and code for the person."""
    waits = shown_once.look(shown_once.MEDIATION)
    if waits is None:
        return to(url_for("mediator.overview"))
    our_notice(waits.number)
    opened = open_notice(waits.number)
    return make_response(
        render_template(
            "mediator/entered.html",
            waits=waits,
            row=opened.notice,
            person=opened.person,
            body=letter_body(opened.notice, waits.code, "ontvangst"),
        )
    )


@blueprint.post("/nieuw/klaar")
def handed_over() -> Response:
    """Printed or handed over: the code is gone from here."""
    waits = shown_once.look(shown_once.MEDIATION)
    shown_once.done(shown_once.MEDIATION)
    if waits is None:
        return to(url_for("mediator.overview"))
    our_notice(waits.number)
    return to(notice_page(waits.number, "nieuw"))


def open_events() -> list[ExchangeEvent]:
    """Exchange events to type something in for."""
    with services().database.reading() as session:
        found = session.exec(
            select(ExchangeEvent).where(col(ExchangeEvent.closed_at).is_(None)).order_by(col(ExchangeEvent.held_on))
        ).all()
    return [event for event in found if event.municipality in towns()]


def _event(text: str) -> ExchangeEvent | None:
    number = number_in(text)
    return next((event for event in open_events() if event.id == number), None)


def _form_page(read: Typed, errors: Errors, status: int) -> Response:
    page = render_template(
        "mediator/new.html", read=read, offers=read.side is Side.OFFER, names=labels(read.side), errors=errors,
        wrong=dict(errors), channel=typed("kanaal", 20), spoken=typed("taal", 5), events=open_events(), **choices(read.side),
    )  # fmt: skip
    return make_response(page, status)


def choices(side: Side) -> dict[str, Any]:
    """What the fields offer to choose from."""
    return {
        "groups": notice_words.task_groups(side),
        "limits": notice_words.limits(),
        "circumstances": notice_words.circumstances(),
        "kernen": own_town().kernen,
        "days": WEEKDAYS,
        "parts": DAYPARTS,
        "notice_days": NOTICE_DAYS,
    }
