"""The mails that wait in the outbox, opened; the worker's part done where it has one."""

import re

from sqlmodel import select

from app.mailing.waiting import KIND as MAIL
from app.mailing.waiting import open_letter
from app.outbox.models import OutboxMessage
from app.publishing.account_mail import FORGOTTEN, answer_forgotten
from tests.web.staff.site import Site


def letters(site: Site):
    """Every mail so far, oldest first."""
    settings = site.app.extensions["leefplein"].settings
    with site.database.reading() as session:
        waiting = session.exec(select(OutboxMessage).where(OutboxMessage.kind == MAIL).order_by(OutboxMessage.id)).all()
    return [open_letter(settings, each.payload["sealed"])[0] for each in waiting]


def worker_answers(site: Site) -> int:
    """What the worker does with forgotten passwords; how many there were."""
    with site.database.writing() as session:
        asked = session.exec(select(OutboxMessage).where(OutboxMessage.kind == FORGOTTEN)).all()
        sealed = [each.payload["sealed"] for each in asked]
        for each in asked:
            session.delete(each)
    for each in sealed:
        answer_forgotten(site.app.extensions["leefplein"].publishing, each)
    return len(sealed)


def link_in(letter) -> str:
    """The address in a mail, from its path."""
    return re.search(r"https?://[^/\s]+(/\S+\?sleutel=[\w-]+)", letter.text)[1]
