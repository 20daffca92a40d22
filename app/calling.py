"""One HTTP call to a system of somebody else: never longer than its time limit, never to another address, never much.

The name is looked up once, every address it gives is checked, and the connection goes to a checked address, so that a
name that points elsewhere a moment later (rebinding) leads nowhere. Redirects are not followed and no proxy is used; TLS
is checked against the name (reliability.md promise 28).
"""

import ipaddress
import re
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from http.client import HTTPConnection, HTTPException
from typing import Final
from urllib.parse import SplitResult, quote, urlsplit

TOTAL_SECONDS: Final = 20.0
LARGEST_ANSWER: Final = 64 * 1024
_HTTPS: Final = 443
_NAME: Final = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)(\.(?!-)[a-z0-9_-]{1,63}(?<!-))*")
_ADDRESSES_WITHIN: Final = tuple(
    ipaddress.ip_network(each)
    for each in (
        *("64:ff9b::/96", "64:ff9b:1::/48"),  # NAT64: an IPv4 address in disguise
        *("2002::/16", "2001::/32"),  # 6to4 and Teredo: the same
        *("::/96", "fec0::/10"),  # IPv4-compatible and site-local, both given up long ago
    )
)

_NO_SUCH_NAME: Final = frozenset({socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)})
"""The name is not there; any other trouble of a look-up may be ours and says nothing about the name."""

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Reach(Enum):
    """Where a call may go. `INTERNET`: public addresses, port 443. `HOUSE`: also private networks and other ports."""

    INTERNET = "internet"
    HOUSE = "house"


class CallFailed(Exception):
    """No answer. Says what kind of trouble it was and holds nothing that was sent or came back."""


class CallForbidden(CallFailed):
    """This address may not be called at all."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: any status, also a redirect, with the address it names (as written there, not followed)."""

    status: int
    body: bytes
    location: str = ""


def call(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str],
    body: bytes | None = None,
    reach: Reach = Reach.INTERNET,
    loopback_http: bool = False,
    seconds: float = TOTAL_SECONDS,
    largest: int = LARGEST_ANSWER,
    head_only: bool = False,
) -> Answer:
    """Ask once.

    :param loopback_http: also plain http and any port, when the whole name is this machine: for trying and checking only.
    :param seconds: for everything together, the look-up of the name included.
    :param largest: bytes of an answer; a longer one is refused.
    :param head_only: only whether there is an answer: its body is not read, however long it is. For servers that refuse HEAD.
    :raises CallForbidden: the address is none we call.
    :raises CallFailed: no whole answer in time.
    """
    until = time.monotonic() + seconds
    parts = _parts(url)
    target = _Target(parts.scheme == "http", _host(parts), _port(parts), until)
    target.look_up()
    if not (loopback_http and all(address.is_loopback for address in target.addresses)):
        if target.plain:
            raise CallForbidden("no https")
        if reach is Reach.INTERNET and target.port != _HTTPS:
            raise CallForbidden("port")
        if not all(allowed(address, reach) for address in target.addresses):
            raise CallForbidden("address")
    path = quote(parts.path or "/", safe="/%:=&+,;@!$'()*~-._")
    if parts.query:
        path += "?" + quote(parts.query, safe="/%:=&+,;@!$'()*~-._?")
    return target.ask(method, path, {"Host": target.name} | dict(headers), body, 0 if head_only else largest + 1)


def allowed(address: Address, reach: Reach) -> bool:
    """Whether a call may go to this address."""
    if isinstance(address, ipaddress.IPv6Address) and (
        address.ipv4_mapped is not None or any(address in within for within in _ADDRESSES_WITHIN)
    ):
        return False
    if address.is_multicast or address.is_unspecified or address.is_link_local or address.is_loopback:
        return False
    if reach is Reach.HOUSE and address.is_private and not address.is_reserved:
        return True
    return address.is_global and not address.is_reserved


def _parts(url: str) -> SplitResult:
    if re.search(r"[\x00-\x20\x7f\\]", url):
        raise CallForbidden("signs in the address")
    try:
        parts = urlsplit(url)
    except ValueError:
        raise CallForbidden("address cannot be read") from None
    if parts.scheme not in {"http", "https"}:
        raise CallForbidden("scheme")
    if "@" in parts.netloc or parts.fragment:
        raise CallForbidden("signs in the address")
    return parts


