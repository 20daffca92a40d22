"""`/beheer/dubbel`: organisations and offers that may be the same one; an editor looks at both, merges them, or takes them apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from flask import abort, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select
from werkzeug.wrappers import Response

from app.accounts.models import Account
from app.accounts.rights import Role
from app.publishing.doubles_found import merging_within, offer_pairs, organisation_pairs
from app.publishing.merging import (
    OFFER,
    ORGANISATION,
    CannotMerge,
    merge_offers,
    merge_organisations,
    not_the_same,
    take_apart,
)
from app.publishing.models import Merge
from app.social_map.lifecycle import newest_revision
from app.social_map.models import Flag, Offer, Organisation, Place
from app.web.editor.room import actor, blueprint, locked_offer_or_404, offer_or_404, own_town, within_walls
from app.web.offer_differences import Fact, differences
from app.web.running import content, services
from app.web.saying import as_said
from app.web.staff.typed import as_typed, number_in, typed_number

MOST_PAIRS: Final = 100
MOST_MERGES: Final = 100
_OFFERS_NAMED: Final = 20
_LOOKS_LIKE: Final = "%lijkt op%"
_KINDS: Final = {"organisatie": ORGANISATION, "aanbod": OFFER}


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two on the screen."""

    id: int
    name: str
    version: int = 0


@blueprint.get("/dubbel")
def doubles() -> str:
    """What looks alike, what an import remarked about that, and what was merged, which can be taken apart."""
    with services().database.reading() as session:
        allowed = _allowed(session)
        organisations = organisation_pairs(session, allowed)
        offers = offer_pairs(session, within_walls())
        flags = session.execute(
            sa.select(Flag, Offer)
            .join(Offer, col(Offer.id) == Flag.offer_id)
            .join(Place, col(Place.id) == Offer.place_id)
            .where(within_walls(), col(Flag.settled_at).is_(None), col(Flag.reason).like(_LOOKS_LIKE))
            .order_by(col(Flag.id))
            .limit(MOST_PAIRS)
        ).all()
        merges = _merges(session, allowed)
    return render_template(
        "editor/doubles.html", organisations=organisations[:MOST_PAIRS], offers=offers[:MOST_PAIRS], flags=flags, merges=merges,
        more=max(len(organisations), len(offers)) > MOST_PAIRS, most=MOST_PAIRS, done=request.args.get("gedaan", ""), error="",
    )  # fmt: skip


@blueprint.get("/dubbel/samen")
def merge_form() -> Response:
    """Both beside one another."""
    return _both(request.args.get("wat", ""), typed_number("een"), typed_number("ander"), 200)


@blueprint.post("/dubbel/samen")
def merge() -> Response:
    """Merge them, with the one that was chosen staying; or say that they are two."""
    what, one, other, stays = (
        as_typed("wat", 20), typed_number("een"), typed_number("ander"), number_in(as_typed("blijft", 20)),
    )  # fmt: skip
    kind = _KINDS.get(what)
    if kind is None:
        abort(400)
    if as_typed("doen", 10) == "twee":
        with services().database.writing() as session:
            _found(session, kind, one, other)
            not_the_same(session, kind, one, other, actor().name)
        return redirect(url_for("editor.doubles", gedaan="twee"), 303)
    if stays not in {one, other}:
        return _both(what, one, other, 422, errors=[("blijft", _("Kies welke van de twee blijft staan."))])
    gone = other if stays == one else one
    try:
        with services().database.writing() as session:
            if kind == ORGANISATION:
                two = {row.id: row for row in _found(session, kind, one, other)}
                merge_organisations(session, two[stays], two[gone], actor().name)
            else:
                kept_offer, gone_offer = locked_offer_or_404(session, stays), locked_offer_or_404(session, gone)
                if any(row.version != typed_number(f"versie-{row.id}") for row in (kept_offer, gone_offer)):
                    message = _("Iemand anders heeft een van beide intussen veranderd. Kijk nog eens.")
                    return _both(what, one, other, 409, errors=[("blijft", message)], stays=stays)
                merge_offers(session, kept_offer, gone_offer, actor())
    except CannotMerge as problem:
        return _both(what, one, other, 422, errors=[("blijft", as_said(str(problem)))], stays=stays)
    return redirect(url_for("editor.doubles", gedaan="samen"), 303)


