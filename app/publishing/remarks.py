"""What an editor should look at before an offer goes to the public (I-06, I-51, S25): remarks, never a refusal.

The words themselves are read in remarks_in_text.py; here they become sentences, beside what the facts ask for.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

import phonenumbers

from app.content.whole import Content
from app.publishing.remarks_in_text import (
    MOST_KEYWORDS,
    BorrowedAuthority,
    link_in,
    often,
    personal_in,
    promises_a_right,
    row_of_words,
    shouted,
)
from app.publishing.same_offer import Likeable
from app.social_map.doubles import Likenesses
from app.social_map.draft import OfferDraft
from app.social_map.vocabulary import CostKind, Vog

_SHORT_NUMBER = re.compile(r"1\d{2}|116\d{3}|14\d{3,4}|18\d{2}|0800\d{4,7}|090\d{5,8}")
_NETHERLANDS: Final = 31
_LENGTH_HERE: Final = 9
_NOT_A_DIGIT = re.compile(r"\D+")
_BETWEEN_NUMBERS = re.compile(r"\s+of\s+|\s+en\s+|[/;,|]|\n")
_AFTERWARDS = re.compile(r"\([^)]*[a-z][^)]*\)|\b(?:toestel|tst|keuze|optie|kies)\b.*$", re.IGNORECASE)


def remarks_on(
    draft: OfferDraft,
    content: Content,
    likenesses: Likenesses | None = None,
    others: Sequence[tuple[str, str]] = (),
) -> tuple[str, ...]:
    """Dutch sentences for the editor, each once, in the order of their weight; empty when nothing stands out.

    :param likenesses: the organisations that are known, to find one that may be the same.
    :param others: (name, organisation) of the other offers of this organisation or in this kern, without this offer.
    """
    found = (
        *_in_words(draft, content),
        *_in_facts(draft, content),
        *_looks_like(draft, likenesses, others),
    )
    return tuple(dict.fromkeys(found))


def _texts(draft: OfferDraft) -> tuple[str, ...]:
    return (
        draft.summary, draft.description, draft.easy, draft.first_step, draft.expectation, draft.conditions, draft.limits,
        draft.transport, draft.organisation.description,
    )  # fmt: skip


def _in_words(draft: OfferDraft, content: Content) -> Iterator[str]:
    texts = _texts(draft)
    yield from _stuffing(draft, texts)
    borrowed = _authorities(tuple(town.name for town in content.municipalities))
    if words := _first(borrowed.in_text, (draft.name, *texts, draft.quality, draft.who_pays, *draft.keywords)):
        yield f"De tekst leunt op gezag van een ander: '{words}'. De gemeente beveelt geen aanbod aan. Vraag om deze woorden weg te halen."
    if any(promises_a_right(text) for text in (draft.name, *texts)):
        yield "De tekst belooft dat iemand dit krijgt. Alleen de gemeente beslist daarover."
    if words := shouted(draft.name, texts):
        yield f"Er staat tekst in hoofdletters: '{words[:60]}'. Dat leest moeilijk."
    if link := _first(link_in, texts):
        yield f"In de tekst staat een link: {link[:80]}. Zet die bij de website."
    if personal := _first(personal_in, texts):
        yield f"In de tekst staat een mobiel nummer of privé-mailadres: {personal}. Mag dat openbaar? Zet het anders bij het contact, of haal het weg."


def _stuffing(draft: OfferDraft, texts: tuple[str, ...]) -> Iterator[str]:
    for word, times in often((draft.name, draft.summary, draft.description, draft.easy), draft.keywords):
        yield f"Het woord '{word}' staat er {times} keer. Voor het zoeken maakt dat niets uit. Vraag om gewone zinnen."
    if len(draft.keywords) > MOST_KEYWORDS:
        yield f"Er staan {len(draft.keywords)} trefwoorden. Tien goede zijn genoeg."
    if row := max(map(row_of_words, texts)):
        yield f"In de tekst staat een rij van {row} losse woorden. Vraag om gewone zinnen."


@lru_cache(maxsize=8)
def _authorities(towns: tuple[str, ...]) -> BorrowedAuthority:
    return BorrowedAuthority(towns)


def _first(look: Callable[[str], str], texts: Iterable[str]) -> str:
    return next(filter(None, map(look, texts)), "")


def _in_facts(draft: OfferDraft, content: Content) -> Iterator[str]:
    kind = content.kind(draft.kind)
    home = (kind is not None and kind.entering_home) or draft.respite is not None
    if home and draft.vog is Vog.UNANSWERED:
        yield "De vraag over de VOG is nog open. Zonder antwoord kan dit niet naar buiten."
    if draft.vog is Vog.NO:
        yield "Geen VOG. Bezoekers zien dat ook."
    if any(cost.kind is CostKind.PRICE and cost.valid_until is None for cost in draft.costs):
        yield "Er staat een prijs zonder datum. Vraag tot wanneer die geldt."
    for number in (draft.phone, draft.organisation.phone):
        for part in _BETWEEN_NUMBERS.split(number):
            if part.strip() and not can_be_rung(part):
                yield f"Dit telefoonnummer kan niet bestaan: {part.strip()}."


def can_be_rung(typed: str) -> bool:
    """Whether one telephone number, as people type it, can exist in the Netherlands or with a country code before it."""
    bare = _AFTERWARDS.sub("", typed).strip()
    if _SHORT_NUMBER.fullmatch(_NOT_A_DIGIT.sub("", bare)):
        return True
    try:
        number = phonenumbers.parse(bare, "NL")
    except phonenumbers.NumberParseException:
        return False
    here = number.country_code == _NETHERLANDS
    return phonenumbers.is_possible_number(number) and (not here or len(str(number.national_number)) == _LENGTH_HERE)


def _looks_like(draft: OfferDraft, likenesses: Likenesses | None, others: Sequence[tuple[str, str]]) -> Iterator[str]:
    if likenesses is not None and (other := likenesses.like(draft.organisation.name)):
        yield f"Deze organisatie lijkt op '{other}'. Is het dezelfde?"
    this = Likeable.of(draft.name, draft.organisation.name)
    for name, organisation in others:
        if this.like(Likeable.of(name, organisation)):
            yield f"Dit aanbod lijkt op '{name}' van {organisation}. Is het hetzelfde?"
