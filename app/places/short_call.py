"""One short question to one web service: never longer than its time limit, never to another address, never much.

urllib's time limit counts per read, so a server that drips one byte a second holds a visitor for minutes; and a
redirect would let the answering server choose our next address. Both end here (reliability.md promise 28).
"""

import socket
import ssl
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPSConnection
from threading import Timer
from typing import Any
from urllib.request import HTTPHandler, HTTPRedirectHandler, HTTPSHandler, ProxyHandler, Request, build_opener

from geopy.adapters import URLLibAdapter
from geopy.exc import GeocoderParseError, GeocoderTimedOut

LARGEST = 500_000
"""Bytes of an answer: twenty addresses are 10 kB."""


class ShortCall(URLLibAdapter):  # type: ignore[misc]
    """A geopy adapter for one call at a time; make a geocoder per question."""

    def __init__(self, *, proxies: dict[str, str] | None, ssl_context: ssl.SSLContext | None) -> None:
        super().__init__(proxies=proxies, ssl_context=ssl_context)
        self._sockets: list[socket.socket] = []
        handlers: list[Any] = [_Http(self._sockets), _Https(self._sockets, ssl_context), _NeverElsewhere()]
        if proxies is not None:
            handlers.append(ProxyHandler(proxies))
        self.urlopen = build_opener(*handlers).open

    def get_text(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> str:
        """The body, or a GeopyError within `timeout` seconds (and what the look-up of the host name takes)."""
        late: list[bool] = []
        timer = Timer(timeout, self._hang_up, (late,))
        timer.daemon = True
        timer.start()
        try:
            text: str = super().get_text(url, timeout=timeout, headers=headers)
        except Exception:
            if late:
                raise GeocoderTimedOut("Service timed out") from None
            raise
        finally:
            timer.cancel()
            self._sockets.clear()
        if late:  # hung up in the middle of a body whose length was not announced
            raise GeocoderTimedOut("Service timed out")
        return text

    def _hang_up(self, late: list[bool]) -> None:
        late.append(True)
        for connection in list(self._sockets):
            try:
                socket.socket.shutdown(connection, socket.SHUT_RDWR)
            except OSError:
                continue  # already closed

    def _decode_page(self, page: Any) -> str:
        body = _Limited(page)
        text: str = super()._decode_page(body)
        if body.cut:
            raise GeocoderParseError("Too long an answer")
        return text


class _Limited:
    """An answer of which no more is read than we would ever need."""

    def __init__(self, page: Any) -> None:
        self._page = page
        self.headers = page.headers
        self.cut = False

    def read(self) -> bytes:
        with self._page:
            body: bytes = self._page.read(LARGEST + 1)
        self.cut = len(body) > LARGEST
        return body


class _NeverElsewhere(HTTPRedirectHandler):
    def redirect_request(self, *args: object, **kwargs: object) -> None:
        """No: the host comes from the settings only."""


class _Http(HTTPHandler):
    def __init__(self, sockets: list[socket.socket]) -> None:
        super().__init__()
        self._sockets = sockets

    def http_open(self, req: Request) -> Any:
        return self.do_open(_noting(HTTPConnection, self._sockets), req)


class _Https(HTTPSHandler):
    def __init__(self, sockets: list[socket.socket], context: ssl.SSLContext | None) -> None:
        super().__init__(context=context)
        self._sockets = sockets
        self._given = context

    def https_open(self, req: Request) -> Any:
        return self.do_open(_noting(HTTPSConnection, self._sockets), req, context=self._given)


def _noting(kind: type[HTTPConnection], sockets: list[socket.socket]) -> Any:
    """A kind of connection that notes its socket, so that it can be hung up from outside."""

    class Noting(kind):  # type: ignore[misc, valid-type]
        def connect(self) -> None:
            super().connect()
            sockets.append(self.sock)

    return Noting
