"""Handing a mail to the mail server, or to a folder when there is none.

Over a network only with TLS: an address book of people who look for help is worth protecting. On one's own machine
(a mail program that listens on loopback) plain is allowed.
"""

import os
import smtplib
import ssl
from contextlib import suppress
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from app.settings import Settings, is_loopback

TIMEOUT_SECONDS: Final = 60.0
GIVE_UP_AFTER: Final = timedelta(days=3)
_PERMANENT = 500


class NotDelivered(Exception):
    """Not this time; try again later. Holds no personal data."""


class Refused(Exception):
    """The mail server will never take this one: the address does not exist, or the mail is not wanted there."""


def deliver(settings: Settings, message: EmailMessage, number: int) -> None:
    """Bring one mail on its way.

    :param number: of the outbox message, the name of the file when there is no mail server.
    :raises NotDelivered: later may go better.
    :raises Refused: later will not go better.
    """
    if settings.smtp_url:
        _send(settings, message)
    else:
        _keep(settings.data_dir / "mail", message, number)


def _keep(folder: Path, message: EmailMessage, number: int) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        half = folder / f".{number:06d}.half"
        half.unlink(missing_ok=True)
        with os.fdopen(os.open(half, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(message.as_bytes())
        os.replace(half, folder / f"{number:06d}.eml")  # noqa: PTH105  (one step: nobody ever reads half a mail)
    except OSError as problem:
        raise NotDelivered(type(problem).__name__) from problem


def _send(settings: Settings, message: EmailMessage) -> None:
    try:
        server = _connect(settings.smtp_url)
    except (OSError, smtplib.SMTPException) as problem:
        raise NotDelivered(type(problem).__name__) from problem
    try:
        server.send_message(message)
    except smtplib.SMTPRecipientsRefused as problem:
        codes = [code for code, _ in problem.recipients.values()]
        raise (Refused if min(codes) >= _PERMANENT else NotDelivered)(str(codes[0])) from None
    except smtplib.SMTPResponseException as problem:
        # A refused sender or a refused login is our own mistake in the settings: it can be mended, so it waits.
        ours = isinstance(problem, smtplib.SMTPSenderRefused | smtplib.SMTPAuthenticationError)
        kind = Refused if problem.smtp_code >= _PERMANENT and not ours else NotDelivered
        raise kind(str(problem.smtp_code)) from None
    except (OSError, smtplib.SMTPException) as problem:
        raise NotDelivered(type(problem).__name__) from None
    finally:
        with suppress(OSError, smtplib.SMTPException):
            server.quit()


def _connect(url: str) -> smtplib.SMTP:
    parts = urlsplit(url)
    host = parts.hostname or ""
    context = ssl.create_default_context()
    server: smtplib.SMTP
    if parts.scheme == "smtps":
        server = smtplib.SMTP_SSL(host, parts.port or 465, timeout=TIMEOUT_SECONDS, context=context)
    else:
        server = smtplib.SMTP(host, parts.port or 587, timeout=TIMEOUT_SECONDS)
    try:
        if parts.scheme == "smtp" and not is_loopback(host):
            server.starttls(context=context)  # raises when the server has none: never in the clear
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
    except BaseException:
        server.close()
        raise
    return server
