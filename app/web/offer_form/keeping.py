"""The one screen at work: shown, kept with every button, looked at, handed in."""

from typing import Final

from flask import Response as FlaskResponse
from flask import jsonify, make_response, redirect, request, url_for
from flask_babel import gettext as _
from sqlmodel import Session
from werkzeug.wrappers import Response

from app import clock
from app.audit import record
from app.publishing.form import Filled, Ground, read_form, values_of
from app.publishing.form_rules import times_read_back
from app.publishing.handing_in import ChangedMeanwhile, hand_in
from app.publishing.models import WorkingDraft
from app.publishing.readable import hints
from app.publishing.working import NEW_ORGANISATION, drop, follow, keep, written_meanwhile
from app.social_map.draft import OfferDraft, OrganisationDraft
from app.social_map.lifecycle import newest_revision
from app.social_map.merged import organisation_of
from app.social_map.models import Offer, OfferRevision
from app.social_map.vocabulary import Status
from app.web.offer_form.deeds import ANCHORS, done, with_photo
from app.web.offer_form.page import Shown, form_page
from app.web.offer_form.partners import found_by_name, partners_of
from app.web.offer_form.preview import preview_page
from app.web.offer_form.room import Room
from app.web.offer_form.typed import typed_values
from app.web.running import content, services
from app.web.saying import as_said
from app.web.staff.typed import as_typed, typed_number

LOOK: Final = "bekijken"
HAND_IN: Final = "insturen"
PUBLISH: Final = "publiceren"
GO_ON: Final = "doorgaan"
NEWEST: Final = "nieuwste"
Values = dict[str, tuple[str, ...]]
Errors = list[tuple[str, str]]


def show(room: Room, uid: str) -> Response:
    """The screen as it was left."""
    with services().database.reading() as session:
        working = room.find(session, uid)
        shown = _shown(session, room, working)
    return make_response(form_page(shown, search=request.args.get("zoek", "")))


def kept(room: Room, uid: str) -> Response:
    """Keep what was typed, and do what the button says."""
    deed = as_typed("doen", 20)
    with services().database.reading() as session:
        working = room.find(session, uid)
        values = done(deed, typed_values(working), services().gazetteer)
    try:
        with services().database.writing() as session:
            working = room.find(session, uid)
            values, errors = with_photo(session, working, values, room.actor().name)
            keep(session, working, values, typed_number("versie") or working.version)
    except ChangedMeanwhile:
        return _conflict(room, uid, values)
    if deed in {GO_ON, NEWEST}:
        return _after_conflict(room, uid, deed)
    if request.headers.get("Accept", "").startswith("application/json"):
        return _told(working)
    if errors:
        return _again(room, uid, errors)
    if deed in {LOOK, HAND_IN, PUBLISH}:
        return _checked(room, uid, deed)
    search = as_typed("zoek_samen", 100) if deed == "zoek" else None
    where = room.url("write", uid, gedaan="bewaard", zoek=search or None, deel=ANCHORS.get(deed))
    return redirect(where + (f"#{ANCHORS[deed]}" if deed in ANCHORS else ""), 303)


def _told(working: WorkingDraft) -> FlaskResponse:
    at = working.updated_at.astimezone(clock.AMSTERDAM).strftime("%H:%M")
    return jsonify(version=working.version, words=_("Bewaard om %(time)s.", time=at))


def _checked(room: Room, uid: str, deed: str) -> Response:
    with services().database.reading() as session:
        working = room.find(session, uid)
        shown = _shown(session, room, working)
        filled = shown.filled
        draft = filled.draft
    against = room.objections(draft) if draft is not None else []
    if draft is None or against:
        return make_response(form_page(shown, errors=[*filled.errors, *against]), 422)
    if deed == LOOK:
        return redirect(room.url("write_preview", uid), 303)
    if shown.meanwhile is not None:
        return make_response(form_page(shown), 409)
    return _handed_in(room, uid, draft, publish=deed == PUBLISH and room.may_publish)


