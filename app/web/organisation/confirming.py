"""`/organisatie/klopt-nog`: saying that offers are still right; all that are due at once, or one (I-02, I-55)."""

from flask import redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.audit import record
from app.social_map.lifecycle import NotAllowed, move
from app.social_map.vocabulary import PUBLIC_BEFORE
from app.web.organisation.one import offer_page
from app.web.organisation.overview import MOST_AT_ONCE
from app.web.organisation.room import actor, blueprint, own_offer_or_404
from app.web.running import services
from app.web.staff.typed import number_in


@blueprint.post("/klopt-nog")
def confirm_all() -> Response:
    """Everything that was ticked is still right; what stopped meanwhile is passed by."""
    ticked = dict.fromkeys(number_in(text) for text in request.form.getlist("aanbod")[:MOST_AT_ONCE])
    confirmed = 0
    with services().database.writing() as session:
        for number in ticked:
            offer = own_offer_or_404(session, number)
            if offer.status in PUBLIC_BEFORE:
                move(session, offer, "confirm", actor())
                record(session, actor().name, "offer.confirm", f"offer:{number}")
                confirmed += 1
    return redirect(url_for("organisation.overview", gedaan="klopt" if confirmed else "niets", aantal=confirmed), 303)


@blueprint.post("/aanbod/<int:number>/klopt-nog")
def confirm_one(number: int) -> Response:
    """This one is still right."""
    with services().database.writing() as session:
        offer = own_offer_or_404(session, number)
        try:
            move(session, offer, "confirm", actor())
        except NotAllowed:
            session.rollback()
            return offer_page(
                number, 409, _("Dit aanbod staat niet op de kaart. Daarom valt er nu niets na te kijken.")
            )
        record(session, actor().name, "offer.confirm", f"offer:{number}")
    return redirect(url_for("organisation.one", number=number, gedaan="klopt"), 303)
