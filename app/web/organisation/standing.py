"""How an own offer stands, in plain words: what the public sees, what waits and until when, and when it is to be looked at."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

import sqlalchemy as sa
from flask_babel import format_date
from flask_babel import gettext as _
from sqlmodel import Session, col, select

from app import clock
from app.content.models import Municipality
from app.publishing.history import By, by_whom
from app.social_map.freshness import freshness, last_day
from app.social_map.models import Offer, OfferEvent, OfferRevision
from app.social_map.vocabulary import PUBLIC_BEFORE, ConfirmedBy, Status
from app.web.cards import months_for
from app.working_days import working_days_after

DAY = "d MMMM y"


@dataclass(frozen=True, slots=True)
class Standing:
    """One own offer.

    `code`: `public`, `changing` (public, and a change waits), `waiting`, `returned`, `draft`, `hidden` or `stopped`.
    `reason`: why the editors gave it back. `answer_by`: when they answer at the latest; `late`: that day has passed.
    `due`: the day somebody has to look at it again; `ask`: that day has come, so "klopt nog" is asked.
    """

    offer: Offer
    code: str
    words: str
    reason: str = ""
    answer_by: date | None = None
    late: bool = False
    checked: str = ""
    due: date | None = None
    ask: bool = False
    warned: bool = False


class HandedIn(NamedTuple):
    """How the version that was handed in last stands: `pending`, `approved` or `returned` with the reason."""

    state: str
    reason: str
    created_at: datetime


def standing_of(offer: Offer, newest: HandedIn | None, town: Municipality) -> Standing:
    """How this offer stands today.

    :param newest: as it was last handed in. :param town: whose editors answer.
    """
    pending = newest is not None and newest.state == "pending"
    returned = newest is not None and newest.state == "returned"
    by = _answer_by(newest, town) if newest and pending else None
    code = _code(offer, pending=pending)
    if code == "draft" and returned:
        code = "returned"
    due = _due(offer)
    today = clock.today()
    state = freshness(offer.last_confirmed, today, months_for(offer.kind)).state
    return Standing(
        offer,
        code,
        _words(code, by),
        reason=newest.reason if newest and returned and code in {"returned", "public", "hidden"} else "",
        answer_by=by if code in {"waiting", "changing"} else None,
        late=by is not None and by < today,
        checked=_checked(offer),
        due=due,
        ask=offer.status in PUBLIC_BEFORE and (due is None or due <= today),
        warned=offer.status is Status.PUBLISHED and state in {"stale", "hidden"},
    )


def own_standings(session: Session, organisation_id: int, town: Municipality) -> list[Standing]:
    """Every offer of an organisation: first what waits for them, then what is public, last what stopped."""
    offers = session.exec(select(Offer).where(Offer.organisation_id == organisation_id).order_by(col(Offer.name))).all()
    newest = newest_revisions(session, [offer.id or 0 for offer in offers])
    found = [standing_of(offer, newest.get(offer.id or 0), town) for offer in offers]
    order = {"returned": 0, "hidden": 1, "draft": 2, "waiting": 3, "changing": 4, "public": 4, "stopped": 9}
    return sorted(found, key=lambda each: (order[each.code] - (each.ask and each.code == "public"), each.offer.name))


def newest_revisions(session: Session, numbers: list[int]) -> dict[int, HandedIn]:
    """The last handed in version of these offers, by offer; without its text, because an organisation may have thousands."""
    last = (
        select(OfferRevision.offer_id, sa.func.max(OfferRevision.number).label("number"))
        .where(col(OfferRevision.offer_id).in_(numbers))
        .group_by(col(OfferRevision.offer_id))
        .subquery()
    )
    here = (col(OfferRevision.offer_id) == last.c.offer_id) & (col(OfferRevision.number) == last.c.number)
    question = select(OfferRevision.offer_id, OfferRevision.state, OfferRevision.reason, OfferRevision.created_at).join(
        last, here
    )
    return {number: HandedIn(state, reason, at) for number, state, reason, at in session.exec(question)}


def said_by(found: By) -> str:
    """Whose hand it was, in the words of the page."""
    return {
        By.ORGANISATION: _("uw organisatie"),
        By.EDITORS: _("de redactie"),
        By.LIST: _("een lijst die is ingelezen"),
        By.SITE: _("de site zelf"),
    }[found]


def history_of(session: Session, offer: Offer) -> list[tuple[OfferEvent, str, str]]:
    """What happened, newest first: the line, what was done in words, and by whom."""
    events = session.exec(
        select(OfferEvent).where(OfferEvent.offer_id == offer.id).order_by(col(OfferEvent.id).desc()).limit(100)
    ).all()
    hands = by_whom(session, [event.actor for event in events])
    said = _actions()
    return [(event, said.get(event.action, _("bijgewerkt")), said_by(hands[event.actor])) for event in events]


def _actions() -> dict[str, str]:
    return {
        "received": _("ontvangen"), "submit": _("ingediend"), "publish": _("op de kaart gezet"), "return": _("teruggestuurd"),
        "withdraw": _("gestopt"), "revive": _("opnieuw in behandeling"), "put_back": _("teruggezet op de kaart"),
        "confirm": _("nagekeken: klopt nog"), "hide": _("niet meer te zien, want lang niet nagekeken"), "undone": _("inlezen teruggedraaid"),
        "restore": _("een eerdere versie teruggezet"), "merge": _("samengevoegd met hetzelfde aanbod"),
    }  # fmt: skip


def _code(offer: Offer, *, pending: bool) -> str:
    public = "changing" if pending else "public"
    return {
        Status.PUBLISHED: public,
        Status.REVIEW: "waiting",
        Status.DRAFT: "draft",
        Status.HIDDEN: "hidden",
        Status.WITHDRAWN: "stopped",
    }[offer.status]


def _words(code: str, by: date | None) -> str:
    until = format_date(by, "EEEE d MMMM") if by else ""
    if code == "changing":
        return _("Op de kaart. Uw wijziging wacht op de redactie, antwoord uiterlijk %(day)s.", day=until)
    if code == "waiting":
        if not until:
            return _("Wacht op de redactie.")
        return _("Wacht op de redactie, antwoord uiterlijk %(day)s.", day=until)
    return {
        "public": _("Op de kaart."),
        "returned": _("Teruggestuurd door de redactie."),
        "draft": _("Nog niet ingediend."),
        "hidden": _("Niet meer te zien: lang niet nagekeken."),
        "stopped": _("Gestopt. Bezoekers zien het niet meer."),
    }[code]


def _answer_by(newest: HandedIn, town: Municipality) -> date:
    handed_in = newest.created_at.astimezone(clock.AMSTERDAM).date()
    return working_days_after(handed_in, town.map_editors.answer_days)


def _due(offer: Offer) -> date | None:
    if offer.status not in PUBLIC_BEFORE or offer.last_confirmed is None:
        return None
    return last_day(offer.last_confirmed, months_for(offer.kind).confirm_every)


def _checked(offer: Offer) -> str:
    if offer.last_confirmed is None:
        return _("nog niet nagekeken")
    day = format_date(offer.last_confirmed, DAY)
    if offer.confirmed_by is None:
        return str(day)
    if offer.confirmed_by is ConfirmedBy.SOURCE:
        return _("%(day)s, volgens een lijst", day=day)
    who = _("uw organisatie") if offer.confirmed_by is ConfirmedBy.ORGANISATION else _("de redactie")
    return _("%(day)s, door %(who)s", day=day, who=who)
