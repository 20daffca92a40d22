"""Mail about an account: its invitation, a second step to set up anew, a forgotten password. Links stand in the query, never in a path."""

from sqlmodel import Session

from app import clock
from app.accounts.forgotten import make_link
from app.accounts.keys import AccountKeys
from app.accounts.models import Invitation
from app.accounts.rights import RIGHTS, START_PAGES, Right, Role
from app.content.letterhead import day_in_words, site_of
from app.content.models import Municipality
from app.mailing.waiting import drop_letters
from app.outbox.posting import post
from app.publishing.house import Publishing
from app.publishing.letters import write_letter
from app.sealing import box, seal, unseal
from app.social_map.merged import organisation_of

FORGOTTEN = "account.forgotten"
"""Kind of the outbox message that asks the worker for a mail with a password link."""
_PURPOSE = "forgotten password"
INVITED = {
    Role.ADMINISTRATOR: ("U wordt beheerder van de site.", "You will be an administrator of the site."),
    Role.EDITOR: ("U wordt redacteur van de sociale kaart.", "You will be an editor of the social map."),
    Role.DESK: ("U gaat werken met de vragen bij het loket.", "You will work with the questions at the desk."),
    Role.MEDIATOR: ("U brengt mensen bij elkaar in 'voor elkaar'.", "You will bring people together."),
    Role.CLIENT_SUPPORT: (
        "U ziet wie een onafhankelijk ondersteuner vraagt.",
        "You will see who asks for independent support.",
    ),
    Role.COMPLAINTS_OFFICER: (
        "U behandelt klachten die inwoners aan u geven.",
        "You will handle complaints that residents give to you.",
    ),
    Role.CONFIDENTIAL_ADVISER: ("U leest wat inwoners aan u vertellen.", "You will read what residents tell you."),
    Role.ORGANISATION: (
        "U zet het aanbod van {organisation} op de sociale kaart.",
        "You will put the offers of {organisation} on the social map.",
    ),
}
"""What somebody is invited for, in Dutch and English."""


def invitation_link(publishing: Publishing, town: Municipality, token: str) -> str:
    """The address that opens an invitation."""
    return f"{site_of(publishing.settings, town)}/uitnodiging?sleutel={token}"


def mail_invitation(
    session: Session,
    publishing: Publishing,
    invitation: Invitation,
    token: str,
    town: Municipality,
    *,
    lang: str = "nl",
) -> bool:
    """Mail an invitation, or the link to set a second step up anew, in the transaction that made it. False: hand it over otherwise."""
    organisation = organisation_of(session, invitation.organisation)
    what = INVITED[invitation.role][1 if lang == "en" else 0].format(
        organisation=organisation.name if organisation else "uw organisatie"
    )
    return write_letter(
        session,
        publishing,
        invitation.email,
        "bericht-tweede-stap" if invitation.account_id else "bericht-uitnodiging",
        town,
        lang=lang,
        about=f"invitation:{invitation.id}",
        what=what,
        link=invitation_link(publishing, town, token),
        day=day_in_words(invitation.expires_at.date(), lang),
    )


def tell_who_holds_complaints(session: Session, publishing: Publishing, role: Role, municipality: str) -> int:
    """Tell who holds complaints that an administrator gave another account the right to read them, in the transaction that
    does: it may be no secret from them. Returns the mails; none for any other role.

    :param municipality: slug; empty for an account of the whole region, which reads those of every municipality.
    """
    if role not in RIGHTS[Right.HANDLE_COMPLAINTS]:
        return 0
    told = 0
    for town in publishing.content.now().municipalities:
        if municipality not in {"", town.slug}:
            continue
        if role is Role.CONFIDENTIAL_ADVISER:
            to, what = town.confidential_adviser.email, "als vertrouwenspersoon"
        elif town.complaints is not None:
            to, what = town.complaints.email, "als klachtenfunctionaris"
        else:
            continue
        link = f"{site_of(publishing.settings, town)}{START_PAGES[role]}"
        told += write_letter(
            session, publishing, to, "bericht-klacht-toegang", town,
            what=what, link=link, day=day_in_words(clock.today(), "nl"),
        )  # fmt: skip
    return told


def drop_invitation_mail(session: Session, invitation: Invitation) -> None:
    """Take the mail back when it has not gone out."""
    drop_letters(session, f"invitation:{invitation.id}")


def ask_for_link(session: Session, publishing: Publishing, email: str, town: Municipality, lang: str) -> None:
    """Somebody forgot a password. Whether there is such an account, the worker finds out (promise 39)."""
    asked = {"email": email[:254], "town": town.slug, "lang": lang}
    post(session, FORGOTTEN, sealed=seal(box(_PURPOSE, publishing.settings.secrets), asked))


def answer_forgotten(publishing: Publishing, sealed: str) -> None:
    """The worker's part: a link by mail for who has an account, nothing for anybody else.

    :raises app.sealing.Unopened: sealed with a key we no longer have.
    """
    asked = unseal(box(_PURPOSE, publishing.settings.secrets), sealed)
    town, lang = publishing.town(str(asked["town"])), str(asked["lang"])
    with publishing.database.writing() as session:
        made = make_link(session, AccountKeys.of(publishing.settings), str(asked["email"]))
        if made is not None:
            account, token = made
            link = f"{site_of(publishing.settings, town)}/inloggen/nieuw-wachtwoord?sleutel={token}"
            write_letter(session, publishing, account.email, "bericht-wachtwoord", town, lang=lang, link=link)
