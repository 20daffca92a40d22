"""The words the analysis starts from: which say nothing, which say little, which can form compounds.

No word list of others is kept here. Word frequencies come from the wordfreq package at
start and are let go again once the lexicon is drawn from them; the field's own words are
written below.
"""

from __future__ import annotations

import gzip
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import msgpack  # type: ignore[import-untyped]

from app.search.dutch.parts import FIELD, NEVER_SPLIT, NOT_A_PART, SHORT_PARTS
from app.search.dutch.stems import stem


def words_of(text: str) -> frozenset[str]:
    """The words of a text written here, for lookup."""
    return frozenset(text.split())


# Say nothing about what somebody looks for; never indexed.
STOP_WORDS: Final = words_of("""
    aan al alle als altijd ander andere anders ben bent bij bijvoorbeeld daar daarna daarom daarvoor dan dat de deze
    die dit doe doen doet done door dus een eens eerst eigenlijk en enige enkele er erg ergens etc ga gaan gaat ging
    gauw geef gedaan geweest gewoon haar had hadden heb hebben hebt heeft heel hele hem hen het hier hij hoe hoeveel
    hoor hun ieder iedere iets ik in is ja je jij jou jouw jullie kan kun kunnen kunt kon konden krijg krijgen
    krijgt laat laten maak maakt mag mee meer met mij mijn mijne mogen moest moet moeten na naar nee nog nou nu of
    om omdat ongeveer ons onze ook op over per soms steeds tegen te ten ter terwijl toch toe tot tussen uit uw u van
    vanaf vaak veel via volgens voor vooral waar waarom wanneer want waren was wat we wel welk welke werd werden wie
    wij wil wilde willen wilt worden word wordt zal ze zeer zelf zich zichzelf zij zijn zo zoals zodat zou zouden
    zowel zullen me mn zn dr wou hoi hallo dag goedendag beste graag alstublieft aub svp dank bedankt weet weten zeg
    zeggen eigen tijdens samen sinds zoiets ofzo enzo tijdje beetje echt maar zoek zoeken gezocht vind vinden nodig
    hoef hoeven behoefte iemands the and for my with to on at are am be it you your our an or from can cannot do
    does need have has get this that not too some someone how where what who there any if so im ive
""") - {"dag", "samen", "zoeken"}

# Needed to recognise a phrase ("geen geld", "niet meer"), but not searched for by themselves.
QUIET_WORDS: Final = words_of("""
    geen niet niks niets nooit zonder iemand iedereen niemand even weg mensen mens ding dingen weer thuis alleen
    goed buiten binnen binnenkort terug langs meteen snel lang langer kort moeilijk moeite lukt lukken gelukt
    makkelijk beter slecht fijn leuk erger vandaag morgen overdag week keer paar uur tijd plek plaats manier soort
    dorp stad nieuw nieuwe groot grote klein kleine jong oud oude eerste laatste vast vaste zelfde snap snapt
    begrijp begrijpt durf durft wens lastig twee drie vier vijf zes zeven acht tien zondag maandag kom komt komen
    kwam blijf blijft blijven houd houdt houden hou zie zit zitten sta staat staan ligt liggen neem neemt nemen
    brengen breng brengt haal halen haalt geven geeft gegeven vraag vragen vraagt denk denken voel voelt wordt
    gebracht gehaald mee bang maken kennen ken open zetten leeg jaar nie alles
""")

# Never searched by themselves, not even when a question holds nothing else.
NEGATIONS: Final = words_of("geen niet niks niets nooit zonder weer even nie")

# Searched, but so common in this field that they may not decide the order.
FAINT_WORDS: Final = words_of("""
    hulp helpen zorg ondersteuning ondersteunen steun begeleiding dienst advies informatie activiteit voorziening
    organisatie aanbod project middel gebruik help care support bezig bezigheid inwoner persoon deelnemer gratis
    bewoner huis leven groep dag zelfstandig samen doen starten gesprek gemeente wijk buurt man vrouw moeder vader
    partner zoon dochter broer zus buurman buurvrouw tante oom vriendin vriend echtgenoot mama papa schoonmoeder
    schoonvader familie kleinkind aanvragen aanvraag leren pa ma husband wife mother father son daughter mum dad brother sister
    avond ochtend middag weekend maandag dinsdag woensdag donderdag vrijdag zaterdag zondag evening morning afternoon
""")