def _handed_in(room: Room, uid: str, draft: OfferDraft, *, publish: bool) -> Response:
    try:
        with services().database.writing() as session:
            working = room.find(session, uid)
            offer = session.get(Offer, working.offer_id) if working.offer_id else None
            if offer is not None and written_meanwhile(session, working) is None:
                follow(session, working)
            found = hand_in(
                session,
                services().publishing,
                draft,
                room.actor(),
                offer=offer,
                base_version=working.base_version,
                publish=publish,
                organisation=organisation_of(session, working.organisation),
            )
            drop(session, working)
            record(session, room.actor().name, "offer.submit", f"offer:{found.id}")
            number, out = found.id, found.status is Status.PUBLISHED and publish
    except ChangedMeanwhile:
        return _conflict(room, uid, None)
    return redirect(url_for(room.one, number=number, gedaan="publish" if out else "ingediend"), 303)


def _conflict(room: Room, uid: str, values: Values | None) -> Response:
    """Somebody else kept something: what they wrote and what was typed here, both on the page, nothing overwritten."""
    with services().database.reading() as session:
        working = room.find(session, uid)
        shown = _shown(session, room, working, values)
    if request.headers.get("Accept", "").startswith("application/json"):
        words = _("Iemand anders heeft dit intussen veranderd. Druk op 'Bewaren': dan ziet u beide.")
        return make_response(jsonify(words=words), 409)
    return make_response(form_page(shown, theirs=dict(working.values) if values is not None else None), 409)


def _after_conflict(room: Room, uid: str, deed: str) -> Response:
    with services().database.writing() as session:
        working = room.find(session, uid)
        newest = written_meanwhile(session, working)
        if newest is not None and deed == NEWEST:
            keep(session, working, values_of(newest.draft), working.version)
        follow(session, working)
    return redirect(room.url("write", uid, gedaan="bewaard"), 303)


def _again(room: Room, uid: str, errors: Errors) -> Response:
    with services().database.reading() as session:
        shown = _shown(session, room, room.find(session, uid))
    return make_response(form_page(shown, errors=errors), 422)


def preview(room: Room, uid: str) -> Response:
    """The offer as the public would see it."""
    with services().database.reading() as session:
        working = room.find(session, uid)
        shown = _shown(session, room, working)
        organisation = organisation_of(session, working.organisation)
    if shown.filled.rough is None:
        return redirect(room.url("write", uid), 303)
    return make_response(preview_page(shown, organisation))


def dropped(room: Room, uid: str) -> Response:
    """Throw the working draft away; what stands on the site stays."""
    with services().database.writing() as session:
        drop(session, room.find(session, uid))
    return redirect(url_for(room.home, gedaan="weggegooid"), 303)


def read_back(room: Room, uid: str) -> FlaskResponse:
    """How we read a time, or what could be easier in a text. Nothing is kept."""
    with services().database.reading() as session:
        room.find(session, uid)
    text = as_typed("tekst", 8000)
    if as_typed("wat", 20) == "tijden":
        words = times_read_back(text[:300])
        return jsonify(lines=[as_said(words)] if words else [])
    return jsonify(lines=[as_said(hint.advice) for hint in hints(text)])


def _shown(session: Session, room: Room, working: WorkingDraft, values: Values | None = None) -> Shown:
    """Everything the page stands on."""
    offer = session.get(Offer, working.offer_id) if working.offer_id else None
    newest = newest_revision(session, offer) if offer is not None else None
    typed = dict(working.values) if values is None else values
    return Shown(
        room=room,
        working=working,
        values=typed,
        filled=_read(session, room, working, typed, newest),
        offer=offer,
        organisation=_name(session, working),
        returned=newest.reason if newest is not None and newest.state == "returned" else "",
        meanwhile=written_meanwhile(session, working),
        partners=partners_of(session, typed, offer),
        found=found_by_name(session, request.args.get("zoek", "")[:100].strip(), offer),
    )


def _read(session: Session, room: Room, working: WorkingDraft, values: Values, newest: OfferRevision | None) -> Filled:
    whose = organisation_of(session, working.organisation)
    name = whose.name if whose else next(iter(working.values.get(NEW_ORGANISATION, ())), "") or "…"
    ground = Ground(
        content=content(),
        town=room.town(),
        today=clock.today(),
        organisation=OrganisationDraft(name=name, example=whose.example if whose else False),
        gazetteer=services().gazetteer,
    )
    return read_form(values, ground, newest.draft if newest else None)


def _name(session: Session, working: WorkingDraft) -> str:
    whose = organisation_of(session, working.organisation)
    return whose.name if whose else next(iter(working.values.get(NEW_ORGANISATION, ())), "")
