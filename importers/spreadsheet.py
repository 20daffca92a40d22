"""The spreadsheet of offers (contract.md section 4): CSV or XLSX with Dutch heads, one offer on a row.

Only a row without a name, kind or level, or with an unknown level, is refused; the rest of the file goes on.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from app.social_map.draft import OfferDraft, OfferWords, OrganisationDraft, PlaceDraft
from app.social_map.names import fold_name
from app.social_map.places_free import MOST_PLACES
from app.social_map.plain_text import LONGEST_TEXT, paragraphs
from app.social_map.times import has_no_fixed_time, read_times
from app.social_map.vocabulary import LEVEL_IN_SPREADSHEET, Answer, Level, Status, Vog
from importers import Context, HeadsUnknown, PlacesSaid, Reading, Row
from importers.headings import is_heading
from importers.heads import (
    CONTRACT,
    IN_ANOTHER_LANGUAGE,
    LANGUAGES,
    LEFT_OUT,
    NEEDED,
    field_of,
    fold_head,
    head_row,
    is_zutphen,
)
from importers.mixed_cells import take_apart
from importers.prices import prices
from importers.tables import Line, Table, read_table
from importers.values import FREQUENCY, RESPITE, STATUS, VOGS, Cells

_LONGEST_NAME = 200
_BURDENS = {
    "lichte_belasting": "lichte belasting",
    "matige_belasting": "matige belasting",
    "zware_belasting": "zware belasting",
}
_DECIDED = re.compile(r"indicatie|beschikking|toewijzing|wlz|wmo-|maatwerk", re.IGNORECASE)


@dataclass(slots=True)
class _Sheet:
    """What holds for every row of one file."""

    context: Context
    fields: list[str | None]
    zutphen: bool
    kinds_by_label: dict[str, str]
    domains_by_label: dict[str, str]
    heads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SpreadsheetSource:
    """The importer of contract.md section 4."""

    name: str = "spreadsheet"

    def read(self, path: Path, context: Context) -> Reading:
        """Open a spreadsheet.

        :raises FileRefused: when it cannot be read, or none of its heads is known.
        """
        table = read_table(path)
        first = [line for line, _ in zip(table, range(10), strict=False)]
        place = head_row([line.cells for line in first], context.heads)
        fields = [field_of(head, context.heads) for head in first[place].cells] if place is not None else []
        if place is None or not set(fields) & set(NEEDED):
            raise HeadsUnknown(
                f"In '{path.name}' staan geen kolomkoppen die we kennen. Nodig zijn: {', '.join(NEEDED)}. Andere koppen die mogen: "
                + ", ".join(head for head in CONTRACT if head not in NEEDED)
                + ".",
                tuple(
                    dict.fromkeys(head.strip() for head in (first[place or 0].cells if first else []) if head.strip())
                ),
            )
        heads = first[place].cells
        unknown = [head.strip() for head, name in zip(heads, fields, strict=True) if name is None and head.strip()]
        for number, name in enumerate(fields):
            if name == LEFT_OUT:
                fields[number] = None
            elif name and name in fields[:number]:
                unknown.append(f"{heads[number].strip()} (staat er twee keer)")
                fields[number] = None
        sheet = _Sheet(
            context,
            fields,
            is_zutphen(fields, heads),
            {fold_name(label): slug for slug, label in context.kind_labels.items()},
            {fold_name(label): slug for slug, label in context.domains.items()},
            tuple(heads),
        )
        notes = (*table.notes, *_taught(heads, context), *_without_head(table, first[place], fields))
        return Reading(
            _rows(table, first[place].number, sheet),
            table.rows - place - 1,
            tuple(unknown),
            notes,
            table.late_notes,
            lambda cells: _read_again(cells, sheet),
        )


SOURCE = SpreadsheetSource()


def _rows(table: Table, heads_at: int, sheet: _Sheet) -> Iterator[Row]:
    for line in table:
        if line.number > heads_at:
            yield _row(line, sheet)


def _taught(heads: list[str], context: Context) -> Iterator[str]:
    """Which columns are read as somebody once said they are."""
    known = [(head.strip(), context.heads[fold_head(head)]) for head in heads if fold_head(head) in context.heads]
    if known:
        told = ", ".join(f"'{head}' {'blijft weg' if name == LEFT_OUT else f'is {name}'}" for head, name in known)
        yield f"Zo onthouden van de bron '{context.source_name}': {told}."


def _without_head(table: Table, top: Line, fields: list[str | None]) -> Iterator[str]:
    """Columns that hold something under an empty head: left out, and said."""
    empty = [number for number in range(len(fields)) if not top.cells[number].strip()]
    if not empty:
        return
    filled = dict.fromkeys(empty, 0)
    for line in table:
        if line.number > top.number:
            for number in empty:
                filled[number] += number < len(line.cells) and bool(line.cells[number].strip())
    for number, count in filled.items():
        if count:
            yield f"Kolom {number + 1} heeft geen kop. Wat daar staat ({count} vakjes) is niet overgenomen."


def _read_again(cells: Mapping[str, str], sheet: _Sheet) -> Row:
    """A row from cells by field, with only the columns that this file has."""
    return _row(Line(0, [cells.get(name, "") if name else "" for name in sheet.fields]), sheet)


def _row(line: Line, sheet: _Sheet) -> Row:
    values = {
        name: text for name, cell in zip(sheet.fields, line.cells, strict=False) if name and (text := cell.strip())
    }
    if is_heading(line.cells, list(sheet.heads), values.get("niveau", "")):
        return Row(line.number, "", heading=True)
    cells = Cells(values)
    take_apart(cells)
    for extra in line.cells[len(sheet.fields) :]:
        if extra.strip():
            cells.flags.append(
                f"Deze regel heeft meer vakjes dan er koppen zijn: '{extra.strip()[:60]}' is niet overgenomen."
            )
    name = cells.line("naam", _LONGEST_NAME)
    level, reason = _level(cells, sheet)
    kind = _kind(cells, sheet)
    missing = [head for head, value in (("naam", name), ("soort", kind), ("niveau", level or reason)) if not value]
    if missing:
        whose = "" if name else cells.line("organisatie", 80) or cells.line("id", 80)
        return Row(
            line.number,
            name,
            refused=f"{' en '.join(missing)} ontbreekt{f' ({whose})' if whose else ''}. Zonder {', '.join(NEEDED)} kan een regel niet mee.",
        )
    if level is None:
        return Row(line.number, name, refused=reason)
    try:
        draft = _draft(cells, sheet, name, kind, level)
        places = _places(cells, sheet.context)
    except ValidationError as problem:
        where = ", ".join(".".join(str(part) for part in error["loc"]) for error in problem.errors()[:3])
        return Row(line.number, name, refused=f"Deze regel is niet te bewaren: kijk naar {where}.")
    return Row(line.number, name, draft, tuple(dict.fromkeys(cells.flags)), places=places)


def _level(cells: Cells, sheet: _Sheet) -> tuple[Level | None, str]:
    """The level, or why there is none. Zutphen's workbook has no level: there the conditions tell, and an editor looks."""
    typed = cells.line("niveau")
    if not typed and sheet.zutphen:
        decided = any(_DECIDED.search(cells.values.get(name, "")) for name in ("voorwaarden", "voorwaarden_vervolg"))
        level = Level.INDIVIDUAL if decided else Level.GENERAL
        cells.flags.append(
            f"niveau: staat niet in dit bestand. Voorlopig '{'individueel' if decided else 'algemeen'}'; kijk na of dat klopt."
        )
        return level, ""
    if not typed:
        return None, ""
    level_read = LEVEL_IN_SPREADSHEET.get(re.sub(r"[\s_-]+", "_", fold_name(typed)))
    reason = (
        ""
        if level_read
        else f"niveau '{typed[:60]}' is onbekend. Kies eigen_kracht, algemeen, collectief of individueel."
    )
    return level_read, reason


