"""Asking a geocoder where a postcode is, for postcodes the gazetteer does not know.

Off until an installation names a service; only a postcode ever leaves the building, never an address; each is asked
once; and a service that fails or is slow costs one visitor two seconds and the next ones nothing.
"""

import threading
from collections.abc import Iterable
from datetime import timedelta
from time import monotonic
from typing import Any

import structlog
from geopy.exc import GeopyError
from geopy.location import Location
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import select

from app import clock
from app.db import Database, DatabaseGone
from app.places.geocoders import KadasterLocationApi, PdokLocatieserver, geocoder_for
from app.places.located import Located
from app.places.models import GeocodeAnswer
from app.places.names import LONGEST, fold
from app.places.postcodes import Postcode, lenient_postcode, postcode_within
from app.settings import Settings

KNOWN_FOR = timedelta(days=365)
"""Postcodes move seldom."""
UNKNOWN_FOR = timedelta(days=7)
"""A new street gets its postcode before the service has it."""
REST_SECONDS = 60.0
ASKED = 10
"""Answers asked at a time, to choose from."""

_log = structlog.get_logger(__name__)
_resting: dict[str, float] = {}
_rest_lock = threading.Lock()


def geocode(settings: Settings, database: Database, text: str, municipalities: Iterable[str] = ()) -> Located | None:
    """Where this postcode is, according to the geocoder of the installation.

    :param text: anything typed; without a postcode in it nothing is asked.
    :param municipalities: names of the region's own municipalities, preferred among the answers.
    :returns: None when no geocoder is set, it does not know, or it does not answer in time. Never raises for those.
    """
    postcode = _postcode_of(text)
    if not settings.geocoder_url or postcode is None:
        return None
    geocoder = geocoder_for(settings.geocoder_url)
    kept = _kept(database, postcode, geocoder.kind)
    if kept is not None:
        return _located(kept, postcode, geocoder.source)
    if _is_resting(settings.geocoder_url):
        return None
    try:
        found = geocoder.geocode(str(postcode), exactly_one=False, **_how_many(geocoder))
    except GeopyError as problem:
        _log.warning("geocoder_failed", geocoder=geocoder.kind, problem=type(problem).__name__)
        _rest(settings.geocoder_url)
        return None
    answer = choose(found or [], postcode, municipalities)
    answer.provider = geocoder.kind
    _keep(database, answer)
    return _located(answer, postcode, geocoder.source)


def choose(found: Iterable[Location], postcode: Postcode, municipalities: Iterable[str] = ()) -> GeocodeAnswer:
    """What to believe of these answers: only this very postcode, our own municipalities first, one place.

    :returns: the middle of the answers that agree; without a point when none does.
    """
    own = {fold(name) for name in municipalities}
    fitting = [(hit, *_kern_and_municipality(hit)) for hit in found if _is_of(hit, postcode)]
    fitting.sort(key=lambda item: fold(item[2]) not in own)  # stable: the service's order otherwise
    if not fitting:
        return GeocodeAnswer(query=postcode.code, provider="")
    _, kern, municipality = fitting[0]
    points = [
        hit for hit, its_kern, its_municipality in fitting if (its_kern, its_municipality) == (kern, municipality)
    ]
    return GeocodeAnswer(
        query=postcode.code,
        provider="",
        lat=round(sum(hit.latitude for hit in points) / len(points), 5),
        lon=round(sum(hit.longitude for hit in points) / len(points), 5),
        kern=kern[:120],
        municipality=municipality[:120],
    )


def _postcode_of(text: str) -> Postcode | None:
    said = text[:LONGEST]
    found = lenient_postcode(said)
    if found:
        return found
    within = postcode_within(said)
    return within[0] if within else None


def _how_many(geocoder: PdokLocatieserver | KadasterLocationApi) -> dict[str, Any]:
    return {"limit": ASKED} if isinstance(geocoder, KadasterLocationApi) else {"rows": ASKED}


def _is_of(hit: Location, postcode: Postcode) -> bool:
    """Whether this answer is about the postcode that was asked, and not about something that looks like it."""
    said = hit.raw.get("postcode") or hit.address
    within = postcode_within(str(said))
    return within is not None and within[0].code.startswith(postcode.code)


def _kern_and_municipality(hit: Location) -> tuple[str, str]:
    """Locatieserver says both; Location API writes the kern behind the postcode: `Kerkstraat 1, 8051AB Hattem`."""
    if "gemeentenaam" in hit.raw or "woonplaatsnaam" in hit.raw:
        return str(hit.raw.get("woonplaatsnaam") or ""), str(hit.raw.get("gemeentenaam") or "")
    last = hit.address.rpartition(",")[2]
    within = postcode_within(last)
    return (within[1] if within else ""), ""


def _located(answer: GeocodeAnswer, postcode: Postcode, source: str) -> Located | None:
    if answer.lat is None or answer.lon is None:
        return None
    return Located(
        lat=answer.lat,
        lon=answer.lon,
        name=f"{postcode} {answer.kern}".rstrip(),
        kern=answer.kern,
        municipality=answer.municipality,
        precision="pc6" if postcode.letters else "pc4",
        source=source,
        postcode=str(postcode),
    )


def _row(postcode: str, kind: str) -> Any:
    return select(GeocodeAnswer).where(GeocodeAnswer.query == postcode, GeocodeAnswer.provider == kind)


def _kept(database: Database, postcode: Postcode, kind: str) -> GeocodeAnswer | None:
    try:
        with database.reading() as session:
            row: GeocodeAnswer | None = session.exec(_row(postcode.code, kind)).first()
            if row is None or clock.now() - row.at > (UNKNOWN_FOR if row.lat is None else KNOWN_FOR):
                return None
            session.expunge(row)  # it is read after the session ends
            return row
    except (DatabaseGone, SQLAlchemyError):
        return None


def _keep(database: Database, answer: GeocodeAnswer) -> None:
    """Remember the answer; when that fails it is simply asked again."""
    try:
        with database.writing() as session:
            old = session.exec(_row(answer.query, answer.provider)).first()
            if old is not None:
                session.delete(old)
                session.flush()
            session.add(answer)
    except (DatabaseGone, SQLAlchemyError) as problem:
        _log.warning("geocode_answer_not_kept", problem=type(problem).__name__)


def _is_resting(url: str) -> bool:
    with _rest_lock:
        return _resting.get(url, 0.0) > monotonic()


def _rest(url: str) -> None:
    with _rest_lock:
        _resting[url] = monotonic() + REST_SECONDS
