"""`/beheer/organisaties`: who publishes on the map, what is known of them, who may sign in for them, and taking one off."""

import re
from typing import Any

import sqlalchemy as sa
from flask import abort, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlmodel import Session, col, select
from werkzeug.wrappers import Response

from app import clock
from app.accounts import joint
from app.accounts.inviting import invite
from app.accounts.keeping import AccountRefused
from app.accounts.models import Account, Invitation
from app.accounts.rights import Role
from app.audit import record
from app.db import LARGEST_ROW
from app.mailing.letters import AddressRefused, checked_address
from app.publishing.account_mail import mail_invitation
from app.publishing.renaming import rename
from app.social_map.draft import web_address
from app.social_map.models import Offer, Organisation, Place
from app.social_map.names import fold_name
from app.social_map.vocabulary import OrganisationKind
from app.web.bodies import clean
from app.web.editor.room import blueprint, own_town, within_walls
from app.web.running import content, municipality, services
from app.web.staff.guards import keys, me
from app.web.staff.typed import as_typed, page_number

PAGE_SIZE = 50
LONGEST = {"naam": 200, "omschrijving": 8000, "telefoon": 300, "email": 254, "website": 300, "kvk": 20}
COLUMNS = {
    "naam": "name", "omschrijving": "description", "telefoon": "phone", "email": "email", "website": "website", "kvk": "kvk",
}  # fmt: skip


def kinds() -> list[tuple[str, str]]:
    """What kind of organisation it is, in words."""
    return [
        (OrganisationKind.UNKNOWN.value, _("niet bekend")),
        (OrganisationKind.WELFARE.value, _("welzijn of stichting")),
        (OrganisationKind.CARE.value, _("zorg")),
        (OrganisationKind.CHURCH.value, _("kerk, moskee of diaconie")),
        (OrganisationKind.CLUB.value, _("vereniging of club")),
        (OrganisationKind.INITIATIVE.value, _("initiatief van bewoners")),
        (OrganisationKind.VOLUNTEER.value, _("één vrijwilliger")),
        (OrganisationKind.COMPANY.value, _("bedrijf")),
        (OrganisationKind.MUNICIPALITY.value, _("gemeente")),
    ]


def seen(question: Any) -> Any:
    """Narrow a question about organisations to those this editor may see: with an offer within the walls, or with none at
    all and nobody of another municipality at work for it.
    """
    if own_town() is None:
        return question
    here = sa.exists().where(
        col(Offer.organisation_id) == Organisation.id, col(Place.id) == Offer.place_id, within_walls()
    )
    nowhere = ~sa.exists().where(col(Offer.organisation_id) == Organisation.id)
    return question.where(sa.or_(here, nowhere & ~_somebody_elsewhere()))


def _somebody_elsewhere() -> Any:
    """Whether another municipality, or the region, let somebody in for it: who only begins has no offers to tell whose it is."""
    others = []
    for table, open_still in (
        (Account, col(Account.disabled_at).is_(None)),
        (Invitation, col(Invitation.used_at).is_(None) & col(Invitation.withdrawn_at).is_(None)),
    ):
        of_it = col(table.organisation) == Organisation.uid
        others.append(sa.exists().where(of_it, open_still, col(table.municipality) != me().municipality))
    return sa.or_(*others)


