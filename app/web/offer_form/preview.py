"""The offer as the public would see it: the same template parts, the same words, from an offer that is in no table."""

from flask import render_template

from app import clock
from app.publishing.form_fields import LABELS
from app.social_map.draft import OfferDraft
from app.social_map.models import Offer, Organisation, Place
from app.social_map.shelving import fill_offer, fill_place, new_organisation
from app.social_map.vocabulary import ConfirmedBy
from app.web import wording
from app.web.offer_facts import facts_of
from app.web.offer_form.page import Shown
from app.web.running import content, services
from app.web.saying import as_said, each_as_said


def preview_page(shown: Shown, organisation: Organisation | None) -> str:
    """The page, marked as what it is."""
    draft = shown.filled.rough
    assert draft is not None  # noqa: S101  (who calls looked)
    found = as_offer(draft, shown.offer, organisation)
    return render_template(
        "offer_form/preview.html",
        room=shown.room, working=shown.working, organisation=shown.organisation, offer=found, facts=facts_of(found), places=None,
        kind_label=wording.kind_label(found.kind), domains=[wording.domain_label(slug) for slug in found.domains],
        enters_home=found.kind in services().home_kinds, stays_over=found.kind == "logeren",
        is_transport=found.kind in content().transport_kinds, points=[], distance=("", None, ""), transport=(), ride_sentence="", start="",
        ready=shown.filled.draft is not None, left=each_as_said(shown.filled.errors), notes=[_with_its_field(*each) for each in each_as_said(shown.filled.notes)],
        partners=[name for _slug, name in shown.partners], editors=shown.room.town().map_editors,
    )  # fmt: skip


def _with_its_field(field: str, words: str) -> str:
    """Away from its field a note on times does not say which times."""
    return f"{as_said(LABELS[field])}: {words}" if field in {"tijden", "beltijden"} else words


def as_offer(draft: OfferDraft, known: Offer | None, organisation: Organisation | None) -> Offer:
    """A row that is never kept."""
    found = Offer(
        slug=known.slug if known else "voorbeeld",
        identity="",
        organisation_id=0,
        place_id=0,
        source=known.source if known else "",
        name=draft.name,
        kind=draft.kind,
        level=draft.level,
        last_confirmed=clock.today(),  # the day an editor says yes is the day it was checked
        confirmed_by=ConfirmedBy.MUNICIPALITY,
    )
    fill_offer(found, draft)
    place = Place()
    fill_place(place, draft.place)
    found.place = place
    whose = new_organisation(draft.organisation, "")
    if organisation is not None:
        whose.description = organisation.description
    found.organisation = whose
    return found
