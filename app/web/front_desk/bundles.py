"""`/loket/bundels`: offers the desk often gives together (*vaste combinatie*): made from the slip, put on it with one click."""

from typing import Final

from flask import make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.referring.bundles import (
    MOST_OFFERS,
    BundleChanged,
    Combined,
    NameTaken,
    bundle_of,
    change,
    in_bundle,
    make,
    mark_of,
    public_slugs,
    remove,
)
from app.referring.bundles import bundles as all_bundles
from app.web.front_desk.knowledge import back
from app.web.front_desk.room import blueprint, or_404, own_town, typed, worker
from app.web.front_desk.workspace_kept import SlipFull, call, put_on_slip
from app.web.running import services
from app.web.staff.guards import me
from app.web.staff.typed import number_in

LONGEST_NAME: Final = 120
LONGEST_ADVICE: Final = 1000
Errors = list[tuple[str, str]]


@blueprint.get("/bundels")
def bundles() -> Response:
    """Every bundle of this desk, and the form to make one of what is on the slip."""
    return _page("", "", [], 200)


@blueprint.post("/bundels")
def make_bundle() -> Response:
    """Keep what is on the slip under a name."""
    name, advice, errors = _typed()
    slip = call().slip
    if not slip:
        errors.append(
            ("naam", _("Er staat niets op het briefje. Zet eerst aanbod op het briefje, en kom dan hier terug."))
        )
    if errors:
        return _page(name, advice, errors, 422)
    try:
        with or_404(), services().database.writing() as session:
            made = make(session, worker(), own_town().slug, Combined(name, advice, slip))
    except NameTaken:
        return _page(name, advice, [("naam", _name_taken())], 422)
    return redirect(url_for("front_desk.bundle", number=made.id, gedaan="bewaard"), 303)


@blueprint.get("/bundels/<int:number>")
def bundle(number: int) -> Response:
    """One bundle: its offers as they stand now, and its form."""
    return _one(number, None, [], 200)


@blueprint.post("/bundels/<int:number>")
def change_bundle(number: int) -> Response:
    """Another name or advice, without offers that were ticked off, or with the offers of the slip instead."""
    name, advice, errors = _typed()
    if errors:
        return _one(number, (name, advice), errors, 422)
    with or_404(), services().database.reading() as session:
        offers = bundle_of(session, worker(), number).offers
    out = set(request.form.getlist("weg")[:MOST_OFFERS])
    offers = tuple(slug for slug in offers if slug not in out)
    if typed("briefje", 10) == "ja":
        offers = (*offers, *call().slip)
    if not offers:
        return _one(
            number,
            (name, advice),
            [("naam", _("Laat ten minste een aanbod staan, of gooi de hele combinatie weg."))],
            422,
        )
    if len(set(offers)) > MOST_OFFERS:
        message = _(
            "Zo wordt het te lang: er passen %(most)s keer aanbod in een combinatie. Haal eerst iets weg.",
            most=MOST_OFFERS,
        )
        return _one(number, (name, advice), [("naam", message)], 422)
    try:
        with or_404(), services().database.writing() as session:
            change(session, worker(), number, number_in_mark(), Combined(name, advice, offers))
    except NameTaken:
        return _one(number, (name, advice), [("naam", _name_taken())], 422)
    except BundleChanged:
        message = _(
            "Iemand anders veranderde deze combinatie intussen. Kijk hieronder hoe die nu is en bewaar nog eens."
        )
        return _one(number, (name, advice), [("naam", message)], 409)
    return redirect(url_for("front_desk.bundle", number=number, gedaan="bewaard"), 303)


@blueprint.post("/bundels/<int:number>/op-het-briefje")
def use_bundle(number: int) -> Response:
    """Put its offers on the slip; for one that stopped, who took over."""
    with or_404(), services().database.reading() as session:
        found = bundle_of(session, worker(), number)
        slugs = public_slugs(session, found)
    try:
        put_on_slip(*slugs)
    except SlipFull:
        message = _("Dit past niet meer op het briefje. Haal er eerst iets af.")
        return _one(number, None, [("op-het-briefje", message)], 422)
    return redirect(back(), 303)


@blueprint.post("/bundels/<int:number>/weg")
def remove_bundle(number: int) -> Response:
    """Throw it away; the offers stay."""
    with or_404(), services().database.writing() as session:
        remove(session, worker(), number)
    return redirect(url_for("front_desk.bundles", gedaan="weg"), 303)


def number_in_mark() -> int:
    """Which version was looked at; 0 when that is no number."""
    mark = typed("stand", 30)
    return int(mark) if mark.isascii() and mark.isdigit() else number_in(mark)


def _typed() -> tuple[str, str, Errors]:
    name, advice = " ".join(typed("naam", LONGEST_NAME + 1).split()), typed("advies", LONGEST_ADVICE + 1)
    errors: Errors = []
    if not name:
        errors.append(
            ("naam", _("Vul bij 'Naam' in hoe deze combinatie heet, bijvoorbeeld: Net terug uit het ziekenhuis."))
        )
    if len(name) > LONGEST_NAME:
        errors.append(("naam", _("De naam is te lang. Maak hem korter dan %(most)s tekens.", most=LONGEST_NAME)))
    if len(advice) > LONGEST_ADVICE:
        errors.append(("advies", _("Het advies is te lang. Maak het korter dan %(most)s tekens.", most=LONGEST_ADVICE)))
    return name, advice, errors


def _name_taken() -> str:
    return str(_("Er is al een combinatie met deze naam. Kies bij 'Naam' een andere."))


def _page(name: str, advice: str, errors: Errors, status: int) -> Response:
    with services().database.reading() as session:
        rows = all_bundles(session, me().municipality)
        shown = [(row, in_bundle(session, row.offers)) for row in rows]
        slip = in_bundle(session, call().slip)
    page = render_template(
        "front_desk/bundles.html", shown=shown, slip=slip, name=name, advice=advice, errors=errors, done=request.args.get("gedaan", ""),
        most_name=LONGEST_NAME, most_advice=LONGEST_ADVICE,
    )  # fmt: skip
    return make_response(page, status)


def _one(number: int, said: tuple[str, str] | None, errors: Errors, status: int) -> Response:
    with or_404(), services().database.reading() as session:
        found = bundle_of(session, worker(), number)
        offers, slip = in_bundle(session, found.offers), in_bundle(session, call().slip)
    name, advice = said if said is not None else (found.name, found.advice)
    page = render_template(
        "front_desk/bundle.html", bundle=found, offers=offers, slip=slip, mark=mark_of(found), name=name, advice=advice, errors=errors,
        done=request.args.get("gedaan", ""), most_name=LONGEST_NAME, most_advice=LONGEST_ADVICE,
    )  # fmt: skip
    return make_response(page, status)