@blueprint.get("/organisaties")
def organisations() -> str:
    """Everybody, by name; found by a part of the name."""
    asked, page = clean(request.args.get("q", ""))[:100].strip(), page_number()
    numbers = seen(sa.select(col(Organisation.id)).where(col(Organisation.merged_into) == ""))
    if asked:
        numbers = numbers.where(col(Organisation.name_key).contains(fold_name(asked), autoescape=True))
    offers = sa.select(sa.func.count(col(Offer.id))).where(col(Offer.organisation_id) == Organisation.id)
    accounts = sa.select(sa.func.count(col(Account.id))).where(
        col(Account.organisation) == Organisation.uid,
        col(Account.role) == Role.ORGANISATION,
        col(Account.disabled_at).is_(None),
    )
    with services().database.reading() as session:
        total = session.execute(sa.select(sa.func.count()).select_from(numbers.subquery())).scalar_one()
        rows = session.execute(
            sa.select(Organisation, offers.scalar_subquery(), accounts.scalar_subquery())
            .where(col(Organisation.id).in_(numbers))
            .order_by(col(Organisation.name_key))
            .limit(PAGE_SIZE)
            .offset((page - 1) * PAGE_SIZE)
        ).all()
    return render_template(
        "editor/organisations.html", rows=rows, total=total, q=asked, page=page, pages=-(-total // PAGE_SIZE),
        page_url_of=lambda number: url_for("editor.organisations", q=asked or None, pagina=number),
    )  # fmt: skip


@blueprint.get("/organisaties/<int:number>")
def organisation(number: int) -> Response:
    """One organisation."""
    return _page(number)


@blueprint.post("/organisaties/<int:number>")
def change_organisation(number: int) -> Response:
    """Put what is known right."""
    typed = {name: as_typed(name, most) for name, most in LONGEST.items()}
    kind = request.form.get("soort", "")
    errors = _wrong(typed, kind)
    if errors:
        return _page(number, errors, typed | {"soort": kind})
    with services().database.writing() as session:
        found = _whole_or_404(session, number)
        key = fold_name(typed["naam"])
        taken = select(Organisation.id).where(Organisation.name_key == key, col(Organisation.id) != number)
        if session.exec(taken).first() is not None:
            problem = _("Er is al een organisatie met deze naam. Is het dezelfde? Voeg ze dan samen bij 'Dubbel'.")
            return _page(number, [("naam", problem)], typed | {"soort": kind})
        rename(session, found, typed["naam"])
        for name, column in COLUMNS.items():
            setattr(found, column, typed[name])
        found.kvk = re.sub(r"\D", "", found.kvk)
        found.kind, found.updated_at = OrganisationKind(kind), clock.now()
        session.add(found)
        record(session, me().actor, "organisation.change", f"organisation:{number}")
    return redirect(url_for("editor.organisation", number=number, gedaan="bewaard"), 303)


@blueprint.post("/organisaties/<int:number>/uitnodigen")
def invite_to_organisation(number: int) -> Response:
    """Give somebody an account for this organisation."""
    typed = as_typed("adres", 254)
    try:
        address = checked_address(typed)
        with services().database.writing() as session:
            found = _whole_or_404(session, number)
            invitation, token = invite(
                session, keys(), email=address, role=Role.ORGANISATION, organisation=found.uid, municipality=me().municipality, by=me().actor,
                days=content().policy.invitation_valid_days,
            )  # fmt: skip
            mail_invitation(session, services().publishing, invitation, token, own_town() or municipality())
    except AddressRefused:
        return _page(
            number, [("adres", _("Dit is geen e-mailadres. Schrijf het zo: naam@voorbeeld.nl."))], {"adres": typed}
        )
    except AccountRefused:
        problem = _("Dit e-mailadres heeft al een account. Kies een ander adres.")
        return _page(number, [("adres", problem)], {"adres": typed})
    return redirect(url_for("editor.organisation", number=number, gedaan="uitgenodigd"), 303)


@blueprint.post("/organisaties/<int:number>/weghalen")
def ask_to_remove(number: int) -> Response:
    """Ask a colleague to agree that this organisation goes off the map: nobody does that alone (promise 43)."""
    reason = as_typed("waarom", 200)
    if not reason:
        return _page(number, [("waarom", _("Schrijf waarom. Uw collega moet het kunnen beoordelen."))])
    with services().database.writing() as session:
        found = _whole_or_404(session, number)
        joint.ask(
            session, joint.ORGANISATION_REMOVE, f"organisation:{number}", f"{found.name}: {reason}", by=me().account_id,
            municipality=me().municipality,
        )  # fmt: skip
    return redirect(url_for("editor.organisation", number=number, gedaan="gevraagd"), 303)


def _whole_or_404(session: Session, number: int) -> Organisation:
    """An organisation that this editor may change: every offer of it is within the walls."""
    found = _seen_or_404(session, number)
    if not is_ours(session, found):
        abort(404)
    return found


def is_ours(session: Session, found: Organisation) -> bool:
    """Whether this editor may decide about the whole organisation: nothing of it lies outside the walls."""
    if own_town() is None:
        return True
    elsewhere = (
        sa.select(col(Offer.id))
        .join(Place, col(Place.id) == Offer.place_id)
        .where(col(Offer.organisation_id) == found.id, ~within_walls())
    )
    if session.execute(elsewhere.limit(1)).first() is not None:
        return False
    return (
        session.execute(seen(sa.select(col(Organisation.id)).where(col(Organisation.id) == found.id))).first()
        is not None
    )


def _seen_or_404(session: Session, number: int) -> Organisation:
    if not 0 < number <= LARGEST_ROW:
        abort(404)
    found: Organisation | None = session.execute(
        seen(sa.select(Organisation).where(col(Organisation.id) == number))
    ).scalar_one_or_none()
    if found is None:
        abort(404)
    return found


def _wrong(typed: dict[str, str], kind: str) -> list[tuple[str, str]]:
    errors = []
    if not typed["naam"]:
        errors.append(("naam", _("Vul de naam in.")))
    if kind not in dict(kinds()):
        errors.append(("soort", _("Kies wat voor organisatie het is.")))
    if typed["kvk"] and not re.fullmatch(r"\d{8}", re.sub(r"[\s.]", "", typed["kvk"])):
        errors.append(("kvk", _("Een KvK-nummer heeft 8 cijfers. Is er geen? Laat het dan leeg.")))
    if typed["website"] and not web_address(typed["website"]):
        errors.append(("website", _("Schrijf het adres voluit, zoals https://www.voorbeeld.nl.")))
    if typed["email"]:
        try:
            checked_address(typed["email"])
        except AddressRefused:
            errors.append(("email", _("Dit is geen e-mailadres. Schrijf het zo: naam@voorbeeld.nl.")))
    return errors


def _page(number: int, errors: list[tuple[str, str]] | None = None, typed: dict[str, str] | None = None) -> Response:
    with services().database.reading() as session:
        found = _seen_or_404(session, number)
        if found.merged_into:
            into = session.exec(select(Organisation).where(Organisation.uid == found.merged_into)).first()
            if into is not None:
                return redirect(url_for("editor.organisation", number=into.id), 303)
        offers = session.exec(select(Offer).where(Offer.organisation_id == number).order_by(col(Offer.name))).all()
        accounts = session.exec(
            select(Account).where(
                Account.organisation == found.uid,
                Account.role == Role.ORGANISATION,
                col(Account.disabled_at).is_(None),
            )
        ).all()
        invited = session.exec(
            select(Invitation).where(
                Invitation.organisation == found.uid,
                Invitation.role == Role.ORGANISATION,
                col(Invitation.used_at).is_(None),
                col(Invitation.withdrawn_at).is_(None),
                col(Invitation.expires_at) > clock.now(),
            )
        ).all()
        ours = is_ours(session, found)
        colleagues = joint.others(session, joint.ORGANISATION_REMOVE, me().municipality, me().account_id)
    known = {name: str(getattr(found, column)) for name, column in COLUMNS.items()} | {"soort": found.kind.value}
    page = render_template(
        "editor/organisation.html", organisation=found, offers=offers, accounts=accounts, invited=invited, kinds=kinds(),
        typed=known | (typed or {}), errors=errors or [], ours=ours, colleagues=colleagues, longest=LONGEST,
        done=request.args.get("gedaan", ""),
    )  # fmt: skip
    return make_response(page, 422 if errors else 200)
