"""`/organisatie/terugbellen`: whom this organisation was asked to call, for who signs in. Opening one is written down."""

from flask import abort, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.audit import record
from app.conversation.office import NobodyHome
from app.data_keys import Erased
from app.referring import call_backs as asking
from app.web.call_back_answers import answer_typed, may_open, reason_typed
from app.web.organisation.room import blueprint, own_organisation
from app.web.running import services
from app.web.staff.guards import me


@blueprint.get("/terugbellen")
def call_backs() -> str:
    """Which offers somebody would like to talk about; not who."""
    with services().database.reading() as session:
        rows = asking.of_organisation(session, own_organisation(session))
        offers = asking.offers_of(session, rows)
    return render_template(
        "organisation/call_backs.html",
        rows=rows,
        offers=offers,
        today=clock.today(),
        done=request.args.get("gedaan", ""),
    )


@blueprint.get("/terugbellen/<int:number>")
def one_call_back(number: int) -> Response:
    """Who it is, the number and the question."""
    return _one(number, [], 200)


@blueprint.post("/terugbellen/<int:number>")
def answer_call_back(number: int) -> Response:
    """We call, or we cannot."""
    accepted = answer_typed()
    if accepted is None:
        return _one(number, [("antwoord", _("Kies een van de twee: u belt, of u kunt niet bellen."))], 422)
    try:
        with services().database.writing() as session:
            row = asking.for_organisation(session, own_organisation(session), number)
            asking.answer(services().office, session, row, me().actor, accepted=accepted, reason=reason_typed())
    except NobodyHome:
        abort(404)
    except asking.AlreadyOver:
        pass  # a colleague was first: the page says how it stands
    return redirect(url_for("organisation.call_backs", gedaan="beantwoord"), 303)


def _one(number: int, errors: list[tuple[str, str]], status: int) -> Response:
    try:
        with services().database.writing() as session:
            row = asking.for_organisation(session, own_organisation(session), number)
            if not may_open(row):
                abort(404)
            opened = asking.opened(services().office, row)
            record(session, me().actor, "call-back.view", f"call_back:{number}")
            offers = asking.offers_of(session, [row])
    except (NobodyHome, Erased):
        abort(404)
    page = render_template(
        "organisation/call_back.html",
        row=row,
        opened=opened,
        offer=offers.get(row.offer_id),
        errors=errors,
        longest=asking.LONGEST_REASON,
    )
    return make_response(page, status)
