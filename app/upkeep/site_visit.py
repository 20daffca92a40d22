"""One visit to the website of an offer, as a polite stranger makes it: one page, at most three steps further, nothing read.

Every step is a call of its own through app/calling.py, so that each address, also one a website sends us on to, is checked
before anybody is connected to (reliability.md promise 28). Plain http is never called.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final
from urllib.parse import urldefrag, urljoin, urlsplit

from app.calling import CallFailed, CallForbidden, call

MOST_STEPS: Final = 3
SECONDS: Final = 15.0
"""For one call; the look-up of the name included."""
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_NAME_GONE: Final = "name not found"
_TROUBLES: Final[Mapping[str, str]] = {
    "name not found for now": "name_for_now",
    "name not found in time": "name_for_now",
    "too slow": "slow",
    "TimeoutError": "slow",
    "SSLCertVerificationError": "certificate",
    "SSLError": "certificate",
}


class Verdict(Enum):
    """What a visit says. `ODD`: something is not right, but it proves nothing; `FAILED`: it is not there, this time."""

    ALIVE = "alive"
    ODD = "odd"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Seen:
    """The verdict, and a code of `app.upkeep.reasons.REASONS`; empty when all is well."""

    verdict: Verdict
    reason: str = ""


def address_of(typed: str) -> str:
    """The address to visit for a website as people type it; empty when it is none."""
    bare = typed.strip()
    address = bare if "://" in bare else f"https://{bare}"
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or "@" in parts.netloc or any(sign.isspace() for sign in bare):
        return ""
    if "." not in host.strip("."):
        return ""
    return urldefrag(address).url


def host_of(typed: str) -> str:
    """Whose house it is: the host of a website as people type it."""
    try:
        return (urlsplit(address_of(typed)).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def visit(address: str, agent: str) -> Seen:
    """Ask for the page and follow where it went. Never raises for what a website does.

    :param address: of `address_of`.
    :param agent: who we say we are: the User-Agent, with the address of our own site.
    """
    for step in range(MOST_STEPS + 1):
        plain = address.startswith("http://")
        target = _safe(address)
        try:
            answer = call(
                "GET",
                target,
                headers={"User-Agent": agent, "Accept": "text/html,*/*;q=0.5", "Connection": "close"},
                seconds=SECONDS,
                head_only=True,
            )
        except CallForbidden:
            return Seen(Verdict.ODD, "redirect_away" if step else "not_visited")
        except CallFailed as problem:
            return _no_answer(str(problem), plain=plain)
        if answer.status in _REDIRECTS and answer.location:
            try:
                address = urldefrag(urljoin(target, answer.location)).url
            except ValueError:
                return Seen(Verdict.ODD, "redirect_away")
            continue
        return _answered(answer.status, plain=plain)
    return Seen(Verdict.ODD, "redirects")


def _safe(address: str) -> str:
    """The same address over https: another port of plain http says nothing about the safe one."""
    parts = urlsplit(address)
    if parts.scheme != "http":
        return address
    host = parts.netloc.removesuffix(":80")
    return parts._replace(scheme="https", netloc=host).geturl()


def _no_answer(problem: str, *, plain: bool) -> Seen:
    if problem == _NAME_GONE:
        return Seen(Verdict.FAILED, "no_name")
    if problem.startswith("name not found"):
        return Seen(Verdict.ODD, "name_for_now")
    return Seen(Verdict.ODD, "only_http" if plain else _TROUBLES.get(problem, "no_connection"))


def _answered(status: int, *, plain: bool) -> Seen:
    if 200 <= status < 300:  # noqa: PLR2004  (what HTTP calls success)
        return Seen(Verdict.ALIVE)
    if plain:
        return Seen(Verdict.ODD, "only_http")
    if status in {404, 410}:
        return Seen(Verdict.FAILED, "not_found" if status == 404 else "gone")  # noqa: PLR2004
    if status in {401, 403, 429}:
        return Seen(Verdict.ODD, "refuses")
    return Seen(Verdict.ODD, "server" if status >= 500 else "other")  # noqa: PLR2004
