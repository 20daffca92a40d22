"""Handing a mail to the mail server, or to a folder when there is none.

Over a network only with TLS: an address book of people who look for help is worth protecting. On one's own machine
(a mail program that listens on loopback) plain is allowed.
"""

import os
import smtplib
import socket
import ssl
import threading
from contextlib import suppress
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from app.crash import reached
from app.settings import Settings, is_loopback

TIMEOUT_SECONDS: Final = 60.0
"""For each answer. A server that takes long over the last dot may well have the mail: giving up early makes doubles."""
LONGEST_SECONDS: Final = 150.0
"""For one mail once the server answered, well within the lease of a claim: no second worker may begin meanwhile."""
GIVE_UP_AFTER: Final = timedelta(days=3)
_PERMANENT = 500
_READY = 220


class NotDelivered(Exception):
    """Not this time; try again later. Holds no personal data."""


class Refused(Exception):
    """The mail server will never take this one: the address does not exist, or the mail is not wanted there."""


def deliver(settings: Settings, message: EmailMessage, number: int | str) -> None:
    """Bring one mail on its way.

    :param number: of the outbox message, or the key of a delivery: the name of the file when there is no mail server.
    :raises NotDelivered: later may go better.
    :raises Refused: later will not go better.
    """
    if settings.smtp_url:
        _send(settings, message)
    else:
        _keep(settings.data_dir / "mail", message, f"{number:06d}" if isinstance(number, int) else number)


def _keep(folder: Path, message: EmailMessage, name: str) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        half = folder / f".{name}.half"
        half.unlink(missing_ok=True)
        with os.fdopen(os.open(half, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(message.as_bytes())
        os.replace(half, folder / f"{name}.eml")  # noqa: PTH105  (one step: nobody ever reads half a mail)
    except OSError as problem:
        raise NotDelivered(type(problem).__name__) from problem


def _send(settings: Settings, message: EmailMessage) -> None:
    server = _server(settings.smtp_url)
    timer = threading.Timer(LONGEST_SECONDS, _hang_up, (server,))
    timer.daemon = True
    timer.start()
    try:
        _connect(server, settings.smtp_url)
    except (OSError, smtplib.SMTPException) as problem:
        timer.cancel()
        server.close()
        raise NotDelivered(type(problem).__name__) from problem
    try:
        server.send_message(message)
        reached("after smtp data")
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
        timer.cancel()


def _hang_up(server: smtplib.SMTP) -> None:
    connection = getattr(server, "sock", None)
    if connection is not None:
        with suppress(OSError):
            socket.socket.shutdown(connection, socket.SHUT_RDWR)


def _server(url: str) -> smtplib.SMTP:
    """The other side, not called yet, so that the clock knows its connection from the first moment."""
    parts = urlsplit(url)
    server: smtplib.SMTP
    if parts.scheme == "smtps":
        server = smtplib.SMTP_SSL(timeout=TIMEOUT_SECONDS, context=ssl.create_default_context())
    else:
        server = smtplib.SMTP(timeout=TIMEOUT_SECONDS)
    server._host = parts.hostname or ""  # type: ignore[attr-defined]  # noqa: SLF001  (the name TLS is checked against)
    return server


def _connect(server: smtplib.SMTP, url: str) -> None:
    parts = urlsplit(url)
    host = parts.hostname or ""
    code, words = server.connect(host, parts.port or (465 if parts.scheme == "smtps" else 587))
    if code != _READY:
        raise smtplib.SMTPConnectError(code, words)
    if parts.scheme == "smtp" and not is_loopback(host):
        server.starttls(context=ssl.create_default_context())  # raises when the server has none: never in the clear
    if parts.username:
        server.login(unquote(parts.username), unquote(parts.password or ""))
