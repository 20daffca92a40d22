"""For browsers, search engines, load balancers and researchers: health, numbers, and the small files they ask for."""

import hmac
from datetime import timedelta

from flask import Blueprint, Response, abort, jsonify, make_response, render_template, request, url_for
from prometheus_client import generate_latest

from app import clock
from app.health import ready
from app.web.api import sitemap
from app.web.api.measures import measures
from app.web.callers import calls_from_here
from app.web.running import municipality, services

blueprint = Blueprint("machines", __name__)
SECURITY_TXT_DAYS = 180
sitemap.add_to(blueprint)


@blueprint.get("/livez")
def alive() -> Response:
    """The process answers."""
    return jsonify({"ok": True})


@blueprint.get("/readyz")
def readiness() -> tuple[Response, int]:
    """Visitors can be helped: database, schema and disk; the index may be away, pages then answer from the database."""
    findings = ready(services())
    well = all(finding.ok for finding in findings)
    return jsonify({"ok": well, "findings": [finding.as_dict() for finding in findings]}), 200 if well else 503


@blueprint.get("/metrics")
def metrics() -> Response:
    """Numbers about the installation, for a loopback address or who has the token. None of them is about a person."""
    token = services().settings.metrics_token
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not calls_from_here() and not (token and hmac.compare_digest(given.encode(), token.encode())):
        abort(404)
    answer = make_response(generate_latest(measures(services())))
    answer.headers["Content-Type"] = "text/plain; version=0.0.4; charset=utf-8"
    return answer


@blueprint.get("/.well-known/security.txt")
def security() -> Response:
    """Where to report a leak (RFC 9116)."""
    expires = clock.now() + timedelta(days=SECURITY_TXT_DAYS)
    lines = (
        f"Contact: mailto:{municipality().security_contact}",
        f"Expires: {expires:%Y-%m-%dT00:00:00Z}",
        "Preferred-Languages: nl, en",
        f"Canonical: {url_for('machines.security', _external=True)}",
    )
    answer = make_response("\n".join(lines) + "\n")
    answer.headers["Content-Type"] = "text/plain; charset=utf-8"
    return answer


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Search engines may read the map, not people's questions."""
    answer = make_response(
        f"User-agent: *\nDisallow: /zoeken\nDisallow: /lijstje\nDisallow: /api/\nSitemap: {url_for('machines.sitemap', _external=True)}\n"
    )
    answer.headers["Content-Type"] = "text/plain; charset=utf-8"
    return answer


@blueprint.get("/opensearch.xml")
def opensearch() -> Response:
    """Lets a browser search here from its own bar."""
    answer = make_response(render_template("machines/opensearch.xml", base=request.url_root.rstrip("/")))
    answer.headers["Content-Type"] = "application/opensearchdescription+xml; charset=utf-8"
    return answer


@blueprint.get("/favicon.ico")
def icon() -> Response:
    """No picture, and no error in the log either."""
    return make_response("", 204)
