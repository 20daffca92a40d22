"""`/loket/zoeken`: a caller is on the line. One search box, results to read aloud, a slip to give along, and one key for
what came of it. The caller is nowhere: only counts are kept (I-45).
"""

from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from flask import make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlmodel import col, select
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from app.accounts.models import Account
from app.insight.unmet import kern_of
from app.referring import marks
from app.referring.bundles import bundles
from app.referring.knowledge import Found, find, notes_of
from app.referring.slips import spaced_slip_code
from app.search.asking import Answer, Result
from app.search.bounds import LARGEST_PAGE
from app.social_map.models import Organisation
from app.social_map.vocabulary import DAYPARTS, WEEKDAYS
from app.web import wording
from app.web.filters import RADII, filters, place_problem
from app.web.front_desk.room import blueprint, own_town
from app.web.front_desk.workspace_kept import LONGEST_WORDS, Call, SlipFull, asked_in, call, keep, mark_of, over
from app.web.front_desk.workspace_lines import Line, Slipped, lines, own_employer, slipped, without
from app.web.help_first import help_first
from app.web.questions import Asked, read_question
from app.web.running import content, services
from app.web.staff.guards import me
from app.web.staff.typed import as_typed

PAGE_SIZE = 10
MOST_KNOWN = 5
_ALTERNATIVES = 3
Errors = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Searched:
    """What a question gave, as the desk shows it. `total` and `pages` count what is shown, which may leave an employer out."""

    answer: Answer
    lines: list[Line]
    unknown: list[Line]
    total: int
    page: int
    pages: int


@blueprint.get("/zoeken")
def workspace() -> Response:
    """The whole workspace; a question in the address is answered and not kept."""
    now = call()
    typed = asked_in(request.args)
    return workspace_page(replace(now, asked=typed, other=False) if typed else now)


@blueprint.post("/zoeken")
def ask() -> Response:
    """Another question: kept with the call, so that no word of it stands in an address."""
    now = call()
    typed = asked_in(request.form)
    other = as_typed("ander_aanbod", 2) == "ja" and bool(me().organisation)
    try:
        keep(replace(now, asked=typed, other=other))
    except SlipFull:
        return workspace_page(replace(now, asked=typed, other=other), [("zoek-q", too_much())], 422)
    return redirect(url_for("front_desk.workspace"), 303)


@blueprint.post("/uitkomst")
def call_result() -> Response:
    """What came of the call; after it the page is empty for the next one."""
    now = call()
    channel, result = as_typed("kanaal", 10), as_typed("uitkomst", 20)
    now = replace(now, channel=channel if channel in marks.CHANNELS else now.channel)
    if result not in set(marks.Result):
        return workspace_page(now, [("uitkomst", _("Kies bij 'Wat kwam eruit?' wat er gebeurde."))], 422)
    asked = asked_of(now)
    with services().database.writing() as session:
        marks.answered(session, asked, now.channel, marks.Result(result))
    keep(now)
    over()
    return redirect(url_for("front_desk.workspace", gedaan=result), 303)


@blueprint.post("/toetsen")
def keys() -> Response:
    """Turn the keys on or off for this account (WCAG 2.1.4)."""
    on = as_typed("toetsen", 5) == "aan"
    with services().database.writing() as session:
        session.execute(sa.update(Account).where(col(Account.id) == me().account_id).values(shortcuts=on))
    return redirect(url_for("front_desk.workspace", gedaan="toetsen-aan" if on else "toetsen-uit"), 303)


def workspace_page(now: Call, errors: Errors | None = None, status: int = 200, address: str = "") -> Response:
    """The workspace with this call on it.

    :param address: the mail address that was typed and has to be mended.
    """
    page = render_template("front_desk/workspace.html", **_shown(now), errors=errors or [], address=address)
    return make_response(page, status)


def slip_part(now: Call) -> str:
    """The slip alone, for a page that is there already."""
    return render_template("front_desk/workspace_slip.html", **slip_shown(now, own_employer()))


def slip_shown(now: Call, employer: Organisation | None) -> dict[str, Any]:
    """What the slip shows."""
    slip = slipped(now.slip, employer)
    made_of = mark_of(*now.slip)
    return {
        "call": now,
        "slip": slip,
        "alternatives": _alternatives(now, slip),
        "code": spaced_slip_code(now.code[0]) if now.code[0] and now.code[1] == made_of else "",
        "days": content().policy.slip_valid_days,
    }


