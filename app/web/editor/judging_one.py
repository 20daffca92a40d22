"""`/beheer/aanbod/<number>`: one offer beside what visitors see, what stands out in it, who waits for an answer, and the decision."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import sqlalchemy as sa
from flask import abort, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlmodel import Session, col, select
from werkzeug.wrappers import Response

from app import clock
from app.accounts.models import Account
from app.accounts.rights import Role
from app.audit import record
from app.publishing.answer_terms import answer_due, was_promised
from app.publishing.deciding import REASONS, Told, decide
from app.publishing.history import ACCOUNT
from app.social_map.lifecycle import MOVES, RIGHTS, NotAllowed
from app.social_map.merged import with_merged
from app.social_map.models import Flag, Offer, OfferEvent, OfferRevision, Organisation, Place
from app.social_map.publishable import why_unpublishable
from app.social_map.vocabulary import PUBLIC_BEFORE
from app.web.editor.room import actor, blueprint, locked_offer_or_404, offer_or_404
from app.web.offer_differences import Fact, differences
from app.web.running import content, services
from app.web.saying import as_said
from app.web.staff.guards import me
from app.web.staff.typed import as_typed, number_in, typed_number
from app.web.word_differences import is_long, words_apart

MOST_EVENTS: Final = 200
LONGEST_REASON: Final = 2000
_ONLY_WHILE_WAITING: Final = frozenset({"publish", "return"})
_NOT_ON_THE_SCREEN: Final = frozenset({"submit", "hide", "put_back"})


@dataclass(frozen=True, slots=True)
class Person:
    """Who may be rung about an offer. `due`: the last day of the term that was promised, None when none was."""

    organisation: str
    phone: str
    email: str
    accounts: int
    due: date | None = None
    late: bool = False


@blueprint.get("/aanbod/<int:number>")
def judge(number: int) -> Response:
    """One offer: what visitors see beside what was handed in."""
    return offer_page(number, 200)


@blueprint.post("/aanbod/<int:number>", endpoint="decide")
def decide_offer(number: int) -> Response:
    """Publish, return with a reason, withdraw, revive or confirm; or only put a sentence to begin with in the reason."""
    reason = as_typed("reden", LONGEST_REASON)
    sentence = REASONS.get(as_typed("zin", 20))
    if sentence:
        return offer_page(number, 200, reason=f"{reason}\n{sentence}".strip())
    action = as_typed("doen", 20)
    if action not in {name for _, name in MOVES}:
        abort(400)
    told = Told()
    with services().database.writing() as session:
        offer = locked_offer_or_404(session, number)
        stale = offer.version != typed_number("versie")
        try:
            if not stale:
                told = decide(session, services().publishing, offer, action, actor(), reason=reason)
                record(session, me().actor, f"offer.{action}", f"offer:{number}")
        except NotAllowed as problem:
            session.rollback()
            field = "reden" if action == "return" and not reason else "besluit"
            return offer_page(number, 422, [(field, as_said(str(problem)))], reason)
    if stale:
        message = _(
            "Iemand anders heeft dit aanbod intussen veranderd. Hieronder staat wat er veranderde. Beslis dan opnieuw."
        )
        return offer_page(number, 409, [("besluit", message)], reason, seen=typed_number("gezien"))
    how = "mail" if told.mailed else "bel" if told.call else None
    return redirect(url_for("editor.judge", number=number, gedaan=action, bericht=how), 303)


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


def offer_page(
    number: int, status: int, errors: list[tuple[str, str]] | None = None, reason: str = "", seen: int = 0
) -> Response:
    """The page of one offer.

    :param seen: number of the newest version when the editor opened the page; what came after it is shown then.
    """
    with services().database.reading() as session:
        offer = offer_or_404(session, number)
        revisions = versions_of(session, number)
        flags = session.exec(
            select(Flag).where(Flag.offer_id == number, col(Flag.settled_at).is_(None)).order_by(col(Flag.id))
        ).all()
        newest = revisions[0] if revisions else None
        events = session.exec(
            select(OfferEvent)
            .where(col(OfferEvent.offer_id).in_(with_merged(session, offer)))
            .order_by(col(OfferEvent.at).desc(), col(OfferEvent.id).desc())
            .limit(MOST_EVENTS)
        ).all()
        others = _others(session, offer)
        person = _person(session, offer, newest)
        people = people_of(session, [*(event.actor for event in events), *(each.author for each in revisions)])
    approved = next((each for each in revisions if each.state == "approved"), None)
    shown = approved if approved is not None and newest is not approved else None
    before = next((each for each in revisions if each.number == seen), None)
    page = render_template(
        "editor/offer.html", offer=offer, newest=newest, approved=shown, events=events, flags=flags, errors=errors or [], reason=reason,
        facts=_beside(shown, newest),
        meanwhile=_changed(before, newest), words_apart=words_apart, is_long=is_long, person=person, people=people, revisions=revisions,
        actions=_actions(offer, newest, me().role.value), done=request.args.get("gedaan", ""), message=request.args.get("bericht", ""),
        blocked=why_unpublishable(newest.draft, services().home_kinds) if newest else "", sentences=REASONS, merged=others,
    )  # fmt: skip
    return make_response(page, status)


def versions_of(session: Session, number: int) -> Sequence[OfferRevision]:
    """All versions of an offer, newest first."""
    return session.exec(
        select(OfferRevision).where(OfferRevision.offer_id == number).order_by(col(OfferRevision.number).desc())
    ).all()


def people_of(session: Session, actors: Iterable[str]) -> dict[str, str]:
    """Who these actors are, for an editor: the name or address of an account, and its organisation's name."""
    numbers = {number_in(name.removeprefix(ACCOUNT)) for name in actors if name.startswith(ACCOUNT)}
    rows = session.execute(
        sa.select(Account.id, Account.name, Account.email, Organisation.name)  # type: ignore[call-overload]
        .outerjoin(
            Organisation, sa.and_(col(Organisation.uid) == Account.organisation, col(Account.organisation) != "")
        )
        .where(col(Account.id).in_(numbers))
    )
    return {
        f"{ACCOUNT}{number}": ", ".join(filter(None, (name or email, whose))) for number, name, email, whose in rows
    }