@blueprint.post("/dubbel/los")
def unmerge() -> Response:
    """Take apart what was merged."""
    number = typed_number("samenvoeging")
    try:
        with services().database.writing() as session:
            found = session.get(Merge, number) if number else None
            if found is None or found.what not in _KINDS.values():
                abort(404)
            if found.what == OFFER:
                offer_or_404(session, found.kept_id)
                offer_or_404(session, found.gone_id)
            else:
                allowed = _allowed(session)
                if allowed is not None and found.kept_id not in allowed:
                    abort(404)
            take_apart(session, found, actor())
    except CannotMerge as problem:
        return redirect(url_for("editor.doubles", gedaan="derde" if "derde" in str(problem) else "al"), 303)
    return redirect(url_for("editor.doubles", gedaan="los"), 303)


def _allowed(session: Session) -> set[int] | None:
    """The organisations this editor may merge: all, or those with every offer in the editor's own municipality."""
    return None if own_town() is None else merging_within(session, within_walls())


def _found(session: Session, kind: str, one: int, other: int) -> Sequence[Any]:
    """Both rows, within the editor's walls; 404 when one of them is not there."""
    if kind == OFFER:
        return [offer_or_404(session, one), offer_or_404(session, other)]
    allowed = _allowed(session)
    rows = [session.get(Organisation, number) if number else None for number in (one, other)]
    if any(row is None or (allowed is not None and row.id not in allowed) for row in rows):
        abort(404)
    return rows


def _both(
    what: str, one: int, other: int, status: int, *, errors: list[tuple[str, str]] | None = None, stays: int = 0
) -> Response:
    kind = _KINDS.get(what)
    if kind is None:
        abort(404)
    with services().database.reading() as session:
        rows = _found(session, kind, one, other)
        if kind == OFFER:
            drafts = [newest_revision(session, row).draft for row in rows]
            facts = differences(drafts[0], drafts[1], content())
        else:
            facts = _organisation_facts(*(_said_of(session, row) for row in rows))
    sides = [Side(row.id, row.name, getattr(row, "version", 0)) for row in rows]
    page = render_template(
        "editor/merge.html", what=what, sides=sides, facts=facts, errors=errors or [], stays=str(stays or ""),
        merged=any(row.merged_into for row in rows),
    )  # fmt: skip
    return make_response(page, status)


def _organisation_facts(one: dict[str, str], other: dict[str, str]) -> list[Fact]:
    return [Fact(label, one[label], other[label]) for label in one if one[label] or other[label]]


def _said_of(session: Session, row: Organisation) -> dict[str, str]:
    names = session.exec(select(Offer.name).where(Offer.organisation_id == row.id).order_by(col(Offer.name))).all()
    accounts = session.exec(
        select(sa.func.count(col(Account.id))).where(Account.organisation == row.uid, Account.role == Role.ORGANISATION)
    ).one()
    more = [_("en nog %(number)s", number=len(names) - _OFFERS_NAMED)] if len(names) > _OFFERS_NAMED else []
    return {
        _("Naam"): row.name,
        _("Over de organisatie"): row.description,
        _("Telefoon"): row.phone,
        _("E-mail"): row.email,
        _("Website"): row.website,
        _("Nummer bij de Kamer van Koophandel"): row.kvk,
        _("Financiering"): ", ".join(form.value for form in row.funding),
        _("Bron"): row.source,
        _("Accounts"): str(accounts),
        _("Aanbod"): "\n".join([*names[:_OFFERS_NAMED], *more]) or _("geen"),
    }


def _merges(session: Session, allowed: set[int] | None) -> list[tuple[Merge, str, str]]:
    """What was merged and still is, newest first, with both names, as far as this editor may take it apart."""
    found: list[tuple[Merge, str, str]] = []
    tables: tuple[tuple[Any, str], ...] = ((Organisation, ORGANISATION), (Offer, OFFER))
    for table, kind in tables:
        kept, gone = aliased(table), aliased(table)
        question = (
            sa.select(Merge, kept.name, gone.name)
            .join(kept, kept.id == Merge.kept_id)
            .join(gone, gone.id == Merge.gone_id)
            .where(col(Merge.what) == kind, col(Merge.undone_at).is_(None))
            .order_by(col(Merge.id).desc())
            .limit(MOST_MERGES)
        )
        if kind == OFFER:
            question = question.join(Place, col(Place.id) == kept.place_id).where(within_walls())
        rows = [(row[0], row[1], row[2]) for row in session.execute(question)]
        found += [row for row in rows if kind == OFFER or allowed is None or row[0].kept_id in allowed]
    return sorted(found, key=lambda row: row[0].id or 0, reverse=True)
