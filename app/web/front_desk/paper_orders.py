"""`/loket/papier`: everything on paper the desk has, and booklets ordered by a team for visits at home (I-47)."""

from dataclasses import dataclass
from typing import Final

from flask import abort, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.content.letterhead import site_of
from app.content.models import Municipality
from app.paper import orders
from app.paper.choosing import PaperChoice, audiences
from app.paper.models import PaperOrder, PaperOrderState
from app.paper.orders import LONGEST_REMARK, MOST, Moved, NoSuchOrder, Wanted
from app.social_map.dates import read_date
from app.web import wording
from app.web.front_desk.room import blueprint, own_town, typed
from app.web.running import content, municipality, services
from app.web.staff.guards import me
from app.web.staff.typed import number_in
from app.web.templating import page_url

STATES: Final = {
    "gedrukt": PaperOrderState.PRINTED,
    "meegegeven": PaperOrderState.HANDED_OVER,
    "vervallen": PaperOrderState.CANCELLED,
}
FIELDS: Final = ("aantal", "kern", "leefgebied", "doelgroep", "letters", "team", "wanneer", "opmerking")
EMPTY: Final = dict.fromkeys(FIELDS, "") | {"aantal": "1"}


@dataclass(frozen=True, slots=True)
class Row:
    """One order as the desk sees it. `steps`: what it can become, as (word of the form, text of the button)."""

    order: PaperOrder
    what: str
    team: str
    town: str
    read: str
    pdf: str
    state: str
    steps: tuple[tuple[str, str], ...]
    late: bool


@blueprint.get("/papier")
def paper_orders() -> Response:
    """What has to be printed or brought, and a new order."""
    return _page(EMPTY, [], 200)


@blueprint.post("/papier")
def order_paper() -> Response:
    """Ask for booklets."""
    given = {name: typed(name, 1000) for name in FIELDS}
    town = own_town()
    wanted, errors = _read(given, town)
    if wanted is None:
        return _page(given, errors, 422)
    with services().database.writing() as session:
        orders.order(session, wanted, me().actor)
    return redirect(url_for("front_desk.paper_orders", gedaan="gevraagd"), 303)


@blueprint.post("/papier/<int:number>")
def paper_order_state(number: int) -> Response:
    """Printed, handed over, or not needed any more."""
    to, seen = STATES.get(typed("doen", 20)), typed("was", 20)
    known = next((state for state in PaperOrderState if state.value == seen), None)
    try:
        with services().database.writing() as session:
            if to is None or known is None:
                orders.order_of(session, me().municipality, number)
                return redirect(url_for("front_desk.paper_orders"), 303)
            orders.move(session, me().municipality, number, to, seen=known, by=me().actor)
    except NoSuchOrder:
        abort(404)
    except Moved:
        message = _("Een collega was u voor met bestelling %(number)s. Hieronder staat hoe het nu is.", number=number)
        return _page(EMPTY, [("bestellingen", message)], 409)
    return redirect(url_for("front_desk.paper_orders", gedaan="bewaard"), 303)


def _page(given: dict[str, str], errors: list[tuple[str, str]], status: int) -> Response:
    town = own_town()
    with services().database.reading() as session:
        waiting, done = orders.open_orders(session, me().municipality), orders.done_orders(session, me().municipality)
    page = render_template(
        "front_desk/paper_orders.html", given=given, errors=errors, town=town, most=MOST, longest=LONGEST_REMARK,
        waiting=[_row(each) for each in waiting], lately=[_row(each) for each in done],
        kernen=[("", _("Heel %(town)s", town=town.name)), *((kern.slug, kern.name) for kern in town.kernen)],
        themes=[("", _("Alle onderwerpen")), *((each.slug, wording.domain_label(each.slug)) for each in content().domains)],
        audiences=[("", _("Maakt niet uit")), *_audiences(town)],
        teams=[("", town.desk.name), *((team.slug, team.name) for team in town.conversation.teams)],
        done=request.args.get("gedaan", ""),
    )  # fmt: skip
    return make_response(page, status)


