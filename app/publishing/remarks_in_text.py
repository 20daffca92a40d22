"""What in the words of an offer asks for an editor's eye: stuffing, borrowed authority, a promised right, shouting, links.

Every finder is narrow on purpose: an editor who is warned for nothing stops reading warnings.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from app.social_map.names import fold_name

MOST_KEYWORDS: Final = 20
_SAME_KEYWORD: Final = 3
_LONGEST_ROW: Final = 12
_SHORTEST_WORD: Final = 4
_LIMITS: Final = ((6, 0.12), (10, 0.06), (25, 0.03), (60, 0.0))
"""(times, share of all words): a word this often, in a text this short, was not written for people."""
_ORDINARY: Final = frozenset(
    re.findall(
        r"[a-z]+",
        """alle alleen altijd anders andere bent bijvoorbeeld daar daarna deze doen door deel eens eerst eigen elke gaan gaat geen gewoon
        goed graag haar heeft hebben hebt heel hier hoeft hulp iemand iedereen ieder iets jaar jouw keer komen komt kunnen kunt maar
        maken meer mensen mogen mogelijk naar naast nodig niet niets nieuwe omdat onder onze over samen soms tijd toch tussen twee uren
        vaak veel vertellen voor vooral vraag vragen want waar wanneer week weer welke werk willen worden wordt zelf zich zien zijn
        zoals zodat zonder""",
    )
)

_WORD = re.compile(r"[a-z0-9][a-z0-9']*")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_SHORT_PART = re.compile(r"^(?:en\s+)?\S+(?:\s+\S+)?$")


def often(texts: Sequence[str], keywords: Sequence[str]) -> list[tuple[str, int]]:
    """Words that stand far too often in texts and keywords together, with how often."""
    words = [word for text in (*texts, *keywords) for word in _WORD.findall(fold_name(text))]
    counted = Counter(word for word in words if len(word) >= _SHORTEST_WORD and word not in _ORDINARY)
    found = [
        (word, times)
        for word, times in counted.most_common(5)
        if any(times >= most and times >= share * len(words) for most, share in _LIMITS)
    ]
    said = {word for word, _ in found}
    again = Counter(fold_name(keyword) for keyword in keywords)
    return found + [(word, times) for word, times in again.items() if times >= _SAME_KEYWORD and word not in said]


def row_of_words(text: str) -> int:
    """The length of the longest row of single words between commas: a list for search engines, not a sentence."""
    longest = 0
    for sentence in _SENTENCE.split(text):
        run = 0
        for part in re.split(r"[,;|]", sentence):
            run = run + 1 if _SHORT_PART.match(part.strip()) else 0
            longest = max(longest, run)
    return longest if longest >= _LONGEST_ROW else 0


_PRAISED: Final = (
    r"(?:aanbevolen|aangeraden|aangeprezen|aangewezen|geadviseerde?|goedgekeurde?|gekeurde?|erkende?|gecertificeerde?|geselecteerde?|"
    r"uitverkoren|uitgekozen|gekozen|gerecommandeerde?|bekroonde?|geprezen|aanbevelenswaardig)"
)
_NOT_ABOUT_US: Final = re.compile(
    r"\b(?:aanvra(?:ag|gen)|indicaties?|budget(?:ten)?|beschikking(?:en)?|verwijzing(?:en)?|pgb|persoonsgebonden|plan|plannen|besluit|subsidie|als uw|"
    r"nog niet|niet|geen|zonder|wethouder is|burgemeester is|gekozen gemeenteraad|raad)\b"
)
_OTHERS: Final = (
    r"burgemeester|wethouders?|b\s?(?:&|en)\s?w|college|gemeenteraad|wmo(?:-loket)?|loket|overheid|rijk|ministerie|rijksoverheid|vng|"
    r"zorgkantoor|zorgverzekeraars?|ggd|politie|huisarts(?:en)?|ziekenhuis|ziekenhuizen|inspectie|sociaal team|wijkteam|leefplein|sociale kaart"
)
_ERKEND: Final = re.compile(r"\berkende?\s+door\b")
_BEST: Final = re.compile(
    r"\b(?:(?:de|het|onze|al jaren|absolute)\s+(?:absolute\s+)?(?:nummer|nr\.?|no\.?)\s?(?:1|een)\s+(?:van|in|voor|op het gebied)\b"
    r"|(?:de|het)\s+(?:aller)?beste\s+(?:[a-z-]+\s+){0,3}(?:van|in)\s+(?:heel\s+)?(?:nederland|gelderland|overijssel|de regio|de gemeente|de veluwe|{towns})\b"
    r"|(?:uitgeroepen|verkozen|gekozen|bekroond)\s+tot\s+(?:de|het)\s+(?:aller)?beste\b)".replace("{towns}", "\x00")
)
_AUTHORITY_WORDS: Final = "(?:de |het |onze |uw |alle |veel |meerdere )?(?:{names})"


class BorrowedAuthority:
    """Finds words that let an offer shine in the light of the municipality or another authority (I-06, S25)."""

    def __init__(self, towns: Iterable[str]) -> None:
        names = "|".join(sorted((re.escape(fold_name(town)) for town in towns), key=len, reverse=True)) or "\x00"
        town = rf"(?:burgerlijke )?gemeenten?(?:\s+(?:{names}))?|{names}|{_OTHERS}"
        who = _AUTHORITY_WORDS.format(names=town)
        praise = r"(?:[a-z-]+\s+){0,2}"
        self._found = tuple(
            re.compile(pattern)
            for pattern in (
                rf"\b{_PRAISED}\s+{praise}(?:door|bij)\s+{who}\b",
                rf"\bdoor\s+{who}\s+{praise}{_PRAISED}\b",
                (
                    rf"\b(?:gemeente(?:\s+(?:{names}))?|{names}|huisartsen|wmo-loket)\s+(?:beveelt|bevelen|raadt|raden|prijst|prijzen)\s+"
                    r"(?:ons|onze|deze|dit|de stichting|het)\b[^.!?]{0,60}\baan\b"
                ),
                rf"\b(?:beveelt|raadt)\s+de\s+gemeente(?:\s+(?:{names}))?\s+(?:ons|onze|deze|dit)\b[^.!?]{{0,40}}\baan\b",
                rf"\b(?:op|met)\s+(?:aanbeveling|aanraden|goedkeuring|keurmerk|instemming|erkenning)\s+van\s+{who}\b",
                rf"\b(?:aanbeveling|keurmerk|goedkeuring|erkenning|stempel)\s+(?:van|door)\s+{who}\b",
                rf"\b(?:officiele|vaste|enige|exclusieve|erkende|voorkeurs)[\s-]?(?:partner|aanbieder|zorgaanbieder|partij|leverancier)\s+van\s+{who}\b",
                rf"\bvoorkeurs(?:partner|aanbieder|partij|leverancier)\b(?:\s+van\s+{who})?",
                rf"\bnamens\s+(?:de\s+)?gemeente(?:\s+(?:{names}))?\s+(?:aanbevolen|bevelen|raden)\b",
            )
        )
        self._best = re.compile(_BEST.pattern.replace("\x00", names))

    def in_text(self, text: str) -> str:
        """The words that borrow authority, as they were typed where folding left the places alone; empty when there are none."""
        for sentence in _SENTENCE.split(text):
            folded = fold_name(sentence)
            for pattern in (*self._found, _ERKEND):
                for hit in pattern.finditer(folded):
                    if not _NOT_ABOUT_US.search(folded[max(0, hit.start() - 60) : hit.end()]):
                        return _as_typed(sentence, folded, hit)
            best = self._best.search(folded)
            if best:
                return _as_typed(sentence, folded, best)
        return ""


def _as_typed(sentence: str, folded: str, hit: re.Match[str]) -> str:
    words = " ".join(sentence.split())
    return (words if len(words) == len(folded) else folded)[hit.start() : hit.end()].strip()


_RIGHT = re.compile(
    r"\brecht(?:\s+(?:hebt|heeft|hebben))?\s+op\b(?!\s+(?:de|het|een)\s+(?:deur|ingang|gebouw|kerk|plein|poort))"
)
_NO_PROMISE = re.compile(
    r"\b(?:of|waar|geen|misschien|mogelijk|wellicht|bespreken|uitzoeken|weten|loopt?|rijdt?|fietst?|gaat?)\b"
)


def promises_a_right(text: str) -> bool:
    """Whether a sentence says that somebody has a right to something; a question about rights promises nothing."""
    for sentence in _SENTENCE.split(text):
        folded = fold_name(sentence)
        hit = _RIGHT.search(folded)
        if hit and not folded.endswith("?") and not _NO_PROMISE.search(folded[: hit.start()]):
            return True
    return False


_CAPITALS = re.compile(r"\b[A-ZÀ-Þ]{2,}(?:[\s,!'’-]+[A-ZÀ-Þ]{2,}){2,}\b")
_MOST_LETTERS: Final = 14
_SHORTEST_NAME: Final = 10


def shouted(name: str, texts: Iterable[str]) -> str:
    """Words written in capitals, or empty. Abbreviations beside one another (`GGZ, Wmo en PGB`) are no shouting."""
    letters = [sign for sign in name if sign.isalpha()]
    if len(letters) >= _SHORTEST_NAME and all(sign.isupper() for sign in letters):
        return name
    for text in (name, *texts):
        for hit in _CAPITALS.finditer(text):
            words = re.findall(r"[A-ZÀ-Þ]+", hit.group())
            if sum(map(len, words)) >= _MOST_LETTERS and max(map(len, words)) > len("GGZ-") + 1:
                return hit.group()
    return ""


_LINK = re.compile(
    r"https?://\S+|\bwww\.[\w-]+\.\S+|(?<![@\w.-])[a-z0-9][a-z0-9-]+\.(?:nl|com|org|eu|net|be|info|nu|frl)\b(?:/\S*)?",
    re.IGNORECASE,
)
_MOBILE = re.compile(r"(?<!\d)(?:06|\+31\s?\(?0?\)?\s?6|0031\s?6)(?:[\s.-]?\d){8}(?!\d)")
_PRIVATE_MAIL = re.compile(
    r"[\w.+-]+@(?:gmail|googlemail|hotmail|live|outlook|msn|yahoo|ziggo|ziggomail|kpnmail|kpnplanet|planet|home|xs4all|icloud|me|hetnet|"
    r"casema|upcmail|chello|telfort|tele2|proton|protonmail|solcon|quicknet|zonnet|freedom|caiway|gmx)\.[a-z.]{2,6}\b",
    re.IGNORECASE,
)


def link_in(text: str) -> str:
    """The first web address in a text, or empty; a mail address is none."""
    hit = _LINK.search(text)
    return hit.group().rstrip(".,;)") if hit else ""


def personal_in(text: str) -> str:
    """The first mobile number or private mail address in a text, or empty."""
    hit = _MOBILE.search(text) or _PRIVATE_MAIL.search(text)
    return hit.group() if hit else ""