def _kind(cells: Cells, sheet: _Sheet) -> str:
    typed = cells.line("soort")
    folded = fold_name(typed)
    slug = re.sub(r"[\s_-]+", "-", folded)
    if not typed or slug in sheet.context.kinds:
        return slug if typed else ""
    if folded in sheet.kinds_by_label:
        return sheet.kinds_by_label[folded]
    cells.flags.append(
        f"soort: '{typed[:60]}' is onbekend; het is 'overig' geworden en het woord is bewaard als trefwoord."
    )
    cells.values["trefwoorden"] = "|".join(
        part for part in (cells.values.get("trefwoorden", ""), typed.replace("|", " ")) if part
    )
    return "overig"


def _draft(cells: Cells, sheet: _Sheet, name: str, kind: str, level: Level) -> OfferDraft:
    context = sheet.context
    costs = prices(cells)
    times = cells.line("tijden")
    if times and not read_times(times).understood and not has_no_fixed_time(times):
        cells.flags.append(
            f"tijden: '{times[:80]}' is niet te lezen en bewaard als tekst. Schrijf bijvoorbeeld 'di+do 18:30-22:30' of 'op afspraak'."
        )
    calling = cells.line("beltijden")
    if calling and not read_times(calling).understood:
        cells.flags.append(
            f"beltijden: '{calling[:80]}' is niet te lezen en bewaard als tekst. Bezoekers zien dan niet of zij nu kunnen bellen. Schrijf bijvoorbeeld 'ma-vr 9:00-12:00'."
        )
    lat, lon = cells.degrees()
    place = PlaceDraft(
        name=cells.line("plek_naam"),
        street=cells.line("straat"),
        postcode=cells.postcode(),
        town=cells.line("plaats"),
        kern=cells.line("kern"),
        municipality=cells.line("gemeente") or context.municipality,
        lat=lat,
        lon=lon,
        confidential=_confidential(cells),
        directions=cells.line("locatie"),
    )
    example = cells.answer("voorbeeld") is Answer.YES
    draft = {
        "source": context.source_name,
        "source_id": cells.line("id"),
        "licence": _licence(cells),
        "name": name,
        "organisation": OrganisationDraft(
            name=cells.line("organisatie", _LONGEST_NAME) or context.organisation or name, example=example
        ),
        "kind": kind,
        "level": level,
        "domains": _domains(cells, sheet),
        "target_groups": cells.words("doelgroep"),
        "interests": cells.words("interesse"),
        "summary": cells.line("samenvatting"),
        "description": cells.text("beschrijving"),
        "easy": cells.text("makkelijk"),
        "place": place,
        "area_served": cells.words("werkgebied"),
        "phone": cells.phone(),
        "phone_hours": calling,
        "email": cells.email(),
        "website": cells.website(),
        "without_voice": cells.line("bereik_zonder_stem"),
        "times": times,
        "costs": costs,
        "decision": cells.answer("beslissing_gemeente"),
        "vog": cells.choice("vog", VOGS, Vog.UNANSWERED, "Kies ja, nee of nvt."),
        "respite": RESPITE.get(_listed(cells, "respijt", RESPITE, "Kies licht, dag of nacht.")),
        "training": cells.words("training"),
        "book_ahead": cells.line("aanmelden_vooraf"),
        "frequency": FREQUENCY.get(
            _listed(cells, "frequentie", FREQUENCY, "Kies eenmalig, af en toe, wekelijks of alleen in nood.")
        ),
        "limits": cells.line("grenzen"),
        "accessibility": cells.accessibility(),
        "languages": cells.words("talen", r"[|\n;,]"),
        "keywords": (*cells.words("trefwoorden"), *_burdens(cells)),
        "age": cells.line("leeftijd"),
        "referral_needed": cells.line("verwijzing_nodig"),
        "waiting_time": cells.line("wachttijd"),
        "first_step": cells.text("eerste_stap"),
        "expectation": cells.text("verwachting"),
        "who_pays": cells.line("wie_betaalt"),
        "funding": cells.funding(),
        "works_with": cells.words("werkt_samen_met"),
        "transport": cells.line("vervoer"),
        "meldcode": cells.answer("meldcode"),
        "quality": cells.line("kwaliteit"),
        "photo": cells.line("foto", 36),
        "photo_alt": cells.line("foto_alt"),
        "translations": _translations(cells),
        "historical": cells.answer("historisch") is Answer.YES,
        "successor": cells.line("opvolger"),
        "status": cells.choice("status", STATUS, Status.REVIEW, "Kies concept, gepubliceerd of ingetrokken."),
        "last_confirmed": _confirmed(cells, context),
        "example": example,
    }
    if remark := cells.text("opmerking"):
        cells.flags.append(f"opmerking in het bestand: {remark[:500]}")
    draft["conditions"] = _conditions(cells)
    return OfferDraft.model_validate(draft)


