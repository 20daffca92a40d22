"""The call slip: what is on it, and the four ways to give it along: on paper, by mail, as a letter, with a code.

Each way is counted per offer, once a call; what was typed to send it stays nowhere (I-06, I-45).
"""

from dataclasses import replace

from flask import make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlmodel import Session
from werkzeug.wrappers import Response

from app import clock
from app.mailing.letters import AddressRefused, checked_address
from app.mailing.waiting import post_letter
from app.referring import marks, sending
from app.referring.marks import Way
from app.referring.slips import make_slip
from app.social_map.short_codes import short_code, spaced
from app.web.callers import few_enough
from app.web.front_desk.room import blueprint, own_town
from app.web.front_desk.workspace import asked_of, slip_part, too_much, workspace_page
from app.web.front_desk.workspace_kept import MOST, Call, SlipFull, asked_in, call, keep, mark_of, new_in
from app.web.front_desk.workspace_lines import Slipped, entries, notice_of, own_employer, slipped
from app.web.running import content, services
from app.web.staff.guards import me
from app.web.staff.typed import as_typed

MAILS_A_DAY = 200
MAILS_A_DAY_TO_ONE = 10
_SLUG = 200


@blueprint.post("/briefje")
def slip() -> Response:
    """Put what was ticked on the slip and take off what was not; or move, remove and empty with a button."""
    now = call()
    typed = asked_in(request.form)
    if typed:
        now = replace(now, asked=typed)
    try:
        now = now.on_slip(_changed(now))
        keep(now)
    except SlipFull:
        message = _("Er kan niet meer dan %(most)s keer hulp op één briefje. Haal eerst iets weg.", most=MOST)
        if _wants_part():
            return _part(call(), message)
        return workspace_page(replace(call(), asked=now.asked), [("briefje", message)], 422)
    if _wants_part():
        return _part(now)
    return redirect(url_for("front_desk.workspace", _anchor="briefje"), 303)


@blueprint.post("/briefje/mail")
def slip_mail() -> Response:
    """Send it. The address is used for this mail and kept nowhere else."""
    now, typed = call(), as_typed("adres", 400)
    shown = slipped(now.slip, own_employer())
    if not shown.cards:
        return _empty(now)
    try:
        to = checked_address(typed)
    except AddressRefused:
        message = _("Vul bij 'E-mailadres' een adres in zoals naam@voorbeeld.nl.")
        return workspace_page(now, [("adres", message)], 422, typed)
    town = own_town()
    letter = sending.letter_of(to, entries(shown.cards, town), town, clock.today(), notice=notice_of(shown, town))
    asked = asked_of(now)
    with services().database.writing() as session:
        may = few_enough(session, "slip mailed by", MAILS_A_DAY, me().actor) and few_enough(
            session, "slip mailed to", MAILS_A_DAY_TO_ONE, to
        )
        if may:
            post_letter(session, services().settings, letter)
            now = _count(session, now, asked, Way.MAIL, shown)
    if not may:
        message = _("Er is vandaag al vaak gemaild. Geef het briefje op een andere manier mee.")
        return workspace_page(now, [("adres", message)], 422, typed)
    return _kept_and_on(now, url_for("front_desk.workspace", gedaan="gemaild"))


@blueprint.post("/briefje/print")
def slip_print() -> Response:
    """Count that it is given along on paper, and show the sheet."""
    return _give(Way.PRINT, "front_desk.slip_sheet")


@blueprint.post("/briefje/brief")
def slip_letter() -> Response:
    """Count that it is given along in a letter, and show the text."""
    return _give(Way.LETTER, "front_desk.slip_letter_text")


@blueprint.get("/briefje/print")
def slip_sheet() -> Response:
    """The slip on a sheet of its own, in large print."""
    return _sheet("front_desk/slip_sheet.html")


@blueprint.get("/briefje/brief")
def slip_letter_text() -> Response:
    """The slip as a letter, with the lines of the address left open."""
    return _sheet("front_desk/slip_letter.html")