# Of several words that together are meant, these say nothing by themselves: sociaal contact, open tafel.
GENERAL_WORDS: Final = words_of("""
    sociaal open laag kleine dagelijks eigen werk aanvragen persoonlijk problematisch maatschappelijk gezamenlijk
    laatste dierbare problemen buren naaste algemeen individuele
""")

# Whom it is for: searched, but what it is about goes first.
LIGHT_WORDS: Final = words_of("""
    ouderen oudere senioren senior bejaarden bejaarde volwassenen jongeren kinderen kind kindje kids mensen elderly
    seniors older people child children oma opa
""")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words a compound can be made of, with how common they are.

    `parts` maps a folded word to a frequency on the Zipf scale (about 1 rare .. 7 common).
    `known` holds the same words and those too short or too odd for a compound.
    """

    parts: dict[str, float]
    known: frozenset[str]


_FIELD: Final = tuple(FIELD.split())
_NEVER_SPLIT: Final = words_of(NEVER_SPLIT)
_NOT_A_PART: Final = words_of(NOT_A_PART)
_SHORT_PARTS: Final = words_of(SHORT_PARTS)
_LONG_ENOUGH: Final = 4  # letters
_FIELD_ZIPF: Final = 4.6  # as common as an everyday word
_EXTRA_ZIPF: Final = 3.0


def _fit_for_parts(word: str) -> bool:
    if word in _NOT_A_PART and word not in _SHORT_PARTS:
        return False
    return len(word) >= _LONG_ENOUGH or word in _SHORT_PARTS


def _frequent_words() -> list[list[str]]:
    """The Dutch words of wordfreq in bands of 0.01 Zipf, most frequent first.

    Its data file is read as it is (a gzipped msgpack list after one header), because
    importing the package itself takes 15 MB for languages we do not search in.
    """
    spec = find_spec("wordfreq")
    if spec is not None and spec.origin is not None:
        data = Path(spec.origin).parent / "data" / "small_nl.msgpack.gz"
        if data.is_file():
            with gzip.open(data, "rb") as packed:
                content = msgpack.load(packed, raw=False)
            if isinstance(content, list) and content and isinstance(content[0], dict):
                return content[1:]
    from wordfreq import get_frequency_list  # noqa: PLC0415 - only when its data moved

    bands: list[list[str]] = get_frequency_list("nl", "small")
    get_frequency_list.cache_clear()
    return bands


def _plain(word: str) -> str:
    if word.isascii():
        return word
    return "".join(sign for sign in unicodedata.normalize("NFKD", word) if not unicodedata.combining(sign))


def build_lexicon(extra: Iterable[str] = ()) -> Lexicon:
    """The lexicon from the wordfreq package, the field's own words and `extra` (folded words).

    Takes about 50 ms; the package's own list is let go again.
    """
    parts: dict[str, float] = {}
    known: set[str] = set()
    for index, band in enumerate(_frequent_words()):
        zipf = round(9 - index / 100, 1)
        for raw in band:
            word = _plain(raw)
            if not word.isalpha() or not word.isascii():
                continue
            known.add(word)
            if _fit_for_parts(word):
                parts.setdefault(word, zipf)
    for word in _FIELD:
        known.add(word)
        if _fit_for_parts(word):
            parts[word] = max(parts.get(word, 0.0), _FIELD_ZIPF)
    for word in extra:
        known.add(word)
        if len(word) >= _LONG_ENOUGH and _fit_for_parts(word):
            parts.setdefault(word, _EXTRA_ZIPF)
    return Lexicon(parts=parts, known=frozenset(known))


def never_split(word: str) -> bool:
    """True for words that must stay whole."""
    return word in _NEVER_SPLIT


ASKING_STEMS: Final = frozenset(map(stem, ("hulp", "help", "helpen")))
QUIET_STEMS: Final = frozenset(map(stem, QUIET_WORDS))
FAINT_STEMS: Final = frozenset(map(stem, FAINT_WORDS))
GENERAL_STEMS: Final = FAINT_STEMS | frozenset(map(stem, GENERAL_WORDS))
LIGHT_STEMS: Final = frozenset(map(stem, LIGHT_WORDS))