def _listed(cells: Cells, name: str, choices: Mapping[str, object], mend: str) -> str:
    """The folded value when it is on the list, else an empty string (and kept as text)."""
    typed = cells.line(name)
    folded = fold_name(typed)
    if typed and folded not in choices:
        cells.unread(name, typed, mend)
    return folded


def _confidential(cells: Cells) -> bool:
    """A doubtful answer keeps the address secret: the other way round cannot be undone."""
    typed = cells.line("adres_geheim")
    return bool(typed) and cells.answer("adres_geheim") is not Answer.NO


def _confirmed(cells: Cells, context: Context) -> object:
    day = cells.day("gecontroleerd_op")
    if day and day > context.today:
        cells.flags.append(f"gecontroleerd_op: {day.isoformat()} ligt in de toekomst en is niet overgenomen.")
        return None
    return day


def _places(cells: Cells, context: Context) -> PlacesSaid | None:
    """How many places are free, when the list says so; what cannot be is left out and flagged."""
    available, maximum = cells.count("plekken_vrij", MOST_PLACES), cells.count("plekken_totaal", MOST_PLACES)
    on = cells.day("plekken_op")
    if available is not None and maximum is not None and available > maximum:
        cells.flags.append(
            f"plekken_vrij: {available} is meer dan plekken_totaal ({maximum}); de plekken zijn niet overgenomen."
        )
        return None
    if on and on > context.today:
        cells.flags.append(f"plekken_op: {on.isoformat()} ligt in de toekomst; de plekken zijn niet overgenomen.")
        return None
    if on is None and cells.values.get("plekken_op"):
        return None  # a day that cannot be read: nobody knows how old these numbers are
    return None if available is None and maximum is None else PlacesSaid(available, maximum, on)


