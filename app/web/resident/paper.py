"""The social map on paper, for everybody: choose a kern, a theme and an audience; read it here, or print it (I-02, T19).

A booklet costs a second of a processor, so only a few are made at once, and one that was made is handed out again for as
long as nothing in it changed. Who comes when it is busy is told so, with the way to read the same at once.
"""

import threading
from collections import OrderedDict
from urllib.parse import urlencode

from flask import Blueprint, Response, make_response, render_template, request
from flask_babel import gettext as _

from app.paper.booklet import Booklet, pdf_of
from app.paper.choosing import PaperChoice, audiences, entries
from app.paper.typesetting import Untypesettable
from app.web import wording
from app.web.errors import problem_page
from app.web.pdf import in_turn, pdf_answer
from app.web.running import content, language, municipality, services
from app.web.templating import page_url

RETRY_AFTER = "20"
KEPT = 12
"""Booklets a process remembers, about a megabyte each."""
LARGE = "groot"

_made: OrderedDict[str, bytes] = OrderedDict()
_lock = threading.Lock()


def add_to(blueprint: Blueprint) -> None:
    """The page to choose, the booklet to read, and the booklet to print."""
    blueprint.add_url_rule("/papier", "paper", choose)
    blueprint.add_url_rule("/papier/boekje", "paper_booklet", booklet_page)
    blueprint.add_url_rule("/papier/boekje.pdf", "paper_pdf", booklet_file)


def choose() -> str:
    """What there is on paper, and the choice."""
    choice = asked_choice()
    town = municipality()
    there = audiences(services().finder, town)
    return render_template(
        "resident/paper.html",
        choice=choice,
        kernen=[("", _("Heel %(town)s", town=town.name)), *((kern.slug, kern.name) for kern in town.kernen)],
        themes=[
            ("", _("Alle onderwerpen")),
            *((each.slug, wording.domain_label(each.slug)) for each in content().domains),
        ],
        audiences=[
            ("", _("Maakt niet uit")),
            *sorted(((each, wording.target_group_label(each)) for each in there), key=lambda pair: pair[1].casefold()),
        ],
    )


def booklet_page() -> str:
    """The same booklet as a page: to read, to hear, to print from the browser."""
    choice = asked_choice()
    booklet = entries(services(), choice, site=_site())
    return render_template(
        "resident/paper_booklet.html",
        booklet=booklet,
        names={entry.id: entry.name for entry in booklet.entries},
        chapter_titles={chapter.slug: chapter.title for chapter in booklet.chapters},
        normal=pdf_address(choice, large=False),
        large=pdf_address(choice, large=True),
        again=page_url("/papier") + _query(choice, large=choice.large),
    )


def booklet_file() -> Response:
    """The booklet to print."""
    choice = asked_choice()
    booklet = entries(services(), choice, site=_site())
    name = "-".join(
        filter(None, ("sociale-kaart", choice.municipality, choice.kern, choice.domain, choice.target_group))
    )
    try:
        raw = made(booklet)
    except Untypesettable:
        return problem_page(500)
    if raw is None:
        return _busy(choice)
    return pdf_answer(raw, f"{name}-{LARGE}" if choice.large else name)


def made(booklet: Booklet) -> bytes | None:
    """The PDF of a booklet, made now or before; None when too many are being made.

    :raises Untypesettable: when it cannot be made at all.
    """
    mark = booklet.mark
    with _lock:
        before = _made.get(mark)
        if before is not None:
            _made.move_to_end(mark)
            return before
    raw = in_turn(lambda: pdf_of(booklet))
    if raw is None:
        return None
    with _lock:
        _made[mark] = raw
        while len(_made) > KEPT:
            _made.popitem(last=False)
    return raw


def asked_choice() -> PaperChoice:
    """The choice in this address, by the names the search uses; what does not exist is left out, as there."""
    town, whole = municipality(), content()
    kern, domain, group = (request.args.get(name, "")[:80] for name in ("kern", "leefgebied", "doelgroep"))
    return PaperChoice(
        town.slug,
        kern=kern if kern in {each.slug for each in town.kernen} else "",
        domain=domain if whole.domain(domain) else "",
        target_group=group if _is_audience(group) else "",
        large=request.args.get("letters", "") == LARGE,
        lang="en" if language() == "en" else "nl",
    )


def _is_audience(group: str) -> bool:
    return bool(group) and (
        content().target_group(group) is not None or group in audiences(services().finder, municipality())
    )


def pdf_address(choice: PaperChoice, *, large: bool) -> str:
    """Where the PDF of a choice is."""
    return page_url("/papier/boekje.pdf") + _query(choice, large=large)


def _query(choice: PaperChoice, *, large: bool) -> str:
    given = {"kern": choice.kern, "leefgebied": choice.domain, "doelgroep": choice.target_group}
    asked = {name: value for name, value in given.items() if value} | ({"letters": LARGE} if large else {})
    return "?" + urlencode(asked) if asked else ""


def _site() -> str:
    return request.host_url.rstrip("/")


def _busy(choice: PaperChoice) -> Response:
    page = render_template(
        "resident/paper_busy.html",
        readable=page_url("/papier/boekje") + _query(choice, large=choice.large),
        again=pdf_address(choice, large=choice.large),
    )
    answer = make_response(page, 503)
    answer.headers["Retry-After"] = RETRY_AFTER
    return answer