def _host(parts: SplitResult) -> str:
    """The host as it is looked up and as the certificate must name it."""
    try:
        name = (parts.hostname or "").rstrip(".")
        if ":" in name:
            return str(ipaddress.IPv6Address(name))
        name = name.encode("idna").decode("ascii").lower()
    except (ValueError, UnicodeError):
        raise CallForbidden("host") from None
    if not _NAME.fullmatch(name):
        raise CallForbidden("host")
    return name


def _port(parts: SplitResult) -> int:
    try:
        return parts.port or (80 if parts.scheme == "http" else _HTTPS)
    except ValueError:
        raise CallForbidden("port") from None


@dataclass(slots=True)
class _Target:
    """Where one call goes. Every socket stands in `held`, so that the clock can hang up whatever goes on."""

    plain: bool
    host: str
    port: int
    until: float
    addresses: list[Address] = field(default_factory=list)
    held: list[socket.socket] = field(default_factory=list)
    late: threading.Event = field(default_factory=threading.Event)

    @property
    def name(self) -> str:
        """The Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (80 if self.plain else _HTTPS) else f"{host}:{self.port}"

    def look_up(self) -> None:
        """Every address of the name, once. The system's own look-up knows no time limit, so it gets one here."""
        found: list[Address] = []
        trouble = ["name not found"]

        def asking() -> None:
            with suppress(OSError, ValueError, UnicodeError):
                try:
                    answers = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
                except socket.gaierror as problem:
                    if problem.errno not in _NO_SUCH_NAME:
                        trouble[0] = "name not found for now"
                    return
                found.extend(ipaddress.ip_address(str(each[4][0]).partition("%")[0]) for each in answers)

        looking = threading.Thread(target=asking, daemon=True)
        looking.start()
        looking.join(max(self.until - time.monotonic(), 0.0))
        if looking.is_alive():
            raise CallFailed("name not found in time")
        if not found:
            raise CallFailed(trouble[0])
        self.addresses = list(dict.fromkeys(found))

    def ask(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None, most: int) -> Answer:
        """Connect to one of the checked addresses and ask. `most`: bytes of the body to read, one more than may be there."""
        timer = threading.Timer(max(self.until - time.monotonic(), 0.001), self._hang_up)
        timer.daemon = True
        timer.start()
        connection = HTTPConnection(self.host, self.port)
        try:
            connection.sock = self._connected()
            connection.request(method, path, body=body, headers=dict(headers))
            response = connection.getresponse()
            whereto = response.getheader("Location") or ""
            answer = Answer(response.status, response.read(most) if most else b"", whereto)
        except (OSError, HTTPException, ValueError) as problem:
            raise CallFailed("too slow" if self.late.is_set() else type(problem).__name__) from None
        finally:
            timer.cancel()
            connection.close()
            for each in self.held:
                each.close()
        if self.late.is_set():  # hung up in the middle of a body whose length was not announced
            raise CallFailed("too slow")
        if most and len(answer.body) >= most:
            raise CallFailed("answer too long")
        return answer

    def _connected(self) -> socket.socket:
        last = OSError("no address")
        for address in self.addresses:
            left = self.until - time.monotonic()
            if left <= 0:
                break
            try:
                bare = socket.create_connection((str(address), self.port), timeout=left)
            except OSError as problem:
                last = problem
                continue
            if self.plain:
                return self._hold(bare)
            # The handshake comes after the clock knows the socket: a server may drip there too.
            safe = trusted().wrap_socket(bare, server_hostname=self.host, do_handshake_on_connect=False)
            self._hold(safe)
            safe.do_handshake()
            return safe
        raise last

    def _hold(self, each: socket.socket) -> socket.socket:
        self.held.append(each)
        if self.late.is_set():
            raise TimeoutError
        return each

    def _hang_up(self) -> None:
        self.late.set()
        for each in list(self.held):
            with suppress(OSError):
                socket.socket.shutdown(each, socket.SHUT_RDWR)


@lru_cache(maxsize=1)
def trusted() -> ssl.SSLContext:
    """Who we believe to be who they say they are: the machine's own list of certificates."""
    return ssl.create_default_context()