def _beside(shown: OfferRevision | None, newest: OfferRevision | None) -> list[Fact]:
    """What visitors see beside the newest version. The day it was checked is no change: approving sets that."""
    if newest is None:
        return []
    draft = newest.draft
    if shown is not None and None in (draft.last_confirmed, shown.draft.last_confirmed):
        draft = draft.model_copy(update={"last_confirmed": shown.draft.last_confirmed})
    return differences(shown.draft if shown else None, draft, content())


def _changed(before: OfferRevision | None, newest: OfferRevision | None) -> list[Fact]:
    if before is None or newest is None or before.number == newest.number:
        return []
    return [fact for fact in differences(before.draft, newest.draft, content()) if fact.changed]


def _person(session: Session, offer: Offer, newest: OfferRevision | None) -> Person:
    organisation = session.get_one(Organisation, offer.organisation_id)
    accounts = session.exec(
        select(sa.func.count(col(Account.id))).where(
            Account.organisation == organisation.uid,
            Account.role == Role.ORGANISATION,
            col(Account.disabled_at).is_(None),
        )
    ).one()
    due = None
    if newest is not None and newest.state == "pending" and was_promised(session, newest.author):
        town = services().publishing.town(session.get_one(Place, offer.place_id).municipality)
        due = answer_due(newest.created_at, town)
    phone, email = organisation.phone or offer.phone, organisation.email or offer.email
    return Person(organisation.name, phone, email, accounts, due, due is not None and due < clock.today())


def _others(session: Session, offer: Offer) -> dict[int, Any]:
    """What was merged into this one, by number; and under 0 the one that this one became."""
    numbers = [number for number in with_merged(session, offer) if number != offer.id]
    found: dict[int, Any] = {
        row.id or 0: row for row in session.exec(select(Offer).where(col(Offer.id).in_(numbers))).all()
    }
    if offer.merged_into:
        found[0] = session.exec(select(Offer).where(Offer.uid == offer.merged_into)).first()
    return found


def _actions(offer: Offer, newest: OfferRevision | None, role: str) -> list[str]:
    """What may be done now; publishing or returning what is public makes sense only while a change waits."""
    if offer.merged_into:
        return []
    possible = [
        action
        for (status, action) in MOVES
        if status is offer.status and role in RIGHTS[action] and action not in _NOT_ON_THE_SCREEN
    ]
    if offer.status in PUBLIC_BEFORE and (newest is None or newest.state != "pending"):
        return [action for action in possible if action not in _ONLY_WHILE_WAITING]
    return possible
