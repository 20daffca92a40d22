"""`/beheer/samen`: what one person may not do alone (promise 43). One asks, a colleague of the same rights agrees."""

import csv
import io

from flask import Response as FlaskResponse
from flask import abort, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlmodel import Session
from werkzeug.wrappers import Response

from app import clock
from app.accounts import joint, managing
from app.accounts.joint import ACCOUNTS_EXPORT, KINDS, ORGANISATION_REMOVE, Doing, JointRefused
from app.accounts.models import Account, JointAct
from app.agenda.keeping import withdraw_all
from app.audit import record
from app.db import LARGEST_ROW
from app.publishing.removing import remove_organisation
from app.publishing.sheet import neutral
from app.social_map.merged import organisation_of
from app.social_map.models import Organisation
from app.web.editor.organisations import is_ours
from app.web.editor.room import blueprint
from app.web.running import services
from app.web.saying import as_said
from app.web.staff.guards import me
from app.web.staff.typed import number_in

HEADS = ("naam", "e-mail", "rol", "organisatie", "gemeente", "laatst gezien", "tweede stap", "stand", "gemaakt op")


def _remove(session: Session, act: JointAct, by: str) -> None:
    number = number_in(act.subject.removeprefix("organisation:"))
    found = session.get(Organisation, number) if number else None
    if found is None:
        raise JointRefused(_("Deze organisatie is er niet meer."))
    if found.merged_into or not is_ours(session, found):
        raise JointRefused(_("Deze organisatie is intussen veranderd. Kijk opnieuw en vraag het nog eens."))
    remove_organisation(session, found, by)
    withdraw_all(session, found, by)


DOINGS: dict[str, Doing] = {ORGANISATION_REMOVE: _remove}
"""What happens at the moment of agreeing. A list of accounts is fetched afterwards by who asked for it."""


@blueprint.get("/samen")
def joint_acts() -> Response:
    """What waits for a second person, and what one may ask."""
    return _page(200)


@blueprint.post("/samen/vragen")
def ask_joint() -> Response:
    """Ask for a list of all accounts; other things are asked where they belong, such as at an organisation."""
    who = me()
    with services().database.writing() as session:
        if ACCOUNTS_EXPORT not in joint.kinds_of(session.get_one(Account, who.account_id)):
            abort(404)
        where = who.municipality or _("de hele regio")
        joint.ask(session, ACCOUNTS_EXPORT, "accounts", where, by=who.account_id, municipality=who.municipality)
    return redirect(url_for("editor.joint_acts", gedaan="gevraagd"), 303)


@blueprint.post("/samen/<int:number>")
def decide_joint(number: int) -> Response:
    """Agree, or not. Who asked cannot agree, and hears why."""
    who = me()
    agreed = request.form.get("doen") == "akkoord"
    if not agreed and request.form.get("doen") != "niet":
        abort(404)
    try:
        with services().database.writing() as session:
            act = _act_or_404(session, number)
            joint.decide(session, act, who.account_id, agreed=agreed, doing=DOINGS.get(act.kind))
    except JointRefused as problem:
        return _page(200, as_said(str(problem)))
    return redirect(url_for("editor.joint_acts", gedaan="akkoord" if agreed else "niet"), 303)


@blueprint.post("/samen/<int:number>/lijst")
def fetch_list(number: int) -> FlaskResponse:
    """The list of accounts, for who asked for it, within a day after a colleague agreed. Every fetch is audited."""
    who = me()
    with services().database.writing() as session:
        act = next((act for act in joint.to_fetch(session, who.account_id, ACCOUNTS_EXPORT) if act.id == number), None)
        if act is None:
            abort(404)
        if act.done_at is None:
            act.done_at = clock.now()
            session.add(act)
        body = accounts_as_csv(session, act.municipality)
        record(session, who.actor, "accounts.export", f"joint:{act.id}")
    answer = FlaskResponse(body, mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="accounts-{clock.today().isoformat()}.csv"'
    return answer


def accounts_as_csv(session: Session, municipality: str) -> bytes:
    """All accounts, or those of one municipality; no cell starts a formula (promise 26). Never a password or a secret."""
    with_key = managing.with_security_key(session)
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(HEADS)
    for each in managing.accounts_of(session, municipality):
        organisation = organisation_of(session, each.organisation)
        stands = bool(each.sealed_secret) or each.id in with_key
        cells = (
            each.name,
            each.email,
            each.role.value,
            organisation.name if organisation else "",
            each.municipality,
            each.seen_at.astimezone(clock.AMSTERDAM).date().isoformat() if each.seen_at else "",
            "ja" if stands else "nee",
            "open" if each.disabled_at is None else "gesloten",
            each.created_at.astimezone(clock.AMSTERDAM).date().isoformat(),
        )
        writer.writerow([neutral(cell) for cell in cells])
    return out.getvalue().encode("utf-8-sig")


def _act_or_404(session: Session, number: int) -> JointAct:
    """An act this account may see: of a kind and a municipality that are its own."""
    found = session.get(JointAct, number) if 0 < number <= LARGEST_ROW else None
    who = me()
    if (
        found is None
        or found.kind not in KINDS
        or not who.may(KINDS[found.kind][0])
        or who.municipality not in {"", found.municipality}
    ):
        abort(404)
    return found


def _page(status: int, said: str = "") -> Response:
    who = me()
    with services().database.reading() as session:
        own = session.get_one(Account, who.account_id)
        page = render_template(
            "editor/joint.html",
            waiting=joint.waiting(session, who.account_id),
            words={kind: as_said(words) for kind, (_right, words) in KINDS.items()},
            may_ask=ACCOUNTS_EXPORT in joint.kinds_of(own),
            colleagues=joint.others(session, ACCOUNTS_EXPORT, who.municipality, who.account_id),
            lists=joint.to_fetch(session, who.account_id, ACCOUNTS_EXPORT),
            said=said,
            done=request.args.get("gedaan", ""),
        )
    return make_response(page, status)
