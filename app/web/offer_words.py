"""What an offer says in the language of the page: the organisation's own translation where there is one, else its Dutch."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from app.social_map.draft import OfferWords
from app.social_map.models import Offer

NAMES: Final = {"en": "English", "tr": "Türkçe", "ar": "العربية", "pl": "Polski", "uk": "Українська"}
"""How each language calls itself."""


@dataclass(frozen=True, slots=True)
class Said:
    """One text. `dutch`: it is in Dutch, so a page in another language has to mark it."""

    text: str
    dutch: bool


@dataclass(frozen=True, slots=True)
class InAnotherLanguage:
    """What stands ready in a language that the page itself is not in."""

    code: str
    name: str
    direction: str
    title: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of one offer, each on its own: what is not translated is read in Dutch."""

    name: Said
    summary: Said
    description: Said
    conditions: Said
    first_step: Said
    expectation: Said
    others: tuple[InAnotherLanguage, ...]


def words_of(offer: Offer, lang: str) -> Words:
    """The texts of an offer for a page in this language."""
    translations: Iterable[OfferWords] = offer.translations or ()
    ours = next((each for each in translations if each.lang == lang), None)

    def said(field: str) -> Said:
        translated = getattr(ours, field) if ours else ""
        return Said(translated or getattr(offer, field), dutch=not translated)

    return Words(
        said("name"), said("summary"), said("description"), said("conditions"), said("first_step"), said("expectation"),
        tuple(_whole(each) for each in translations if each.lang != lang),
    )  # fmt: skip


def _whole(words: OfferWords) -> InAnotherLanguage:
    texts = (words.summary, words.description, words.conditions, words.first_step, words.expectation)
    lines = [line.strip() for text in texts for line in text.split("\n")]
    return InAnotherLanguage(
        words.lang,
        NAMES[words.lang],
        "rtl" if words.lang == "ar" else "ltr",
        words.name,
        tuple(line for line in lines if line),
    )
