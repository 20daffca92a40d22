"""`/organisatie/schrijven`: an organisation writes an offer on the one screen, for itself."""

from typing import Any

from flask import abort, redirect, request
from sqlmodel import Session
from werkzeug.wrappers import Response

from app.publishing.form import values_of
from app.publishing.models import WorkingDraft
from app.publishing.working import begin, begun_with, with_uid
from app.social_map.draft import OfferDraft
from app.social_map.lifecycle import newest_revision
from app.web.bodies import takes_up_to
from app.web.offer_form import keeping
from app.web.offer_form.room import Room
from app.web.offer_form.typed import LARGEST_FORM
from app.web.organisation.room import actor, blueprint, own_offer_or_404, own_organisation, town
from app.web.running import services
from app.web.staff.guards import me


def own_working_or_404(session: Session, uid: str) -> WorkingDraft:
    """What this organisation is writing; somebody else's does not exist (promise 34).

    An offer that went to another organisation meanwhile (doubles taken apart) is not theirs to go on with.
    """
    working, own = with_uid(session, uid), own_organisation(session)
    if working is None or working.organisation not in {own.uid, me().organisation}:
        abort(404)
    if working.offer_id:
        own_offer_or_404(session, working.offer_id)
    return working


def _nothing_against(draft: OfferDraft) -> list[tuple[str, str]]:
    """An organisation may offer help anywhere."""
    del draft
    return []


ROOM = Room(
    name="organisation",
    layout="organisation/layout.html",
    find=own_working_or_404,
    actor=actor,
    town=town,
    objections=_nothing_against,
    one="organisation.one",
    home="organisation.overview",
)


@blueprint.post("/aanbod/nieuw")
def write_new() -> Response:
    """Begin a new offer, with what the organisation said before filled in."""
    with services().database.writing() as session:
        organisation = own_organisation(session)
        values = begun_with(session, organisation)
        uid = begin(session, organisation=organisation.uid, by=actor().name, values=values).uid
    return redirect(ROOM.url("write", uid), 303)


@blueprint.post("/aanbod/<int:number>/wijzigen")
def write_change(number: int) -> Response:
    """Begin a change of an offer, from its newest version; what the public sees stays until an editor says yes."""
    with services().database.writing() as session:
        offer = own_offer_or_404(session, number)
        values = values_of(newest_revision(session, offer).draft)
        organisation = own_organisation(session)
        uid = begin(session, organisation=organisation.uid, by=actor().name, offer=offer, values=values).uid
    return redirect(ROOM.url("write", uid), 303)


@blueprint.route("/schrijven/<uid>", methods=["GET", "POST"])
@takes_up_to(LARGEST_FORM)
def write(uid: str) -> Response:
    """The one screen; every button keeps what was typed first, and may then look at it, or hand it in."""
    return keeping.show(ROOM, uid) if request.method == "GET" else keeping.kept(ROOM, uid)


@blueprint.get("/schrijven/<uid>/voorbeeld")
def write_preview(uid: str) -> Response:
    """As the public would see it."""
    return keeping.preview(ROOM, uid)


@blueprint.post("/schrijven/<uid>/weg")
def write_drop(uid: str) -> Response:
    """Throw it away."""
    return keeping.dropped(ROOM, uid)


@blueprint.post("/schrijven/<uid>/leesbaar")
def write_read_back(uid: str) -> Any:
    """How a time is read, and what could be easier in a text; nothing is kept."""
    return keeping.read_back(ROOM, uid)
