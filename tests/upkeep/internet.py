"""An internet of our own for the checker: names, public addresses and websites with real TLS, all on this machine.

A name leads to a public address, a connection to that address and port 443 leads to our server, and every other connection
is written down and refused. So what is tried here is what the checker does in earnest: no switch lets it in.
"""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app import calling

PUBLIC = "93.184.216.34"
Page = tuple[int, dict[str, str], bytes] | Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Internet:
    """What is there, and what was asked.

    :ivar pages: by host and path (`voorbeeld.example/weg`); any other path of a known host is a plain good page.
    :ivar names: addresses of a name, for each time it is asked; a name that is not here does not exist.
    :ivar asked: host and path of every request, and its User-Agent.
    :ivar elsewhere: connections that were tried to anything but a public website.
    """

    pages: dict[str, Page] = field(default_factory=dict)
    names: dict[str, list[list[str]]] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    elsewhere: list[tuple[str, int]] = field(default_factory=list)
    looked_up: list[str] = field(default_factory=list)
    no_names_at_all: bool = False

    def site(self, host: str, status: int = 200, *, path: str = "/", to: str = "", body: bytes = b"goed") -> str:
        """Make a page; returns its address."""
        self.names.setdefault(host, [[PUBLIC]])
        self.pages[host + path] = (status, {"Location": to} if to else {}, body)
        return f"https://{host}{path}"


@contextmanager
def serving(net: Internet, folder: Path) -> Iterator[int]:
    """The one server behind all websites; its certificate is for `*.voorbeeld.example` only."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host = self.headers["Host"]
            net.asked.append((host + self.path, self.headers.get("User-Agent", "")))
            page = net.pages.get(host + self.path, (200, {}, b"goed"))
            try:
                if callable(page):
                    page(self)
                    return
                status, headers, body = page
                self.send_response(status)
                for name, value in ({"Content-Length": str(len(body))} | headers).items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                pass  # the visitor hung up: that is what some of these tests are about

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    safe = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    safe.load_cert_chain(_certificate(folder))
    server.socket = safe.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def _certificate(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "voorbeeld")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=400))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("*.voorbeeld.example")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    place = folder / "site.pem"
    place.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return place


@pytest.fixture
def internet(monkeypatch, tmp_path_factory):
    """The internet as it is in this test."""
    folder, net = tmp_path_factory.mktemp("site"), Internet()
    real_connect, real_look_up = socket.create_connection, socket.getaddrinfo
    with serving(net, folder) as port:
        believed = ssl.create_default_context(cafile=str(folder / "site.pem"))

        def look_up(host, wanted, *more, **options):
            net.looked_up.append(host)
            if net.no_names_at_all:
                raise socket.gaierror(socket.EAI_AGAIN, "temporary failure")
            if host in net.names:
                answers = net.names[host]
                now = answers[min(net.looked_up.count(host), len(answers)) - 1]
                return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, wanted)) for each in now]
            if host.rpartition(".")[2] == "example":
                raise socket.gaierror(socket.EAI_NONAME, "no such name")
            return real_look_up(host, wanted, *more, **options)

        def connect(address, timeout=None, **options):
            if address == (PUBLIC, 443):
                return real_connect(("127.0.0.1", port), timeout=timeout)
            net.elsewhere.append(address)
            raise ConnectionRefusedError

        monkeypatch.setattr(calling, "trusted", lambda: believed)
        monkeypatch.setattr(socket, "getaddrinfo", look_up)
        monkeypatch.setattr(socket, "create_connection", connect)
        yield net
