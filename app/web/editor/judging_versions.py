"""`/beheer/aanbod/<number>/versie/<version>`: an earlier version beside the newest, and handing it in again."""

from flask import abort, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.audit import record
from app.publishing.deciding import restore
from app.social_map.lifecycle import NotAllowed
from app.social_map.vocabulary import Status
from app.web.editor.judging_one import people_of, versions_of
from app.web.editor.room import actor, blueprint, locked_offer_or_404, offer_or_404
from app.web.offer_differences import differences
from app.web.running import content, services
from app.web.saying import as_said
from app.web.staff.guards import me
from app.web.staff.typed import typed_number
from app.web.word_differences import is_long, words_apart


@blueprint.get("/aanbod/<int:number>/versie/<int:version>")
def offer_version(number: int, version: int) -> Response:
    """One version: what would change when it came back."""
    return _page(number, version, 200)


@blueprint.post("/aanbod/<int:number>/versie/<int:version>")
def restore_version(number: int, version: int) -> Response:
    """Hand an earlier version in again; publishing it is a decision of its own."""
    with services().database.writing() as session:
        offer = locked_offer_or_404(session, number)
        stale = offer.version != typed_number("versie")
        try:
            if not stale:
                restore(session, offer, version, actor())
                record(session, me().actor, "offer.restore", f"offer:{number}")
        except NotAllowed as problem:
            session.rollback()
            return _page(number, version, 422, [("besluit", as_said(str(problem)))])
    if stale:
        message = _("Iemand anders heeft dit aanbod intussen veranderd. Kijk nog eens wat er nu zou veranderen.")
        return _page(number, version, 409, [("besluit", message)])
    return redirect(url_for("editor.judge", number=number, gedaan="restore"), 303)


def _page(number: int, version: int, status: int, errors: list[tuple[str, str]] | None = None) -> Response:
    with services().database.reading() as session:
        offer = offer_or_404(session, number)
        revisions = versions_of(session, number)
        people = people_of(session, [each.author for each in revisions])
    found = next((each for each in revisions if each.number == version), None)
    if found is None:
        abort(404)
    newest = revisions[0]
    page = render_template(
        "editor/offer_version.html", offer=offer, found=found, newest=newest, people=people, errors=errors or [],
        facts=differences(newest.draft if newest is not found else None, found.draft, content()), words_apart=words_apart, is_long=is_long,
        restorable=newest is not found and offer.status is not Status.WITHDRAWN,
    )  # fmt: skip
    return make_response(page, status)
