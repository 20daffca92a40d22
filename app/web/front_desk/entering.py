"""`/loket/nieuw`: a request for a caller, a visitor or a letter writer: the same fields in short, and the same question about
free independent help, asked of the person themself.
"""

import uuid
from typing import Any

from flask import make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.conversation import desk
from app.conversation.models import ConversationRequest
from app.conversation.opened import view
from app.conversation.shapes import Contact
from app.web.bodies import clean
from app.web.front_desk.entry_form import hide_citizen_numbers, read_form
from app.web.front_desk.letters import letter_body, receipt_letter, terms_for
from app.web.front_desk.room import blueprint, office, or_404, own_town, page_of, typed, worker
from app.web.running import services
from app.web.staff import shown_once
from app.web.staff.guards import me
from app.web.staff.typed import as_typed

LIST_FIELDS = ("vraag", "veilig_contact", "clientondersteuning_deelt")


@blueprint.get("/nieuw")
def new() -> Response:
    """An empty form: nothing is chosen beforehand."""
    return _form_page({"formulier": str(uuid.uuid4())}, [], 200)


@blueprint.post("/nieuw")
def enter() -> Response:
    """Take it in, or say what is missing; everything typed stays."""
    said: dict[str, Any] = {name: as_typed(name) for name in request.form if name not in LIST_FIELDS}
    said |= {name: [clean(each).strip() for each in request.form.getlist(name)[:6]] for name in LIST_FIELDS}
    hidden = hide_citizen_numbers(said)
    if hidden:
        return _form_page(said, hidden, 422)
    read = read_form(said, own_town().slug)
    if read.new is None:
        return _form_page(said, read.errors, 422)
    form = str(said.get("formulier", ""))[:80] or str(uuid.uuid4())
    try:
        receipt = desk.enter(
            office(),
            read.new,
            f"desk|{me().account_id}|{form}",
            worker(),
            could_not_ask=said.get("niet_gevraagd") == "ja",
        )
    except desk.Refused as problem:
        return _form_page(said, [_why(problem.why)], 422)
    shown_once.hold(
        shown_once.DESK, shown_once.ShownOnce(receipt.request_id, receipt.municipality, receipt.reference, receipt.code)
    )
    return redirect(url_for("front_desk.entered"), 303)


@blueprint.get("/nieuw/klaar")
def entered() -> Response:
    """The receipt: the number for us, and a letter with number and code for the resident."""
    waits = shown_once.look(shown_once.DESK)
    if waits is None:
        return make_response(redirect(url_for("front_desk.overview"), 303))
    with services().database.reading() as session:
        row = session.get(ConversationRequest, waits.number)
    if row is None:
        return make_response(redirect(url_for("front_desk.overview"), 303))
    ours = not me().municipality or me().municipality == row.municipality
    contact, letter_id = Contact(), 0
    if ours:
        with or_404():
            opened = view(office(), worker(), waits.number, "conversation.print-letter")
        contact = opened.contact
        letter_id = receipt_letter(opened.deliveries)
    terms = terms_for(row)
    page = render_template(
        "front_desk/entered.html", waits=waits, row=row, ours=ours, contact=contact, letter_id=letter_id, town=office().town(row.municipality),
        body=letter_body("ontvangst", row, waits.code), terms=terms,
    )  # fmt: skip
    return make_response(page)


@blueprint.post("/nieuw/klaar")
def handed_over() -> Response:
    """Printed, or read aloud: the code is gone from here."""
    waits = shown_once.look(shown_once.DESK)
    shown_once.done(shown_once.DESK)
    if waits is None or (me().municipality and waits.municipality != me().municipality):
        return redirect(url_for("front_desk.overview"), 303)
    if typed("op_de_post") == "ja":
        with or_404():
            opened = view(office(), worker(), waits.number)
            desk.letter_posted(office(), worker(), waits.number, receipt_letter(opened.deliveries))
    return redirect(page_of(waits.number, "nieuw"), 303)


def _form_page(said: dict[str, Any], errors: list[tuple[str, str]], status: int) -> Response:
    page = render_template("front_desk/new.html", said=said, errors=errors, town=own_town(), today=clock.today())
    return make_response(page, status)


def _why(why: str) -> tuple[str, str]:
    """The field a refusal is about, and how to mend it."""
    found = {
        "support_open": ("clientondersteuning", _("De vraag bij 'Wil deze persoon gratis onafhankelijke hulp?' staat nog open. Stel de vraag en kies ja, nee of later. Kon u het echt niet vragen? Zet dan een vinkje bij: Ik kon het niet vragen.")),
        "support_no_day": ("vragen_voor", _("Vul bij 'Bij nog te vragen: op welke dag uiterlijk?' een dag in: vandaag of een dag die nog komt.")),
        "support_not_confirmed": ("gevraagd", _("Zet bij 'nee' een vinkje bij: Ik heb het gevraagd en deze persoon wil het niet.")),
    }  # fmt: skip
    return found[why]
