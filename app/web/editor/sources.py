"""`/beheer/bronnen`: the sources the map follows, and adding one. A municipality fills its map on its first day from here."""

from typing import Any

from flask import abort, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlmodel import Session
from werkzeug.wrappers import Response

from app.db import LARGEST_ROW
from app.publishing.sources import (
    LICENCES,
    RHYTHMS,
    SORTS,
    NewSource,
    Sort,
    SourceRefused,
    add,
    ask_reading,
    check,
    is_waiting,
    of_sort,
    offers_of,
    sources_of,
)
from app.social_map.models import ImportSource
from app.web.editor.room import blueprint
from app.web.licence_words import address_of, what_it_means
from app.web.running import content, services
from app.web.saying import as_said, each_as_said
from app.web.staff.guards import me
from app.web.staff.typed import as_typed

LONGEST = {"naam": 80, "adres": 1000, "licentie": 80, "naamsvermelding": 300, "gemeente": 64, "ritme": 10}


def sort_words() -> dict[str, tuple[str, str]]:
    """Each sort of source: its name, and what it is in plain words."""
    return {
        "sc": (_("Samenwerkende Catalogi"), _("Wat uw gemeente zelf al op overheid.nl heeft staan: regelingen en hulp van de gemeente. U kiest alleen uw gemeente.")),
        "osm": (_("OpenStreetMap"), _("Buurthuizen, clubs en andere plekken, door vrijwilligers op de kaart gezet. U kiest alleen uw gemeente.")),
        "leefplein": (_("Leefplein van de buren"), _("Een andere gemeente of regio die ook met Leefplein werkt. U vult het adres van die site in.")),
        "open-referral": (_("Een andere sociale kaart (Open Referral)"), _("Een sociale kaart die open data geeft in HSDS of Open Referral. U vult het adres in.")),
        "tabel": (_("Een tabel op internet"), _("Een CSV of Excel-bestand dat iemand bijhoudt op een vast adres. U vult het adres in.")),
    }  # fmt: skip


def rhythm_words() -> dict[str, str]:
    """How often, in words."""
    return {
        "weekly": _("elke week"),
        "daily": _("elke dag"),
        "monthly": _("elke maand"),
        "never": _("alleen als u erom vraagt"),
    }


def source_or_404(session: Session, number: int) -> ImportSource:
    """A source this editor may see; one of another municipality, or of the whole region, does not exist for them."""
    found = session.get(ImportSource, number) if 0 < number <= LARGEST_ROW else None
    if found is None or me().municipality not in {"", found.municipality}:
        abort(404)
    return found


def towns(*, choice: bool = True) -> list[tuple[str, str]]:
    """The municipalities this editor may choose from."""
    own = me().municipality
    every = [(town.slug, town.name) for town in content().municipalities if own in {"", town.slug}]
    return every if own or not choice else [("", _("de hele regio")), *every]


def form_choices() -> dict[str, Any]:
    """What the form of a source lets one choose from."""
    words = rhythm_words()
    return {
        "licences": [(each, as_said(each)) for each in LICENCES],
        "rhythms": [(each, words[each]) for each in ("weekly", "daily", "monthly", "never") if each in RHYTHMS],
    }


@blueprint.get("/bronnen")
def sources() -> str:
    """Every source with how it is doing."""
    with services().database.reading() as session:
        found = sources_of(session, me().municipality)
        counts = {source.id: offers_of(session, source) for source in found}
    return render_template(
        "editor/sources.html",
        sources=found,
        counts=counts,
        waits={source.id for source in found if is_waiting(source)},
        rhythms=rhythm_words(),
        formats={sort.format: sort_words()[slug][0] for slug, sort in reversed(SORTS.items())},
        town_names=dict(towns(choice=False)),
        done=request.args.get("gedaan", ""),
    )


@blueprint.get("/bronnen/nieuw")
def new_source() -> Response:
    """Choose what kind of source, then the little that is needed."""
    slug = request.args.get("soort", "")
    sort = SORTS.get(slug)
    if sort is None:
        return make_response(render_template("editor/source_sorts.html", sorts=sort_words()))
    town = (
        me().municipality
        or request.args.get("gemeente", "")
        or (towns(choice=False)[0][0] if sort.needs == "municipality" else "")
    )
    filled = of_sort(sort, content(), municipality=town if content().municipality(town) else "")
    typed = {
        "gemeente": filled.municipality,
        "licentie": filled.licence,
        "naamsvermelding": filled.attribution,
        "ritme": filled.rhythm,
    }
    return _form(sort, typed, [], 200)


@blueprint.post("/bronnen/nieuw")
def add_source() -> Response:
    """Write it down and try it at once: what it would bring is seen before anything changes."""
    sort = SORTS.get(as_typed("soort", 20))
    if sort is None:
        abort(404)
    typed = typed_source()
    try:
        new = check(as_new(sort, typed), content(), services().settings)
        with services().database.writing() as session:
            own = content().municipality(me().municipality)
            source = add(session, new, me().actor, town=own.name if own else "")
            ask_reading(session, source, me().actor, dry=True)
            number = source.id
    except SourceRefused as problem:
        return _form(sort, typed, problem.errors, 422)
    return redirect(url_for("editor.source", number=number), 303)


def typed_source() -> dict[str, str]:
    """The form as it was typed; an editor of one municipality has no other to choose."""
    typed = {name: as_typed(name, longest) for name, longest in LONGEST.items()}
    if me().municipality:
        typed["gemeente"] = me().municipality
    return typed


def as_new(sort: Sort, typed: dict[str, str]) -> NewSource:
    """The source somebody typed, with what goes without saying."""
    filled = of_sort(sort, content(), municipality=typed["gemeente"], address=typed["adres"], name=typed["naam"])
    fixed = sort.needs == "municipality"
    return NewSource(
        filled.name,
        filled.format,
        filled.address,
        sort.licence if fixed else typed["licentie"],
        sort.attribution if fixed else typed["naamsvermelding"],
        typed["gemeente"],
        typed["ritme"],
    )


def _form(sort: Sort, typed: dict[str, str], errors: list[tuple[str, str]], status: int) -> Response:
    words = sort_words()[sort.slug]
    page = render_template(
        "editor/source_new.html", sort=sort, sort_name=words[0], sort_words=words[1], typed=typed,
        errors=each_as_said(errors), towns=towns(choice=sort.needs != "municipality"), licence_at=address_of(sort.licence),
        licence_says=what_it_means(sort.licence), **form_choices(),
    )  # fmt: skip
    return make_response(page, status)
