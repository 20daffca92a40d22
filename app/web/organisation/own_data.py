"""`/organisatie/gegevens`: what the organisation says of itself, who has an account for it, and inviting a colleague."""

from typing import Final

from flask import abort, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlmodel import Session, col, select
from werkzeug.wrappers import Response

from app import clock
from app.accounts.inviting import invite, withdraw
from app.accounts.keeping import AccountRefused
from app.accounts.models import Account, Invitation
from app.accounts.rights import Role
from app.audit import record
from app.audit.models import AuditLine
from app.mailing.letters import AddressRefused, checked_address
from app.publishing.account_mail import drop_invitation_mail, mail_invitation
from app.publishing.history import by_whom
from app.social_map.models import Flag, Offer, Organisation
from app.social_map.vocabulary import Status
from app.web.callers import few_enough
from app.web.organisation.room import blueprint, own_organisation, publishing, town
from app.web.organisation.standing import said_by
from app.web.organisation_fields import LONGEST, Errors, Said, as_known, as_sent, kinds, put_on, wrong_in
from app.web.running import content, services
from app.web.staff.guards import keys, me
from app.web.staff.typed import as_typed, typed_number

MOST_OPEN_INVITATIONS: Final = 10
MOST_INVITATIONS_A_DAY: Final = 20
MOST_TO_ONE_A_DAY: Final = 3
"""So that an account of an organisation cannot be used to fill somebody's mailbox."""
_LAST: Final = 20
_CHANGED: Final = "organisation.change"
_IN_REMARK: Final = {
    "beschrijving": "beschrijving", "telefoon": "telefoon", "email": "e-mail", "website": "website", "soort": "soort organisatie",
    "kvk": "KvK-nummer",
}  # fmt: skip


@blueprint.get("/gegevens")
def own_data() -> Response:
    """Everything we hold of this organisation."""
    return _page()


@blueprint.post("/gegevens")
def change_own_data() -> Response:
    """Keep what was changed; the editors find it as a remark with an offer of this organisation."""
    said = as_sent()
    errors = wrong_in(said)
    stale = False
    if not errors:
        with services().database.writing() as session:
            organisation = own_organisation(session)
            stale = _stand(organisation) != as_typed("stand", 60)
            changed = () if stale else put_on(organisation, said)
            if changed:
                organisation.updated_at = clock.now()
                session.add(organisation)
                record(session, me().actor, _CHANGED, f"organisation:{organisation.id}")
                _tell_editors(session, organisation, changed)
    if stale:
        words = _(
            "Een collega heeft dit intussen veranderd. Hieronder staat wat u typte. Kijk het na en bewaar opnieuw."
        )
        return _page(said, [("beschrijving", words)], status=409)
    if errors:
        return _page(said, errors, status=422)
    return redirect(url_for("organisation.own_data", gedaan="bewaard"), 303)


@blueprint.post("/gegevens/uitnodigen")
def invite_colleague() -> Response:
    """Mail a colleague a link to make an account of their own."""
    said = {"collega_email": as_typed("collega_email", 254), "collega_naam": as_typed("collega_naam", 80)}
    try:
        email = checked_address(said["collega_email"])
    except AddressRefused:
        words = _("Dit is geen mailadres. Schrijf bijvoorbeeld naam@voorbeeld.nl.")
        return _page(invited=said, errors=[("collega_email", words)], status=422)
    refused = ""
    with services().database.writing() as session:
        organisation = own_organisation(session)
        if len(_open_invitations(session, organisation)) >= MOST_OPEN_INVITATIONS:
            refused = _(
                "Er staan al %(number)s uitnodigingen open. Trek er eerst een in.", number=MOST_OPEN_INVITATIONS
            )
        elif not (
            few_enough(session, "colleague", MOST_INVITATIONS_A_DAY, who=organisation.uid)
            and few_enough(session, "colleague mail", MOST_TO_ONE_A_DAY, who=email)
        ):
            refused = _(
                "U heeft vandaag al veel uitnodigingen verstuurd. Probeer het morgen nog eens, of bel de redactie."
            )
        else:
            try:
                made, token = invite(
                    session, keys(), email=email, role=Role.ORGANISATION, organisation=organisation.uid, municipality=me().municipality,
                    name=said["collega_naam"], by=me().actor, days=content().policy.invitation_valid_days,
                )  # fmt: skip
                mail_invitation(session, publishing(), made, token, town())
            except AccountRefused:
                session.rollback()
                refused = _(
                    "Dit adres kunnen we niet uitnodigen. Heeft uw collega al een account? Bel dan de redactie."
                )
    if refused:
        return _page(invited=said, errors=[("collega_email", refused)], status=422)
    return redirect(url_for("organisation.own_data", gedaan="uitgenodigd"), 303)


