"""`/beheer/bronnen/<number>`: one source, what a reading would change, and what an editor does about it."""

from typing import Any, Final

import sqlalchemy as sa
from flask import abort, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlmodel import Session, col
from werkzeug.wrappers import Response

from app.accounts.models import Account
from app.accounts.rights import Right
from app.publishing.history import ACCOUNT
from app.publishing.sources import (
    SORTS,
    NewSource,
    SourceRefused,
    ask_reading,
    change,
    check,
    is_waiting,
    offers_of,
    stop,
    trust,
)
from app.social_map.models import ImportSource, Offer
from app.web.editor.judging import waiting
from app.web.editor.room import blueprint
from app.web.editor.sources import form_choices, rhythm_words, sort_words, source_or_404, towns, typed_source
from app.web.licence_words import address_of, what_it_means
from app.web.offer_differences import labels, words
from app.web.running import content, services
from app.web.saying import each_as_said
from app.web.staff.guards import me
from app.web.staff.typed import as_typed

SHOWN: Final = 50
_LOOK_AGAIN_AFTER: Final = "3"
_READINGS: Final = {"proef": {"dry": True}, "ophalen": {}, "toch": {"even_so": True}}


def _may_trust() -> bool:
    """Letting something to the public that nobody here has read is an administrator's to decide."""
    return me().may(Right.MANAGE_ACCOUNTS)


def field_labels() -> dict[str, str]:
    """The fields of the change report as an editor knows them."""
    return labels() | {
        "place.name": _("Naam van de plek"), "place.address": _("Adres"), "carried": _("Overige gegevens van de bron"),
    }  # fmt: skip


@blueprint.get("/bronnen/<int:number>")
def source(number: int) -> Response:
    """How it is doing, and the report of the last reading."""
    with services().database.reading() as session:
        found = source_or_404(session, number)
        offers = offers_of(session, found)
        waiting_here = _waiting(session, found)
        made_by = _made_by(session, found)
    report: dict[str, Any] = found.report
    waits = is_waiting(found)
    answer = make_response(
        render_template(
            "editor/source.html",
            source=found, report=report, cases=report.get("cases", {}), changes=report.get("changes", [])[:SHOWN], shown=SHOWN,
            total=sum(report.get("cases", {}).values()), offers=offers, waits=waits, labels=field_labels(), said=words(),
            rhythms=rhythm_words(), may_trust=_may_trust(), town=content().municipality(found.municipality),
            format_name=_format_name(found), done=request.args.get("gedaan", ""), waiting_here=waiting_here, made_by=made_by,
            licence_told=lambda licence: (address_of(licence), what_it_means(licence)),
        )
    )  # fmt: skip
    if waits:
        answer.headers["Refresh"] = _LOOK_AGAIN_AFTER
    return answer


def _waiting(session: Session, found: ImportSource) -> int:
    """How many of its offers wait for an editor: new, or changed."""
    numbers = waiting(sa.select(col(Offer.id))).where(col(Offer.source) == found.name)
    return int(session.execute(sa.select(sa.func.count()).select_from(numbers.subquery())).scalar_one())


def _made_by(session: Session, found: ImportSource) -> str:
    """The colleague who added it, as colleagues are called here."""
    number = found.created_by.removeprefix(ACCOUNT)
    account = session.get(Account, int(number)) if number.isdigit() else None
    if account is None:
        return _("de beheerder van de site") if found.created_by == "cli" else ""
    return account.name or account.email


def _format_name(found: ImportSource) -> str:
    slug = next((slug for slug, sort in SORTS.items() if sort.format == found.format), "")
    return sort_words()[slug][0] if slug else found.format


@blueprint.post("/bronnen/<int:number>")
def act_on_source(number: int) -> Response:
    """Try it, read it now, or (an administrator) trust it."""
    doing = as_typed("doen", 20)
    if doing not in {*_READINGS, "vertrouw", "wantrouw"} or (doing == "vertrouw" and not _may_trust()):
        abort(404)
    with services().database.writing() as session:
        found = source_or_404(session, number)
        if doing in _READINGS:
            done = "loopt" if ask_reading(session, found, me().actor, **_READINGS[doing]) else "al"
        else:
            trust(session, found, me().actor, trusted=doing == "vertrouw")
            done = doing
    return redirect(url_for("editor.source", number=number, gedaan=done), 303)


@blueprint.get("/bronnen/<int:number>/wijzigen")
def edit_source(number: int) -> Response:
    """The form of one source."""
    with services().database.reading() as session:
        return _form(source_or_404(session, number), None, [], 200)


@blueprint.post("/bronnen/<int:number>/wijzigen")
def change_source(number: int) -> Response:
    """Keep what was changed, unless somebody else was first."""
    typed = typed_source() | {"weg": "ja" if as_typed("weg", 3) == "ja" else "nee"}
    with services().database.writing() as session:
        found = source_or_404(session, number)
        if as_typed("versie", 40) != found.updated_at.isoformat():
            return _form(
                found,
                typed,
                [
                    (
                        "adres",
                        _("Iemand anders heeft deze bron intussen gewijzigd. Kijk wat er nu staat en bewaar opnieuw."),
                    )
                ],
                409,
            )
        new = NewSource(
            found.name, found.format, typed["adres"], typed["licentie"], typed["naamsvermelding"], typed["gemeente"],
            typed["ritme"],
        )  # fmt: skip
        try:
            new = check(new, content(), services().settings, formats=frozenset({found.format}))
        except SourceRefused as problem:
            return _form(found, typed, problem.errors, 422)
        change(session, found, new, me().actor, follow_gone=typed["weg"] == "ja")
    return redirect(url_for("editor.source", number=number, gedaan="gewijzigd"), 303)


def _form(found: ImportSource, typed: dict[str, str] | None, errors: list[tuple[str, str]], status: int) -> Response:
    typed = typed or {
        "adres": found.address, "licentie": found.licence, "naamsvermelding": found.attribution,
        "gemeente": found.municipality, "ritme": found.rhythm, "weg": "ja" if found.follow_gone else "nee",
    }  # fmt: skip
    page = render_template(
        "editor/source_edit.html",
        source=found,
        typed=typed,
        errors=each_as_said(errors),
        towns=towns(),
        **form_choices(),
    )
    return make_response(page, status)


@blueprint.get("/bronnen/<int:number>/stoppen")
def stopping_source(number: int) -> Response:
    """Ask what happens to its offers."""
    return _stopping(number, [], 200)


@blueprint.post("/bronnen/<int:number>/stoppen")
def stop_source(number: int) -> Response:
    """Follow it no longer."""
    what = as_typed("aanbod", 10)
    if what not in {"blijft", "weg"}:
        return _stopping(number, [("aanbod", _("Kies wat er met het aanbod van deze bron gebeurt."))], 422)
    with services().database.writing() as session:
        stop(session, source_or_404(session, number), me().actor, withdraw=what == "weg")
    return redirect(url_for("editor.sources", gedaan="gestopt" if what == "blijft" else "gestopt-weg"), 303)


def _stopping(number: int, errors: list[tuple[str, str]], status: int) -> Response:
    with services().database.reading() as session:
        found = source_or_404(session, number)
        offers = offers_of(session, found)
    return make_response(render_template("editor/source_stop.html", source=found, offers=offers, errors=errors), status)
