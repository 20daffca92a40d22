"""A real OpenID Connect provider on this machine, in a process of its own, as a municipality has one."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import requests


@dataclass
class Provider:
    """Its issuer, and people who are known there."""

    issuer: str

    def person(self, subject: str, **claims) -> None:
        requests.put(f"{self.issuer}/users/{subject}", json=claims, timeout=5).raise_for_status()

    def consents(self, address: str, subject: str) -> str:
        """Somebody signs in at the provider and is sent back: the path and query on our site."""
        answer = requests.post(address, data={"sub": subject}, allow_redirects=False, timeout=5)
        assert answer.status_code == 302, answer.text
        return own_part(answer.headers["Location"])

    def refuses(self, address: str) -> str:
        """Somebody presses cancel there."""
        answer = requests.post(address, data={"action": "deny"}, allow_redirects=False, timeout=5)
        return own_part(answer.headers["Location"])


def own_part(address: str) -> str:
    parts = urlsplit(address)
    assert parts.netloc in {"localhost", "hattem.localhost"}, address
    return f"{parts.path}?{parts.query}"


def asked(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


@contextmanager
def provider_running() -> Iterator[Provider]:
    with socket.socket() as finder:
        finder.bind(("127.0.0.1", 0))
        port = finder.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce", "true"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    found = Provider(f"http://localhost:{port}")
    try:
        for _ in range(200):
            with suppress(requests.RequestException):
                if requests.get(f"{found.issuer}/.well-known/openid-configuration", timeout=1).ok:
                    break
            assert process.poll() is None, "the provider did not start"
            time.sleep(0.05)
        yield found
    finally:
        process.terminate()
        process.wait(10)
