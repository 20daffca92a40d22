"""Asking for somebody else: together, on their behalf, as a carer, for a child, or only worried (requirements.md 2.3, I-59).

Who is worried gets advice and nothing is kept: no record is made of somebody who did not ask (T11, S16).
"""

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from app.guide.flow import FOR_WHOM, Flow
from app.web.resident import route_answers
from app.web.resident.route import address
from app.web.templating import page_url
from app.web.translating import gettext as _


def add_to(blueprint: Blueprint) -> None:
    """The page and its answer."""
    blueprint.add_url_rule("/wegwijzer/voor-een-ander", "route_for_another", for_another, methods=["GET", "POST"])


def for_another() -> Response:
    """The ways for who does not ask for themself."""
    flow = route_answers.own_flow()
    if request.method == "POST":
        return _chosen(flow)
    known = _ways(flow)
    page = render_template(
        "resident/route/for_another.html",
        ways=[(value, *_words(value)) for value in ("samen_met", "namens", "mantelzorger", "kind") if value in known],
        back=address(len(route_answers.own_route(flow).places)),
    )
    answer = make_response(page)
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _ways(flow: Flow) -> set[str]:
    """For whom this flow lets people ask; how a request is made always stands open."""
    first = flow.step(flow.start)
    ask = first.ask(FOR_WHOM) if first is not None else None
    return {"samen_met", "namens", "mantelzorger"} | ({option.value for option in ask.options} if ask else set())


def _words(value: str) -> tuple[str, str]:
    return {
        "samen_met": (_("We doen dit samen"), _("De ander zit naast u, of u belt erover. De ander beslist.")),
        "namens": (_("Ik doe dit namens de ander"), _("De ander weet dat u dit doet. U vult in wat de ander wil.")),
        "mantelzorger": (
            _("Ik zorg voor iemand, en zoek hulp voor mijzelf"),
            _("Het gaat dan over u. U hoeft niets over de ander te vertellen."),
        ),
        "kind": (
            _("Voor een kind of jongere onder de 18"),
            _("Voor opgroeien en opvoeden zijn er mensen die daar veel van weten."),
        ),
    }[value]


def _chosen(flow: Flow) -> Response:
    """Keep for whom it is and go back to where somebody was; who was nowhere yet begins with their own words."""
    who = request.form.get(FOR_WHOM, "")
    if who not in _ways(flow):
        return redirect(page_url("/wegwijzer/voor-een-ander"), 303)
    told = flow.start in route_answers.answers()
    route_answers.keep_for_whom(flow, who)
    if who in {"mantelzorger", "kind"}:
        own_way = route_answers.own_route(flow)
        return redirect(address(2 if len(own_way.places) > 1 else 1), 303)
    return redirect(address(len(route_answers.own_route(flow).places) if told else 1), 303)
