"""`/beheer/aanbod`: offers that wait for judgement; one at a time with its differences, or many at once."""

from typing import Any

import sqlalchemy as sa
from flask import abort, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select
from werkzeug.wrappers import Response

from app import clock
from app.audit import record
from app.social_map.lifecycle import MOVES, RIGHTS, NotAllowed, move
from app.social_map.models import Flag, Offer, OfferEvent, OfferRevision, Organisation, Place
from app.social_map.publishable import why_unpublishable
from app.social_map.vocabulary import Status
from app.web.bodies import clean
from app.web.editor.facts import differences
from app.web.editor.room import actor, blueprint, offer_or_404, within_walls
from app.web.running import content, services
from app.web.staff.guards import me
from app.web.staff.typed import as_typed, number_in, page_number, typed_number

PAGE_SIZE = 50
MOST_AT_ONCE = 200
FILTERS = ("wachtend", "nieuw", "wijziging", "opmerking", "teruggestuurd", "ingetrokken")
Row = tuple[Offer, str, str, str, int, bool]


def _pending() -> sa.ColumnElement[bool]:
    """Whether the newest revision of an offer waits for approval."""
    later = aliased(OfferRevision)
    return sa.exists().where(
        col(OfferRevision.offer_id) == Offer.id,
        col(OfferRevision.state) == "pending",
        ~sa.exists().where(later.offer_id == Offer.id, later.number > OfferRevision.number),  # type: ignore[arg-type]
    )


def _flagged() -> sa.ColumnElement[bool]:
    return sa.exists().where(col(Flag.offer_id) == Offer.id, col(Flag.settled_at).is_(None))


def waiting(question: Any, what: str = "wachtend") -> Any:
    """Narrow a question about offers to those that wait, within the editor's walls."""
    changed = sa.and_(col(Offer.status) == Status.PUBLISHED, _pending())
    conditions = {
        "wachtend": sa.or_(col(Offer.status) == Status.REVIEW, changed),
        "nieuw": col(Offer.status) == Status.REVIEW,
        "wijziging": changed,
        "opmerking": _flagged(),
        "teruggestuurd": col(Offer.status) == Status.DRAFT,
        "ingetrokken": col(Offer.status) == Status.WITHDRAWN,
    }
    return question.join(Place, col(Place.id) == Offer.place_id).where(within_walls(), conditions[what])


@blueprint.get("/aanbod")
def to_judge() -> str:
    """The list, oldest first."""
    return _list_page()


