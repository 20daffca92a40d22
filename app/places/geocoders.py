"""The two Dutch geocoding services as geopy geocoders (geopy 2.5 has neither). Facts: ecosystem.md 5.3.

Both give the longitude first. Locatieserver refuses parameters it does not know; Location API counts a collection
only when its version is named. Neither's first answer is trusted blindly: asking.py of this package chooses.
"""

from collections.abc import Iterable, Mapping
from typing import Any, cast
from urllib.parse import urlencode, urlsplit

from geopy.exc import GeocoderParseError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location

from app.places.located import in_the_netherlands
from app.places.short_call import ShortCall

TIMEOUT_SECONDS = 2.0
USER_AGENT = "leefplein"
_FIELDS = "id,type,weergavenaam,centroide_ll,postcode,woonplaatsnaam,gemeentenaam,score"
_TYPES = frozenset(
    {
        "provincie",
        "gemeente",
        "woonplaats",
        "weg",
        "postcode",
        "adres",
        "perceel",
        "hectometerpaal",
        "wijk",
        "buurt",
        "waterschapsgrens",
        "appartementsrecht",
    }
)


class _Dutch(Geocoder):  # type: ignore[misc]
    """What the two services share: a base address from the settings, a short call, the shape of an answer."""

    kind = ""
    source = ""

    def __init__(self, base_url: str, *, timeout: float = TIMEOUT_SECONDS, **options: Any) -> None:
        """Prepare for one question.

        :param base_url: the service as the settings name it; only its host is ever asked.
        :param timeout: seconds for the whole call.
        :param options: geopy's own: `proxies`, `user_agent`, `ssl_context`, `adapter_factory`.
        """
        options.setdefault("user_agent", USER_AGENT)
        options.setdefault("adapter_factory", ShortCall)
        super().__init__(scheme=urlsplit(base_url).scheme, timeout=timeout, **options)

    def _ask(
        self, url: str, parameters: list[tuple[str, str | int]], *, exactly_one: bool, timeout: object
    ) -> Location | list[Location] | None:
        def read(answer: object) -> Location | list[Location] | None:
            found = list(self._locations(answer))
            if exactly_one:
                return found[0] if found else None
            return found

        answer = self._call_geocoder(f"{url}?{urlencode(parameters)}", read, timeout=timeout)
        return cast("Location | list[Location] | None", answer)

    def _locations(self, answer: object) -> Iterable[Location]:
        raise GeocoderParseError(f"{self.kind} cannot read {type(answer).__name__}")


class PdokLocatieserver(_Dutch):
    """PDOK Locatieserver v3_1, `free`. No key; the data are CC0."""

    kind = "locatieserver"
    source = "PDOK Locatieserver (CC0)"

    def __init__(self, base_url: str = "https://api.pdok.nl", **options: Any) -> None:
        """See the class above. `base_url` may be the host, `…/v3_1` or `…/v3_1/free`."""
        super().__init__(base_url, **options)
        self.api = _endpoint(base_url, "/bzk/locatieserver/search/v3_1", "/free")

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        types: Iterable[str] = ("adres", "postcode"),
        rows: int = 5,
        timeout: object = DEFAULT_SENTINEL,
    ) -> Location | list[Location] | None:
        """Places for these words, the service's best first.

        :param types: kinds of places asked, of the twelve the service knows.
        :returns: one place or None; with `exactly_one=False` a list, empty when there is nothing.
        :raises ValueError: for an unknown type.
        :raises geopy.exc.GeopyError: the service failed, was late, or gave something else than an answer.
        """
        kinds = list(types)
        if not kinds or not _TYPES.issuperset(kinds):
            raise ValueError(f"unknown types: {sorted(set(kinds) - _TYPES)}")
        parameters: list[tuple[str, str | int]] = [
            ("q", query),
            ("rows", rows),
            ("fq", f"type:({' OR '.join(kinds)})"),
            ("fl", _FIELDS),
        ]
        return self._ask(self.api, parameters, exactly_one=exactly_one, timeout=timeout)

    def _locations(self, answer: object) -> Iterable[Location]:
        response = answer.get("response") if isinstance(answer, Mapping) else None
        docs = response.get("docs") if isinstance(response, Mapping) else None
        if not isinstance(docs, list):
            raise GeocoderParseError("no response.docs in the answer")
        for doc in docs:
            if isinstance(doc, Mapping):
                point = _well_known_point(doc.get("centroide_ll"))
                if point:
                    yield Location(str(doc.get("weergavenaam", "")), point, dict(doc))


class KadasterLocationApi(_Dutch):
    """Location API v1 of Kadaster and PDOK, `search`. No key; the data are CC BY 4.0 (name Kadaster)."""

    kind = "location-api"
    source = "Kadaster Location API (CC BY 4.0)"

    def __init__(self, base_url: str = "https://api.pdok.nl/kadaster/location-api/v1", **options: Any) -> None:
        """See the class above. `base_url` may be the host, `…/v1` or `…/v1/search`."""
        super().__init__(base_url, **options)
        self.api = _endpoint(base_url, "/kadaster/location-api/v1", "/search")

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        collections: Iterable[str] = ("adres",),
        limit: int = 5,
        timeout: object = DEFAULT_SENTINEL,
    ) -> Location | list[Location] | None:
        """Places for these words, the service's best first.

        :param collections: what is asked: `adres`, `woonplaats`, `gemeentegebied`.
        :returns: one place or None; with `exactly_one=False` a list, empty when there is nothing.
        :raises geopy.exc.GeopyError: the service failed, was late, or gave something else than an answer.
        """
        parameters: list[tuple[str, str | int]] = [("q", query), ("f", "json"), ("limit", limit)]
        parameters += [(f"{name}[version]", 1) for name in collections]
        return self._ask(self.api, parameters, exactly_one=exactly_one, timeout=timeout)

    def _locations(self, answer: object) -> Iterable[Location]:
        features = answer.get("features") if isinstance(answer, Mapping) else None
        if not isinstance(features, list):
            raise GeocoderParseError("no features in the answer")
        for feature in features:
            if not isinstance(feature, Mapping):
                continue
            geometry, properties = feature.get("geometry"), feature.get("properties")
            point = _point(geometry.get("coordinates")) if isinstance(geometry, Mapping) else None
            if point and isinstance(properties, Mapping):
                yield Location(str(properties.get("display_name", "")), point, dict(feature))


def geocoder_for(url: str) -> PdokLocatieserver | KadasterLocationApi:
    """The geocoder that speaks with the service at this address: `location-api` in it says which."""
    return KadasterLocationApi(url) if "location-api" in url else PdokLocatieserver(url)


def _endpoint(base_url: str, path: str, verb: str) -> str:
    base = base_url.rstrip("/").removesuffix(verb)
    return base + (verb if urlsplit(base).path else path + verb)


def _well_known_point(text: object) -> tuple[float, float] | None:
    """`POINT(lon lat)` as latitude and longitude."""
    if not isinstance(text, str) or not text.startswith("POINT(") or not text.endswith(")"):
        return None
    return _point(text[len("POINT(") : -1].split())


def _point(lon_lat: object) -> tuple[float, float] | None:
    """Longitude first, as both services give it, to latitude first, as geopy wants it; None outside the country."""
    try:
        lon, lat = (float(part) for part in cast("list[Any]", lon_lat))
    except (TypeError, ValueError, OverflowError):
        return None
    return (lat, lon) if in_the_netherlands(lat, lon) else None
