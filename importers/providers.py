"""Tables of contracted providers, like Putten's of 2013 (requirements.md 3.1): a name, codes of what they offer, funding.

Such a table says who once had a contract, not what a resident can get today. So every offer is historical, stays out of
public sight, and the numbers of clients in the table (one or two per provider) are left where they are: they would say
something about people.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from app.social_map.draft import Cost, OfferDraft, OrganisationDraft, PlaceDraft
from app.social_map.names import fold_name, slug_of
from app.social_map.plain_text import line
from app.social_map.vocabulary import Answer, FundingForm, Level, Status
from importers import Context, FileRefused, Reading, Row
from importers.heads import fold_head
from importers.tables import Line, read_table
from importers.values import FUNDING

_HEADS = {
    "name": (
        "name",
        "naam",
        "aanbieder",
        "zorgaanbieder",
        "naam aanbieder",
        "organisatie",
        "naam organisatie",
        "instelling",
        "provider",
    ),
    "codes": (
        "offer_codes",
        "aanbod",
        "codes",
        "code",
        "functie",
        "functies",
        "product",
        "producten",
        "zorgvorm",
        "aanbodcodes",
        "soort aanbod",
    ),
    "clients": ("clients", "aantal", "aantal cliënten", "cliënten", "aantal klanten"),
    "funding": ("funding", "financiering", "leveringsvorm", "financieringsvorm", "zin/pgb"),
    "document": ("source_document", "document"),
    "section": ("source_section", "paragraaf"),
    "table": ("source_table", "tabel"),
    "lines": ("source_lines", "regels"),
    "origin": ("table_source", "bron", "bron tabel"),
    "note": ("note", "opmerking", "opmerkingen", "toelichting"),
}
_FIELDS = {fold_head(head): name for name, heads in _HEADS.items() for head in heads}
_REMAINDER = re.compile(
    r"(?:(?:nog|overige?|diverse|andere|en nog|alle)\b.*|\d+\s+)\b(?:aanbieders?|organisaties?|instellingen|partijen)\b.*|(?:sub)?totaal\b.*|som\b.*",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class _Offer:
    """What a code of the old AWBZ stands for."""

    words: str
    kind: str
    domain: str
    keywords: tuple[str, ...]


_INDIVIDUAL = _Offer(
    "begeleiding individueel", "begeleiding", "algemene-dagelijkse-vaardigheden", ("BGI", "begeleiding individueel")
)
_GROUP = _Offer(
    "begeleiding in een groep", "dagbesteding", "dagbesteding", ("BGG", "begeleiding groep", "dagbesteding")
)
_STAY = _Offer("kortdurend verblijf", "logeren", "gezinsrelaties", ("KVB", "kortdurend verblijf", "logeren"))
_CODES = {
    "bgi": _INDIVIDUAL, "begeleiding individueel": _INDIVIDUAL, "individuele begeleiding": _INDIVIDUAL,
    "bgg": _GROUP, "begeleiding groep": _GROUP, "dagbesteding": _GROUP, "groepsbegeleiding": _GROUP,
    "kvb": _STAY, "kv": _STAY, "kortdurend verblijf": _STAY, "logeren": _STAY,
}  # fmt: skip
_FUNDING_WORDS = {FundingForm.ZIN: "zorg in natura", FundingForm.PGB: "persoonsgebonden budget"}


@dataclass(frozen=True, slots=True)
class ProvidersSource:
    """The importer for tables of providers."""

    name: str = "providers"

    def read(self, path: Path, context: Context) -> Reading:
        """Open a table of providers.

        :raises FileRefused: when it cannot be read, or no column holds the names.
        """
        table = read_table(path)
        lines = list(table)
        heads_at = next((number for number, row in enumerate(lines[:10]) if "name" in _fields(row.cells)), None)
        if heads_at is None:
            raise FileRefused(
                f"In '{path.name}' staat geen kolom met namen van aanbieders. Noem die kolom 'aanbieder' of 'name'."
            )
        heads = lines[heads_at].cells
        fields = _fields(heads)
        unknown = tuple(head.strip() for head, name in zip(heads, fields, strict=True) if not name and head.strip())
        rows = [(row, _named(fields, row)) for row in lines[heads_at + 1 :]]
        return Reading(_rows(rows, fields, context), len(rows), unknown, table.notes, table.late_notes)


SOURCE = ProvidersSource()


def _fields(heads: list[str]) -> list[str]:
    """The field of every column, empty for one we do not know or had already."""
    found: list[str] = []
    for head in heads:
        name = _FIELDS.get(fold_head(head), "")
        found.append("" if name in found else name)
    return found


def _named(fields: list[str], row: Line) -> dict[str, str]:
    return {name: line(cell)[0] for name, cell in zip(fields, row.cells, strict=False) if name and cell.strip()}


def _rows(rows: list[tuple[Line, dict[str, str]]], fields: list[str], context: Context) -> Iterator[Row]:
    funding: dict[str, set[FundingForm]] = defaultdict(set)
    for _, cells in rows:
        funding[fold_name(cells.get("name", ""))] |= set(_funding(cells.get("funding", ""))[0])
    seen: dict[str, int] = {}
    for row, cells in rows:
        name = cells.get("name", "")[:200]
        if not name:
            yield Row(row.number, "", refused="naam ontbreekt. Zonder naam van de aanbieder kan een regel niet mee.")
        elif _REMAINDER.fullmatch(fold_name(name)):
            yield Row(
                row.number,
                name,
                refused="dit is geen aanbieder maar een restregel. Zet elke aanbieder met naam op een eigen regel.",
            )
        else:
            yield _row(
                row,
                cells,
                context,
                tuple(form for form in FundingForm if form in funding[fold_name(name)]),
                seen,
                has_codes="codes" in fields,
                columns=len(fields),
            )


def _row(
    row: Line,
    cells: dict[str, str],
    context: Context,
    all_funding: tuple[FundingForm, ...],
    seen: dict[str, int],
    *,
    has_codes: bool,
    columns: int,
) -> Row:
    name = cells["name"][:200]
    offers, flags = _offers(cells.get("codes", ""), told=has_codes)
    forms, funding_flags = _funding(cells.get("funding", ""))
    flags += funding_flags
    flags += [
        f"Deze regel heeft meer vakjes dan er koppen zijn: '{cell.strip()[:60]}' is niet overgenomen."
        for cell in row.cells[columns:]
        if cell.strip()
    ]
    kind = offers[0].kind if offers else "overig"
    what = " en ".join(offer.words for offer in offers) or "hulp"
    identity = "-".join(
        [slug_of(name)[:70], *(offer.keywords[0].lower() for offer in offers), *(form.value.lower() for form in forms)]
    )
    if identity in seen:
        flags.append(f"Deze aanbieder staat met hetzelfde aanbod ook op regel {seen[identity]}.")
        identity = f"{identity}-{sum(1 for each in seen if each.startswith(identity)) + 1}"
    seen[identity] = row.number
    try:
        draft = OfferDraft(
            source=context.source_name,
            source_id=identity,
            name=f"{what.capitalize()}: {name}"[:200],
            organisation=OrganisationDraft(name=name, funding=all_funding),
            kind=kind,
            level=Level.INDIVIDUAL,
            domains=tuple(dict.fromkeys(offer.domain for offer in offers if offer.domain in context.domains)),
            description=_description(cells, forms),
            place=PlaceDraft(municipality=context.municipality),
            costs=(Cost(),),
            decision=Answer.YES,
            keywords=tuple(dict.fromkeys(word for offer in offers for word in offer.keywords)),
            funding=forms,
            status=Status.REVIEW,
            historical=True,
        )
    except ValidationError as problem:
        where = ", ".join(".".join(str(part) for part in error["loc"]) for error in problem.errors()[:3])
        return Row(row.number, name, refused=f"Deze regel is niet te bewaren: kijk naar {where}.")
    return Row(row.number, name, draft, tuple(flags))


def _offers(typed: str, *, told: bool) -> tuple[list[_Offer], list[str]]:
    """What the codes stand for, each once, and which of them say nothing to us."""
    found: dict[str, _Offer] = {}
    flags = []
    for part in re.split(r"[|,;/+&\n]|\ben\b", typed):
        code = fold_name(part).strip(" .()")
        if not code:
            continue
        if code in _CODES:
            found[_CODES[code].words] = _CODES[code]
        else:
            flags.append(f"aanbod: de code '{part.strip()[:60]}' is onbekend en niet overgenomen.")
    if not found and not flags:
        flags.append(
            "aanbod: er staat niet bij wat deze aanbieder doet; het is 'overig' geworden."
            if told
            else "aanbod: dit bestand zegt niet wat deze aanbieder doet; het is 'overig' geworden."
        )
    return list(found.values()), flags


def _funding(typed: str) -> tuple[tuple[FundingForm, ...], list[str]]:
    found, flags = set(), []
    for part in re.split(r"[|,;/+&]|\ben\b", typed):
        word = fold_name(part).strip(" .()")
        if word in FUNDING:
            found.add(FUNDING[word])
        elif word:
            flags.append(f"financiering: '{part.strip()[:60]}' is onbekend. Kies ZIN of PGB.")
    return tuple(form for form in FundingForm if form in found), flags


def _description(cells: dict[str, str], forms: tuple[FundingForm, ...]) -> str:
    """Where this comes from, in words an editor can follow back to the page."""
    sentences = ["Historisch gegeven uit een lijst van aanbieders. Vraag de gemeente wat nu geldt."]
    if forms:
        sentences.append(f"Geleverd als {' en '.join(_FUNDING_WORDS[form] for form in forms)}.")
    source = ", ".join(cells[name] for name in ("table", "section", "document") if name in cells)
    if source:
        sentences.append(f"Stond in: {source}.")
    if origin := cells.get("origin"):
        sentences.append(f"{origin.rstrip('.')}.")
    return " ".join(sentences)