def _list_page(published: int = 0, refused: list[tuple[Offer, str]] | None = None) -> str:
    what = request.values.get("wat", "wachtend")
    what = what if what in FILTERS else "wachtend"
    source = clean(request.values.get("bron", ""))[:200]
    page = page_number()
    with services().database.reading() as session:
        sources = sorted(session.execute(sa.select(col(Offer.source)).distinct()).scalars())
        numbers = waiting(sa.select(col(Offer.id)), what)
        if source:
            numbers = numbers.where(col(Offer.source) == source)
        total = session.execute(sa.select(sa.func.count()).select_from(numbers.subquery())).scalar_one()
        on_page = session.execute(
            numbers.order_by(col(Offer.updated_at), col(Offer.id)).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
        )
        rows = _rows(session, list(on_page.scalars()))
    return render_template(
        "editor/to_judge.html", rows=rows, total=total, page=page, pages=-(-total // PAGE_SIZE), what=what, source=source,
        source_options=[("", _("alle bronnen")), *((each, each) for each in sources if each)], published=published, refused=refused or [],
        page_url_of=lambda number: url_for("editor.to_judge", wat=what, bron=source or None, pagina=number),
    )  # fmt: skip


def _rows(session: Session, numbers: list[int]) -> list[Row]:
    flags = (
        sa.select(sa.func.count(col(Flag.id)))
        .where(col(Flag.offer_id) == Offer.id, col(Flag.settled_at).is_(None))
        .scalar_subquery()
    )
    found = session.execute(
        sa.select(Offer, Organisation.name, Place.kern, Place.municipality, flags, _pending())  # type: ignore[call-overload]
        .join(Organisation, col(Organisation.id) == Offer.organisation_id)
        .join(Place, col(Place.id) == Offer.place_id)
        .where(col(Offer.id).in_(numbers))
        .order_by(col(Offer.updated_at), col(Offer.id))
    )
    return [
        (offer, organisation, kern, town, count, pending) for offer, organisation, kern, town, count, pending in found
    ]


@blueprint.post("/aanbod")
def publish_many() -> Response:
    """Publish what was ticked; what may not go out yet stays, with its reason."""
    ticked = [number for text in request.form.getlist("aanbod")[:MOST_AT_ONCE] if (number := number_in(text))]
    refused: list[tuple[Offer, str]] = []
    published = 0
    with services().database.writing() as session:
        for number in ticked:
            offer = offer_or_404(session, number)
            try:
                move(session, offer, "publish", actor(), home_kinds=services().home_kinds)
            except NotAllowed as problem:
                refused.append((offer, str(problem)))
                continue
            record(session, me().actor, "offer.publish", f"offer:{offer.id}")
            published += 1
    if not ticked:
        return redirect(url_for("editor.to_judge", wat=as_typed("wat"), bron=as_typed("bron") or None), 303)
    return make_response(_list_page(published, refused), 422 if refused else 200)


@blueprint.get("/aanbod/<int:number>")
def judge(number: int) -> Response:
    """One offer: what visitors see beside what was handed in."""
    return _offer_page(number, 200)


@blueprint.post("/aanbod/<int:number>")
def decide(number: int) -> Response:
    """Publish, return with a reason, withdraw or revive."""
    action = as_typed("doen", 20)
    reason = as_typed("reden", 2000)
    if action not in {name for _, name in MOVES}:
        abort(400)
    with services().database.writing() as session:
        offer = offer_or_404(session, number)
        stale = offer.version != typed_number("versie")
        try:
            if not stale:
                move(session, offer, action, actor(), reason=reason, home_kinds=services().home_kinds)
                record(session, me().actor, f"offer.{action}", f"offer:{number}")
        except NotAllowed as problem:
            session.rollback()
            field = "reden" if action == "return" and not reason else "besluit"
            return _offer_page(number, 422, [(field, str(problem))], reason)
    if stale:
        message = _("Iemand anders heeft dit aanbod intussen veranderd. Kijk nog eens en beslis dan.")
        return _offer_page(number, 409, [("besluit", message)], reason)
    return redirect(url_for("editor.judge", number=number, gedaan=action), 303)


@blueprint.post("/aanbod/<int:number>/opmerking")
def settle_flag(number: int) -> Response:
    """An editor looked at a remark."""
    with services().database.writing() as session:
        offer_or_404(session, number)
        flag = session.get(Flag, typed_number("opmerking"))
        if flag is None or flag.offer_id != number:
            abort(404)
        if flag.settled_at is None:
            flag.settled_at = clock.now()
            session.add(flag)
            record(session, me().actor, "flag.settle", f"offer:{number}")
    return redirect(url_for("editor.judge", number=number, gedaan="opmerking"), 303)


def _offer_page(number: int, status: int, errors: list[tuple[str, str]] | None = None, reason: str = "") -> Response:
    with services().database.reading() as session:
        offer = offer_or_404(session, number)
        revisions = session.exec(
            select(OfferRevision).where(OfferRevision.offer_id == number).order_by(col(OfferRevision.number).desc())
        ).all()
        newest = revisions[0] if revisions else None
        approved = next((each for each in revisions if each.state == "approved"), None)
        events = session.exec(
            select(OfferEvent).where(OfferEvent.offer_id == number).order_by(col(OfferEvent.id).desc()).limit(100)
        ).all()
        flags = session.exec(
            select(Flag).where(Flag.offer_id == number, col(Flag.settled_at).is_(None)).order_by(col(Flag.id))
        ).all()
    shown = approved if approved is not None and newest is not approved else None
    page = render_template(
        "editor/offer.html", offer=offer, newest=newest, approved=shown, events=events, flags=flags, errors=errors or [], reason=reason,
        facts=differences(shown.draft if shown else None, newest.draft, content()) if newest else [],
        actions=_actions(offer, newest, me().role.value), done=request.args.get("gedaan", ""),
        blocked=why_unpublishable(newest.draft, services().home_kinds) if newest else "",
    )  # fmt: skip
    return make_response(page, status)


def _actions(offer: Offer, newest: OfferRevision | None, role: str) -> list[str]:
    """What may be done now; publishing or returning a published offer makes sense only while a change waits."""
    possible = [
        action for (status, action) in MOVES if status is offer.status and role in RIGHTS[action] and action != "submit"
    ]
    if offer.status is Status.PUBLISHED and (newest is None or newest.state != "pending"):
        return [action for action in possible if action not in {"publish", "return"}]
    return possible
