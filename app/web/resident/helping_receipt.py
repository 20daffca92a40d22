"""The receipt of an offer or a question: a page to keep. It lives in the visitor's own session, nothing in an address."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from flask import Blueprint, make_response, render_template
from werkzeug.wrappers import Response

from app.matching.models import Side
from app.matching.posting import Posted
from app.matching.shapes import NewNotice
from app.references import spaced_code, spaced_reference
from app.web import notice_words, own_answers
from app.web.help_first import kept as kept_help
from app.web.running import content, municipality

ADDRESS: Final = "/voor-elkaar/ontvangst"


def add_to(blueprint: Blueprint) -> None:
    """The page after sending."""
    blueprint.add_url_rule(ADDRESS, "helping_receipt", received)


def of(posted: Posted, new: NewNotice, event: str) -> dict[str, Any]:
    """What the session keeps of it: nothing of who it is."""
    return {
        "reference": spaced_reference(posted.reference),
        "code": spaced_code(posted.code),
        "answer_by": posted.answer_by.isoformat(),
        "expires_on": posted.expires_on.isoformat(),
        "municipality": posted.municipality,
        "side": new.side.value,
        "tasks": list(new.tasks),
        "kern": new.kern,
        "urgent": new.urgent,
        "mailed": bool(new.person.email),
        "event": event,
    }


def received() -> Response:
    """The receipt, as often as somebody looks while their browser is open."""
    return page(own_answers.kept(own_answers.HELPING_RECEIPT))


def page(kept: Mapping[str, Any]) -> Response:
    """The receipt of what is kept; without it, where to find it."""
    town = content().municipality(str(kept.get("municipality", ""))) or municipality()
    tasks = [str(each) for each in kept.get("tasks", ())]
    not_volunteers = [slug for slug in tasks if (task := content().task(slug)) and not task.volunteers]
    seeks = kept.get("side") == Side.QUESTION.value
    days = {
        name: notice_words.day(date.fromisoformat(str(kept[name])))
        for name in ("answer_by", "expires_on")
        if kept.get(name)
    }
    answer = make_response(
        render_template(
            "resident/helping/receipt.html" if kept else "resident/helping/receipt_gone.html",
            receipt=kept,
            offers=not seeks,
            town=town,
            mediation=town.mediation,
            on=days,
            instead=notice_words.instead_of(not_volunteers),
            nobody=bool(tasks) and len(not_volunteers) == len(tasks),
            other_help=notice_words.other_help(not_volunteers, str(kept.get("kern", ""))) if not_volunteers else [],
            more=notice_words.search_for(not_volunteers),
            urgent=notice_words.urgent_numbers() if kept.get("urgent") else (),
            help_first=kept_help(),
        )
    )
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer
