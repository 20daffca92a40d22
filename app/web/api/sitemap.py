"""Every public page for search engines, with when it changed last; in parts when one file may not hold them all.

Invented examples stay out: nobody should come from a search engine to help that is not there.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from xml.sax.saxutils import escape

import sqlalchemy as sa
from flask import Blueprint, Response, abort, request
from sqlalchemy.engine import Connection

from app import clock
from app.content.local_help import FAMILY_HELP
from app.content.models import REQUIRED_PAGES
from app.open_data.freshness import Stamp, stamp
from app.social_map.models import Offer
from app.social_map.vocabulary import Status
from app.web.running import content, municipality, services

LARGEST: Final = 50_000
"""Addresses in one file (sitemaps.org)."""
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>'
_SPACE: Final = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_SECONDS: Final = 3600
_offer = Offer.__table__  # type: ignore[attr-defined]  # SQLModel's table
_PUBLIC: Final = sa.and_(
    sa.type_coerce(_offer.c.status, sa.String) == Status.PUBLISHED.value, sa.not_(_offer.c.example)
)


def add_to(blueprint: Blueprint) -> None:
    """The list, or the list of its parts; and each part."""
    blueprint.add_url_rule("/sitemap.xml", "sitemap", whole)
    blueprint.add_url_rule("/sitemap-<int:number>.xml", "sitemap_part", part)


def whole(largest: int = LARGEST) -> Response:
    """Every public page; where they are too many for one file, where the parts are.

    :param largest: addresses in one file.
    """
    with services().database.looking(behind=True) as connection:
        now = stamp(connection, services().content)
        number = len(_fixed()) + _count(connection)
        if number <= largest:
            return _answer(_urls(_paths(connection, 1, largest)), now)
    parts = range(1, -(-number // largest) + 1)
    listed = "".join(f"<sitemap><loc>{escape(_base())}/sitemap-{each}.xml</loc></sitemap>" for each in parts)
    return _answer(f"{_HEAD}<sitemapindex {_SPACE}>{listed}</sitemapindex>", now)


def part(number: int, largest: int = LARGEST) -> Response:
    """One part, from 1; a part that is not there is a 404."""
    with services().database.looking(behind=True) as connection:
        now = stamp(connection, services().content)
        paths = _paths(connection, number, largest) if number else []
    if not paths:
        abort(404)
    return _answer(_urls(paths), now)


def _answer(xml: str, now: Stamp) -> Response:
    answer = Response(xml, mimetype="application/xml")
    answer.set_etag(f"{now.mark}-{len(xml):x}", weak=True)
    answer.headers["Cache-Control"] = f"public, max-age={_SECONDS}"
    answer.make_conditional(request)
    return answer


def _urls(paths: Iterable[tuple[str, str]]) -> str:
    base = escape(_base())
    listed = "".join(
        f"<url><loc>{base}{path}</loc><lastmod>{day}</lastmod></url>" if day else f"<url><loc>{base}{path}</loc></url>"
        for path, day in paths
    )
    return f"{_HEAD}<urlset {_SPACE}>{listed}</urlset>"


def _paths(connection: Connection, number: int, largest: int) -> list[tuple[str, str]]:
    """Address and day of its last change of the pages in this part; the pages that are always there stand in front."""
    fixed = [(escape(path), "") for path in _fixed()]
    first = (number - 1) * largest
    found = fixed[first : first + largest]
    offers = (
        sa.select(_offer.c.slug, _offer.c.updated_at)
        .where(_PUBLIC)
        .order_by(_offer.c.id)
        .offset(max(0, first - len(fixed)))
        .limit(largest - len(found))
    )
    return found + [(f"/aanbod/{escape(slug)}", _day(changed)) for slug, changed in connection.execute(offers)]


def _day(moment: datetime) -> str:
    return moment.astimezone(clock.AMSTERDAM).date().isoformat()


def _count(connection: Connection) -> int:
    return int(connection.scalar(sa.select(sa.func.count()).select_from(_offer).where(_PUBLIC)) or 0)


def _fixed() -> list[str]:
    return [
        "/",
        "/wegwijzer",
        *(f"/{slug}" for slug in REQUIRED_PAGES),
        "/leefgebied",
        "/kernen",
        "/onderwerp",
        "/samen",
        "/open-data",
        *(f"/leefgebied/{domain.slug}" for domain in content().domains),
        *(f"/onderwerp/{page.slug}" for page in content().theme_pages),
        *(f"/samen/{slug}" for slug in FAMILY_HELP),
        *(f"/kern/{kern.slug}" for kern in municipality().kernen),
    ]


def _base() -> str:
    return request.url_root.rstrip("/")
