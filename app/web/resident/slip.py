"""`/briefje`: somebody types the code the desk gave them and sees what was advised, as it is now.

The code opens nothing personal: a slip holds offers. Typing codes is slowed all the same, so that nobody reads through them.
"""

from datetime import timedelta
from typing import Final

from flask import Blueprint, make_response, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlmodel import col, select
from werkzeug.wrappers import Response

from app import clock
from app.accounts.slowing import TooSoon
from app.content.models import Municipality
from app.referring.models import Slip
from app.referring.sending import notice_words
from app.referring.slips import (
    employer_of,
    follow,
    only_of,
    open_slip,
    organisations_of,
    read_slip_code,
    spaced_slip_code,
)
from app.social_map.models import Offer
from app.web import cards
from app.web.bodies import clean
from app.web.callers import wait_for_a_turn
from app.web.running import content, municipality, services
from app.web.templating import page_url

FREE_A_DAY: Final = 40
LONGEST_WAIT: Final = timedelta(seconds=30)
_LONGEST = 40


def add_to(blueprint: Blueprint) -> None:
    """The page where the code is typed, and what it shows."""
    blueprint.add_url_rule("/briefje", "slip", slip)


def slip() -> Response:
    """A field for the code; with a code in the address what the desk advised, or why it cannot be shown."""
    typed = clean(request.args.get("code", ""))[:_LONGEST].strip()
    if not typed:
        return _form("", "", 200)
    code = read_slip_code(typed)
    if code is None:
        return _form(typed, _("Deze code klopt niet. Kijk bij 'Uw code' of er een teken anders is."), 422)
    try:
        wait_for_a_turn("slip", FREE_A_DAY, LONGEST_WAIT)
    except TooSoon as problem:
        message = ngettext(
            "Er zijn net veel codes geprobeerd. Wacht %(num)s seconde en probeer het nog eens.",
            "Er zijn net veel codes geprobeerd. Wacht %(num)s seconden en probeer het nog eens.",
            problem.seconds,
        )
        return _form(typed, message, 429)
    with services().database.reading() as session:
        found = open_slip(session, code)
        if found is None:
            return _form(
                typed, _("Deze code werkt niet, of niet meer. Bel gerust, dan zoeken we het samen weer op."), 404
            )
        followed = follow(session, found.offers)
        employer = employer_of(session, found.made_by)
        numbers = [card.id for card in followed.cards]
        rows = organisations_of(session, numbers)
        steps = dict(session.exec(select(Offer.id, Offer.first_step).where(col(Offer.id).in_(numbers))).all())
    alone = only_of(employer, [rows[card.id] for card in followed.cards if card.id in rows])
    kinds = dict.fromkeys(card.kind for card in followed.cards)
    page = render_template(
        "resident/slip.html",
        slip=found,
        town=_town(found),
        code=spaced_slip_code(code),
        last_day=found.ends_at.astimezone(clock.AMSTERDAM).date(),
        cards=[cards.of_card(card) for card in followed.cards],
        steps=[(card.name, steps[card.id]) for card in followed.cards if steps.get(card.id)],
        instead=followed.instead,
        missing=followed.missing,
        notice=notice_words(employer.name) if alone and employer else "",
        others=page_url("/zoeken") + "?" + "&".join(f"soort={kind}" for kind in kinds),
    )
    return make_response(page)


def _form(typed: str, problem: str, status: int) -> Response:
    errors = [("code", problem)] if problem else []
    return make_response(
        render_template("resident/slip_code.html", typed=typed, errors=errors, town=municipality()), status
    )


def _town(found: Slip) -> Municipality:
    """Whose desk made it: its telephone stands on the page."""
    return content().municipality(found.municipality) or municipality()
