"""`/organisatie/`: the own offers and how they stand."""

from flask import render_template
from sqlmodel import col, select

from app.social_map.models import Offer
from app.web.organisation.room import blueprint, own_organisation
from app.web.running import services


@blueprint.get("/")
def overview() -> str:
    """Every offer of this organisation."""
    with services().database.reading() as session:
        organisation = own_organisation(session)
        offers = session.exec(
            select(Offer).where(Offer.organisation_id == organisation.id).order_by(col(Offer.name))
        ).all()
    return render_template("organisation/overview.html", organisation=organisation, offers=offers)
