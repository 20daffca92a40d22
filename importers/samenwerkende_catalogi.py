"""Products of municipalities from Samenwerkende Catalogi: the one national open feed that fills a map on its first day.

The feed holds everything a municipality does for residents. What belongs to the social domain comes in as a draft that
leads to the municipality's own page; driving licences and parking permits are left out and counted.
"""

import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit, urlunsplit

from pydantic import ValidationError

from app import clock
from app.social_map.draft import OfferDraft, OrganisationDraft, PlaceDraft
from app.social_map.names import fold_name
from app.social_map.plain_text import LONGEST_LINE, line, paragraphs
from importers import Ask, Context, Fetched, FileRefused, Reading, Row
from importers.outside import site_of, without_html
from importers.sru_files import LARGEST_TOGETHER, Answer, Record, read_answer, read_answers
from importers.upl import Product, product_of

LICENCE = "CC0 1.0"
ENDPOINT = "https://zoekdienst.overheid.nl/sru/Search"
PAGE = 50
MOST_PAGES = 200
WHOLE_AFTER = timedelta(days=30)
"""Only what changed is asked for, but at least this often everything: what was taken away is not among what changed."""
_OVERLAP = timedelta(days=2)
_FOR_RESIDENTS = "particulier"
_NAME = re.compile(r"[\w’' ().-]{2,80}")
_OFFICIAL = {"den haag": "'s-Gravenhage", "den bosch": "'s-Hertogenbosch"}
_LINK = re.compile(
    r"\bBegin link:?\s*(.{0,300}?)[,;]?\s*\beinde(?:\s+link\b|\s*(?:\.{3}|…))", re.IGNORECASE | re.DOTALL
)
_LINK_REMAINS = re.compile(r"\bBegin link:?\s*|,?\s*\beinde link\b|,?\s*\bein?d?e?(?:\.{3}|…)\s*$", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_SHORT = 200
_MONTHS = "januari februari maart april mei juni juli augustus september oktober november december".split()  # noqa: SIM905
_ONLINE = {
    "ja": "U kunt dit online aanvragen op de website van de gemeente.",
    "digid": "U kunt dit online aanvragen op de website van de gemeente. U logt daar in met DigiD.",
}
_MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class SamenwerkendeCatalogiSource:
    """The importer of answers of the search service, which can also ask for them."""

    name: str = "samenwerkende-catalogi"
    licence: str = LICENCE
    attribution: str = ""

    def read(self, path: Path, context: Context) -> Reading:
        """Open one answer, a folder of them or a zip.

        :raises FileRefused: when one cannot be taken in, or they contradict each other.
        """
        answers = read_answers(path)
        records = [record for answer in answers for record in answer.records]
        totals = {answer.total for answer in answers}
        notes = []
        if len(totals) == 1 and len(records) < max(totals):
            notes.append(
                f"Er zijn volgens de bron {max(totals)} producten; hier staan er {len(records)} in. De rest is niet opgehaald."
            )
        wanted: list[tuple[int, Record, Product]] = []
        others = 0
        left_out: Counter[str] = Counter()
        for number, record in enumerate(records, 1):
            audience = [fold_name(each) for each in record.values.get("audience", ())]
            product = product_of(record.values.get("upl", ()), record.first("title"))
            if audience and _FOR_RESIDENTS not in audience:
                others += 1
            elif product is None:
                left_out.update([line(record.first("upl") or record.first("title") or "zonder naam", 60)[0]])
            else:
                wanted.append((number, record, product))
        notes += list(_counted(others, left_out))
        rows = (_row(number, record, product, context) for number, record, product in wanted)
        return Reading(iter(rows), len(wanted), notes=tuple(notes))

    def fetch(self, address: str, cursor: Mapping[str, Any], folder: Path, ask: Ask) -> Fetched:
        """Ask the search service for the products of one municipality.

        :param address: the official name of a municipality, or a whole address of the search service.
        :param cursor: `since` and `whole`: the days of the last question and of the last one for everything.
        :raises FileRefused: when the answers contradict each other, or there is nothing.
        """
        today = clock.today()
        since, whole_on = _day(cursor.get("since")), _day(cursor.get("whole"))
        whole = since is None or whole_on is None or not timedelta(0) <= today - whole_on < WHOLE_AFTER
        base, query = _question(address)
        if not whole and since is not None:
            query = f"({query}) and modified >= {(since - _OVERLAP).isoformat()}"
        path = folder / "samenwerkende-catalogi.zip"
        total = _fetch_pages(base, query, path, ask)
        if whole and not total:
            raise FileRefused(
                f"Samenwerkende Catalogi geeft niets voor '{address[:80]}'. Gebruik de officiële naam van de gemeente, zoals 's-Gravenhage. Er is niets veranderd."
            )
        kept = {"since": today.isoformat(), "whole": today.isoformat() if whole else str(cursor["whole"])}
        told = "alles" if whole else f"wat is veranderd sinds {(since or today) - _OVERLAP:%d-%m-%Y}"
        return Fetched(path, kept, whole=whole, notes=(f"Opgehaald: {told}, {total} producten.",))


SOURCE = SamenwerkendeCatalogiSource()


# -- fetching -------------------------------------------------------------------------------------------------------


def _question(address: str) -> tuple[str, str]:
    """The service to ask, and the question in CQL."""
    said = line(address, 1000)[0]
    if "://" in said:
        parts = urlsplit(said)
        query = dict(parse_qsl(parts.query)).get("query", "")
        if parts.scheme not in {"http", "https"} or not query:
            raise FileRefused(
                "In dit adres staat geen zoekvraag (query=). Vul de naam van een gemeente in, of een heel adres van de zoekdienst."
            )
        return urlunsplit((parts.scheme, parts.netloc, parts.path, "", "")), query
    name = _OFFICIAL.get(fold_name(said), said)
    if not _NAME.fullmatch(name):
        raise FileRefused("Vul bij het adres de officiële naam van een gemeente in, bijvoorbeeld 'Voorbeeldstad'.")
    return ENDPOINT, f'authority="{name}"'


def _fetch_pages(base: str, query: str, path: Path, ask: Ask) -> int:
    """Every page of the answer into one zip. Returns how many records there are.

    :raises FileRefused: when the pages do not add up to what they say themselves.
    """
    seen: set[tuple[str, str]] = set()
    came = size = pages = 0
    total: int | None = None
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        while total is None or came < total:
            if pages == MOST_PAGES:
                raise FileRefused(f"De zoekdienst heeft meer dan {MOST_PAGES} bladzijden. Haal minder tegelijk op.")
            body = ask(_page(base, query, came + 1))
            pages += 1
            size += len(body)
            if size > LARGEST_TOGETHER:
                raise FileRefused("De zoekdienst geeft meer dan hier in één keer past. Haal minder tegelijk op.")
            answer = read_answer(body, f"bladzijde {pages}")
            total = _checked(answer, total, came, seen)
            came += len(answer.records)
            packed.writestr(f"bladzijde-{pages:04d}.xml", body)
    return total


def _checked(answer: Answer, total: int | None, came: int, seen: set[tuple[str, str]]) -> int:
    """The total, once this page fits what came before it."""
    if total is not None and answer.total != total:
        raise FileRefused(
            f"De zoekdienst zei eerst dat er {total} producten zijn en daarna {answer.total}. Er is niets veranderd; probeer het later nog eens."
        )
    keys = {record.key for record in answer.records}
    if answer.total > came and not answer.records:
        raise FileRefused(
            f"De zoekdienst zegt dat er {answer.total} producten zijn, maar gaf er {came}. Er is niets veranderd; probeer het later nog eens."
        )
    if keys and keys <= seen:
        raise FileRefused(
            "De zoekdienst geeft steeds dezelfde producten. Er is niets veranderd; probeer het later nog eens."
        )
    if came + len(answer.records) > answer.total:
        raise FileRefused(
            f"De zoekdienst zegt dat er {answer.total} producten zijn, maar gaf er {came + len(answer.records)}. Er is niets veranderd."
        )
    seen |= keys
    return answer.total


def _page(base: str, query: str, start: int) -> str:
    """The address of a page: spaces are %20, for the service does not read a plus."""
    parts = {
        "version": "1.2", "operation": "searchRetrieve", "x-connection": "sc",
        "startRecord": str(start), "maximumRecords": str(PAGE), "query": query,
    }  # fmt: skip
    return f"{base}?" + "&".join(f"{name}={quote(value, safe='')}" for name, value in parts.items())


def _day(said: object) -> date | None:
    try:
        return date.fromisoformat(said) if isinstance(said, str) else None
    except ValueError:
        return None


# -- reading --------------------------------------------------------------------------------------------------------


def _counted(others: int, left_out: Counter[str]) -> Iterator[str]:
    if others:
        yield f"Overgeslagen, want niet voor inwoners: {others}."
    if left_out:
        most = left_out.most_common()
        named = ", ".join(f"{name} ({count})" if count > 1 else name for name, count in sorted(most[:_MOST_NAMED]))
        more = len(most) - _MOST_NAMED
        yield f"Overgeslagen, want niets voor een sociale kaart: {left_out.total()} ({named}{f' en nog {more} soorten' if more > 0 else ''})."


def _row(number: int, record: Record, product: Product, context: Context) -> Row:
    name = line(without_html(record.first("title")), 200)[0]
    if not name:
        return Row(number, "", refused="naam (title) ontbreekt. Zonder naam kan een product niet mee.")
    identifier = line(record.first("identifier"), 2000)[0]
    identity = identifier if len(identifier) <= LONGEST_LINE else line(record.first("number"))[0]
    if not identity:
        return Row(
            number, name, refused="adres (identifier) ontbreekt of is te lang, en er is geen nummer (productID). Zo is het de volgende keer niet te herkennen."
        )  # fmt: skip
    flags: list[str] = []
    try:
        draft = _draft(name, identity, record, product, context=context, flags=flags)
    except ValidationError as problem:
        where = ", ".join(".".join(str(part) for part in error["loc"]) for error in problem.errors()[:3])
        return Row(number, name, refused=f"Dit product is niet te bewaren: kijk naar {where}.")
    return Row(number, name, draft, tuple(flags))


def _draft(
    name: str, identity: str, record: Record, product: Product, *, context: Context, flags: list[str]
) -> OfferDraft:
    if not product.sure:
        flags.append(
            f"soort: er staat geen uniforme productnaam bij die we kennen. Gekozen op de titel: {product.kind}."
        )
    if not product.level_sure:
        flags.append(
            "niveau: de bron zegt niet of de gemeente hierover een besluit neemt. Kijk na of het niveau klopt."
        )
    if not record.values.get("audience"):
        flags.append("doelgroep: de bron zegt niet of dit voor inwoners is. Kijk dat na.")
    authority, municipality = _authority(record, context, flags)
    website = site_of(record.first("identifier")) if len(record.first("identifier")) <= LONGEST_LINE else ""
    if not website:
        flags.append("website: het adres (identifier) is geen webadres en niet overgenomen.")
    abstract = plain_abstract(record.first("abstract"))
    return OfferDraft(
        source=context.source_name,
        source_id=identity,
        licence=line("; ".join(part for part in (context.licence or LICENCE, context.attribution) if part))[0],
        name=name,
        organisation=OrganisationDraft(name=authority or name),
        kind=product.kind if product.kind in context.kinds else "overig",
        level=product.level,
        domains=tuple(each for each in product.domains if each in context.domains),
        target_groups=product.target_groups,
        summary=_summary(abstract),
        description=paragraphs("\n\n".join(part for part in (abstract, _dated(record, flags)) if part))[0],
        place=PlaceDraft(municipality=municipality),
        area_served=(municipality,) if municipality else (),
        website=website,
        decision=product.decision,
        keywords=tuple(dict.fromkeys(line(each, 80)[0].casefold() for each in record.values.get("upl", ())[:10])),
        first_step=_ONLINE.get(fold_name(record.first("online")), ""),
    )


def _authority(record: Record, context: Context, flags: list[str]) -> tuple[str, str]:
    """Who offers it, and in which municipality."""
    said = line(without_html(record.first("authority")), 150)[0]
    if not said:
        flags.append("organisatie: de bron zegt niet van welke gemeente dit is. Vul de organisatie in.")
        return "", context.municipality
    if record.scheme in {"", "Gemeente"}:
        return said if fold_name(said).startswith("gemeente ") else f"Gemeente {said}", said
    return (said if record.scheme in said else f"{record.scheme} {said}"), context.municipality


def plain_abstract(text: str) -> str:
    """An abstract as plain words: no mark-up, and nothing left of what screen readers are told about links."""
    said = without_html(text[:20_000])
    said = _LINK_REMAINS.sub("", _LINK.sub(r"\1", said)) if "ink" in said or said.endswith(("...", "…")) else said
    said = re.sub(r"[ \t]+", " ", said)
    said = re.sub(r"\s+([,.;!?])", r"\1", said).strip(" ,;")
    return said if not said or said[-1] in ".!?…:)" else f"{said}{'…' if text.rstrip().endswith(('...', '…')) else '.'}"


def _summary(text: str) -> str:
    """The first sentences, as many as fit on a card."""
    said = ""
    for sentence in _SENTENCE.split(" ".join(text.split())):
        longer = f"{said} {sentence}".strip()
        if said and len(longer) > _SHORT:
            break
        said = longer
    return line(said)[0]


def _dated(record: Record, flags: list[str]) -> str:
    """When the municipality last changed its text. That is no confirmation that the offer is still there."""
    typed = record.first("modified")
    day = _day(typed[:10])
    if day is None:
        if typed:
            flags.append(f"modified: '{typed[:40]}' is geen datum en niet overgenomen.")
        return ""
    return f"De gemeente paste deze tekst het laatst aan op {day.day} {_MONTHS[day.month - 1]} {day.year}."
