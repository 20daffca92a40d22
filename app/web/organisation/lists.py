"""`/organisatie/lijst`: the own offers handed in as a list. First it is looked at, then it is sent to the editors."""

from flask import Response, abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlmodel import Session
from werkzeug.wrappers import Response as Answer

from app.db import LARGEST_ROW
from app.publishing.answer_terms import OWN_LIST
from app.publishing.uploads import hand_in
from app.social_map.models import ImportUpload
from app.web.bodies import takes_up_to
from app.web.callers import few_enough
from app.web.list_uploads import ROOM_FOR_FILE, act, as_csv, chosen_file, earlier_lists, page
from app.web.organisation.room import actor, blueprint, own_organisation, town
from app.web.running import services

SOURCE_NAME = OWN_LIST + "{uid}"
MOST_A_DAY = 50
"""A list is kept for a month: an account must not fill the disk."""


@blueprint.get("/lijst")
def lists() -> str:
    """Choose a file, and the lists of before."""
    with services().database.reading() as session:
        uploads = earlier_lists(session, own_organisation(session).uid)
    return render_template("organisation/lists.html", uploads=uploads, errors=[], done=request.args.get("gedaan", ""))


@blueprint.post("/lijst")
@takes_up_to(ROOM_FOR_FILE)
def hand_in_list() -> Answer | tuple[str, int]:
    """Keep the list; the worker looks at it."""
    chosen = chosen_file()
    if chosen.errors:
        with services().database.reading() as session:
            uploads = earlier_lists(session, own_organisation(session).uid)
        return render_template("organisation/lists.html", uploads=uploads, errors=chosen.errors, done=""), 422
    with services().database.writing() as session:
        uid = own_organisation(session).uid
        if not few_enough(session, "list", MOST_A_DAY, who=uid):
            errors = [
                (
                    "bestand",
                    _("U stuurde vandaag al heel veel lijsten in. Probeer het morgen nog eens, of bel de redactie."),
                )
            ]
            uploads = earlier_lists(session, uid)
            return render_template("organisation/lists.html", uploads=uploads, errors=errors, done=""), 422
        upload = hand_in(
            session,
            source_name=SOURCE_NAME.format(uid=uid),
            filename=chosen.filename,
            body=chosen.body,
            by=actor().name,
            organisation=uid,
            municipality=town().slug,
        )
        number = upload.id
    return redirect(url_for("organisation.list_report", number=number), 303)


@blueprint.get("/lijst/<int:number>")
def list_report(number: int) -> Response:
    """What the worker found."""
    with services().database.reading() as session:
        return page("organisation/list.html", _own_list_or_404(session, number))


@blueprint.post("/lijst/<int:number>")
def change_list(number: int) -> Answer:
    """Say what columns are, send it to the editors, or let it go."""
    with services().database.writing() as session:
        done = act(session, _own_list_or_404(session, number), actor().name)
    if done == "weg":
        return redirect(url_for("organisation.lists", gedaan=done), 303)
    return redirect(url_for("organisation.list_report", number=number, gedaan=done or "voorbij"), 303)


@blueprint.get("/lijst/<int:number>/verslag.csv")
def list_remarks(number: int) -> Response:
    """The remarks, to mend the list with."""
    with services().database.reading() as session:
        return as_csv(_own_list_or_404(session, number))


def _own_list_or_404(session: Session, number: int) -> ImportUpload:
    """A list of this organisation; somebody else's does not exist."""
    found = session.get(ImportUpload, number) if 0 < number <= LARGEST_ROW else None
    if found is None or found.organisation != own_organisation(session).uid:
        abort(404)
    return found
