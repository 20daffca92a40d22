"""`/beheer/aanbod`: offers that wait for judgement, who was promised an answer first; many at once."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask import make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import aliased
from sqlmodel import Session, col
from werkzeug.wrappers import Response

from app import clock
from app.audit import record
from app.publishing.answer_terms import OWN_LIST, answer_due, late_before, promised
from app.publishing.deciding import tell_published
from app.social_map.lifecycle import NotAllowed, move, newest_revision
from app.social_map.models import Flag, Offer, OfferRevision, Organisation, Place
from app.social_map.vocabulary import PUBLIC_BEFORE, Status
from app.web.bodies import clean
from app.web.editor.room import actor, blueprint, locked_offer_or_404, within_walls
from app.web.running import content, services
from app.web.saying import as_said
from app.web.staff.guards import me
from app.web.staff.typed import as_typed, number_in, page_number

PAGE_SIZE = 50
MOST_AT_ONCE = 200
FILTERS = ("wachtend", "nieuw", "wijziging", "opmerking", "teruggestuurd", "verborgen", "ingetrokken")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list. `due`: the last day of the promised term, None when nobody was promised one."""

    offer: Offer
    organisation: str
    kern: str
    town: str
    flags: int
    changed: bool
    since: datetime
    due: date | None
    late: bool


def _newest_pending(*columns: Any) -> Any:
    """A question about the newest revision of an offer, when it waits for approval."""
    newest, later = aliased(OfferRevision), aliased(OfferRevision)
    return (
        sa.select(*(getattr(newest, name) for name in columns or ("id",))).where(
            newest.offer_id == Offer.id,  # type: ignore[arg-type]
            newest.state == "pending",  # type: ignore[arg-type]
            ~sa.exists().where(later.offer_id == newest.offer_id, later.number > newest.number),  # type: ignore[arg-type]
        ),
        newest,
    )


def _pending() -> sa.ColumnElement[bool]:
    question, _newest = _newest_pending()
    return sa.exists(question)


def _handed_in() -> Any:
    """When what waits was handed in; NULL for what came from the list of a register, which was promised nothing."""
    question, newest = _newest_pending("created_at")
    return question.where(promised(col(newest.author))).scalar_subquery()


def _late() -> sa.ColumnElement[bool]:
    """Whether the promised term is over; each municipality promises its own, the first one for places outside the region."""
    towns, today = content().municipalities, clock.today()
    name, known = sa.func.lower(col(Place.municipality)), [each for town in towns for each in _names(town)]
    handed_in = _handed_in()
    return sa.or_(
        *(sa.and_(name.in_(_names(town)), handed_in < late_before(town, today)) for town in towns),
        sa.and_(name.not_in(known), handed_in < late_before(towns[0], today)),
    )


def _names(town: Any) -> list[str]:
    return [town.name.lower(), town.slug]


def _flagged() -> sa.ColumnElement[bool]:
    return sa.exists().where(col(Flag.offer_id) == Offer.id, col(Flag.settled_at).is_(None))


def waiting(question: Any, what: str = "wachtend") -> Any:
    """Narrow a question about offers to those that wait, within the editor's walls."""
    changed = sa.and_(col(Offer.status).in_(PUBLIC_BEFORE), _pending())
    conditions = {
        "wachtend": sa.or_(col(Offer.status) == Status.REVIEW, changed),
        "nieuw": col(Offer.status) == Status.REVIEW,
        "wijziging": changed,
        "opmerking": _flagged(),
        "teruggestuurd": col(Offer.status) == Status.DRAFT,
        "verborgen": col(Offer.status) == Status.HIDDEN,
        "ingetrokken": col(Offer.status) == Status.WITHDRAWN,
    }
    return question.join(Place, col(Place.id) == Offer.place_id).where(within_walls(), conditions[what])


@blueprint.get("/aanbod")
def to_judge() -> str:
    """The list: whose answer is late, then who was promised one, then the rest; each oldest first."""
    return _list_page()