def _domains(cells: Cells, sheet: _Sheet) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for word in cells.words("leefgebieden", r"[|\n;,]"):
        folded = fold_name(word)
        slug = re.sub(r"[\s_-]+", "-", folded)
        if slug not in sheet.context.domains:
            slug = sheet.domains_by_label.get(folded, "")
        if slug:
            found[slug] = None
        else:
            cells.flags.append(f"leefgebieden: '{word[:60]}' is geen leefgebied dat we kennen en niet overgenomen.")
    return tuple(found)


def _licence(cells: Cells) -> str:
    licence, source = cells.line("licentie"), cells.line("bron")
    return "; ".join(part for part in (f"bron: {source}" if source else "", licence) if part)[:300]


def _translations(cells: Cells) -> tuple[OfferWords, ...]:
    """What a row says in other languages than Dutch."""
    found = []
    for language in LANGUAGES:
        read = {
            name: (cells.line if name in {"name", "summary"} else cells.text)(f"{head}_{language}")
            for head, name in IN_ANOTHER_LANGUAGE.items()
        }
        if any(read.values()):
            found.append(OfferWords.model_validate({"lang": language} | read))
    return tuple(found)


def _burdens(cells: Cells) -> tuple[str, ...]:
    """Zutphen marks for how heavy a carer's load an offer is meant; the words are kept to be searched."""
    marked = tuple(
        said for name, said in _BURDENS.items() if fold_name(cells.line(name)) in {"ja", "x", "1", "j", "waar"}
    )
    return marked + cells.words("onderdeel_mantelzorgtest")


def _conditions(cells: Cells) -> str:
    parts = [cells.text("voorwaarden"), cells.text("voorwaarden_vervolg"), *cells.kept]
    return paragraphs("\n".join(part for part in parts if part), LONGEST_TEXT)[0]