@blueprint.post("/briefje/link")
def slip_link() -> Response:
    """Make a code with which the slip can be looked up for a while. The same slip keeps its code."""
    now = call()
    shown = slipped(now.slip, own_employer())
    if not shown.cards:
        return _empty(now)
    made_of = mark_of(*now.slip)
    asked = asked_of(now)
    with services().database.writing() as session:
        if now.code[1] != made_of:
            slugs = [card.slug for card in shown.cards]
            made = make_slip(
                session, slugs, municipality=own_town().slug, by=me().actor, days=content().policy.slip_valid_days
            )
            now = replace(now, code=(made.code, made_of))
        now = _count(session, now, asked, Way.LINK, shown)
    return _kept_and_on(now, url_for("front_desk.workspace", gedaan="code", _anchor="briefje"))


def _give(way: Way, page: str) -> Response:
    now = call()
    shown = slipped(now.slip, own_employer())
    if not shown.cards:
        return _empty(now)
    asked = asked_of(now)
    with services().database.writing() as session:
        now = _count(session, now, asked, way, shown)
    return _kept_and_on(now, url_for(page))


def _count(session: Session, now: Call, asked: marks.Asked, way: Way, shown: Slipped) -> Call:
    """Count what was not counted yet in this call; returns the call that remembers it."""
    fresh, after = new_in(now, way.value, [card.slug for card in shown.cards])
    given = [
        marks.Given(next(iter(card.domains), ""), organisation)
        for card, organisation in zip(shown.cards, shown.given_by, strict=True)
        if card.slug in fresh
    ]
    marks.referred(session, asked, way, given, shown.employer.id if shown.employer else None)
    return after


def _kept_and_on(now: Call, address: str) -> Response:
    try:
        keep(now)
    except SlipFull:
        return workspace_page(now, [("briefje", too_much())], 422)
    return redirect(address, 303)


def _sheet(template: str) -> Response:
    shown = slipped(call().slip, own_employer())
    town = own_town()
    if not shown.cards:
        return make_response(redirect(url_for("front_desk.workspace"), 303))
    found, notice = entries(shown.cards, town), notice_of(shown, town)
    page = render_template(
        template, entries=found, codes=[spaced(short_code(card.id)) for card in shown.cards], notice=notice, town=town, today=clock.today(),
        notice_words=sending.notice_words(notice.employer) if notice else "",
        text=sending.letter_text(found, town, clock.today(), notice),
    )  # fmt: skip
    return make_response(page)


def _empty(now: Call) -> Response:
    message = _("Het briefje is nog leeg. Zet eerst een vinkje bij een uitkomst, en kies 'Zet op briefje'.")
    return workspace_page(now, [("briefje", message)], 422)


def _changed(now: Call) -> list[str]:
    """The slip after what was sent: the ticks of the results that were shown, or one button."""
    what, _between, slug = as_typed("doen", _SLUG).partition(":")
    order = list(now.slip)
    if what == "leeg":
        return []
    if what == "weg":
        return [each for each in order if each != slug]
    if what in {"omhoog", "omlaag"} and slug in order:
        place = order.index(slug)
        other = place + (1 if what == "omlaag" else -1)
        if 0 <= other < len(order):
            order[place], order[other] = order[other], order[place]
        return order
    ticked = [each[:_SLUG] for each in request.form.getlist("aanbod")[:200]]
    seen = {each[:_SLUG] for each in request.form.getlist("getoond")[:200]}
    return [each for each in order if each not in seen or each in ticked] + [
        each for each in ticked if each not in order
    ]


def _wants_part() -> bool:
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"


def _part(now: Call, problem: str = "") -> Response:
    said = problem or _("Op het briefje: %(num)s", num=len(now.slip))
    return make_response({"html": slip_part(now), "said": said, "slugs": list(now.slip)}, 422 if problem else 200)
