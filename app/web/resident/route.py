"""The route's pages: one place at a time, never a gate (I-12, requirements.md 2.3).

Answers come by POST, are kept in the sealed session and lead on by 303, so that back and forward never ask to resubmit
and changing an answer simply leads another way. The number in an address is the place in the person's own path: it
tells nothing about what was answered.
"""

from dataclasses import dataclass

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from app.guide.flow import ANSWER, CHOSEN, SOLVED, Flow, Step
from app.guide.route import Place, Route, given_to
from app.search.danger import recognise
from app.social_map.finding import cards_by_slug
from app.web.bodies import clean
from app.web.help_first import help_first
from app.web.resident import route_answers, route_shows
from app.web.resident.route_ends import count_end
from app.web.running import content, municipality, services
from app.web.templating import page_url
from app.web.translating import gettext as _

HELP_OF_PEOPLE = "Hulp van mensen dichtbij"
"""What was tried when the first layer of the drawing did not solve it: for the desk, so in Dutch."""
_ASIDE = {"gesprek": "/gesprek", "voor-een-ander": "/wegwijzer/voor-een-ander"}
Errors = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Progress:
    """Which of the drawn steps this is; `number` 0 stands before or beside them."""

    number: int
    of: int


def add_to(blueprint: Blueprint) -> None:
    """The first place at the known address, every further one by its number."""
    blueprint.add_url_rule("/wegwijzer", "route", place, defaults={"number": 1}, methods=["GET", "POST"])
    blueprint.add_url_rule("/wegwijzer/<int:number>", "route_place", place, methods=["GET", "POST"])


def address(number: int) -> str:
    """The address of a place in somebody's own path."""
    return page_url("/wegwijzer" if number <= 1 else f"/wegwijzer/{number}")


def place(number: int) -> Response | str | tuple[str, int]:
    """One place: looked at, or answered."""
    flow = route_answers.own_flow()
    route = route_answers.own_route(flow)
    if request.method == "POST":
        return _answered(flow, route, number)
    here = route.at(number)
    if here is None:
        return redirect(address(len(route.places)), 303)
    if number == 1 and request.path != "/wegwijzer":
        return redirect(address(1), 303)
    page = _page(flow, route, here, dict(here.given))
    if number == 1:
        return page
    answer = make_response(page)
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _answered(flow: Flow, route: Route, number: int) -> Response | tuple[str, int]:
    """Keep the answers and lead on. A page that stood open while the path changed still answers its own step."""
    here = route.at(number) or route.here
    sent = flow.step(request.form.get("stap"))
    if sent is not None and sent.id != here.step.id:
        here = next((each for each in route.places if each.step.id == sent.id), here)
        if here.step.id != sent.id:
            return redirect(address(len(route.places)), 303)
    aside = _ASIDE.get(request.form.get("naar", ""))
    given = _read(here.step)
    errors = _too_long(here.step, given)
    if not errors and aside is None and not _says_something(here.step, given):
        errors = [(_first_field(here.step), _("Kies wat het beste past. 'Dat weet ik niet' mag ook."))]
    if not errors and not route_answers.keep_answers(flow, here.step, given):
        errors = [(_first_field(here.step), _no_room())]
    if errors:
        return _page(flow, route, here, given, errors), 422
    if aside is not None:
        return redirect(page_url(aside), 303)
    count_end(route, route_answers.own_route(flow))
    if given.get(SOLVED) == "nee":
        return _unresolved(flow, here)
    after = route_answers.own_route(flow)
    return redirect(address(min(here.number + 1, len(after.places))), 303)


def _unresolved(flow: Flow, here: Place) -> Response:
    """On from an end that did not help after all, with everything that was told (I-12, S09)."""
    route = route_answers.own_route(flow)
    chosen = _chosen_name(route)
    if "chosen_offer" in here.step.shows and chosen:
        route_answers.add_tried(flow, chosen)
    elif "sentences" in here.step.shows:
        route_answers.add_tried(flow, HELP_OF_PEOPLE)
    target = flow.step(here.step.unresolved_to)
    if target is None or target.kind == "conversation":
        return redirect(page_url("/gesprek"), 303)
    return redirect(address(min(here.number + 1, len(route.places))), 303)


def _chosen_name(route: Route) -> str:
    if not route.chosen:
        return ""
    with services().database.reading() as reading:
        found = cards_by_slug(reading, [route.chosen])
    return found[0].name if found else ""


def _read(step: Step) -> dict[str, str]:
    """What this form said, as far as the step asks for it; typed text as typed, without what no page can hold."""
    form = request.form
    names = [known.id for known in step.inputs] + [ask.id for ask in step.asks]
    names += {"question": [CHOSEN], "end": [SOLVED]}.get(step.kind, [])
    given = given_to(step, {name: clean(form.get(name, "")).strip() for name in names})
    if CHOSEN in given:
        with services().database.reading() as reading:
            if not cards_by_slug(reading, [given[CHOSEN]]):
                del given[CHOSEN]
    if given.get(ANSWER) != "ja":
        given.pop(CHOSEN, None)
    return given


def _too_long(step: Step, given: dict[str, str]) -> Errors:
    labels: dict[str, str] = {known.id: known.label for known in step.inputs}
    return [
        (
            name,
            _(
                "Bij '%(label)s' staan nu %(now)s tekens. Op deze pagina passen er %(most)s. Uw tekst staat er nog. Maak hem iets korter, of bel %(desk)s: %(phone)s.",
                label=labels[name],
                now=len(given[name]),
                most=most,
                desk=municipality().desk.name,
                phone=municipality().desk.phone,
            ),
        )
        for name, most in route_answers.LONGEST.items()
        if len(given.get(name, "")) > most
    ]


def _no_room() -> str:
    return _(
        "Dit past er niet meer bij op deze pagina. Uw tekst staat er nog. Maak hem iets korter, of bel %(desk)s: %(phone)s.",
        desk=municipality().desk.name,
        phone=municipality().desk.phone,
    )


def _says_something(step: Step, given: dict[str, str]) -> bool:
    """Whether the form leads on: own words may stay empty (P13), a question needs one of its answers."""
    return step.kind == "words" or bool(given)


def _first_field(step: Step) -> str:
    if step.inputs:
        return step.inputs[0].id
    return step.asks[0].id if step.asks else "inhoud"


def _page(flow: Flow, route: Route, here: Place, given: dict[str, str], errors: Errors | None = None) -> str:
    answers = route_answers.answers()
    words = " ".join([route_answers.own_words(), given.get("vraag", ""), given.get("gewenst_resultaat", "")])
    first = route.places[0]
    return render_template(
        "resident/route/step.html",
        flow=flow,
        route=route,
        place=here,
        step=here.step,
        given=given,
        errors=errors or [],
        action=address(here.number),
        back=address(here.number - 1) if here.number > 1 else "",
        start=address(1),
        progress=Progress(here.step.stage, max(each.stage for each in flow.steps)),
        quoted=first.given.get("vraag", "") if here.number > 1 else "",
        wished=first.given.get("gewenst_resultaat", "") if here.number > 1 else "",
        place_name=first.given.get("plaats", ""),
        sections=route_shows.sections_of(here, route, answers),
        help_first=help_first(recognise(words, content().danger_rules)),
        limits=route_answers.LONGEST,
    )
