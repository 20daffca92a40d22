"""`/beheer/meedoen`: who asks to publish on the map; a yes invites them, a no has a reason (I-38)."""

from collections.abc import Sequence

from flask import abort, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlmodel import Session, col, select
from werkzeug.wrappers import Response

from app import clock
from app.accounts.keeping import AccountRefused
from app.audit import record
from app.db import LARGEST_ROW
from app.publishing.joining import (
    AlreadyDecided,
    Contact,
    NameTaken,
    ReasonNeeded,
    accept,
    contact_of,
    refuse,
    same_name,
    waiting,
)
from app.publishing.models import JoinRequest
from app.publishing.vocabulary import JoinState
from app.social_map.doubles import Likenesses
from app.social_map.models import Organisation
from app.web.editor.organisations import is_ours
from app.web.editor.room import blueprint, own_town
from app.web.organisation_fields import kinds
from app.web.running import services
from app.web.staff.guards import keys, me
from app.web.staff.typed import as_typed, typed_number

MOST_SHOWN = 100


def own_towns() -> Sequence[str] | None:
    """Slugs of the municipalities this editor looks after; None for the whole region."""
    town = own_town()
    return None if town is None else [town.slug]


@blueprint.get("/meedoen")
def join_requests() -> str:
    """What waits, what is due first on top; the decided ones below."""
    towns = own_towns()
    with services().database.reading() as session:
        open_ones = waiting(session, towns)
        decided = select(JoinRequest).where(JoinRequest.state != JoinState.NEW)
        if towns is not None:
            decided = decided.where(col(JoinRequest.municipality).in_(towns))
        done = session.exec(decided.order_by(col(JoinRequest.decided_at).desc()).limit(MOST_SHOWN)).all()
    return render_template("editor/join_requests.html", open_ones=open_ones, done=done, today=clock.today())


@blueprint.get("/meedoen/<int:number>")
def join_request(number: int) -> Response:
    """One request with who asked: looking is written down."""
    with services().database.writing() as session:
        asked = _asked_or_404(session, number)
        if asked.sealed:
            record(session, me().actor, "join.read", f"join:{number}")
    return _page(number)


@blueprint.post("/meedoen/<int:number>")
def decide_join(number: int) -> Response:
    """Yes or no."""
    yes, reason = request.form.get("besluit") == "ja", as_typed("reden", 2000)
    known = typed_number("organisatie")
    try:
        with services().database.writing() as session:
            asked = _asked_or_404(session, number)
            if yes:
                organisation = _one_of_ours(session, known) if known else None
                accept(session, services().publishing, keys(), asked, by=me().actor, organisation=organisation)
            else:
                refuse(session, services().publishing, asked, reason, me().actor)
    except _NotOurs:
        problem = _(
            "Deze organisatie werkt ook buiten uw gemeente. Vraag een redacteur van de hele regio om te besluiten."
        )
        return _page(number, [("organisatie", problem)], reason)
    except ReasonNeeded:
        return _page(number, [("reden", _("Schrijf erbij waarom. Wie vroeg, krijgt deze reden te lezen."))], reason)
    except NameTaken:
        problem = _("Er is al een organisatie met deze naam. Is het dezelfde? Kies haar dan. Anders: bel eerst even.")
        return _page(number, [("organisatie", problem)], reason)
    except AlreadyDecided:
        return _page(number, [("besluit", _("Iemand anders heeft intussen besloten."))], reason, 409)
    except AccountRefused:
        problem = _("Dit e-mailadres heeft al een account. Bel wie dit vroeg en spreek een ander adres af.")
        return _page(number, [("besluit", problem)], reason)
    return redirect(url_for("editor.join_requests", gedaan="ja" if yes else "nee"), 303)


class _NotOurs(Exception):
    """This editor cannot decide who may publish for that organisation."""


def _one_of_ours(session: Session, number: int) -> Organisation:
    """The organisation the request turned out to be: who is invited may change everything of it, also in other towns."""
    found = session.get(Organisation, number) if number <= LARGEST_ROW else None
    if found is None or found.merged_into:
        abort(404)
    if not is_ours(session, found):
        raise _NotOurs
    return found


def _asked_or_404(session: Session, number: int) -> JoinRequest:
    found = session.get(JoinRequest, number) if 0 < number <= LARGEST_ROW else None
    towns = own_towns()
    if found is None or (towns is not None and found.municipality not in towns):
        abort(404)
    return found


def _page(
    number: int, errors: list[tuple[str, str]] | None = None, reason: str = "", status: int | None = None
) -> Response:
    with services().database.reading() as session:
        asked = _asked_or_404(session, number)
        contact: Contact = contact_of(services().publishing, asked)
        alike = _alike(session, asked)
    page = render_template(
        "editor/join_request.html", asked=asked, contact=contact, alike=alike, kind=dict(kinds())[asked.kind.value], town=services().publishing.town(asked.municipality).name, errors=errors or [], reason=reason,
        is_new=asked.state is JoinState.NEW, today=clock.today(),
    )  # fmt: skip
    return make_response(page, status or (422 if errors else 200))


def _alike(session: Session, asked: JoinRequest) -> list[Organisation]:
    """Organisations that may be the same one, so that nobody stands on the map twice (1N-7)."""
    same = same_name(session, asked.name)
    found = [same] if same is not None and not same.merged_into else []
    names = session.exec(select(Organisation.name).where(Organisation.merged_into == "")).all()
    other = Likenesses(names).like(asked.name)
    if other:
        found += session.exec(select(Organisation).where(Organisation.name == other)).all()
    return found
