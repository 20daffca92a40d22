"""`/klopt-nog/wijzigen`: a short form, without signing in, for what changes most. An editor looks before visitors see it."""

from datetime import date
from typing import Final

from flask import Response, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlmodel import Session
from werkzeug.wrappers import Response as AnyResponse

from app import clock
from app.publishing.form import Ground, read_form, values_of
from app.publishing.handing_in import ChangedMeanwhile, hand_in
from app.social_map.costs import read_costs
from app.social_map.dates import read_date
from app.social_map.draft import OfferDraft
from app.social_map.lifecycle import newest_revision
from app.social_map.models import Flag, Offer
from app.social_map.vocabulary import Status
from app.upkeep.links import LinkOver
from app.web.callers import few_enough
from app.web.personal_data import without_personal_data
from app.web.providers.room import blueprint
from app.web.providers.still_right_room import (
    ACTOR,
    changed_meanwhile,
    key,
    over,
    own_offer,
    too_often,
    unseen,
    whose,
)
from app.web.running import content, services
from app.web.saying import as_said
from app.web.staff.typed import as_typed, typed_number

LONGEST: Final = {"telefoon": 40, "email": 254, "website": 500, "tijden": 500, "kosten": 500, "kosten_geldig_tot": 40}
LONGEST_NOTE: Final = 1000
MOST_A_DAY: Final = 100
_ATTRIBUTES: Final = {"telefoon": "phone", "email": "email", "website": "website", "tijden": "times"}
Errors = list[tuple[str, str]]


@blueprint.get("/klopt-nog/wijzigen")
def changing() -> AnyResponse:
    """What is known now, to be put right."""
    try:
        with services().database.reading() as session:
            offer = own_offer(session, whose(session), Status.PUBLISHED, Status.HIDDEN)
            draft = newest_revision(session, offer).draft
    except LinkOver as problem:
        return over(problem)
    return _form(offer, _said_by(draft), offer.version, [])


@blueprint.post("/klopt-nog/wijzigen")
def hand_in_change() -> AnyResponse:
    """Hand it in. Visitors keep seeing what was approved until an editor has looked."""
    said = {name: as_typed(name, most) for name, most in LONGEST.items()} | {
        "toelichting": as_typed("toelichting", LONGEST_NOTE)
    }
    version = typed_number("versie")
    try:
        with services().database.writing() as session:
            offer = own_offer(session, whose(session), Status.PUBLISHED, Status.HIDDEN)
            before = newest_revision(session, offer).draft
            draft, errors = _read(before, said, offer)
            if not errors and not few_enough(session, "upkeep-change", MOST_A_DAY, who=str(offer.organisation_id)):
                errors = [("toelichting", too_often())]
            if errors:
                return _form(offer, said, version, errors, 422)
            try:
                hand_in(session, services().publishing, draft, ACTOR, offer=offer, base_version=version)
            except ChangedMeanwhile:
                return _form(offer, said, offer.version, [("toelichting", changed_meanwhile())], 409)
            _remark(session, offer, said["toelichting"])
    except LinkOver as problem:
        return over(problem)
    return redirect(url_for("providers.still_right", sleutel=key(), wijziging="ja"), 303)


def _remark(session: Session, offer: Offer, words: str) -> None:
    """What the organisation wrote about it, for the editor."""
    if words:
        told = " ".join(without_personal_data(words).split())
        session.add(Flag(offer_id=offer.id or 0, reason=f"De organisatie schrijft: {told}"))


def _said_by(draft: OfferDraft) -> dict[str, str]:
    """The draft as the fields of this form show it."""
    days = sorted({cost.valid_until for cost in draft.costs if cost.valid_until})
    return {
        "telefoon": draft.phone,
        "email": draft.email,
        "website": draft.website,
        "tijden": draft.times,
        "kosten": "; ".join(cost.as_typed for cost in draft.costs if cost.as_typed),
        "kosten_geldig_tot": f"{days[-1].day}-{days[-1].month}-{days[-1].year}" if days else "",
        "toelichting": "",
    }


def _read(before: OfferDraft, said: dict[str, str], offer: Offer) -> tuple[OfferDraft, Errors]:
    """The draft with what was changed, by the same rules as the one screen; errors name fields of this form.

    Only what stands on this form can change: what the one screen would ask besides is no reason to refuse a new number.
    """
    errors: Errors = []
    known = _said_by(before)
    if all(said[name] == known[name] for name in LONGEST) and not said["toelichting"]:
        return before, [("toelichting", _("Er is niets veranderd. Verander een veld, of schrijf wat er anders is."))]
    base = before
    if (said["kosten"], said["kosten_geldig_tot"]) != (known["kosten"], known["kosten_geldig_tot"]):
        until = _day(said["kosten_geldig_tot"], errors)
        base = before.model_copy(update={"costs": read_costs(said["kosten"], until)[0]})
        if not errors and until is None and any(cost.amount is not None for cost in base.costs):
            errors.append(("kosten_geldig_tot", _("Tot welke dag geldt deze prijs? Bijvoorbeeld 31-12-2026.")))
    values = values_of(base) | {name: (said[name],) for name in _ATTRIBUTES}
    ground = Ground(
        content(), services().publishing.town(offer.place.municipality), clock.today(), base.organisation, None
    )
    filled = read_form(values, ground, base)
    errors += [(name, as_said(words)) for name, words in filled.errors if name in _ATTRIBUTES]
    if errors or filled.rough is None:
        return before, errors
    changed = {attribute: getattr(filled.rough, attribute) for attribute in _ATTRIBUTES.values()}
    return base.model_copy(update=changed), []


def _day(typed: str, errors: Errors) -> date | None:
    if not typed:
        return None
    found = read_date(typed)
    if found is None:
        errors.append(("kosten_geldig_tot", _("Deze dag kunnen we niet lezen. Schrijf bijvoorbeeld 31-12-2026.")))
    return found


def _form(offer: Offer, said: dict[str, str], version: int, errors: Errors, status: int = 200) -> Response:
    page = render_template(
        "providers/still_right_changing.html", offer=offer, said=said, version=version, errors=errors, key=key()
    )
    return unseen(page, status)
