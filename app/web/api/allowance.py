"""How often one address may read our open data: generous, the same on all machines together, and said in every answer."""

import ipaddress
from typing import Final
from weakref import WeakKeyDictionary

from flask import Response, g, request

from app.accounts.keys import AccountKeys
from app.accounts.sharing_out import SharedLimit, Turn
from app.accounts.slowing import counted_today
from app.db import Database
from app.web.callers import caller_address
from app.web.errors import problem_page
from app.web.running import services

A_MINUTE: Final = 1200
"""Requests for each address: a harvester that reads a country never waits, who hammers does."""
_IPV6_BITS: Final = 64
LIMITS: WeakKeyDictionary[Database, SharedLimit] = WeakKeyDictionary()
"""The limit as this process keeps it, for each database it serves."""
TOO_MANY: Final = 429


def ask_for_turn() -> Response | None:
    """Before a request: an answer that says to wait, when it is enough for this minute."""
    if request.method == "OPTIONS":
        return None
    database = services().database
    limit = LIMITS.setdefault(database, SharedLimit(A_MINUTE))
    whose = counted_today(AccountKeys.of(services().settings), f"open data|{_address()}", limit.limit)
    turn: Turn = limit.take(database, whose)
    g.turn = turn
    if turn.granted:
        return None
    answer = problem_page(
        TOO_MANY, f"At most {turn.limit} requests a minute. Go on in {turn.seconds} seconds, or ask for larger pages."
    )
    answer.headers["Retry-After"] = str(turn.seconds)
    return answer


def say_what_is_left(answer: Response) -> Response:
    """After a request: the limit, what is left of it, and how many seconds until it starts again."""
    turn: Turn | None = g.get("turn")
    if turn is not None:
        answer.headers["RateLimit-Limit"] = str(turn.limit)
        answer.headers["RateLimit-Remaining"] = str(turn.left)
        answer.headers["RateLimit-Reset"] = str(turn.seconds)
    return answer


def _address() -> str:
    """One address of IPv4; of IPv6 the network, because anybody has as many addresses in it as they want."""
    said = caller_address().partition("%")[0]
    try:
        number = ipaddress.ip_address(said)
    except ValueError:
        return "unknown"
    if isinstance(number, ipaddress.IPv6Address):
        mapped = number.ipv4_mapped
        return str(mapped or ipaddress.ip_network(f"{number}/{_IPV6_BITS}", strict=False))
    return str(number)
