"""Places of OpenStreetMap as Overpass returns them: where people meet, eat, borrow, stay and are helped.

The data is licensed under ODbL 1.0, which is share-alike: these offers stay a layer of their own, each with its licence and
attribution, and nothing of them is mixed into an offer of another source. What looks like one is only pointed out.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from pydantic import ValidationError

from app.social_map.draft import Accessibility, Cost, OfferDraft, OrganisationDraft, PlaceDraft
from app.social_map.plain_text import LONGEST_LINE, line, paragraphs
from app.social_map.vocabulary import LEVEL_IN_SPREADSHEET, Answer, CostKind
from importers import Ask, Context, Fetched, FileRefused, Reading, Row
from importers.osm_hours import read_hours
from importers.osm_kinds import AMENITIES, LEVEL_GUESSED, Sort, sort_of
from importers.outside import email_of, phone_of, site_of, without_html

LICENCE = "ODbL 1.0"
ATTRIBUTION = "© OpenStreetMap-bijdragers"
ENDPOINT = "https://overpass-api.de/api/interpreter"
LARGEST = 20 * 1024 * 1024
MOST_ELEMENTS = 20_000
_MEGABYTE = 1024 * 1024
_OF_FETCH = "leefplein:municipality"
_POSTCODE = re.compile(r"([1-9]\d{3})\s?([A-Za-z]{2})", re.ASCII)
_NAME = re.compile(r"[\w’' ().-]{2,80}")
_ANSWERS = {"yes": Answer.YES, "designated": Answer.YES, "no": Answer.NO}
_TYPES = frozenset({"node", "way", "relation"})
_LEVELS = {level: word for word, level in LEVEL_IN_SPREADSHEET.items()}


@dataclass(frozen=True, slots=True)
class OpenStreetMapSource:
    """The importer of an answer of Overpass, which can also ask for it."""

    name: str = "openstreetmap"
    licence: str = LICENCE
    attribution: str = ATTRIBUTION

    def read(self, path: Path, context: Context) -> Reading:
        """Open an answer of Overpass in JSON.

        :raises FileRefused: when it is none, is too large, or was broken off by Overpass.
        """
        answer = _answer(path)
        elements = answer["elements"]
        told = answer.get(_OF_FETCH)
        municipality = context.municipality or (line(told, 120)[0] if isinstance(told, str) else "")
        left_out: Counter[str] = Counter()
        wanted = [
            (number, element, _tags(element))
            for number, element in enumerate(elements, 1)
            if not _left_out(element, left_out)
        ]
        notes = [f"Bron: OpenStreetMap, {LICENCE}. Noem '{ATTRIBUTION}' overal waar u dit laat zien."]
        notes += [f"{count} keer overgeslagen: {reason}." for reason, count in sorted(left_out.items())]
        rows = (_row(number, element, tags, context, municipality) for number, element, tags in wanted)
        return Reading(iter(rows), len(wanted), notes=tuple(notes))

    def fetch(self, address: str, cursor: Mapping[str, Any], folder: Path, ask: Ask) -> Fetched:
        """Ask Overpass what there is in a municipality now.

        :param address: name of a municipality; or the address of another Overpass with the name behind `#`; or a whole
            question to Overpass (with `?data=`).
        :raises FileRefused: when the address is neither, or the answer is not whole.
        """
        del cursor
        url, municipality = question(address)
        path = folder / "openstreetmap.json"
        path.write_bytes(ask(url))
        answer = _answer(path)
        if not answer["elements"]:
            raise FileRefused(
                f"OpenStreetMap geeft niets voor '{municipality or address[:80]}'. Klopt de naam van de gemeente? Er is niets veranderd."
            )
        if municipality:
            answer[_OF_FETCH] = municipality
            path.write_text(json.dumps(answer, ensure_ascii=False), encoding="utf-8")
        return Fetched(path, {}, whole=True)


SOURCE = OpenStreetMapSource()


def question(address: str) -> tuple[str, str]:
    """The address to ask, and the municipality it is about (empty when the question was given whole).

    :raises FileRefused: when no municipality can be read in it.
    """
    endpoint, municipality = ENDPOINT, line(address, 1000)[0]
    if "://" in municipality:
        parts = urlsplit(municipality)
        if "data=" in parts.query:
            return municipality, ""
        endpoint, _, municipality = municipality.partition("#")
        municipality = municipality.replace("%20", " ").strip()
    if not _NAME.fullmatch(municipality):
        raise FileRefused(
            "Vul bij het adres de naam van een gemeente in, bijvoorbeeld 'Voorbeeldstad'. Een andere Overpass kan ook: het adres, een # en de naam."
        )
    areas = "".join(
        f'rel(area.nl)["boundary"="administrative"]["admin_level"="8"]["{key}"="{municipality}"];'
        for key in ("name", "official_name")
    )
    ql = (
        f'[out:json][timeout:120];area["ISO3166-1"="NL"]["boundary"="administrative"]->.nl;({areas});map_to_area->.a;'
        f'(nwr["amenity"~"^({"|".join(AMENITIES)})$"](area.a);nwr["social_facility"](area.a);nwr["club"](area.a););out center;'
    )
    return f"{endpoint}?data={quote(ql, safe='')}", municipality


def _answer(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > LARGEST:
            raise FileRefused(f"Dit bestand is groter dan {LARGEST // _MEGABYTE} MB. Vraag een kleiner gebied op.")
        answer = json.loads(path.read_bytes())
    except OSError as problem:
        raise FileRefused(f"Dit bestand is niet te openen ({problem.strerror or 'onbekend'}).") from problem
    except (ValueError, RecursionError) as problem:
        raise FileRefused(
            "Dit is geen antwoord van Overpass in JSON. Vraag het op met [out:json] en bewaar het als bestand."
        ) from problem
    if not isinstance(answer, dict) or not isinstance(answer.get("elements"), list):
        raise FileRefused("In dit bestand staat geen lijst 'elements', zoals Overpass die geeft.")
    remark = answer.get("remark")
    if isinstance(remark, str) and "error" in remark:
        raise FileRefused(
            f"Overpass is niet klaar gekomen en gaf maar een deel: {line(remark, 200)[0]}. Probeer het later nog eens."
        )
    if len(answer["elements"]) > MOST_ELEMENTS:
        raise FileRefused(f"Dit zijn meer dan {MOST_ELEMENTS} plekken. Vraag een kleiner gebied op.")
    return answer


def _tags(element: Any) -> dict[str, str]:
    tags = element.get("tags") if isinstance(element, dict) else None
    if not isinstance(tags, dict):
        return {}
    return {str(key): value.strip() for key, value in tags.items() if isinstance(value, str) and value.strip()}


def _left_out(element: Any, counts: Counter[str]) -> bool:
    """Whether this is nothing for a social map; why is counted."""
    tags = _tags(element)
    if isinstance(element, dict) and not tags:
        reason = "punt zonder gegevens, hoort bij iets anders"
    else:
        sort = sort_of(tags) if tags else None
        reason = sort if isinstance(sort, str) else ""
    counts.update([reason] if reason else [])
    return bool(reason)


def _row(number: int, element: Any, tags: dict[str, str], context: Context, municipality: str) -> Row:
    if not isinstance(element, dict):
        return Row(number, "", refused="dit is geen plek zoals Overpass die geeft.")
    name = line(without_html(tags.get("name:nl") or tags.get("name") or tags.get("official_name", "")), 200)[0]
    kind, identity = element.get("type"), element.get("id")
    if kind not in _TYPES or isinstance(identity, bool) or not isinstance(identity, int):
        return Row(number, name, refused="soort en nummer (type en id) van OpenStreetMap ontbreken.")
    if not name:
        return Row(
            number, "", refused=f"naam ontbreekt ({kind}/{identity}). Geef deze plek een naam in OpenStreetMap; dan komt hij de volgende keer mee."
        )  # fmt: skip
    sort = sort_of(tags)
    if isinstance(sort, str):
        return Row(number, name, refused=sort)
    flags: list[str] = []
    try:
        draft = _draft(
            f"{kind}/{identity}",
            name,
            sort,
            element,
            tags=tags,
            context=context,
            municipality=municipality,
            flags=flags,
        )
    except ValidationError as problem:
        where = ", ".join(".".join(str(part) for part in error["loc"]) for error in problem.errors()[:3])
        return Row(number, name, refused=f"Deze plek is niet te bewaren: kijk naar {where}.")
    return Row(number, name, draft, tuple(dict.fromkeys(flags)))


def _draft(
    identity: str,
    name: str,
    sort: Sort,
    element: dict[str, Any],
    *,
    tags: dict[str, str],
    context: Context,
    municipality: str,
    flags: list[str],
) -> OfferDraft:
    if not sort.sure:
        flags.append(LEVEL_GUESSED.format(level=_LEVELS[sort.level]))
    kept: list[str] = []
    lat, lon = _point(element, flags)
    town = _value(tags, "addr:city")
    operator = _value(tags, "operator", longest=200)
    return OfferDraft(
        source=context.source_name,
        source_id=identity,
        licence=licence_of(context),
        name=name,
        organisation=OrganisationDraft(
            name=operator or name, website=site_of(tags.get("operator:website", "")) if operator else ""
        ),
        kind=sort.kind if sort.kind in context.kinds else "overig",
        level=sort.level,
        domains=tuple(each for each in sort.domains if each in context.domains),
        target_groups=sort.target_groups,
        keywords=sort.keywords,
        summary=sort.summary,
        description=paragraphs(without_html(tags.get("description:nl") or tags.get("description", "")))[0],
        place=PlaceDraft(
            street=_street(tags),
            postcode=_postcode(tags, flags),
            town=town,
            kern=town,
            municipality=municipality,
            lat=lat,
            lon=lon,
        ),
        phone=_phone(tags, flags, kept),
        email=_email(tags, flags, kept),
        website=_website(tags, flags, kept),
        times=_times(tags, flags, kept),
        costs=_costs(tags),
        accessibility=_accessibility(tags, kept),
        conditions=paragraphs("\n".join(kept))[0],
        last_confirmed=_checked(tags, context.today, flags),
    )


def licence_of(context: Context) -> str:
    """What stands with every offer: the licence, and who must be named."""
    return line("; ".join((context.licence or LICENCE, context.attribution or ATTRIBUTION)))[0]


def _value(tags: Mapping[str, str], name: str, longest: int = LONGEST_LINE) -> str:
    return line(without_html(tags.get(name, "")), longest)[0]


def _street(tags: Mapping[str, str]) -> str:
    street = _value(tags, "addr:street", 200) or _value(tags, "addr:place", 200)
    return " ".join(part for part in (street, _value(tags, "addr:housenumber", 40) if street else "") if part)


def _postcode(tags: Mapping[str, str], flags: list[str]) -> str:
    typed = _value(tags, "addr:postcode", 40)
    found = _POSTCODE.fullmatch(typed)
    if typed and not found:
        flags.append(f"postcode: '{typed}' is geen Nederlandse postcode en bewaard als tekst.")
    return f"{found[1]} {found[2].upper()}" if found else typed


def _point(element: Mapping[str, Any], flags: list[str]) -> tuple[float | None, float | None]:
    """Where it is: of a node itself, of a way or relation its centre."""
    middle = element.get("center")
    where = middle if isinstance(middle, dict) else element
    lat, lon = where.get("lat"), where.get("lon")
    bounds = element.get("bounds")
    if lat is None and isinstance(bounds, dict):
        try:
            lat = (bounds["minlat"] + bounds["maxlat"]) / 2
            lon = (bounds["minlon"] + bounds["maxlon"]) / 2
        except (KeyError, TypeError):
            lat = lon = None
    if _number(lat, 90) and _number(lon, 180):
        return float(lat), float(lon)  # type: ignore[arg-type]
    flags.append("plek: er staat niet bij waar het is. Vraag het op met 'out center', of vul de plek in.")
    return None, None


def _number(value: Any, most: int) -> bool:
    return (
        isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) and abs(value) <= most
    )


def _first_of(tags: Mapping[str, str], *names: str) -> list[str]:
    """The values of the first of these tags that is there; more of them stand with `;` between."""
    return next(
        ([part.strip() for part in tags[name].split(";") if part.strip()] for name in names if name in tags), []
    )


def _phone(tags: Mapping[str, str], flags: list[str], kept: list[str]) -> str:
    numbers = [phone_of(each) for each in _first_of(tags, "phone", "contact:phone")]
    for said, good in numbers:
        if not good:
            flags.append(f"telefoon: '{said[:40]}' is geen telefoonnummer en bewaard als tekst.")
            kept.append(f"Telefoon: {said}")
    good_ones = [said for said, good in numbers if good]
    kept += [f"Ook te bellen op {said}." for said in good_ones[1:4]]
    return good_ones[0] if good_ones else ""


def _email(tags: Mapping[str, str], flags: list[str], kept: list[str]) -> str:
    typed = _first_of(tags, "email", "contact:email")
    good = [each for each in map(email_of, typed) if each]
    if typed and not good:
        flags.append(f"email: '{typed[0][:60]}' is geen e-mailadres en bewaard als tekst.")
        kept.append(f"E-mail: {line(typed[0], 200)[0]}")
    return good[0] if good else ""


def _website(tags: Mapping[str, str], flags: list[str], kept: list[str]) -> str:
    typed = next((tags[name] for name in ("website", "contact:website", "url") if name in tags), "")
    first = typed.split(";")[0].strip()
    site = site_of(first)
    if typed and not site:
        flags.append(f"website: '{first[:60]}' is geen webadres en bewaard als tekst.")
        kept.append(f"Website: {line(without_html(first), 200)[0]}")
    return site


def _times(tags: Mapping[str, str], flags: list[str], kept: list[str]) -> str:
    typed = tags.get("opening_hours", "")
    if not typed:
        return ""
    read = read_hours(typed)
    if not read.understood:
        flags.append(
            f"tijden: '{line(typed, 80)[0]}' is niet over te nemen als vaste tijden en bewaard als tekst. Kijk na wanneer het open is."
        )
    elif read.plain:
        flags.append(
            f"tijden: '{line(typed, 80)[0]}' staat niet in de vorm van OpenStreetMap. Zo gelezen: {read.times}."
        )
    elif read.days_only:
        flags.append(f"tijden: OpenStreetMap noemt alleen dagen ('{line(typed, 80)[0]}'), geen uren. Vul de uren aan.")
    if read.aside:
        kept.append(f"Open volgens OpenStreetMap: {read.aside}")
    return read.times


def _costs(tags: Mapping[str, str]) -> tuple[Cost, ...]:
    if charge := _value(tags, "charge"):
        return (Cost(kind=CostKind.TEXT, as_typed=charge, source="OpenStreetMap"),)
    if tags.get("fee") == "no":
        return (Cost(kind=CostKind.FREE, as_typed="gratis", source="OpenStreetMap"),)
    return ()


def _accessibility(tags: Mapping[str, str], kept: list[str]) -> Accessibility:
    if tags.get("wheelchair") == "limited":
        kept.append("Met een rolstoel kunt u hier voor een deel terecht. Bel vooraf als u twijfelt.")
    if told := _value(tags, "wheelchair:description:nl") or _value(tags, "wheelchair:description"):
        kept.append(f"Over de rolstoel: {told}")
    return Accessibility(
        wheelchair=_ANSWERS.get(tags.get("wheelchair", ""), Answer.UNKNOWN),
        toilet=_ANSWERS.get(tags.get("toilets:wheelchair", ""), Answer.UNKNOWN),
        hearing_loop=_ANSWERS.get(tags.get("hearing_loop") or tags.get("audio_loop", ""), Answer.UNKNOWN),
    )


def _checked(tags: Mapping[str, str], today: date, flags: list[str]) -> date | None:
    """The day somebody looked on the spot: only where a mapper wrote that down."""
    found = []
    for name, value in tags.items():
        if name == "check_date" or name.startswith("check_date:"):
            try:
                found.append(date.fromisoformat(value))
            except ValueError:
                flags.append(f"{name}: '{value[:40]}' is geen datum en niet overgenomen.")
    late = [each for each in found if each > today]
    if late:
        flags.append(f"check_date: {max(late).isoformat()} ligt in de toekomst en is niet overgenomen.")
    return max((each for each in found if each <= today), default=None)
