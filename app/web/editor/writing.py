"""`/beheer/aanbod/nieuw` and `/beheer/schrijven`: an editor writes an offer for somebody, on the same one screen."""

from typing import Any

import sqlalchemy as sa
from flask import abort, make_response, redirect, render_template, request
from flask_babel import gettext as _
from sqlmodel import Session, col, select
from werkzeug.wrappers import Response

from app.content.models import Municipality
from app.publishing.form import values_of
from app.publishing.form_fields import PLACE
from app.publishing.models import WorkingDraft
from app.publishing.working import NEW_ORGANISATION, begin, begun_with, with_uid
from app.social_map.draft import OfferDraft
from app.social_map.lifecycle import newest_revision
from app.social_map.models import Offer, Organisation, Place
from app.social_map.names import fold_name
from app.web.bodies import clean, takes_up_to
from app.web.editor.organisations import is_ours
from app.web.editor.room import actor, blueprint, offer_or_404, own_town, within_walls
from app.web.offer_form import keeping
from app.web.offer_form.room import Room
from app.web.offer_form.typed import LARGEST_FORM
from app.web.running import municipality, services
from app.web.staff.typed import as_typed

MOST_FOUND = 20
LONGEST_NAME = 200


def _town() -> Municipality:
    return own_town() or municipality()


def working_or_404(session: Session, uid: str) -> WorkingDraft:
    """What is being written within this editor's walls: an offer they may see, else what they began themselves."""
    working = with_uid(session, uid)
    if working is None:
        abort(404)
    if working.offer_id:
        offer_or_404(session, working.offer_id)
    elif own_town() is not None and not _within(session, working):
        abort(404)
    return working


def _within(session: Session, working: WorkingDraft) -> bool:
    """Something new: begun by this editor, or of an organisation that has offers in this municipality."""
    return working.begun_by == actor().name or (
        bool(working.organisation) and _has_offers_here(session, working.organisation)
    )


def _has_offers_here(session: Session, uid: str) -> bool:
    return (
        session.execute(
            sa.select(col(Offer.id))
            .join(Organisation, col(Organisation.id) == Offer.organisation_id)
            .join(Place, col(Place.id) == Offer.place_id)
            .where(Organisation.uid == uid, within_walls())  # type: ignore[arg-type]
            .limit(1)
        ).first()
        is not None
    )


def _outside_walls(draft: OfferDraft) -> list[tuple[str, str]]:
    """An editor of one municipality writes for that municipality."""
    town = own_town()
    if town is None or draft.place.municipality.casefold() in {town.name.casefold(), town.slug}:
        return []
    return [
        (
            "gemeente",
            _("U werkt voor %(town)s. Vul bij gemeente %(town)s in, of vraag het een collega.", town=town.name),
        )
    ]


ROOM = Room(
    name="editor",
    layout="editor/layout.html",
    find=working_or_404,
    actor=actor,
    town=_town,
    objections=_outside_walls,
    one="editor.judge",
    home="editor.write_new",
    may_publish=True,
)


@blueprint.route("/aanbod/nieuw", methods=["GET", "POST"])
def write_new() -> Response:
    """Whose offer is it? Found by name, or typed; then the one screen."""
    if request.method == "POST":
        return _begin()
    return make_response(_choose_page(clean(request.args.get("naam", ""))[:LONGEST_NAME].strip()))


def _choose_page(name: str, errors: list[tuple[str, str]] | None = None) -> str:
    with services().database.reading() as session:
        found = _organisations(session, name) if name else []
        question = select(WorkingDraft).where(WorkingDraft.begun_by == actor().name)
        mine = session.exec(question.order_by(col(WorkingDraft.updated_at).desc()).limit(MOST_FOUND)).all()
    return render_template(
        "offer_form/whose.html",
        name=name,
        found=found,
        errors=errors or [],
        mine=mine,
        done=request.args.get("gedaan", ""),
    )


def _organisations(session: Session, name: str) -> list[Organisation]:
    like = f"%{fold_name(name).replace('%', '').replace('_', '')}%"
    return list(
        session.exec(
            select(Organisation)
            .where(col(Organisation.name_key).like(like), Organisation.merged_into == "")
            .order_by(col(Organisation.name))
            .limit(MOST_FOUND)
        )
    )


def _begin() -> Response:
    """Begin writing for an organisation that is known, or for one whose name was typed.

    Where its offers elsewhere are, which may be a confidential address, is not for an editor of one municipality.
    """
    uid, name = as_typed("organisatie", 36), " ".join(as_typed("naam", LONGEST_NAME).split())
    with services().database.writing() as session:
        whose = session.exec(select(Organisation).where(Organisation.uid == uid)).first() if uid else None
        if uid and whose is None:
            abort(404)
        if whose is None and name:
            key = Organisation.name_key == fold_name(name)
            whose = session.exec(select(Organisation).where(key, Organisation.merged_into == "")).first()
        if whose is None and not name:
            working = None
        else:
            values = begun_with(session, whose)
            if whose is not None and not is_ours(session, whose):
                values = {name: said for name, said in values.items() if name not in PLACE}
            if whose is None:
                values[NEW_ORGANISATION] = (name,)
            working = begin(session, organisation=whose.uid if whose else "", by=actor().name, values=values)
    if working is None:
        error = ("nieuwe-naam", _("Voor wie schrijft u dit? Vul de naam in van de organisatie of de persoon."))
        return make_response(_choose_page("", [error]), 422)
    return redirect(ROOM.url("write", working.uid), 303)


@blueprint.post("/aanbod/<int:number>/wijzigen")
def write_change(number: int) -> Response:
    """Begin a change of an offer, from its newest version."""
    with services().database.writing() as session:
        offer = offer_or_404(session, number)
        whose = session.get_one(Organisation, offer.organisation_id)
        values = values_of(newest_revision(session, offer).draft)
        uid = begin(session, organisation=whose.uid, by=actor().name, offer=offer, values=values).uid
    return redirect(ROOM.url("write", uid), 303)


@blueprint.route("/schrijven/<uid>", methods=["GET", "POST"])
@takes_up_to(LARGEST_FORM)
def write(uid: str) -> Response:
    """The one screen; every button keeps what was typed first, and may then look at it, hand it in or publish it."""
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