def _sources(session: Session) -> list[tuple[str, str]]:
    """Where offers came from, to choose from; a list of an organisation's own has its name."""
    found = sorted(filter(None, session.execute(sa.select(col(Offer.source)).distinct()).scalars()))
    uids = [each.removeprefix(OWN_LIST) for each in found if each.startswith(OWN_LIST)]
    asked = sa.select(col(Organisation.uid), col(Organisation.name)).where(col(Organisation.uid).in_(uids))
    names = {f"{OWN_LIST}{uid}": _("lijst van %(name)s", name=name) for uid, name in session.execute(asked)}
    return [(each, names.get(each, each)) for each in found]


def _list_page(published: int = 0, refused: list[tuple[Offer, str]] | None = None) -> str:
    what = request.values.get("wat", "wachtend")
    what = what if what in FILTERS else "wachtend"
    source = clean(request.values.get("bron", ""))[:200]
    page = page_number()
    with services().database.reading() as session:
        sources = _sources(session)
        numbers = waiting(sa.select(col(Offer.id)), what)
        if source:
            numbers = numbers.where(col(Offer.source) == source)
        total = session.execute(sa.select(sa.func.count()).select_from(numbers.subquery())).scalar_one()
        handed_in = _handed_in()
        first = sa.case((_late(), 0), (handed_in.is_not(None), 1), else_=2)
        in_order = numbers.order_by(first, handed_in, col(Offer.updated_at), col(Offer.id))
        on_page = session.execute(in_order.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE))
        rows = _rows(session, list(on_page.scalars()))
    return render_template(
        "editor/to_judge.html", rows=rows, total=total, page=page, pages=-(-total // PAGE_SIZE), what=what, source=source,
        source_options=[("", _("alle bronnen")), *sources], published=published, refused=refused or [],
        page_url_of=lambda number: url_for("editor.to_judge", wat=what, bron=source or None, pagina=number),
    )  # fmt: skip


def _rows(session: Session, numbers: list[int]) -> list[Row]:
    flags = (
        sa.select(sa.func.count(col(Flag.id)))
        .where(col(Flag.offer_id) == Offer.id, col(Flag.settled_at).is_(None))
        .scalar_subquery()
    )
    found = session.execute(
        sa.select(Offer, Organisation.name, Place.kern, Place.municipality, flags, _pending(), _handed_in())  # type: ignore[call-overload]
        .join(Organisation, col(Organisation.id) == Offer.organisation_id)
        .join(Place, col(Place.id) == Offer.place_id)
        .where(col(Offer.id).in_(numbers))
    )
    publishing, today = services().publishing, clock.today()
    rows = {}
    for offer, organisation, kern, town, count, pending, handed_in in found:
        due = answer_due(handed_in, publishing.town(town)) if handed_in else None
        since = handed_in or offer.updated_at
        rows[offer.id] = Row(
            offer, organisation, kern, town, count, pending, since, due, due is not None and due < today
        )
    return [rows[number] for number in numbers]


@blueprint.post("/aanbod")
def publish_many() -> Response:
    """Publish what was ticked, with one mail to each organisation; what may not go out yet stays, with its reason."""
    ticked, seen = [], {}
    for text in request.form.getlist("aanbod")[:MOST_AT_ONCE]:
        typed, _colon, version = text.partition(":")
        if number_in(typed):
            ticked.append(number_in(typed))
            seen[ticked[-1]] = number_in(version)
    refused: list[tuple[Offer, str]] = []
    published: list[tuple[Offer, str]] = []
    with services().database.writing() as session:
        for number in dict.fromkeys(ticked):
            offer = locked_offer_or_404(session, number)
            author = newest_revision(session, offer).author
            if seen[number] and seen[number] != offer.version:  # what was read is not what would go out
                refused.append((offer, _("Dit aanbod is intussen veranderd. Bekijk het en beslis dan.")))
                continue
            try:
                move(session, offer, "publish", actor(), home_kinds=services().home_kinds)
            except NotAllowed as problem:
                refused.append((offer, as_said(str(problem))))
                continue
            record(session, me().actor, "offer.publish", f"offer:{offer.id}")
            published.append((offer, author))
        tell_published(session, services().publishing, published)
    if not ticked:
        return redirect(url_for("editor.to_judge", wat=as_typed("wat"), bron=as_typed("bron") or None), 303)
    return make_response(_list_page(len(published), refused), 422 if refused else 200)
