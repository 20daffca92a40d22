"""An exchange event (beursvloer, I-35) as everybody may see it: what, where, when, and the lines a mediator checked."""

from flask import Blueprint, abort, render_template

from app import clock
from app.matching.models import ExchangeEvent, Side
from app.matching.outside import event_with, public_lines
from app.web import notice_words
from app.web.running import municipality, services

ADDRESS = "/voor-elkaar/beursvloer"


def add_to(blueprint: Blueprint) -> None:
    """One page per event."""
    blueprint.add_url_rule(f"{ADDRESS}/<slug>", "helping_event", event_page)


def open_event(slug: str) -> ExchangeEvent | None:
    """The event somebody posts for: of this municipality, and still open. None for none or any other."""
    found = event_with(services().mediation, slug, municipality().slug) if slug else None
    return found if found is not None and found.closed_at is None else None


def event_page(slug: str) -> str:
    """The event, also after it was held: then it says so."""
    found = event_with(services().mediation, slug, municipality().slug)
    if found is None:
        abort(404)
    lines = public_lines(services().mediation, found.id or 0)
    return render_template(
        "resident/helping/event.html",
        event=found,
        day=notice_words.day(found.held_on),
        over=found.closed_at is not None or found.held_on < clock.today(),
        posting=found.closed_at is None and municipality().mediation is not None,
        mediation=municipality().mediation,
        lists=[
            (side.value, [(each.line, notice_words.tasks_words(each.tasks)) for each in lines if each.side is side])
            for side in (Side.QUESTION, Side.OFFER)
        ],
    )
