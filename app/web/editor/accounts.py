"""`/beheer/accounts`: who works with the site. For administrators; one of a single municipality sees its own accounts only.

Nobody sees or sets a password or a secret of somebody else here: links go to the person by mail.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flask import abort, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlmodel import Session, col, select
from werkzeug.wrappers import Response

from app import clock
from app.accounts import managing
from app.accounts.inviting import InvitationOver, invite, invite_again, open_invitations, take_second_step, withdraw
from app.accounts.keeping import AccountRefused
from app.accounts.models import Account, Invitation
from app.accounts.rights import BELONGS_TO_ORGANISATION, READS_STORIES, Right, Role
from app.accounts.staff_sessions import SignedIn, living_sessions
from app.content.models import Municipality
from app.publishing.account_mail import drop_invitation_mail, mail_invitation, tell_who_holds_complaints
from app.social_map.merged import organisation_of
from app.social_map.models import Organisation
from app.social_map.names import fold_name
from app.web.editor.organisations import is_ours, seen
from app.web.editor.room import blueprint
from app.web.running import content, municipality, services
from app.web.saying import as_said
from app.web.staff.guards import keys, me
from app.web.staff.typed import as_typed, page_number

PAGE_SIZE = 50
FIELDS = ("email", "naam", "rol", "organisatie", "gemeente")
_LONGEST = 254
_MOST_NAMES = 500
Errors = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Row:
    """One account in the list."""

    account: Account
    organisation: str
    second_step: bool


def for_administrators() -> SignedIn:
    """Who sends this request; for anybody but an administrator these pages do not exist. Narrower than the room's own guard."""
    who = me()
    if not who.may(Right.MANAGE_ACCOUNTS):
        abort(404)
    return who


