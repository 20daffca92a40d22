"""The desk's room: its blueprint, its walls (one municipality or the whole region), and the red bar on every page."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from flask import Blueprint, abort, request, url_for
from sqlmodel import func, select

from app import clock
from app.content.models import Municipality
from app.conversation.lateness import late_things
from app.conversation.office import NobodyHome, Office
from app.conversation.opened import Worker
from app.outbox.models import WorkerBeat
from app.personal_numbers import without_bsn
from app.referring.call_backs import alarms as late_call_backs
from app.referring.handovers import how_many_open
from app.web.front_desk import words
from app.web.running import content, municipality, services
from app.web.staff.guards import me, signed_in
from app.web.staff.typed import as_typed
from app.web.staff.unseen import keep_out_of_search_engines

blueprint = Blueprint("front_desk", __name__, url_prefix="/loket")
keep_out_of_search_engines(blueprint)
NOT_RED: Final = frozenset({"near_term"})
"""What is nearly late stands in the queue; red is for what is late."""
SILENT_AFTER: Final = timedelta(minutes=3)
SAY_NOTES: Final = frozenset({"front_desk.overview", "front_desk.workspace"})


@dataclass(frozen=True, slots=True)
class Alarm:
    """The red bar: how many of each kind of late thing, and whether nobody brings messages away."""

    counts: tuple[tuple[str, int], ...]
    no_worker: bool
    call_backs: tuple[tuple[str, int], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.counts) or self.no_worker or bool(self.call_backs)


def office() -> Office:
    """What the work on requests needs."""
    return services().office


def worker() -> Worker:
    """Who sends this request, as the subject knows them."""
    who = me()
    return Worker(who.account_id, who.municipality)


def own_town() -> Municipality:
    """The municipality a request is entered for: the account's own, else the one of this site."""
    slug = me().municipality
    if not slug:
        return municipality()
    town = content().municipality(slug)
    if town is None:
        abort(404)
    return town


@contextmanager
def or_404() -> Iterator[None]:
    """Somebody else's request does not exist; of one that was erased, the page for trouble says so (410)."""
    try:
        yield
    except NobodyHome:
        abort(404)


def alarm() -> Alarm:
    """What stands in the red bar."""
    with services().database.reading() as session:
        late = late_things(session, me().municipality)
        call_backs = late_call_backs(session, me().municipality)
        beat = session.exec(select(func.max(WorkerBeat.at))).one()
    counts = Counter(each.kind for each in late if each.kind not in NOT_RED)
    silent = beat is None or clock.now() - beat > SILENT_AFTER
    return Alarm(tuple(counts.most_common()), silent, tuple(call_backs.items()))


def notes_waiting() -> int:
    """How many handover notes wait, on the screens that say so: the search and the list of requests."""
    if request.endpoint not in SAY_NOTES:
        return 0
    with services().database.reading() as session:
        return how_many_open(session, me().municipality)


@blueprint.context_processor
def _always() -> dict[str, Any]:
    who = signed_in()  # nobody, on the page that asks to sign in again
    if who is None:
        return {}
    return {
        "who": who, "alarm": alarm(), "whole_region": not who.municipality, "words": words, "notes_waiting": notes_waiting(),
    }  # fmt: skip


def typed(name: str, longest: int = 20_000) -> str:
    """A field as it may be kept: without citizen service numbers, which a note about somebody never needs."""
    return without_bsn(as_typed(name, longest))


def page_of(number: int, done: str = "") -> str:
    """The address of a request's page, with what was just done."""
    return url_for("front_desk.one", number=number, gedaan=done or None)
