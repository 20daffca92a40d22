"""Which head of a spreadsheet means what: contract.md section 4, and the 20 heads of Zutphen's workbook."""

import re
from collections.abc import Mapping

from app.social_map.names import fold_name

NEEDED = ("naam", "soort", "niveau")
CONTRACT = (
    "id", "naam", "organisatie", "soort", "niveau", "leefgebieden", "samenvatting", "beschrijving", "kern", "gemeente", "werkgebied", "straat",
    "postcode", "plaats", "lat", "lon", "telefoon", "email", "website", "tijden", "kosten", "kosten_geldig_tot", "kosten_bron",
    "beslissing_gemeente", "vog", "respijt", "frequentie", "grenzen", "toegankelijkheid", "doelgroep", "talen", "trefwoorden", "interesse",
    "leeftijd", "voorwaarden", "verwijzing_nodig", "wachttijd", "eerste_stap", "verwachting", "wie_betaalt", "financiering", "adres_geheim",
    "opvolger", "status", "gecontroleerd_op", "voorbeeld", "training", "aanmelden_vooraf", "plekken_vrij", "plekken_totaal", "plekken_op",
)  # fmt: skip
EXTRA = (
    "makkelijk",
    "beltijden",
    "werkt_samen_met",
    "bron",
    "licentie",
    "vervoer",
    "bereik_zonder_stem",
    "locatie",
    "meldcode",
    "kwaliteit",
    "plek_naam",
    "kosten_geldig_vanaf",
    "foto",
    "foto_alt",
    "historisch",
)
IN_ANOTHER_LANGUAGE = {
    "naam": "name",
    "samenvatting": "summary",
    "beschrijving": "description",
    "voorwaarden": "conditions",
    "eerste_stap": "first_step",
    "verwachting": "expectation",
}
LANGUAGES = ("en", "tr", "ar", "pl", "uk")
TRANSLATED = tuple(f"{head}_{language}" for language in LANGUAGES for head in IN_ANOTHER_LANGUAGE)
"""What an offer says in another language: `samenvatting_en`."""
ALSO = {"opleiding": "training"}
"""Heads that stand in lists from before, and the one that is used now."""
ZUTPHEN = {
    "Zichtbaar bij lichte belasting?": "lichte_belasting",
    "Zichtbaar bij matige belasting?": "matige_belasting",
    "Zichtbaar bij zware belasting?": "zware_belasting",
    "Soort hulp": "soort",
    "Onderdeel mantelzorgtest": "onderdeel_mantelzorgtest",
    "Gemeente": "gemeente",
    "Naam organisatie": "organisatie",
    "Dienst": "naam",
    "Omschrijving dienst": "beschrijving",
    "Doelgroep": "doelgroep",
    "Voorwaarden": "voorwaarden",
    "Voorwaarden vervolg": "voorwaarden_vervolg",
    "Locatie omschrijving": "locatie",
    "Wanneer en/of Openingstijden": "tijden",
    "Aanmeldprocedure": "eerste_stap",
    "Telefoonnummer": "telefoon",
    "e-mail": "email",
    "website": "website",
    "Kosten": "kosten",
    "Opmerking": "opmerking",
}


def fold_head(head: str) -> str:
    """A head without case, accents, spaces and signs: `Kosten geldig tot *` is `kostengeldigtot`."""
    return re.sub(r"[^a-z0-9]", "", fold_name(head))


_FIELDS = {fold_head(name): name for name in (*CONTRACT, *EXTRA, *TRANSLATED)} | {
    fold_head(head): name for head, name in (*ZUTPHEN.items(), *ALSO.items())
}
_FIRST_ROWS = 10
LEFT_OUT = "-"
"""The field of a column that somebody said is to be left out."""


def field_of(head: str, taught: Mapping[str, str] | None = None) -> str | None:
    """The field a head stands for, or None when nobody knows it.

    :param taught: what the heads of this source mean, folded head to field; it goes before what we know ourselves.
    """
    folded = fold_head(head)
    return (taught or {}).get(folded) or _FIELDS.get(folded)


def fields_to_teach() -> tuple[str, ...]:
    """Every field a column can be said to be, in the order of the spreadsheet; `-` says that it is to be left out."""
    return (*CONTRACT, *EXTRA)


def count_known(cells: list[str], taught: Mapping[str, str] | None = None) -> int:
    """How many cells of a row are heads we know."""
    return len({name for cell in cells if len(cell) < 80 and (name := field_of(cell, taught))})  # noqa: PLR2004  (longer is a sentence)


def head_row(rows: list[list[str]], taught: Mapping[str, str] | None = None) -> int | None:
    """Which of the first rows holds the heads: the one with most known ones, because a title may stand above them."""
    known = [count_known(cells, taught) for cells in rows[:_FIRST_ROWS]]
    best = max(known, default=0)
    return known.index(best) if best else None


def is_zutphen(fields: list[str | None], heads: list[str]) -> bool:
    """Whether this is Zutphen's workbook, which says nothing about the level of an offer."""
    return "niveau" not in fields and any(fold_head(head) == "dienst" for head in heads)
