"""Which municipality a visitor is with: its host name says so."""

from flask import Flask, abort, g, request

from app.settings import is_loopback
from app.web.running import content


def asked_host() -> str:
    """The host name that was asked for, in small letters and without its port."""
    name, _, port = request.host.rpartition(":")
    return (name if port.isdigit() else request.host).strip("[]").lower()


def install(app: Flask) -> None:
    """Find the municipality before anything else happens."""

    @app.before_request
    def _find() -> None:
        whole = content()
        host = asked_host()
        g.municipality = whole.municipality_for_host(host)
        if host not in g.municipality.hosts and not is_loopback(host):
            # Links in pages and mails carry the host's name: one we do not know must not get into them.
            abort(421)
