"""The page for who cares for somebody: hand over for a while, a conversation of one's own, somebody to call (I-30, I-33).

Nothing asks what the other person has (S03). Who ticks that it is too much, or that nights are part of it, sees the
heavier relief first and is never pointed at their own circle again (P4, T5).
"""

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from app.guide.advice import Advice
from app.search.asking import Question
from app.web import cards
from app.web.resident import route_answers, route_shows
from app.web.resident.pages import shown_page
from app.web.running import municipality, services
from app.web.templating import page_url

TICKS = ("nacht", "te_veel")


def add_to(blueprint: Blueprint) -> None:
    """The page, its ticks, and the way to a conversation of one's own."""
    blueprint.add_url_rule("/mantelzorg", "carers", carers)
    blueprint.add_url_rule("/mantelzorg", "carers_ticks", tick, methods=["POST"])
    blueprint.add_url_rule("/mantelzorg/gesprek", "carers_conversation", own_conversation, methods=["POST"])


def carers() -> str:
    """The editor's text, with what there is right now."""
    ticked = route_answers.carer_ticks()
    question = Question(kinds=("lotgenoten",), host=municipality().slug, per_page=2)
    return render_template(
        "resident/route/carers.html",
        **shown_page("mantelzorg"),
        ticked=ticked,
        respite=route_shows.respite(Advice("", route_shows.LIGHT_FIRST, ()), "", heavy_first=bool(ticked)),
        peers=[cards.shown(each) for each in services().finder.nearest(question) if each.scope != "regio"],
    )


def tick() -> Response:
    """Keep the ticks until the browser closes, and show the page in its other order."""
    ticked = [value for value in TICKS if value in request.form.getlist("merkt")]
    route_answers.keep_carer_ticks(route_answers.own_flow(), ticked)
    return redirect(page_url("/mantelzorg") + "#even-overnemen", 303)


def own_conversation() -> Response:
    """A conversation about the carer, not about who they care for (S02, S03)."""
    route_answers.keep_for_whom(route_answers.own_flow(), "mantelzorger")
    return redirect(page_url("/gesprek"), 303)