@blueprint.get("/accounts")
def accounts() -> str:
    """Everybody who can come in, and who was invited and did not answer yet."""
    who = for_administrators()
    page = page_number()
    with services().database.reading() as session:
        found = managing.accounts_of(session, who.municipality)
        with_key = managing.with_security_key(session)
        shown = found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
        rows = [
            Row(each, _name_of(session, each.organisation), bool(each.sealed_secret) or each.id in with_key)
            for each in shown
        ]
        waiting = [
            (each, _name_of(session, each.organisation))
            for each in open_invitations(session)
            if not who.municipality or each.municipality == who.municipality
        ]
    return render_template(
        "editor/accounts.html",
        rows=rows,
        waiting=waiting,
        now=clock.now(),
        total=len(found),
        page=page,
        pages=-(-len(found) // PAGE_SIZE),
        page_url_of=lambda number: url_for("editor.accounts", pagina=number),
        towns=_town_names(),
        done=request.args.get("gedaan", ""),
    )


@blueprint.get("/accounts/uitnodigen")
def new_invitation() -> Response:
    """The form to invite somebody."""
    for_administrators()
    return _invite_page(dict.fromkeys(FIELDS, "") | {"rol": Role.ORGANISATION.value, "nieuw": ""})


@blueprint.post("/accounts/uitnodigen")
def send_invitation() -> Response:
    """Invite somebody by mail."""
    who = for_administrators()
    said = {name: as_typed(name, _LONGEST) for name in (*FIELDS, "nieuw")}
    errors = _wrong_in(who, said)
    if not errors:
        slug = who.municipality or said["gemeente"]
        with services().database.writing() as session:
            organisation, errors = _organisation(session, said)
            if not errors:
                try:
                    made, token = invite(
                        session, keys(), email=said["email"], role=Role(said["rol"]), organisation=organisation,
                        municipality=slug, name=said["naam"], by=who.actor, days=content().policy.invitation_valid_days,
                    )  # fmt: skip
                except AccountRefused as problem:
                    errors = [_as_error(problem)]
                    session.rollback()
                else:
                    mail_invitation(session, services().publishing, made, token, _town(slug))
                    tell_who_holds_complaints(session, services().publishing, made.role, slug)
    if errors:
        return _invite_page(said, errors)
    return redirect(url_for("editor.accounts", gedaan="uitgenodigd"), 303)


@blueprint.post("/accounts/uitnodigingen/<int:number>/opnieuw")
def send_again(number: int) -> Response:
    """A new link by mail; the old one stops working."""
    who = for_administrators()
    with services().database.writing() as session:
        old = _invitation_or_404(session, number, who)
        try:
            made, token = invite_again(session, old, by=who.actor, days=content().policy.invitation_valid_days)
        except InvitationOver:
            abort(404)
        drop_invitation_mail(session, old)
        mail_invitation(session, services().publishing, made, token, _town(made.municipality))
    return redirect(url_for("editor.accounts", gedaan="uitgenodigd"), 303)


@blueprint.post("/accounts/uitnodigingen/<int:number>/intrekken")
def withdraw_invitation(number: int) -> Response:
    """The link stops working."""
    who = for_administrators()
    with services().database.writing() as session:
        found = _invitation_or_404(session, number, who)
        withdraw(session, found, by=who.actor)
        drop_invitation_mail(session, found)
    return redirect(url_for("editor.accounts", gedaan="ingetrokken"), 303)


@blueprint.get("/accounts/<int:number>")
def account(number: int) -> Response:
    """One account: what it may do, where it is signed in, and what an administrator can do about it."""
    return _account_page(number, None)


@blueprint.post("/accounts/<int:number>/wijzigen")
def change_account(number: int) -> Response:
    """Another name, role or municipality."""
    who = for_administrators()
    said = {name: as_typed(name, _LONGEST) for name in ("naam", "rol", "gemeente", "stand", "organisatie")}
    with services().database.writing() as session:
        found = _account_or_404(session, number, who)
        role = said["rol"] or found.role.value
        slug = who.municipality or said["gemeente"]
        if said["stand"] != found.changed_at.isoformat():
            reason = _(
                "Dit account is intussen veranderd, misschien door een collega. Kijk wat er nu staat en bewaar nog eens."
            )
            return _account_page(number, said, [("naam", reason)], 409)
        wrong = _wrong_in_change(who, found, role, slug)
        employer = None
        if not wrong:
            employer, wrong = _employer(session, said, Role(role))
        if wrong:
            return _account_page(number, said, wrong, 422)
        before = (found.role, found.municipality)
        try:
            managing.change_place(
                session, found, role=Role(role), municipality=slug, name=said["naam"], by=who.actor, employer=employer
            )
        except AccountRefused as problem:
            return _account_page(number, said, [("rol", as_said(str(problem)))], 422)
        if (found.role, found.municipality) != before:
            tell_who_holds_complaints(session, services().publishing, found.role, found.municipality)
    return redirect(url_for("editor.account", number=number, gedaan="bewaard"), 303)


def _wrong_in_change(who: SignedIn, found: Account, role: str, slug: str) -> Errors:
    if role not in {each.value for each in Role}:
        return [("rol", _("Kies een rol uit de lijst."))]
    if found.id == who.account_id and Role(role) in READS_STORIES:
        return [("rol", _("Uw eigen account kunt u deze rol niet geven. Vraag een collega-beheerder."))]
    if slug and slug not in _town_names():
        return [("gemeente", _("Kies een gemeente uit de lijst."))]
    return []


@blueprint.post("/accounts/<int:number>/sluiten")
def close_account(number: int) -> Response:
    """Close it; who is signed in with it is out at once."""
    return _do(number, "gesloten", lambda session, found, by: managing.close(session, found, by=by))


@blueprint.post("/accounts/<int:number>/openen")
def reopen_account(number: int) -> Response:
    """Open it again, as it was."""

    def reopen(session: Session, found: Account, by: str) -> None:
        closed = found.disabled_at is not None
        managing.reopen(session, found, by=by)
        if closed:
            tell_who_holds_complaints(session, services().publishing, found.role, found.municipality)

    return _do(number, "geopend", reopen)


@blueprint.post("/accounts/<int:number>/uitloggen")
def sign_out_account(number: int) -> Response:
    """End all its sessions."""
    return _do(number, "uitgelogd", lambda session, found, by: managing.sign_out_everywhere(session, found, by=by))


@blueprint.post("/accounts/<int:number>/tweede-stap")
def reset_second_step(number: int) -> Response:
    """Take the second step away; the person gets a link by mail to make a new one, with the own password."""

    def reset(session: Session, found: Account, by: str) -> None:
        if found.id == me().account_id:
            raise AccountRefused(_("Uw eigen tweede stap kunt u niet weghalen. Vraag een collega-beheerder."))
        made, token = take_second_step(session, found, by=by)
        mail_invitation(session, services().publishing, made, token, _town(found.municipality))

    return _do(number, "tweede-stap", reset)


def _do(number: int, done: str, doing: Callable[[Session, Account, str], object]) -> Response:
    """One thing with one account; what cannot be is said on its page."""
    who = for_administrators()
    try:
        with services().database.writing() as session:
            doing(session, _account_or_404(session, number, who), who.actor)
    except AccountRefused as problem:
        return _account_page(number, None, [("doen", as_said(str(problem)))], 422)
    return redirect(url_for("editor.account", number=number, gedaan=done), 303)


def _account_page(
    number: int, said: dict[str, str] | None, errors: Errors | None = None, status: int = 200
) -> Response:
    who = for_administrators()
    with services().database.reading() as session:
        found = _account_or_404(session, number, who)
        now_said = {
            "naam": found.name,
            "rol": found.role.value,
            "gemeente": found.municipality,
            "stand": found.changed_at.isoformat(),
            "organisatie": _name_of(session, found.organisation),
        }
        page = render_template(
            "editor/accounts_one.html",
            account=found,
            said=now_said if said is None else said | {"stand": now_said["stand"]},
            organisation=_name_of(session, found.organisation),
            names=_names(session),
            second_step=managing.second_step_stands(session, found),
            sessions=living_sessions(session, number),
            link_open=any(
                each.account_id == number and each.expires_at > clock.now() for each in open_invitations(session)
            ),
            towns=_town_names(),
            own_town=who.municipality,
            roles=[role.value for role in Role if role is not Role.ORGANISATION],
            errors=errors or [],
            done=request.args.get("gedaan", ""),
        )
    return make_response(page, status)


def _invite_page(said: dict[str, str], errors: Errors | None = None) -> Response:
    with services().database.reading() as session:
        names = _names(session)
    page = render_template(
        "editor/accounts_invite.html",
        said=said,
        names=names,
        towns=_town_names(),
        own_town=me().municipality,
        roles=[role.value for role in Role],
        days=content().policy.invitation_valid_days,
        errors=errors or [],
    )
    return make_response(page, 422 if errors else 200)


def _names(session: Session) -> list[str]:
    """Organisations to choose from while typing."""
    known = seen(
        select(Organisation.name).where(Organisation.merged_into == "").order_by(Organisation.name).limit(_MOST_NAMES)
    )
    return sorted(set(session.exec(known).all()))


def _wrong_in(who: SignedIn, said: dict[str, str]) -> Errors:
    """What can be seen without looking anything up."""
    errors: Errors = []
    if not said["email"]:
        errors.append(("email", _("Vul het e-mailadres in.")))
    if said["rol"] not in {each.value for each in Role}:
        errors.append(("rol", _("Kies een rol uit de lijst.")))
    if said["rol"] == Role.ORGANISATION.value and not said["organisatie"]:
        errors.append(("organisatie", _("Voor welke organisatie is dit account? Vul de naam in.")))
    if said["rol"] not in {each.value for each in BELONGS_TO_ORGANISATION} and said["organisatie"]:
        errors.append(
            (
                "organisatie",
                _("Een organisatie hoort alleen bij de rollen organisatie en loket. Maak dit leeg, of kies zo'n rol."),
            )
        )
    if not who.municipality and said["gemeente"] and said["gemeente"] not in _town_names():
        errors.append(("gemeente", _("Kies een gemeente uit de lijst.")))
    return errors


def _organisation(session: Session, said: dict[str, str]) -> tuple[str, Errors]:
    """The uid of the organisation that was named; a new one only when that was ticked."""
    name = " ".join(said["organisatie"].split())[:200]
    if not name:
        return "", []
    found = session.exec(
        select(Organisation).where(Organisation.name_key == fold_name(name)).order_by(col(Organisation.id))
    ).first()
    known = organisation_of(session, found.uid) if found else None
    employs = said["rol"] == Role.DESK.value  # gives no right to anything of the organisation
    if known is not None and not employs and not is_ours(session, known):
        reason = _(
            "Deze organisatie werkt ook buiten uw gemeente. Vraag een beheerder van de hele regio om uit te nodigen."
        )
        return "", [("organisatie", reason)]
    if known is not None:
        return known.uid, []
    if employs:
        return "", [
            ("organisatie", _("Deze werkgever staat niet op de kaart. Kijk of de naam goed is, of maak dit leeg."))
        ]
    if said["nieuw"] != "ja":
        reason = _(
            "Deze organisatie kennen we niet. Kijk of de naam goed is, of zet het vinkje bij: dit is een nieuwe organisatie."
        )
        return "", [("organisatie", reason)]
    new = Organisation(name=name, name_key=fold_name(name)[:200], source="account")
    session.add(new)
    session.flush()
    return new.uid, []


def _employer(session: Session, said: dict[str, str], role: Role) -> tuple[str | None, Errors]:
    """The uid of the employer that was named; None where the form did not ask for one."""
    if role is not Role.DESK or "organisatie" not in request.form:
        return None, []
    return _organisation(session, said | {"rol": role.value, "nieuw": ""})


def _as_error(problem: AccountRefused) -> tuple[str, str]:
    """A refusal of the account's rules as an error of this form: they name the field as a command's option."""
    option, _between, reason = str(problem).partition(": ")
    if not option.startswith("--"):
        return "email", as_said(str(problem))
    field = {"--organisation": "organisatie"}.get(option, "email")
    return field, as_said(reason[:1].upper() + reason[1:])


def _account_or_404(session: Session, number: int, who: SignedIn) -> Account:
    found = session.get(Account, number) if number else None
    if found is None or (who.municipality and found.municipality != who.municipality):
        abort(404)
    return found


def _invitation_or_404(session: Session, number: int, who: SignedIn) -> Invitation:
    found = session.get(Invitation, number) if number else None
    if found is None or (who.municipality and found.municipality != who.municipality):
        abort(404)
    return found


def _name_of(session: Session, uid: str) -> str:
    found = organisation_of(session, uid)
    return found.name if found else ""


def _town(slug: str) -> Municipality:
    """The municipality whose site the link leads to: the account's own, else the one this administrator works at now."""
    return (content().municipality(slug) if slug else None) or municipality()


def _town_names() -> dict[str, str]:
    return {town.slug: town.name for town in content().municipalities}