def asked_of(now: Call) -> marks.Asked:
    """What is counted of this call's question: never its words."""
    asked = read_question(now.fields, own_town().slug, per_page=1)
    if not now.asked:
        return marks.Asked(own_town().slug)
    answer = services().finder.ask(asked.question)
    domain = next(iter((*answer.near_domains, *asked.question.domains)), "")
    return marks.Asked(own_town().slug, kern_of(answer, own_town()), domain)


def too_much() -> str:
    """What to say when the cookie is full."""
    return str(_("Dit past er niet meer bij. Haal iets van het briefje, of maak de vraag korter."))


def _shown(now: Call) -> dict[str, Any]:
    employer = own_employer()
    asked = read_question(now.fields, own_town().slug, per_page=PAGE_SIZE)
    found = _search(now, asked, employer) if now.asked else None
    known, notes = _known(found, asked.question.words)
    with services().database.reading() as session:
        keys_on = session.exec(select(Account.shortcuts).where(Account.id == me().account_id)).one()
        combinations = bundles(session, own_town().slug)
    return slip_shown(now, employer) | {
        "asked": asked,
        "found": found,
        "employer": employer,
        "filters": filters(found.answer) if found else [],
        "place_problem": place_problem(found.answer) if found else "",
        "help_first": help_first(found.answer.dangers) if found else None,
        "knowledge": known,
        "notes": notes,
        "bundles": combinations,
        "back": url_for("front_desk.workspace"),
        "keys_on": keys_on,
        "longest": LONGEST_WORDS,
        "radii": [(str(km), _("binnen %(km)s km", km=km)) for km in RADII],
        "days_of_week": [(day, wording.day_label(day)) for day in WEEKDAYS],
        "dayparts": [(part, wording.daypart_label(part)) for part in DAYPARTS],
        "channels": channels(),
        "done": request.args.get("gedaan", ""),
    }


def channels() -> list[tuple[str, str]]:
    """How somebody can come to the desk, in words."""
    said = {"phone": _("telefoon"), "desk": _("balie"), "letter": _("brief"), "digital": _("mail of website")}
    return [(each, str(said[each])) for each in marks.CHANNELS]


def _search(now: Call, asked: Asked, employer: Organisation | None) -> Searched:
    """Ask the one search of the page and the API; when only others' offers are wanted, leave the employer's out after it."""
    question = asked.question
    if not (now.other and employer):
        answer = services().finder.ask(question)
        shown, total, page, pages = answer.results, answer.total, answer.question.page, answer.pages
    else:
        answer = services().finder.ask(replace(question, page=1, per_page=LARGEST_PAGE))
        others = without(answer.results, employer)
        total, pages = len(others), max(1, -(-len(others) // PAGE_SIZE))
        page = min(question.page, pages)
        shown = tuple(others[(page - 1) * PAGE_SIZE : page * PAGE_SIZE])
    return Searched(
        answer=answer,
        lines=lines(shown, answer.when, now.slip, employer),
        unknown=[
            replace(line, key="") for line in lines(answer.unknown_access[:PAGE_SIZE], answer.when, now.slip, employer)
        ],
        total=total,
        page=page,
        pages=pages,
    )


def _known(found: Searched | None, words: str) -> tuple[Found | None, dict[int, Any]]:
    """What the desk itself knows: texts and numbers for these words, notes on these offers."""
    if found is None:
        return None, {}
    with services().database.reading() as session:
        known = find(session, content(), own_town().slug, words, most=MOST_KNOWN) if words else None
        numbers = [line.offer_id for line in (*found.lines, *found.unknown)]
        return known, dict(notes_of(session, own_town().slug, numbers))


def _alternatives(now: Call, slip: Slipped) -> list[Result]:
    """What others give for the same question, when the slip holds only offers of the own employer."""
    if not slip.alone or slip.employer is None:
        return []
    fields = now.fields if now.asked else MultiDict([("soort", card.kind) for card in slip.cards])
    asked = read_question(fields, own_town().slug)
    answer = services().finder.ask(replace(asked.question, page=1, per_page=LARGEST_PAGE))
    return without(answer.results, slip.employer)[:_ALTERNATIVES]
