"""A mail as we write it: one address, one line of subject, plain text. Nothing typed can become a header of its own."""

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from email_validator import EmailNotValidError, validate_email

LONGEST_ADDRESS = 254
LONGEST_SUBJECT = 150
LONGEST_NAME = 80
LONGEST_TEXT = 60_000


class AddressRefused(Exception):
    """This is no mail address we can write to."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail. `to` has been through `checked_address`; lines of `text` end in a plain newline."""

    to: str
    subject: str
    text: str


def checked_address(typed: str) -> str:
    """One mail address as a mail server wants it.

    Looks at the form only and asks no name server, because a page may not wait for one.

    :raises AddressRefused: for anything else than one address.
    """
    text = typed.strip()
    if not text or len(text) > LONGEST_ADDRESS or re.search(r"[\s\x00-\x1f\x7f,;<>]", text):
        raise AddressRefused
    try:
        found = validate_email(text, check_deliverability=False, allow_smtputf8=False, test_environment=True)
    except EmailNotValidError as problem:
        raise AddressRefused from problem
    address: str = found.ascii_email or found.normalized
    return address


def message_of(
    letter: Letter, *, sender: str, number: int | str, secret: str, at: datetime, sender_name: str = ""
) -> EmailMessage:
    """The mail as it goes out.

    :param number: of the outbox message, or the key of a delivery: the same one gives the same Message-ID, so that a
        mail that is sent twice after a crash is seen to be one and the same.
    :param at: the moment in the Date header; the same on every try.
    :param sender_name: whom people see as the sender, such as `Gemeente Hattem`.
    """
    domain = sender.rpartition("@")[2]
    mark = hmac.new(secret.encode(), f"mail {number}".encode(), hashlib.sha256).hexdigest()[:16]
    name = re.sub(r"[\x00-\x1f\x7f-\x9f]+", " ", sender_name).strip()[:LONGEST_NAME]
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(display_name=name, addr_spec=sender)
    message["To"] = Address(addr_spec=checked_address(letter.to))
    message["Subject"] = " ".join(letter.subject.split())[:LONGEST_SUBJECT]
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<leefplein-{number}-{mark}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text[:LONGEST_TEXT], subtype="plain", charset="utf-8")
    return message
