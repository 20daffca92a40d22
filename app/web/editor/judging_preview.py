"""`/beheer/aanbod/<number>/voorbeeld`: the newest version as visitors would see it, before anybody decides."""

from flask import render_template, url_for
from flask_babel import gettext as _
from sqlmodel import Session

from app.social_map.lifecycle import newest_revision
from app.social_map.models import Offer, Organisation
from app.web import wording
from app.web.editor.room import blueprint, offer_or_404
from app.web.offer_facts import facts_of
from app.web.offer_form.preview import as_offer
from app.web.running import content, services


@blueprint.get("/aanbod/<int:number>/voorbeeld")
def judge_preview(number: int) -> str:
    """The page as it would be, from an offer that is in no table."""
    with services().database.reading() as session:
        offer = offer_or_404(session, number)
        found = _proposed(session, offer)
    return render_template(
        "editor/offer_preview.html", offer=found, facts=facts_of(found), places=None, kind_label=wording.kind_label(found.kind),
        enters_home=found.kind in services().home_kinds, stays_over=found.kind == "logeren",
        is_transport=found.kind in content().transport_kinds, points=[], distance=("", None, ""), transport=(), ride_sentence="", start="",
        back=url_for("editor.judge", number=number), title=_("Voorbeeld: %(name)s", name=found.name),
    )  # fmt: skip


def _proposed(session: Session, offer: Offer) -> Offer:
    organisation = session.get_one(Organisation, offer.organisation_id)
    return as_offer(newest_revision(session, offer).draft, offer, organisation)