@blueprint.post("/gegevens/uitnodiging-intrekken")
def withdraw_invitation() -> Response:
    """The link that was mailed opens nothing any more."""
    with services().database.writing() as session:
        found = session.get(Invitation, typed_number("uitnodiging"))
        if found is None or found.account_id or found.organisation != own_organisation(session).uid:
            abort(404)
        withdraw(session, found, by=me().actor)
        drop_invitation_mail(session, found)
    return redirect(url_for("organisation.own_data", gedaan="ingetrokken"), 303)


def _page(
    said: Said | None = None, errors: Errors | None = None, *, invited: Said | None = None, status: int = 200
) -> Response:
    with services().database.reading() as session:
        organisation = own_organisation(session)
        colleagues = session.exec(
            select(Account)
            .where(
                Account.organisation == organisation.uid,
                Account.role == Role.ORGANISATION,  # who works at the desk for the municipality is no colleague here
                col(Account.disabled_at).is_(None),
            )
            .order_by(col(Account.name), col(Account.email))
        ).all()
        invitations = _open_invitations(session, organisation)
        lines = session.exec(
            select(AuditLine)
            .where(AuditLine.subject == f"organisation:{organisation.id}", AuditLine.action == _CHANGED)
            .order_by(col(AuditLine.id).desc())
            .limit(_LAST)
        ).all()
        hands = by_whom(session, [line.actor for line in lines])
    page = render_template(
        "organisation/own_data.html", organisation=organisation, said=said or as_known(organisation), errors=errors or [],
        invited=invited or {"collega_email": "", "collega_naam": ""}, colleagues=colleagues, invitations=invitations, kinds=kinds(),
        history=[(line.at, said_by(hands[line.actor])) for line in lines], stand=_stand(organisation), longest=LONGEST,
        editors=town().map_editors, days=content().policy.invitation_valid_days, own_account=me().account_id,
        done=request.args.get("gedaan", ""),
    )  # fmt: skip
    return make_response(page, status)


def _stand(organisation: Organisation) -> str:
    """Which version of the organisation somebody looked at."""
    return organisation.updated_at.isoformat()


def _open_invitations(session: Session, organisation: Organisation) -> list[Invitation]:
    return list(
        session.exec(
            select(Invitation)
            .where(
                Invitation.organisation == organisation.uid,
                Invitation.role == Role.ORGANISATION,
                col(Invitation.account_id).is_(None),  # a second step to set up anew is between a colleague and us
                col(Invitation.used_at).is_(None),
                col(Invitation.withdrawn_at).is_(None),
                col(Invitation.expires_at) > clock.now(),
            )
            .order_by(col(Invitation.created_at).desc())
        )
    )


def _tell_editors(session: Session, organisation: Organisation, changed: tuple[str, ...]) -> None:
    """Visitors see this at once, so an editor looks at it: a remark with the first offer that is public."""
    first = session.exec(
        select(Offer.id)
        .where(Offer.organisation_id == organisation.id, Offer.status == Status.PUBLISHED)
        .order_by(col(Offer.id))
        .limit(1)
    ).first()
    if first:
        fields = ", ".join(_IN_REMARK[name] for name in changed)
        session.add(Flag(offer_id=first, reason=f"De organisatie veranderde haar eigen gegevens: {fields}. Klopt dat?"))
