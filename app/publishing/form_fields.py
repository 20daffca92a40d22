"""The fields of the one screen: their names (the heads of the spreadsheet where there is one), and what was typed in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

Values = Mapping[str, Sequence[str]]

LINES: Final[Mapping[str, str]] = {
    "samenvatting": "summary", "tijden": "times", "beltijden": "phone_hours", "bereik_zonder_stem": "without_voice",
    "aanmelden_vooraf": "book_ahead", "grenzen": "limits", "leeftijd": "age", "verwijzing_nodig": "referral_needed",
    "wachttijd": "waiting_time", "wie_betaalt": "who_pays", "vervoer": "transport", "kwaliteit": "quality",
}  # fmt: skip
"""Fields of one line that mean what they say, and the attribute of the draft they stand for."""
TEXTS: Final[Mapping[str, str]] = {
    "beschrijving": "description", "makkelijk": "easy", "voorwaarden": "conditions", "eerste_stap": "first_step",
    "verwachting": "expectation",
}  # fmt: skip
WORDS: Final[Mapping[str, str]] = {
    "interesse": "interests", "trefwoorden": "keywords", "training": "training",
}  # fmt: skip
"""Several words in one field, with commas between them."""
TICKS: Final[Mapping[str, str]] = {
    "doelgroep": "target_groups", "werkgebied": "area_served", "talen": "languages", "werkt_samen_met": "works_with",
}  # fmt: skip
"""Fields of which any number is ticked; `<name>_anders` takes what is not on our list."""
ACCESS: Final[Mapping[str, str]] = {
    "toegankelijk_rolstoel": "wheelchair", "toegankelijk_invalidentoilet": "toilet", "toegankelijk_ringleiding": "hearing_loop",
    "toegankelijk_parkeren": "parking", "toegankelijk_prikkelarm": "low_stimulus",
}  # fmt: skip
PLACE: Final = (
    "straat",
    "postcode",
    "plaats",
    "kern",
    "gemeente",
    "lat",
    "lon",
    "adres_geheim",
    "locatie",
    "plek_naam",
)
COSTS: Final = (
    "kosten", "kosten_bedrag", "kosten_per", "kosten_tekst", "kosten_geldig_vanaf", "kosten_geldig_tot", "kosten_bron",
)  # fmt: skip
"""One price is the n-th value of each of these."""
LANGUAGES: Final = ("en", "tr", "ar", "pl", "uk")
TRANSLATED: Final[Mapping[str, str]] = {
    "naam": "name", "samenvatting": "summary", "beschrijving": "description", "voorwaarden": "conditions",
    "eerste_stap": "first_step", "verwachting": "expectation",
}  # fmt: skip
HELPER: Final = ("hulp_vrij", "hulp_beslist")
"""The two questions that propose a level."""
_ONE_CHOICE: Final = ("soort", "niveau", "vog", "respijt", "frequentie", "meldcode")


def translated(lang: str, name: str) -> str:
    """The field that holds this one in another language."""
    return f"vertaling_{lang}_{name}"


TRANSLATIONS: Final = tuple(translated(lang, name) for lang in LANGUAGES for name in TRANSLATED)
FIELDS: Final[tuple[str, ...]] = (
    "naam", *_ONE_CHOICE, *HELPER, *LINES, *TEXTS, *WORDS, *TICKS, *(f"{name}_anders" for name in TICKS), *ACCESS, *PLACE, *COSTS,
    "leefgebieden", "telefoon", "email", "website", "financiering", "foto", "foto_alt", "vertalen", *TRANSLATIONS,
)  # fmt: skip
MANY: Final = frozenset({*TICKS, *COSTS, "leefgebieden", "financiering", "vertalen"})
"""Fields that may have more than one value."""
MOST_VALUES: Final = 60
LONGEST_VALUE: Final = 10_000

ON_THE_PAGE: Final = (
    "naam", "soort", "niveau", "samenvatting", "tijden", "straat", "postcode", "plaats", "kosten", "kosten_bedrag", "kosten_per",
    "kosten_geldig_tot", "telefoon", "email", "website", "vog", "beschrijving", "eerste_stap", "verwachting", "makkelijk",
    "wachttijd", "aanmelden_vooraf", "voorwaarden", "doelgroep", "leeftijd", "werkgebied", "talen", "verwijzing_nodig", "leefgebieden",
    "interesse", "kern", "gemeente", "plek_naam", "locatie", "vervoer", "speld", "lat", "kosten_geldig_vanaf", "kosten_tekst",
    "kosten_bron", "wie_betaalt", "beltijden", "bereik_zonder_stem", "kwaliteit", "training", "grenzen", "trefwoorden", "foto_alt",
)  # fmt: skip
"""The order of the page, for telling what has to be mended from above to below."""

LABELS: Final[Mapping[str, str]] = {
    "naam": "Naam", "soort": "Soort", "niveau": "Wie beslist", "samenvatting": "In één zin", "tijden": "Wanneer", "beltijden": "Beltijden",
    "bereik_zonder_stem": "Bereikbaar zonder bellen", "aanmelden_vooraf": "Hoelang vooraf vragen", "grenzen": "Wat u niet doet",
    "leeftijd": "Leeftijd", "verwijzing_nodig": "Verwijzing", "wachttijd": "Wachttijd", "wie_betaalt": "Wie betaalt",
    "vervoer": "Vervoer", "kwaliteit": "Kwaliteit", "beschrijving": "Beschrijving", "makkelijk": "In makkelijke taal",
    "voorwaarden": "Voorwaarden", "eerste_stap": "De eerste stap", "verwachting": "Wat iemand kan verwachten",
    "interesse": "Past bij wie houdt van", "trefwoorden": "Zoekwoorden", "training": "Opgeleid voor", "straat": "Straat en huisnummer",
    "postcode": "Postcode", "plaats": "Plaats", "kern": "Dorp of wijk", "gemeente": "Gemeente", "locatie": "Hoe u er komt",
    "plek_naam": "Naam van het gebouw", "lat": "Noorderbreedte", "lon": "Oosterlengte", "telefoon": "Telefoon", "email": "E-mail", "website": "Website",
    "kosten": "Kosten", "kosten_bedrag": "Bedrag", "kosten_per": "Per", "kosten_tekst": "Kosten in uw woorden",
    "kosten_geldig_vanaf": "Geldig vanaf", "kosten_geldig_tot": "Geldig tot en met", "kosten_bron": "Bron van de prijs",
    "doelgroep": "Voor wie", "werkgebied": "Voor mensen uit", "talen": "Talen", "werkt_samen_met": "Werkt samen met",
    "leefgebieden": "Onderwerpen", "vog": "VOG", "respijt": "Overnemen", "frequentie": "Hoe vaak", "meldcode": "Meldcode",
    "financiering": "Zorg in natura of pgb", "foto": "Foto", "foto_alt": "Wat er op de foto staat",
}  # fmt: skip
"""What a field is called in a message."""


def place_on_page(field_id: str) -> tuple[int, str]:
    """Where a field stands: prices after the first stand together, behind the first one's last part."""
    name, more, number = field_id.partition("-")
    if more and name in COSTS:
        return ON_THE_PAGE.index("kosten_bron"), number
    return (ON_THE_PAGE.index(name) if name in ON_THE_PAGE else len(ON_THE_PAGE)), ""


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, in one spelling: spare space around each value gone, one kind of line ending, no empty values behind."""

    values: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, values: Values) -> "Typed":
        """From a form, a kept draft or anything else that looks like one."""
        return cls({name: found for name in FIELDS if (found := _tidy(values.get(name, ())))})

    def one(self, name: str) -> str:
        """The first value of a field; empty when there is none."""
        found = self.values.get(name, ())
        return found[0] if found else ""

    def many(self, name: str) -> tuple[str, ...]:
        """Every value of a field that is not empty, each once."""
        return tuple(dict.fromkeys(value for value in self.values.get(name, ()) if value))

    def nth(self, name: str, place: int) -> str:
        """A value by its place (0 is the first); empty when there is none."""
        found = self.values.get(name, ())
        return found[place] if place < len(found) else ""

    def same(self, other: "Typed", names: Sequence[str]) -> bool:
        """Whether nothing in these fields differs."""
        return all(self.values.get(name, ()) == other.values.get(name, ()) for name in names)


def _tidy(found: Sequence[str]) -> tuple[str, ...]:
    tidy = [
        value[:LONGEST_VALUE].replace("\r\n", "\n").replace("\r", "\n").strip() for value in tuple(found)[:MOST_VALUES]
    ]
    while tidy and not tidy[-1]:
        tidy.pop()
    return tuple(tidy)
