"""What internet.nl and its sources ask of the headers of a site, restated as plain functions: headers in, complaints out.

Sources: RFC 6797 (HSTS), RFC 9116 (security.txt), CSP level 3, and the published explanation of the internet.nl test.
"""

import re
from collections.abc import Iterator, Mapping

YEAR = 31_536_000
NEEDED = ("default-src", "base-uri", "form-action", "frame-src", "frame-ancestors")
UNSAFE = ("'unsafe-inline'", "'unsafe-eval'", "'unsafe-hashes'", "'strict-dynamic'")


def policy(text: str) -> dict[str, list[str]]:
    """A content security policy by directive; the first of a name counts."""
    found: dict[str, list[str]] = {}
    for part in text.split(";"):
        name, *sources = part.split()
        found.setdefault(name.lower(), sources)
    return found


def wrong_policy(text: str) -> Iterator[str]:
    """What is wrong with a content security policy."""
    if not text:
        yield "no policy"
        return
    found = policy(text)
    for name in NEEDED:
        if name not in found:
            yield f"{name} is missing"
    for name, sources in found.items():
        for source in sources:
            if source in UNSAFE:
                yield f"{name} allows {source}"
            if source in {"*", "http:", "https:", "http://*", "https://*", "127.0.0.1"}:
                yield f"{name} allows everything of {source}"
            if source.startswith(("data:", "blob:")) and name in {
                "default-src",
                "script-src",
                "object-src",
                "script-src-elem",
            }:
                yield f"{name} allows {source}"
            if not source.startswith("'") and not re.match(r"^(https|wss|data|blob):", source):
                yield f"{name} allows {source} without a scheme"
        if not sources:
            yield f"{name} says nothing"
    if not set(found.get("default-src", [])) <= {"'none'", "'self'"}:
        yield "default-src allows more than our own"
    for name in ("base-uri", "form-action", "frame-ancestors"):
        if not set(found.get(name, [])) <= {"'none'", "'self'"}:
            yield f"{name} allows others"


def wrong_transport(text: str) -> Iterator[str]:
    """What is wrong with the promise to come by https only."""
    found = re.search(r"max-age=(\d+)", text)
    if not found or int(found[1]) < YEAR:
        yield f"Strict-Transport-Security: {text or 'missing'}"


def wrong_headers(headers: Mapping[str, str], *, secure: bool) -> list[str]:
    """Everything that is wrong with the headers of one answer."""
    found = list(wrong_policy(headers.get("Content-Security-Policy", "")))
    if secure:
        found += wrong_transport(headers.get("Strict-Transport-Security", ""))
    elif "Strict-Transport-Security" in headers:
        found.append("promises https where there is none")
    if headers.get("Referrer-Policy") not in {"no-referrer", "same-origin"}:
        found.append(f"Referrer-Policy: {headers.get('Referrer-Policy')}")
    if headers.get("X-Frame-Options") not in {"DENY", "SAMEORIGIN"}:
        found.append(f"X-Frame-Options: {headers.get('X-Frame-Options')}")
    if headers.get("X-Content-Type-Options") != "nosniff":
        found.append("no nosniff")
    if "charset" not in headers.get("Content-Type", "charset") and headers.get("Content-Type", "").startswith("text/"):
        found.append("text without a charset")
    return found


def wrong_cookie(cookie: str, *, secure: bool) -> list[str]:
    """What is wrong with one Set-Cookie header."""
    name, _, rest = cookie.partition("=")
    said = {part.strip().lower() for part in rest.split(";")[1:]}
    found = [f"{name} lacks {needed}" for needed in ("httponly", "path=/") if needed not in said]
    if not {"samesite=lax", "samesite=strict"} & said:
        found.append(f"{name} lacks samesite")
    if secure and (
        "secure" not in said or not name.startswith("__Host-") or any(part.startswith("domain=") for part in said)
    ):
        found.append(f"{name} is not bound to this host over https")
    return found


def wrong_security_txt(text: str) -> list[str]:
    """What is wrong with /.well-known/security.txt."""
    fields = [line.partition(":")[0].strip().lower() for line in text.splitlines() if line and not line.startswith("#")]
    found = [f"no {name}" for name in ("contact", "expires") if name not in fields]
    if fields.count("expires") != 1:
        found.append("Expires stands there once")
    contacts = [line.partition(":")[2].strip() for line in text.splitlines() if line.lower().startswith("contact:")]
    found += [
        f"contact is no address: {each}" for each in contacts if not re.match(r"^(mailto:|tel:|https://)\S+$", each)
    ]
    return found
