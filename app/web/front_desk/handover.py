"""`/loket/overdracht`: notes for the next shift. What waits stands at the top of the search and the list of requests."""

from typing import Final

from flask import make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.referring.handovers import KEPT_FOR, done, done_notes, leave, open_notes
from app.web.front_desk.room import blueprint, or_404, own_town, typed, worker
from app.web.running import services
from app.web.staff.guards import me

LONGEST: Final = 1000


@blueprint.get("/overdracht")
def handovers() -> Response:
    """What waits, and what was done lately."""
    return _page("", [], 200)


@blueprint.post("/overdracht")
def leave_handover() -> Response:
    """Leave a note."""
    words = typed("woorden", LONGEST + 1)
    if not words:
        return _page(words, [("woorden", _("Schrijf bij 'Notitie' wat uw collega moet weten of doen."))], 422)
    if len(words) > LONGEST:
        return _page(
            words, [("woorden", _("Uw notitie is te lang. Maak hem korter dan %(most)s tekens.", most=LONGEST))], 422
        )
    with or_404(), services().database.writing() as session:
        leave(session, worker(), own_town().slug, words)
    return redirect(url_for("front_desk.handovers", gedaan="bewaard"), 303)


@blueprint.post("/overdracht/<int:number>")
def handover_done(number: int) -> Response:
    """It was done; or after all not."""
    again = typed("opnieuw", 10) == "ja"
    with or_404(), services().database.writing() as session:
        done(session, worker(), number, again=again)
    return redirect(url_for("front_desk.handovers", gedaan="opnieuw" if again else "gedaan"), 303)


def _page(words: str, errors: list[tuple[str, str]], status: int) -> Response:
    with services().database.reading() as session:
        waiting, lately = open_notes(session, me().municipality), done_notes(session, me().municipality)
    page = render_template(
        "front_desk/handover.html", waiting=waiting, lately=lately, said=words, errors=errors, days=KEPT_FOR.days,
        done=request.args.get("gedaan", ""), longest=LONGEST,
    )  # fmt: skip
    return make_response(page, status)
