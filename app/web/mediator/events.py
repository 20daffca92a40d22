"""`/bemiddeling/beursvloer`: exchange events (I-35): made and changed here, matched on the day, asked after three months on."""

from typing import Final

from flask import make_response, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.content.letterhead import site_of
from app.matching import events as exchange
from app.matching.candidates import in_event, put_together
from app.matching.events import EventNotPossible, NewEvent, Outcome
from app.matching.explaining import sentence
from app.matching.facts import offer_facts, question_facts
from app.matching.models import ExchangeEvent, Side, Standing
from app.matching.pair_states import PairNotPossible
from app.matching.shapes import LONGEST_WORDS
from app.social_map.dates import read_date
from app.web.bodies import clean
from app.web.mediator import words
from app.web.mediator.room import (
    blueprint,
    mediation,
    or_404,
    our_event,
    our_notice,
    our_pair,
    own_town,
    pair_page,
    said,
    to,
    typed,
)
from app.web.running import content, language
from app.web.staff.guards import me
from app.web.staff.typed import number_in

LONGEST_NAME: Final = 200
LONGEST_LINE: Final = 300
SHORTEST_NAME: Final = 3
Errors = list[tuple[str, str]]


@blueprint.get("/beursvloer")
def events() -> str:
    """What is still to come, what is to be asked after, and what was."""
    today, municipality = clock.today(), me().municipality
    return render_template(
        "mediator/events.html", found=exchange.of(mediation(), municipality, today),
        due=exchange.follow_up_due(mediation(), today, municipality=municipality), today=today,
    )  # fmt: skip


@blueprint.get("/beursvloer/nieuw")
def new_event() -> Response:
    """An empty form."""
    return _form({}, [], 200)


@blueprint.post("/beursvloer/nieuw")
def make_event() -> Response:
    """Make an event of this municipality."""
    errors: Errors = []
    read = _read(own_town().slug, errors)
    if read is None:
        return _form(said(), errors, 422)
    try:
        number = exchange.create(mediation(), read, me().actor)
    except EventNotPossible:
        message = _("In deze gemeente is nog geen organisatie die bemiddelt. Een redacteur vult die in.")
        return _form(said(), [("naam", message)], 422)
    return to(_address(number, "gemaakt"))


@blueprint.get("/beursvloer/<int:number>")
def event(number: int) -> Response:
    """One event: its questions and offers, who fits whom, and what came of it."""
    return _page(number, 200)


@blueprint.get("/beursvloer/<int:number>/wijzig")
def edit_event(number: int) -> Response:
    """The form, filled in."""
    found = our_event(number)
    return _closed(number) if found.closed_at else _form(_as_typed(found), [], 200, found)


@blueprint.post("/beursvloer/<int:number>/wijzig")
def change_event(number: int) -> Response:
    """Change what is said about it."""
    found, errors = our_event(number), Errors()
    read = _read(found.municipality, errors)
    if read is None:
        return _form(said(), errors, 422, found)
    try:
        with or_404():
            exchange.change(mediation(), number, read, me().actor)
    except EventNotPossible:
        return _closed(number)
    return to(_address(number, "gewijzigd"))


@blueprint.post("/beursvloer/<int:number>/sluit")
def close_event(number: int) -> Response:
    """Nothing is posted for it any more; what was posted stands."""
    our_event(number)
    exchange.close(mediation(), number, me().actor)
    return to(_address(number, "gesloten"))


@blueprint.post("/beursvloer/<int:number>/samen")
def together(number: int) -> Response:
    """Two who are both in the hall and say yes. Once the event is closed, nobody is in the hall any more."""
    if our_event(number).closed_at:
        return _closed(number)
    offer, question = (our_notice(number_in(request.form.get(name, ""))) for name in ("aanbod", "vraag"))
    if offer.event_id != number or question.event_id != number:
        return _page(number, 409, [("staat", words.refused("standing"))])
    try:
        with or_404():
            pair = put_together(mediation(), offer.id or 0, question.id or 0, me().actor)
    except PairNotPossible as problem:
        return _page(number, 409, [("staat", words.refused(problem.why))])
    return to(pair_page(pair, "antwoord"))


