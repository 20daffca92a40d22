"""Taking a whole organisation off the map: two people decide it (promise 43), and then it is done in one transaction.

Every offer is withdrawn with its trace, accounts close at once, invitations and open links stop, and contact data goes. The
offers' old addresses keep saying that this is gone; nothing of the history is removed.
"""

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.accounts.keeping import disable_account, void_invitations
from app.accounts.models import Account, Invitation
from app.accounts.rights import Role
from app.audit import record
from app.publishing.models import WorkingDraft
from app.social_map.lifecycle import Actor, move
from app.social_map.models import Offer, Organisation
from app.social_map.vocabulary import Status

REASON = "De organisatie is van de kaart gehaald. Twee medewerkers besloten dit samen."


def remove_organisation(session: Session, organisation: Organisation, by: str) -> int:
    """Do it, in a writing session. Returns how many offers were withdrawn.

    :param by: who agreed, as in the audit lines; the asker stands in the line of asking.
    """
    offers = session.exec(
        select(Offer).where(Offer.organisation_id == organisation.id, Offer.status != Status.WITHDRAWN)
    ).all()
    for offer in offers:
        move(session, offer, "withdraw", Actor(by, "editor"), reason=REASON)
    for account in session.exec(
        select(Account).where(Account.organisation == organisation.uid, Account.role == Role.ORGANISATION)
    ):
        disable_account(session, account, by)  # who it employs at the desk goes on there, for the municipality
    moment = clock.now()
    void_invitations(
        session, col(Invitation.organisation) == organisation.uid, col(Invitation.role) == Role.ORGANISATION
    )
    session.execute(sa.delete(WorkingDraft).where(col(WorkingDraft.organisation) == organisation.uid))
    organisation.phone = organisation.email = organisation.website = organisation.kvk = ""
    organisation.links_since = moment
    organisation.updated_at = moment
    session.add(organisation)
    record(session, by, "organisation.remove", f"organisation:{organisation.id}")
    return len(offers)
