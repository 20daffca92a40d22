"""What a uniform product name of the government is on a social map: our own table of facts, and words of a title as a guess."""

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.social_map.names import fold_name, loose_name
from app.social_map.vocabulary import LEVEL_IN_SPREADSHEET, NEEDS_DECISION, Answer, Level

_TABLE = Path(__file__).parent / "upl_social_domain.csv"
_DECISIONS = {"ja": Answer.YES, "nee": Answer.NO}
_NO_OFFER = frozenset({"bezwaar", "klacht", "welzijnswerksubsidie", "vrijwilligerswerksubsidie"})


@dataclass(frozen=True, slots=True)
class Product:
    """What a product is. `sure`: a uniform product name says so; else words of its title do, and an editor looks."""

    kind: str
    level: Level
    decision: Answer
    domains: tuple[str, ...]
    target_groups: tuple[str, ...] = ()
    sure: bool = True

    @property
    def level_sure(self) -> bool:
        """Whether nobody has to look at the level: it asks for a decision and we know who decides, or it asks for none."""
        return self.sure and (self.level not in NEEDS_DECISION or self.decision is not Answer.UNKNOWN)


def _guess(kind: str, level: Level, *domains: str, groups: tuple[str, ...] = ()) -> Product:
    return Product(kind, level, Answer.UNKNOWN, domains, groups, sure=False)


_ADL, _MONEY, _FAMILY = "algemene-dagelijkse-vaardigheden", "inkomen", "gezinsrelaties"
_TITLES = tuple(
    (re.compile(rf"\b(?:{words})"), product)
    for words, product in (
        (r"client-?ondersteun|onafhankelijke ondersteuning", _guess("clientondersteuning", Level.GENERAL, _ADL)),
        (r"mantelzorg|respijt", _guess("mantelzorgsteun", Level.GENERAL, _FAMILY, groups=("mantelzorgers",))),
        (r"dagbesteding|dagopvang", _guess("dagbesteding", Level.INDIVIDUAL, "dagbesteding")),
        (r"huishoudelijke hulp|hulp (?:bij|in) het huishouden", _guess("huishouden", Level.INDIVIDUAL, _ADL)),
        (r"schuld|geldzorgen|budgetbeheer|bewindvoering", _guess("inkomen", Level.GENERAL, _MONEY)),
        (r"bijstand|minima|laag inkomen|weinig geld|inkomenstoeslag|energietoeslag|kindpakket|meedoen", _guess("inkomen", Level.INDIVIDUAL, _MONEY)),
        (r"voedselbank|kledingbank", _guess("inkomen", Level.GENERAL, _MONEY)),
        (r"woningaanpassing|traplift|rolstoel|scootmobiel|hulpmiddel", _guess("hulpmiddelen", Level.INDIVIDUAL, "fysieke-gezondheid")),
        (r"wmo|begeleiding", _guess("begeleiding", Level.INDIVIDUAL, _ADL)),
        (r"aanvullend vervoer|deeltaxi|regiotaxi|vervoersvoorziening", _guess("vervoer", Level.INDIVIDUAL, "maatschappelijke-participatie")),
        (r"jeugdhulp|opvoed|jongerenwerk|centrum voor jeugd", _guess("jeugd", Level.GENERAL, _FAMILY)),
        (r"vrijwilligerswerk", _guess("vrijwilligerswerk", Level.GENERAL, "maatschappelijke-participatie")),
        (r"eenzaam|buurthuis|ontmoet", _guess("ontmoeting", Level.GENERAL, "sociaal-netwerk")),
        (r"beschermd wonen|maatschappelijke opvang|dakloos|daklozen", _guess("wonen", Level.INDIVIDUAL, "huisvesting")),
        (r"inburger|taalles|taalhuis|leren lezen", _guess("taal", Level.GENERAL, "maatschappelijke-participatie")),
        (r"verslav", _guess("gezondheid", Level.GENERAL, "verslaving")),
        (r"huiselijk geweld|veilig thuis", _guess("crisis", Level.GENERAL, _FAMILY)),
    )
)  # fmt: skip


def product_of(names: tuple[str, ...], title: str) -> Product | None:
    """What a product is on the map; None when it is nothing for a social map.

    :param names: its uniform product names; :param title: its title, which is only looked at when none of them is known.
    """
    table = _table()
    keys = [loose_name(name) for name in names]
    found = next((table[key] for key in keys if key in table), None)
    if found is not None or any(key in _NO_OFFER for key in keys):
        return found
    folded = fold_name(title)
    return next((product for words, product in _TITLES if words.search(folded)), None)


@cache
def _table() -> dict[str, Product]:
    lines = (each for each in _TABLE.read_text(encoding="utf-8").splitlines() if not each.startswith("#"))
    return {
        loose_name(row["uniforme_productnaam"]): Product(
            row["soort"],
            LEVEL_IN_SPREADSHEET[row["niveau"]],
            _DECISIONS.get(row["besluit"], Answer.UNKNOWN),
            tuple(filter(None, row["leefgebieden"].split("|"))),
            tuple(filter(None, row["doelgroep"].split("|"))),
        )
        for row in csv.DictReader(lines)
    }
