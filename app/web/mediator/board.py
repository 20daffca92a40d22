"""`/bemiddeling/`: what waits for the mediator first, then open questions and offers, and one list to look something up in."""

from collections.abc import Sequence
from typing import Any, Final, get_args

from flask import make_response, render_template, request, url_for
from flask_babel import gettext as _
from sqlmodel import select
from werkzeug.wrappers import Response

from app import clock
from app.matching.board import ROWS, Narrowed, NoticeRow, PairRow, Section, board, listed, rows_of
from app.matching.models import Notice, Side, Standing
from app.references import read_reference
from app.web.bodies import clean
from app.web.mediator import words
from app.web.mediator.room import SIDES, blueprint, mediation, notice_page, own_town, to, towns, typed
from app.web.running import content, services
from app.web.staff import shown_once
from app.web.staff.guards import me
from app.web.staff.typed import page_number

FIRST_FEW: Final = 10
"""Rows of each list on the board; the rest stands on a page of its own."""
OF_PAIRS: Final = frozenset({"asked", "agreed", "reported", "follow_ups"})


@blueprint.get("/")
def overview() -> Response:
    """What has to happen, or what was looked for."""
    asked = _asked()
    if asked != Narrowed():
        return make_response(_list_page(asked))
    return make_response(_board_page())


@blueprint.get("/lijst/<section>")
def section(section: str) -> Response:
    """One list of the board, page by page."""
    if section not in get_args(Section):
        return to(url_for("mediator.overview"))
    name: Section = next(each for each in get_args(Section) if each == section)
    total = board(mediation(), me().municipality).totals[name]
    pages = max(1, -(-total // ROWS))
    page = min(page_number(), pages)
    rows: Sequence[NoticeRow | PairRow] = rows_of(mediation(), me().municipality, name, page)
    return make_response(
        render_template(
            "mediator/section.html", name=name, heading=_headings()[name], rows=rows, of_pairs=name in OF_PAIRS, total=total,
            page=page, pages=pages, today=clock.today(),
            page_url_of=lambda number: url_for("mediator.section", section=name, pagina=number),
        )
    )  # fmt: skip


@blueprint.post("/zoek")
def find_one() -> Response:
    """By its number only: nobody looks for people by name here. POST, so that no number stands in an address."""
    typed_number = typed("nummer", 200)
    with services().database.reading() as session:
        found = session.exec(select(Notice).where(Notice.reference == (read_reference(typed_number) or ""))).first()
    if found is None or found.municipality not in towns():
        message = _("Er is hier niets met dit nummer. Kijk of alle twaalf tekens kloppen, bijvoorbeeld 2345-6789-CDFG.")
        return make_response(_board_page([("nummer", message)], typed_number), 422)
    return to(notice_page(found.id or 0))


def _board_page(errors: Sequence[tuple[str, str]] = (), number: str = "") -> str:
    return render_template(
        "mediator/board.html", board=board(mediation(), me().municipality), headings=_headings(), few=FIRST_FEW, errors=list(errors),
        number=number, today=clock.today(), asked=Narrowed(), letter=_waiting_letter(), **_choices(),
    )  # fmt: skip


def _waiting_letter() -> str:
    """The address of a letter that was made and not printed yet; empty when there is none."""
    waits = shown_once.look(shown_once.MEDIATION)
    return url_for("mediator.letter", number=waits.number) if waits else ""


def _list_page(asked: Narrowed) -> str:
    page = page_number()
    rows, total = listed(mediation(), me().municipality, asked, page)
    pages = max(1, -(-total // ROWS))
    if page > pages:
        page = pages
        rows, total = listed(mediation(), me().municipality, asked, page)
    return render_template(
        "mediator/listed.html", rows=rows, total=total, page=page, pages=pages, asked=asked, today=clock.today(), errors=[], number="",
        page_url_of=lambda each: url_for("mediator.overview", **_said(asked), pagina=each), **_choices(),
    )  # fmt: skip


def _asked() -> Narrowed:
    task, kern, standing = (clean(request.args.get(name, "")) for name in ("taak", "kern", "staat"))
    return Narrowed(
        side=SIDES.get(clean(request.args.get("kant", ""))),
        standing=Standing(standing) if standing in set(Standing) else None,
        task=task if content().task(task) else "",
        kern=kern if content().kern(kern) else "",
    )


def _said(asked: Narrowed) -> dict[str, Any]:
    """What is looked for, as it stands in an address."""
    sides = {side: name for name, side in SIDES.items()}
    return {
        "kant": sides[asked.side] if asked.side else None,
        "staat": asked.standing.value if asked.standing else None,
        "taak": asked.task or None,
        "kern": asked.kern or None,
    }


def _choices() -> dict[str, Any]:
    return {
        "said": {name: value or "" for name, value in _said(_asked()).items()},
        "side_options": [("", _("aanbod en vragen")), ("vraag", _("vragen")), ("aanbod", _("aanbod"))],
        "standing_options": [("", _("hoe het ook staat")), *((each.value, words.standing(each)) for each in Standing)],
        "task_options": [
            ("", _("alle taken")),
            *((task.slug, words.tasks_words([task.slug])) for task in content().tasks),
        ],
        "kern_options": [("", _("overal")), *words.options(own_town().kernen, "slug")],
        "sides": Side,
    }


def _headings() -> dict[str, str]:
    return {
        "reported": _("Meldingen"),
        "to_call": _("Bellen"),
        "new": _("Nieuw: nog te bekijken"),
        "follow_ups": _("Vragen hoe het gaat"),
        "asked": _("Voorstellen die op antwoord wachten"),
        "expiring": _("Loopt bijna af"),
        "agreed": _("Afgesproken"),
        "questions": _("Open vragen"),
        "offers": _("Open aanbod"),
    }
