"""For browsers, search engines, load balancers and researchers: health, numbers, and the small files they ask for."""

import hmac
from datetime import timedelta
from xml.sax.saxutils import escape

from flask import Blueprint, Response, abort, jsonify, make_response, render_template, request, url_for
from prometheus_client import generate_latest
from sqlmodel import col, select

from app import clock
from app.content.local_help import FAMILY_HELP
from app.content.models import REQUIRED_PAGES
from app.health import ready
from app.social_map.models import Offer
from app.social_map.vocabulary import Status
from app.web.api.measures import measures
from app.web.callers import calls_from_here
from app.web.running import content, municipality, services

blueprint = Blueprint("machines", __name__)
SECURITY_TXT_DAYS = 180


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


@blueprint.get("/sitemap.xml")
def sitemap() -> Response:
    """Every public page."""
    base = request.url_root.rstrip("/")
    with services().database.reading() as session:
        slugs = session.exec(
            select(Offer.slug)
            .where(Offer.status == Status.PUBLISHED, col(Offer.example).is_(False))
            .order_by(Offer.slug)
        ).all()
    paths = [
        "/",
        "/wegwijzer",
        *(f"/{slug}" for slug in REQUIRED_PAGES),
        "/leefgebied",
        "/kernen",
        "/onderwerp",
        "/samen",
    ]
    paths += [f"/leefgebied/{domain.slug}" for domain in content().domains]
    paths += [f"/onderwerp/{page.slug}" for page in content().theme_pages] + [f"/samen/{slug}" for slug in FAMILY_HELP]
    paths += [f"/kern/{kern.slug}" for kern in municipality().kernen]
    paths += [f"/aanbod/{slug}" for slug in slugs]
    body = "".join(f"<url><loc>{escape(base + path)}</loc></url>" for path in paths)
    answer = make_response(
        f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{body}</urlset>'
    )
    answer.headers["Content-Type"] = "application/xml; charset=utf-8"
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
