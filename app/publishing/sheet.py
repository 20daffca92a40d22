"""Offers as a table: what an organisation takes along, changes in a spreadsheet and hands in again (I-55).

The heads are those of contract.md section 4 and every cell is written as the importer reads it, so that a table nobody
changed says nothing new. No cell starts a formula in a spreadsheet program (promise 26): what begins with = + - @ gets an
apostrophe in front, as people do by hand, and the importer takes it off again. docs/spreadsheet.md says what cannot go along.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from sqlmodel import Session, col, select

from app import clock
from app.social_map.draft import Accessibility, Cost, OfferDraft
from app.social_map.models import Offer, OfferRevision
from app.social_map.places_free import Places, places_of
from app.social_map.plain_text import paragraphs
from app.social_map.vocabulary import (
    LEVEL_IN_SPREADSHEET,
    Answer,
    CostKind,
    Frequency,
    RespiteWeight,
    Status,
    Vog,
)

NEUTRAL: Final = "'"
STARTS_A_FORMULA: Final = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
"""With the apostrophes that may stand before it, so that taking one off gives back what there was."""
_LEVELS = {level: word for word, level in LEVEL_IN_SPREADSHEET.items()}
_ANSWERS = {Answer.YES: "ja", Answer.NO: "nee", Answer.UNKNOWN: ""}
_VOGS = {Vog.YES: "ja", Vog.NO: "nee", Vog.NOT_APPLICABLE: "nvt", Vog.UNANSWERED: ""}
_RESPITE = {RespiteWeight.LIGHT: "licht", RespiteWeight.DAY: "dag", RespiteWeight.NIGHT: "nacht", None: ""}
_FREQUENCY = {
    Frequency.ONCE: "eenmalig",
    Frequency.SOMETIMES: "af en toe",
    Frequency.WEEKLY: "wekelijks",
    Frequency.EMERGENCY: "alleen in nood",
    None: "",
}
_STATUS = {Status.DRAFT: "concept", Status.WITHDRAWN: "ingetrokken"}
_ACCESS = {
    "rolstoel": "wheelchair",
    "invalidentoilet": "toilet",
    "ringleiding": "hearing_loop",
    "parkeren": "parking",
    "prikkelarm": "low_stimulus",
}
_IN_ANOTHER_LANGUAGE: Final = {
    "naam": "name",
    "samenvatting": "summary",
    "beschrijving": "description",
    "voorwaarden": "conditions",
    "eerste_stap": "first_step",
    "verwachting": "expectation",
}
LANGUAGES: Final = ("en", "tr", "ar", "pl", "uk")


@dataclass(frozen=True, slots=True)
class Listed:
    """One offer of a table: as it was last handed in (`draft`), where it stands, and what is known of places free.

    `checked_on`: the day somebody last said it is right, which may be later than what the draft says.
    """

    draft: OfferDraft
    status: Status
    checked_on: date | None = None
    places: Places | None = None


def listed(session: Session, organisation_id: int) -> list[Listed]:
    """Every offer of an organisation, whatever its status, in the order of their names."""
    offers = session.exec(
        select(Offer).where(Offer.organisation_id == organisation_id).order_by(col(Offer.name), col(Offer.id))
    ).all()
    numbers = [offer.id for offer in offers if offer.id]
    newest: dict[int, OfferDraft] = {}
    for revision in session.exec(
        select(OfferRevision).where(col(OfferRevision.offer_id).in_(numbers)).order_by(col(OfferRevision.number))
    ):
        newest[revision.offer_id] = revision.draft
    free = places_of(session.connection(), numbers)
    return [
        Listed(newest[offer.id], offer.status, offer.last_confirmed, free.get(offer.id))
        for offer in offers
        if offer.id in newest
    ]


def heads(offers: Iterable[Listed]) -> tuple[str, ...]:
    """The heads of a table with these offers: all of the contract, and of the others those that say something here."""
    used = {name for each in offers for name, cell in ALSO.items() if cell(each)}
    return (*CELLS, *(name for name in ALSO if name in used))


def rows(offers: Sequence[Listed]) -> list[tuple[str, ...]]:
    """The offers as rows of plain text under `heads(offers)`; not yet made safe for a spreadsheet program."""
    cells = [(CELLS | ALSO)[name] for name in heads(offers)]
    return [tuple(paragraphs(cell(each))[0] for cell in cells) for each in offers]


def neutral(text: str) -> str:
    """A cell that no spreadsheet program works out."""
    return NEUTRAL + text if STARTS_A_FORMULA.match(text) else text


def as_csv(offers: Sequence[Listed]) -> bytes:
    """The table as Dutch spreadsheet programs open it: semicolons, UTF-8 with its mark, a quote round every cell."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(heads(offers))
    writer.writerows([neutral(cell) for cell in row] for row in rows(offers))
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(offers: Sequence[Listed]) -> bytes:
    """The table as a workbook with one sheet. Every cell is text: a telephone number keeps its nought."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Aanbod")
    names = heads(offers)
    sheet.freeze_panes = "A2"
    for number, name in enumerate(names, 1):
        sheet.column_dimensions[get_column_letter(number)].width = 40 if name in _WIDE else 18
    top = []
    for name in names:
        head = WriteOnlyCell(sheet, name)
        head.font = Font(bold=True)
        top.append(head)
    sheet.append(top)
    for row in rows(offers):
        line = []
        for text in row:
            cell = WriteOnlyCell(sheet, neutral(text) or None)
            if text:
                cell.data_type = "s"
                cell.number_format = "@"
            line.append(cell)
        sheet.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _joined(values: Iterable[str]) -> str:
    return "|".join(values)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _yes(told: bool) -> str:  # noqa: FBT001  (one fact)
    return "ja" if told else ""


def _degrees(value: float | None) -> str:
    return "" if value is None else repr(value)


def _cost(cost: Cost) -> str:
    """As it was typed; what came without typing is written so that it is read back the same."""
    if cost.as_typed:
        return cost.as_typed
    price = f"{cost.amount:.2f}".replace(".", ",") + f" per {cost.unit}" if cost.amount is not None else ""
    words = {CostKind.FREE: "gratis", CostKind.PRICE: price, CostKind.OWN_CONTRIBUTION: f"eigen bijdrage {price}"}
    return words.get(cost.kind, "").strip()


def _costs(costs: tuple[Cost, ...]) -> str:
    several = len(costs) > 1
    return _joined(_cost(cost) or ("onbekend" if several else "") for cost in costs)


def _of_each(said: Sequence[str]) -> str:
    """What is the same for all prices once, else one for each price."""
    return said[0] if len(set(said)) == 1 else _joined(said) if any(said) else ""


def _accessibility(found: Accessibility) -> str:
    return _joined(
        f"{word}={_ANSWERS[answer]}" for word, name in _ACCESS.items() if _ANSWERS[answer := getattr(found, name)]
    )


def _checked(each: Listed) -> str:
    return _day(max((day for day in (each.checked_on, each.draft.last_confirmed) if day), default=None))


def _places(each: Listed, name: str) -> str:
    if each.places is None:
        return ""
    if name == "on":
        return each.places.updated_at.astimezone(clock.AMSTERDAM).date().isoformat()
    number = getattr(each.places, name)
    return "" if number is None else str(number)


def _in(language: str, name: str) -> Callable[[Listed], str]:
    def cell(each: Listed) -> str:
        for words in each.draft.translations:
            if words.lang == language:
                return str(getattr(words, name))
        return ""

    return cell


CELLS: Final[dict[str, Callable[[Listed], str]]] = {
    "id": lambda each: each.draft.source_id,
    "naam": lambda each: each.draft.name,
    "organisatie": lambda each: each.draft.organisation.name,
    "soort": lambda each: each.draft.kind,
    "niveau": lambda each: _LEVELS[each.draft.level],
    "leefgebieden": lambda each: _joined(each.draft.domains),
    "samenvatting": lambda each: each.draft.summary,
    "beschrijving": lambda each: each.draft.description,
    "kern": lambda each: each.draft.place.kern,
    "gemeente": lambda each: each.draft.place.municipality,
    "werkgebied": lambda each: _joined(each.draft.area_served),
    "straat": lambda each: each.draft.place.street,
    "postcode": lambda each: each.draft.place.postcode,
    "plaats": lambda each: each.draft.place.town,
    "lat": lambda each: _degrees(each.draft.place.lat),
    "lon": lambda each: _degrees(each.draft.place.lon),
    "telefoon": lambda each: each.draft.phone,
    "email": lambda each: each.draft.email,
    "website": lambda each: each.draft.website,
    "tijden": lambda each: each.draft.times,
    "kosten": lambda each: _costs(each.draft.costs),
    "kosten_geldig_tot": lambda each: _of_each([_day(cost.valid_until) for cost in each.draft.costs]),
    "kosten_bron": lambda each: _of_each([cost.source for cost in each.draft.costs]),
    "beslissing_gemeente": lambda each: _ANSWERS[each.draft.decision],
    "vog": lambda each: _VOGS[each.draft.vog],
    "respijt": lambda each: _RESPITE[each.draft.respite],
    "frequentie": lambda each: _FREQUENCY[each.draft.frequency],
    "grenzen": lambda each: each.draft.limits,
    "toegankelijkheid": lambda each: _accessibility(each.draft.accessibility),
    "doelgroep": lambda each: _joined(each.draft.target_groups),
    "talen": lambda each: _joined(each.draft.languages),
    "trefwoorden": lambda each: _joined(each.draft.keywords),
    "interesse": lambda each: _joined(each.draft.interests),
    "leeftijd": lambda each: each.draft.age,
    "voorwaarden": lambda each: each.draft.conditions,
    "verwijzing_nodig": lambda each: each.draft.referral_needed,
    "wachttijd": lambda each: each.draft.waiting_time,
    "eerste_stap": lambda each: each.draft.first_step,
    "verwachting": lambda each: each.draft.expectation,
    "wie_betaalt": lambda each: each.draft.who_pays,
    "financiering": lambda each: _joined(form.value for form in each.draft.funding),
    "adres_geheim": lambda each: _yes(each.draft.place.confidential),
    "opvolger": lambda each: each.draft.successor,
    "status": lambda each: _STATUS.get(each.status, "gepubliceerd"),
    "gecontroleerd_op": _checked,
    "voorbeeld": lambda each: _yes(each.draft.example),
    "training": lambda each: _joined(each.draft.training),
    "aanmelden_vooraf": lambda each: each.draft.book_ahead,
    "plekken_vrij": lambda each: _places(each, "available"),
    "plekken_totaal": lambda each: _places(each, "maximum"),
    "plekken_op": lambda each: _places(each, "on"),
}
"""Head to cell, in the order of contract.md section 4."""
ALSO: Final[dict[str, Callable[[Listed], str]]] = {
    "makkelijk": lambda each: each.draft.easy,
    "beltijden": lambda each: each.draft.phone_hours,
    "bereik_zonder_stem": lambda each: each.draft.without_voice,
    "werkt_samen_met": lambda each: _joined(each.draft.works_with),
    "vervoer": lambda each: each.draft.transport,
    "locatie": lambda each: each.draft.place.directions,
    "plek_naam": lambda each: each.draft.place.name,
    "kosten_geldig_vanaf": lambda each: _of_each([_day(cost.valid_from) for cost in each.draft.costs]),
    "meldcode": lambda each: _ANSWERS[each.draft.meldcode],
    "kwaliteit": lambda each: each.draft.quality,
    "foto": lambda each: each.draft.photo,
    "foto_alt": lambda each: each.draft.photo_alt,
    "historisch": lambda each: _yes(each.draft.historical),
    "licentie": lambda each: each.draft.licence,
    **{
        f"{head}_{language}": _in(language, name)
        for language in LANGUAGES
        for head, name in _IN_ANOTHER_LANGUAGE.items()
    },
}
"""Heads that a table has only when one of its offers has something to say there."""
_WIDE = frozenset({"naam", "organisatie", "samenvatting", "beschrijving", "voorwaarden", "eerste_stap", "verwachting"})
