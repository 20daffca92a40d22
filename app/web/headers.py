"""What every answer says besides its content. The rules of internet.nl, kept whole (ecosystem.md 5.7)."""

import secrets

import structlog
from flask import Flask, Response, g, request

MAP_TILES = "https://service.pdok.nl"
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        f"img-src 'self' {MAP_TILES}",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-src 'none'",
        "frame-ancestors 'none'",
        "object-src 'none'",
        "manifest-src 'self'",
    )
)
ALWAYS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
HSTS = "max-age=31536000; includeSubDomains"
STATIC_FOR = "public, max-age=31536000, immutable"


def install(app: Flask, *, plain_http: bool) -> None:
    """Put the headers on every answer, errors and files included."""

    @app.before_request
    def _number_the_request() -> None:
        g.request_id = secrets.token_hex(6)
        structlog.contextvars.clear_contextvars()  # the thread that answers did so for somebody else before
        structlog.contextvars.bind_contextvars(request=g.request_id)

    @app.after_request
    def _add(response: Response) -> Response:
        for name, value in ALWAYS.items():
            if name not in response.headers:
                response.headers.add(name, value)
        if not request.path.startswith("/api/"):
            response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not plain_http:
            response.headers["Strict-Transport-Security"] = HSTS
        if request.endpoint == "static" and response.status_code == 200:  # noqa: PLR2004  (OK)
            response.headers["Cache-Control"] = STATIC_FOR if "v" in request.args else "public, max-age=600"
        elif "Cache-Control" not in response.headers:
            # What somebody searches for is personal: no shared or stored copies of any page.
            response.headers["Cache-Control"] = "no-store"
        response.headers["X-Request-ID"] = g.get("request_id", "-")
        return response
