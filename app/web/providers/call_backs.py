"""`/terugbellen`: an organisation reads whom it was asked to call, and says whether it will, without signing in.

The link of the mail opens a page that says nothing about anybody and changes nothing, because mail scanners follow links
(promise 33). One button shows who it is, and that somebody looked is written down.
"""

from flask import Response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.audit import record
from app.content.models import Municipality
from app.data_keys import Erased
from app.referring import call_backs as asking
from app.referring.call_back_mail import LONGEST_TOKEN, LinkOver, opens, read_link
from app.referring.models import CallBack
from app.social_map.lifecycle import MAIL_LINK
from app.social_map.models import Offer
from app.web.call_back_answers import answer_typed, may_open, reason_typed
from app.web.providers.room import blueprint
from app.web.providers.still_right_room import unseen
from app.web.running import content, municipality, services


@blueprint.get("/terugbellen")
def call_back() -> Response:
    """That somebody would like a call, about which offer, and one button. Nothing about who it is."""
    try:
        with services().database.reading() as session:
            row = opens(session, read_link(services().settings, _key()))
            offer = session.get(Offer, row.offer_id)
    except LinkOver:
        return _over(404)
    return _page(row, offer, None, [], 200) if asking.still_readable(row) else _over(410)


@blueprint.post("/terugbellen")
def show_caller() -> Response:
    """Who it is, the number and the question: the answer to a button, never to an address."""
    return _shown([], 200)


@blueprint.post("/terugbellen/antwoord")
def answer_caller() -> AnyResponse:
    """We call, or we cannot."""
    accepted = answer_typed()
    if accepted is None:
        return _shown([("antwoord", _("Kies een van de twee: u belt, of u kunt niet bellen."))], 422)
    try:
        with services().database.writing() as session:
            row = opens(session, read_link(services().settings, _key()), hold=True)
            asking.answer(services().office, session, row, MAIL_LINK, accepted=accepted, reason=reason_typed())
    except (LinkOver, Erased):
        return _over(410)
    except asking.AlreadyOver:
        pass  # a second press, or a colleague was first: the page says how it stands
    return redirect(url_for("providers.call_back", sleutel=_key()), 303)


def _shown(errors: list[tuple[str, str]], status: int) -> Response:
    try:
        with services().database.writing() as session:
            row = opens(session, read_link(services().settings, _key()), hold=True)
            if not may_open(row):
                return _over(410)
            opened = asking.opened(services().office, row)
            record(session, MAIL_LINK, "call-back.view", f"call_back:{row.id}")
            offer = session.get(Offer, row.offer_id)
    except (LinkOver, Erased):
        return _over(404)
    return _page(row, offer, opened, errors, status)


def _page(
    row: CallBack, offer: Offer | None, opened: asking.Opened | None, errors: list[tuple[str, str]], status: int
) -> Response:
    page = render_template(
        "providers/call_back.html", row=row, offer_name=offer.name if offer is not None else "", opened=opened, errors=errors,
        town=_town(row), key=_key(), longest=asking.LONGEST_REASON, days=asking.READABLE_FOR.days,
    )  # fmt: skip
    return unseen(page, status)


def _over(status: int) -> Response:
    page = render_template("providers/call_back_over.html", no_key=not _key(), known=status == 410)  # noqa: PLR2004
    return unseen(page, status)


def _town(row: CallBack) -> Municipality:
    return content().municipality(row.municipality) or municipality()


def _key() -> str:
    """The token of the link, from the question of the address only."""
    return request.args.get("sleutel", "")[: LONGEST_TOKEN + 1]
