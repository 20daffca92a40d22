"""`/organisatie/`: what an organisation wants to know first: a new offer, what it was writing, and how its offers stand."""

from flask import render_template, request, url_for
from flask_babel import gettext as _

from app.publishing.models import WorkingDraft
from app.publishing.working import working_of
from app.referring.call_backs import of_organisation
from app.referring.models import CallBackState
from app.upkeep.feedback import waiting_for
from app.web.organisation.room import blueprint, own_organisation, town
from app.web.organisation.standing import own_standings
from app.web.running import services
from app.web.staff.typed import number_in, page_number

PAGE_SIZE = 100
MOST_AT_ONCE = 200


@blueprint.get("/")
def overview() -> str:
    """Every offer of this organisation, and what waits for it."""
    page = page_number()
    with services().database.reading() as session:
        organisation = own_organisation(session)
        own = own_standings(session, organisation.id or 0, town())
        names = {each.offer.id: each.offer.name for each in own}
        writing = [
            (each, _title(each, names))
            for each in working_of(session, organisation.uid)
            if each.offer_id in {None, *names}
        ]
        messages = sum(not correction.helped for correction, _offer in waiting_for(session, organisation.id or 0))
        calls = sum(row.state is CallBackState.NEW for row in of_organisation(session, organisation))
    return render_template(
        "organisation/overview.html", organisation=organisation, standings=own[(page - 1) * PAGE_SIZE : page * PAGE_SIZE],
        total=len(own), page=page, pages=-(-len(own) // PAGE_SIZE), writing=writing, messages=messages, calls=calls,
        due=[each for each in own if each.ask][:MOST_AT_ONCE], editors=town().map_editors, done=request.args.get("gedaan", ""),
        number=number_in(request.args.get("aantal", "")),
        page_url_of=lambda number: url_for("organisation.overview", pagina=number),
    )  # fmt: skip


def _title(working: WorkingDraft, names: dict[int | None, str]) -> str:
    """What somebody is writing: its name as typed, else that of the offer it changes."""
    typed = next(iter(working.values.get("naam", ())), "").strip()
    return typed or names.get(working.offer_id, "") or _("nog zonder naam")
