"""`/klopt-nog`: everything of one organisation, and one button that says that it is all still right (I-55).

The link in the mail opens this page and changes nothing, because mail scanners follow links (promise 33). The button posts.
"""

from typing import Final

from flask import Response, redirect, render_template, request, url_for
from flask_babel import ngettext
from sqlmodel import Session, select
from werkzeug.wrappers import Response as AnyResponse

from app import clock
from app.audit import record
from app.social_map.lifecycle import MAIL_LINK, move
from app.social_map.models import Organisation
from app.social_map.vocabulary import Status
from app.upkeep.links import LinkOver
from app.upkeep.telling import mail_link
from app.web.callers import few_enough
from app.web.providers.room import blueprint
from app.web.providers.still_right_room import (
    ACTOR,
    Shown,
    all_shown,
    changed_meanwhile,
    key,
    over,
    public_offers,
    unseen,
    whose,
)
from app.web.running import services
from app.web.staff.typed import number_in

NEW_LINKS_A_DAY: Final = 1
NEW_LINKS_FROM_ONE_NETWORK: Final = 20


@blueprint.get("/klopt-nog")
def still_right() -> AnyResponse:
    """What visitors see of this organisation. Looking changes nothing."""
    try:
        with services().database.reading() as session:
            organisation = whose(session)
            shown = all_shown(session, organisation)
    except LinkOver as problem:
        return over(problem)
    return _page(organisation, shown)


@blueprint.post("/klopt-nog")
def confirm_still_right() -> AnyResponse:
    """All of it, or one offer, is still right. What changed while the page was open is shown again instead."""
    wanted = _versions()
    try:
        with services().database.writing() as session:
            organisation = whose(session)
            done, changed = _confirm(session, organisation, wanted)
    except LinkOver as problem:
        return over(problem)
    if changed:
        with services().database.reading() as session:
            return _page(organisation, all_shown(session, organisation), changed=changed)
    return redirect(url_for("providers.still_right", sleutel=key(), gedaan=done), 303)


@blueprint.post("/klopt-nog/nieuwe-link")
def new_link() -> AnyResponse:
    """A new link to the organisation's own addresses. The answer is the same whether one goes out or not."""
    try:
        with services().database.reading() as session:
            whose(session)
    except LinkOver as problem:
        with services().database.writing() as session:
            if problem.organisation and few_enough(session, "upkeep-link", NEW_LINKS_FROM_ONE_NETWORK):
                _mail_anew(session, problem.organisation)
        return over(problem, asked=True)
    return redirect(url_for("providers.still_right", sleutel=key()), 303)


def _mail_anew(session: Session, uid: str) -> None:
    organisation = session.exec(select(Organisation).where(Organisation.uid == uid)).first()
    if organisation is not None and few_enough(session, "upkeep-link", NEW_LINKS_A_DAY, who=uid):
        mail_link(session, services().publishing, organisation)
        record(session, MAIL_LINK, "freshness.link", f"organisation:{organisation.id}")


def _versions() -> dict[int, int]:
    """Which offers, and which version of them was looked at: `12:5` in `een` for one, in `aanbod` for all."""
    one = request.form.getlist("een")
    found = {}
    for mark in one or request.form.getlist("aanbod"):
        number, _colon, version = mark.partition(":")
        if number_in(number):
            found[number_in(number)] = number_in(version)
    return found


def _confirm(session: Session, organisation: Organisation, wanted: dict[int, int]) -> tuple[int, set[int]]:
    """How many are right, and which were changed by somebody else meanwhile."""
    done, changed = 0, set()
    for offer in public_offers(session, organisation):
        number = offer.id or 0
        if number not in wanted:
            continue
        if offer.status is Status.PUBLISHED and offer.last_confirmed == clock.today():
            done += 1  # a second press of the same button
        elif offer.version != wanted[number]:
            changed.add(number)
        else:
            move(session, offer, "confirm", ACTOR)
            record(session, ACTOR.name, "offer.confirm", f"offer:{number}")
            done += 1
    return done, changed


def _page(organisation: Organisation, shown: list[Shown], changed: set[int] | None = None) -> Response:
    number = number_in(request.args.get("gedaan", ""))
    done = (
        ngettext(
            "Dank u wel. %(num)s keer aanbod is vandaag gecontroleerd.",
            "Dank u wel. %(num)s keer aanbod is vandaag gecontroleerd.",
            number,
        )
        if number
        else ""
    )
    page = render_template(
        "providers/still_right.html",
        organisation=organisation,
        shown=shown,
        open_ones=[each for each in shown if not each.today],
        key=key(),
        done=done,
        stopped=number_in(request.args.get("gestopt", "")),
        handed_in=request.args.get("wijziging", "") == "ja",
        back=request.args.get("terug", "") == "ja",
        changed=changed or set(),
        changed_words=changed_meanwhile(),
    )
    return unseen(page, 409 if changed else 200)