def _read(given: dict[str, str], town: Municipality) -> tuple[Wanted | None, list[tuple[str, str]]]:
    """The order in a form, or what is wrong with it."""
    errors = []
    number = number_in(given["aantal"])
    if not 1 <= number <= MOST:
        errors.append(("aantal", _("Vul bij 'Hoeveel' een getal in van 1 tot en met %(most)s.", most=MOST)))
    known = {
        "kern": (_("Welke kern"), {each.slug for each in town.kernen}),
        "leefgebied": (_("Waarover"), {each.slug for each in content().domains}),
        "doelgroep": (_("Voor wie is het boekje"), {slug for slug, _label in _audiences(town)}),
        "team": (_("Welk team"), {each.slug for each in town.conversation.teams}),
    }
    errors += [
        (name, _("Kies bij '%(field)s' iets uit de lijst.", field=label))
        for name, (label, there) in known.items()
        if given[name] and given[name] not in there
    ]
    day = read_date(given["wanneer"]) if given["wanneer"] else None
    if given["wanneer"] and day is None:
        errors.append(("wanneer", _("Vul bij 'Wanneer nodig' een dag in zoals 31-12-2027, of laat het leeg.")))
    elif day is not None and day < clock.today():
        errors.append(("wanneer", _("De dag bij 'Wanneer nodig' is al geweest. Kies vandaag of een dag erna.")))
    if len(given["opmerking"]) > LONGEST_REMARK:
        errors.append(("opmerking", _("Maak 'Opmerking' korter dan %(most)s tekens.", most=LONGEST_REMARK)))
    if errors:
        return None, errors
    choice = PaperChoice(
        town.slug, given["kern"], given["leefgebied"], given["doelgroep"], large=given["letters"] == "groot"
    )
    return Wanted(choice, number, given["team"], day, given["opmerking"]), []


def _audiences(town: Municipality) -> list[tuple[str, str]]:
    there = audiences(services().finder, town)
    return sorted(((each, wording.target_group_label(each)) for each in there), key=lambda pair: pair[1].casefold())


def _row(order: PaperOrder) -> Row:
    whole = content()
    town = whole.municipality(order.municipality)
    kern = next((each.name for each in town.kernen if each.slug == order.kern), order.kern) if town else order.kern
    teams = {each.slug: each.name for each in town.conversation.teams} if town else {}
    name = town.name if town else order.municipality
    about = (
        kern or _("heel %(town)s", town=name),
        wording.domain_label(order.domain) if order.domain else "",
        wording.target_group_label(order.target_group) if order.target_group else "",
        _("grote letters") if order.large_print else "",
    )
    words = {
        PaperOrderState.ASKED: _("gevraagd"), PaperOrderState.PRINTED: _("gedrukt"),
        PaperOrderState.HANDED_OVER: _("meegegeven"), PaperOrderState.CANCELLED: _("vervallen"),
    }  # fmt: skip
    steps = {"gedrukt": _("Gedrukt"), "meegegeven": _("Meegegeven"), "vervallen": _("Niet meer nodig")}
    after = orders.NEXT[order.state]
    # A desk of the whole region works on one site and prints for another.
    site = site_of(services().settings, town) if town and town.slug != municipality().slug else ""
    query = orders.query_of(order)
    return Row(
        order=order,
        what=", ".join(filter(None, about)),
        team=teams.get(order.team, order.team) or (town.desk.name if town else ""),
        town=name,
        read=site + page_url("/papier/boekje") + query,
        pdf=site + page_url("/papier/boekje.pdf") + query,
        state=words[order.state],
        steps=tuple((word, steps[word]) for word, state in STATES.items() if state in after),
        late=bool(after) and order.wanted_on is not None and order.wanted_on < clock.today(),
    )
