"""Who is calling: the address a request came from, also when a web server on this machine handed it on.

nginx or Caddy stands before us on the same machine, so every request seems to come from this machine. Without a look
at what that server says, everybody together would be slowed for one person's wrong passwords, and the whole world
would pass for a visitor from this machine.
"""

import ipaddress
from datetime import timedelta

from flask import request
from flask_babel import gettext as _
from sqlmodel import Session

from app.accounts.keys import AccountKeys
from app.accounts.slowing import Counted, counted_today, network_of, take_turn, within_the_day
from app.settings import is_loopback
from app.web.hosts import asked_host
from app.web.running import services

_HANDED_ON = ("X-Forwarded-For", "X-Real-Ip", "Forwarded", "Via")


def caller_address() -> str:
    """The address of who asks. Only a server on this machine is believed, and only the last address it wrote:
    what stands before that came from the visitor, who may have made it up.
    """
    peer = request.remote_addr or ""
    if not is_loopback(peer):
        return peer
    last = ",".join(request.headers.getlist("X-Forwarded-For")).rpartition(",")[2].strip()
    try:
        return str(ipaddress.ip_address(last))
    except ValueError:
        return peer


def calls_from_here() -> bool:
    """Whether somebody on this machine asks, straight and by a name of this machine."""
    handed_on = any(name in request.headers for name in _HANDED_ON)
    return not handed_on and is_loopback(request.remote_addr or "") and is_loopback(asked_host())


def few_enough(session: Session, what: str, most: int, who: str | None = None) -> bool:
    """Count one time that somebody does `what` today, in a writing session; False when that is enough for one day.

    :param who: whose times are counted, such as a mail address; else everybody's in the network the request came from.
        Neither is kept: only a mark that means nothing tomorrow.
    """
    whose = network_of(caller_address()) if who is None else who.casefold()
    return within_the_day(session, _counted(what, whose, most))


def wait_for_a_turn(what: str, free: int, longest: timedelta) -> None:
    """Slow down who does `what` very often from one network; nobody is refused for longer than `longest`.

    A web server on this machine that does not say who asks makes everybody seem one: then nobody is slowed.

    :raises app.accounts.slowing.TooSoon: with the seconds to wait.
    """
    if is_loopback(caller_address()):
        return
    take_turn(services().database, (_counted(what, network_of(caller_address()), free),), longest)


def _counted(what: str, whose: str, free: int) -> Counted:
    return counted_today(AccountKeys.of(services().settings), f"{what}|{whose}", free)


def too_many_today() -> str:
    """What to say when it is enough for one day."""
    return str(
        _(
            "Er kwam vandaag al heel veel binnen vanaf uw netwerk. Uw tekst is niet verstuurd. Probeer het morgen nog eens, of bel ons."
        )
    )