@blueprint.post("/beursvloer/<int:number>/hoe")
def outcome(number: int) -> Response:
    """What became of one match, three months on."""
    our_event(number)
    pair, offer, _question = our_pair(number_in(request.form.get("voorstel", "")))
    found: Outcome | None = next((each for each in exchange.OUTCOMES if each == typed("hoe", 20)), None)
    if offer.event_id != number or found is None:
        return _page(
            number, 422, [(f"hoe-{pair.id}", _("Kies hoe het gaat: loopt door, klaar, gestopt of niet bekend."))]
        )
    try:
        with or_404():
            exchange.record_follow_up(mediation(), pair.id or 0, found, me().actor)
    except PairNotPossible as problem:
        return _page(number, 409, [("staat", words.refused(problem.why))])
    return to(_address(number, "hoe"))


@blueprint.post("/beursvloer/<int:number>/nagevraagd")
def asked_after(number: int) -> Response:
    """Everybody who could be asked was asked."""
    our_event(number)
    exchange.followed_up(mediation(), number, me().actor)
    return to(_address(number, "nagevraagd"))


def _closed(number: int) -> Response:
    return _page(number, 409, [("staat", _("Deze beursvloer is gesloten en verandert niet meer."))])


def _page(number: int, status: int, errors: Errors | None = None) -> Response:
    found = our_event(number)
    with or_404():
        rows = exchange.rows(mediation(), number, municipality=me().municipality)
    fitting = [
        (each.question, [(offer, sentence(fit, offer_facts(offer), question_facts(each.question), content(), language())) for offer, fit in each.offers])
        for each in in_event(mediation(), number, clock.today())
    ]  # fmt: skip
    page = render_template(
        "mediator/event.html", event=found, rows=rows, fitting=fitting, today=clock.today(), errors=errors or [], wrong=dict(errors or []),
        to_judge=[each for each in (*rows.questions, *rows.offers) if each.standing is Standing.NEW], sides=Side,
        public=site_of(mediation().settings, mediation().town(found.municipality)) + url_for("resident.helping_event", slug=found.slug),
        settled={pair.question_id for pair in rows.pairs if pair.agreed}, ask_now=found.follow_up_on <= clock.today(), done=clean(request.args.get("gedaan", ""))[:20],
    )  # fmt: skip
    return make_response(page, status)


def _form(filled: dict[str, str], errors: Errors, status: int, found: ExchangeEvent | None = None) -> Response:
    return make_response(
        render_template("mediator/event_form.html", said=filled, errors=errors, wrong=dict(errors), event=found), status
    )


def _read(town: str, errors: Errors) -> NewEvent | None:
    name, day, later = typed("naam", 1000), read_date(typed("dag", 40)), read_date(typed("terugkijken", 40))
    if not SHORTEST_NAME <= len(name) <= LONGEST_NAME:
        errors.append(
            ("naam", _("Vul bij 'Naam' een naam in van 3 tot 200 tekens, bijvoorbeeld: beursvloer in het dorpshuis."))
        )
    if day is None:
        errors.append(("dag", _("Vul bij 'Dag' een dag in, bijvoorbeeld 3-12-2026.")))
    if typed("terugkijken", 40) and later is None:
        errors.append(
            ("terugkijken", _("Vul bij 'Terugkijken op' een dag in, bijvoorbeeld 3-3-2027, of laat het leeg."))
        )
    elif day is not None and later is not None and later <= day:
        errors.append(("terugkijken", _("Kies bij 'Terugkijken op' een dag na de beursvloer zelf.")))
    for field in ("plek", "tijden"):
        if len(typed(field, 1000)) > LONGEST_LINE:
            errors.append((field, _("In dit veld passen %(most)s tekens. Maak het korter.", most=LONGEST_LINE)))
    if len(typed("tekst", 20_000)) > LONGEST_WORDS:
        errors.append(("tekst", _("In dit veld passen %(most)s tekens. Maak het korter.", most=LONGEST_WORDS)))
    if errors or day is None:
        return None
    return NewEvent(
        municipality=town, name=name, place=typed("plek", 1000), times=typed("tijden", 1000), held_on=day,
        description=typed("tekst", 20_000), follow_up_on=later,
    )  # fmt: skip


def _as_typed(found: ExchangeEvent) -> dict[str, str]:
    return {
        "naam": found.name,
        "plek": found.place,
        "tijden": found.times,
        "dag": found.held_on.isoformat(),
        "terugkijken": found.follow_up_on.isoformat(),
        "tekst": found.description,
    }


def _address(number: int, done: str) -> str:
    return url_for("mediator.event", number=number, gedaan=done)
