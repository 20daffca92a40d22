"""The page for who cares for somebody: hand over for a while, a conversation of one's own, somebody to call (I-30, I-33).

Nothing asks what the other person has (S03). Who ticks that it is too much, or that nights are part of it, sees the
heavier relief first and is never pointed at their own circle again (P4, T5). The short check at the end stays on the
screen: its statements are folded text and nothing is sent (no score, no label).
"""

from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from app.search.asking import Question, Result
from app.social_map.vocabulary import DAYPARTS, WEEKDAYS
from app.web import cards, wording
from app.web.help_first import shown as shown_number
from app.web.resident import route_answers
from app.web.resident.ladder import NIGHT, Wish, ladder, read_wish
from app.web.resident.pages import shown_page
from app.web.running import content, municipality, services
from app.web.templating import page_url
from app.web.translating import gettext as _

TICKS = ("nacht", "te_veel")
LISTENING_LINE = "luisterlijn"
MOST = 2
"""Cards under peers and under support: who wants more searches on."""


def add_to(blueprint: Blueprint) -> None:
    """The page, its ticks, and the way to a conversation of one's own."""
    blueprint.add_url_rule("/mantelzorg", "carers", carers)
    blueprint.add_url_rule("/mantelzorg", "carers_ticks", tick, methods=["POST"])
    blueprint.add_url_rule("/mantelzorg/gesprek", "carers_conversation", own_conversation, methods=["POST"])


def carers() -> str:
    """The editor's text, with what there is right now."""
    ticked = route_answers.carer_ticks()
    wish = read_wish()
    listening = content().help_number(LISTENING_LINE)
    return render_template(
        "resident/route/carers.html",
        **shown_page("mantelzorg"),
        ticked=ticked,
        wish=wish,
        back=address(wish),
        days=[("", _("Maakt niet uit")), *((day, wording.day_label(day)) for day in WEEKDAYS)],
        dayparts=[("", _("Maakt niet uit")), *((part, wording.daypart_label(part)) for part in DAYPARTS)],
        rungs=ladder(wish, heavy_first=bool(ticked) or wish.daypart == NIGHT),
        peers=_nearby("lotgenoten", wish),
        support=_nearby("mantelzorgsteun", wish),
        appreciation=municipality().carer_appreciation,
        listening=shown_number(listening) if listening else None,
    )


def address(wish: Wish) -> str:
    """The page with this wish."""
    return page_url("/mantelzorg") + ("?" + urlencode(wish.fields) if wish.fields else "")


def _nearby(kind: str, wish: Wish) -> list[cards.ShownCard]:
    """A few offers of a kind that really come here."""
    question = Question(kinds=(kind,), place=wish.near, host=municipality().slug, per_page=12)
    found: list[Result] = [each for each in services().finder.nearest(question) if each.scope != "regio"]
    return cards.all_shown(found[:MOST])


def tick() -> Response:
    """Keep the ticks until the browser closes, and show the page in its other order; when and where go in the address."""
    ticked = [value for value in TICKS if value in request.form.getlist("merkt")]
    route_answers.keep_carer_ticks(route_answers.own_flow(), ticked)
    return redirect(address(read_wish()) + ("#iemand-spreken" if ticked else "#even-overnemen"), 303)


def own_conversation() -> Response:
    """A conversation about the carer, not about who they care for (S02, S03)."""
    route_answers.keep_for_whom(route_answers.own_flow(), "mantelzorger")
    return redirect(page_url("/gesprek"), 303)
