"""`/organisatie/`: what an organisation wants to know first: a new offer, what it was writing, and how its offers stand."""

from flask import render_template, request
from sqlmodel import col, select

from app.publishing.models import WorkingDraft
from app.publishing.working import working_of
from app.social_map.models import Offer
from app.upkeep.feedback import waiting_for
from app.web.organisation.room import blueprint, own_organisation, town
from app.web.organisation.standing import own_standings
from app.web.running import services
from app.web.staff.typed import number_in


@blueprint.get("/")
def overview() -> str:
    """Every offer of this organisation, and what waits for it."""
    with services().database.reading() as session:
        organisation = own_organisation(session)
        own = own_standings(session, organisation.id or 0, town())
        writing = [(each, _name_of(each, own_names)) for own_names in [_names(own)] for each in working_of(session, organisation.uid)]
        messages = sum(not correction.helped for correction, _offer in waiting_for(session, organisation.id or 0))
    return render_template(
        "organisation/overview.html", organisation=organisation, standings=own, writing=writing, messages=messages,
        due=[each for each in own if each.ask], editors=town().map_editors, done=request.args.get("gedaan", ""),
        number=number_in(request.args.get("aantal", "")),
    )  # fmt: skip
