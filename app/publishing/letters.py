"""Mail to who publishes: a text of the content folder, with who to call at the municipality always in it (I-38)."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.accounts.models import Account
from app.accounts.rights import Role
from app.content.hours import written_out
from app.content.letterhead import site_of
from app.content.messages import plain_message
from app.content.models import Municipality
from app.mailing.letters import AddressRefused, Letter, checked_address
from app.mailing.waiting import post_letter
from app.publishing.house import Publishing
from app.social_map.models import Organisation


def write_letter(
    session: Session,
    publishing: Publishing,
    to: str,
    page: str,
    town: Municipality,
    *,
    lang: str = "nl",
    about: str = "",
    **facts: str,
) -> bool:
    """Put one mail in the outbox, in the transaction of what it tells. False when the address is none: then somebody has to call.

    :param page: slug of the text, one of `TO_ORGANISATIONS`; :param about: see `post_letter`.
    :param facts: values for the names in `app.content.messages.FACTS`; site and editors are filled in here.
    """
    content, editors = publishing.content.now(), town.map_editors
    found = content.page(page, lang) or content.page(page)
    try:
        address = checked_address(to)
    except AddressRefused:
        return False
    if found is None:
        return False
    known = {
        "site": site_of(publishing.settings, town),
        "editors": editors.name,
        "editors_phone": editors.phone,
        "editors_hours": written_out(editors.hours, lang),
    }
    subject, text = plain_message(found, town, content.help_numbers_for(town), known | facts)
    post_letter(session, publishing.settings, Letter(address, subject, text), about)
    return True


def addresses_of(session: Session, organisation: Organisation) -> Sequence[str]:
    """Where an organisation reads its mail: its open accounts, else the address it gave; empty when somebody has to call."""
    accounts = session.exec(
        select(Account.email)
        .where(
            Account.organisation == organisation.uid,
            Account.role == Role.ORGANISATION,
            col(Account.disabled_at).is_(None),
        )
        .order_by(sa.asc(col(Account.id)))
    ).all()
    return accounts or ([organisation.email] if organisation.email else [])
