"""Each piece of the one screen: the fields it is typed in, the attributes of the draft it becomes, and the way there and back."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from app.content.whole import Content
from app.places.gazetteer import Gazetteer
from app.publishing.form_costs import lines_of, read_prices
from app.publishing.form_fields import (
    ACCESS,
    COSTS,
    HELPER,
    LABELS,
    LANGUAGES,
    LINES,
    PLACE,
    TEXTS,
    TICKS,
    TRANSLATED,
    TRANSLATIONS,
    WORDS,
    Typed,
    translated,
)
from app.publishing.form_level import LEVEL_NAMES, decision_for, level_of
from app.publishing.form_place import fields_of, read_place
from app.social_map.draft import Accessibility, OfferDraft, OfferWords
from app.social_map.plain_text import LONGEST_LINE, LONGEST_TEXT, line, paragraphs
from app.social_map.vocabulary import Answer, Frequency, FundingForm, RespiteWeight, Vog

ANSWERS = {"ja": Answer.YES, "nee": Answer.NO, "": Answer.UNKNOWN}
VOGS = {"ja": Vog.YES, "nee": Vog.NO, "nvt": Vog.NOT_APPLICABLE, "": Vog.UNANSWERED}
RESPITE = {"licht": RespiteWeight.LIGHT, "dag": RespiteWeight.DAY, "nacht": RespiteWeight.NIGHT}
FREQUENCY = {
    "eenmalig": Frequency.ONCE,
    "af_en_toe": Frequency.SOMETIMES,
    "wekelijks": Frequency.WEEKLY,
    "alleen_in_nood": Frequency.EMERGENCY,
}
_WITHOUT = "geen"
"""Chosen on purpose: not one of the list."""
_LONGEST_NAME = 200
_MOST_WORDS = 50
_MAIL = re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+")
_WEBSITE = re.compile(r"(?P<scheme>https?://)?[a-z0-9][a-z0-9.-]*\.[a-z]{2,}(?:[:/?#]\S*)?", re.IGNORECASE)
_FEWEST_DIGITS = 3

Facts = dict[str, object]


@dataclass(slots=True)
class Reading:
    """One reading of the screen: what it stands on, and what was found."""

    typed: Typed
    content: Content
    gazetteer: Gazetteer | None
    site: str
    today: date
    base: OfferDraft | None
    before: Typed | None
    errors: list[tuple[str, str]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)

    def line(self, name: str, longest: int = LONGEST_LINE) -> str:
        """One line; too long is said, with how much."""
        return self._fits(name, line(self.typed.one(name), 100_000)[0], longest)

    def text(self, name: str) -> str:
        """Text of more lines."""
        return self._fits(name, paragraphs(self.typed.one(name), 100_000)[0], LONGEST_TEXT)

    def _fits(self, name: str, said: str, longest: int) -> str:
        if len(said) > longest:
            label = LABELS.get(name, "Deze tekst")
            self.errors.append(
                (name, f"{label}: dit zijn {len(said)} tekens en er passen er {longest}. Maak het korter.")
            )
        return said[:longest].strip()


@dataclass(frozen=True, slots=True)
class Piece:
    """Fields that belong together: when nobody touched them, the draft keeps what it had."""

    fields: tuple[str, ...]
    attributes: tuple[str, ...]
    read: Callable[[Reading], Facts]
    said: Callable[[OfferDraft], Mapping[str, tuple[str, ...]]]


def _of_line(name: str, attribute: str) -> Piece:
    return Piece(
        (name,), (attribute,), lambda on: {attribute: on.line(name)}, lambda draft: {name: (getattr(draft, attribute),)}
    )


def _of_text(name: str, attribute: str) -> Piece:
    return Piece(
        (name,), (attribute,), lambda on: {attribute: on.text(name)}, lambda draft: {name: (getattr(draft, attribute),)}
    )


def _of_words(name: str, attribute: str) -> Piece:
    return Piece(
        (name,),
        (attribute,),
        lambda on: {attribute: _words(on, name)},
        lambda draft: {name: (", ".join(getattr(draft, attribute)),)},
    )


def _of_ticks(name: str, attribute: str) -> Piece:
    more = f"{name}_anders"

    def read(on: Reading) -> Facts:
        ticked = _each_once(line(value)[0] for value in on.typed.many(name))
        return {attribute: _as_before(_each_once((*ticked, *_words(on, more))), on, attribute)}

    return Piece((name, more), (attribute,), read, lambda draft: {name: getattr(draft, attribute)})


def _as_before(found: tuple[str, ...], on: Reading, attribute: str) -> tuple[str, ...]:
    """The same ticks are no change, though a page sends them in its own order."""
    before: tuple[str, ...] = getattr(on.base, attribute) if on.base else ()
    return before if sorted(found) == sorted(before) else found


def _each_once(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in words if word))[:_MOST_WORDS]


def _words(on: Reading, name: str) -> tuple[str, ...]:
    return _each_once(line(part)[0] for part in re.split(r"[,;|\n]", on.typed.one(name)))


def _choice(name: str, attribute: str, choices: Mapping[str, object]) -> Piece:
    names = {value: word for word, value in choices.items()}
    return Piece(
        (name,),
        (attribute,),
        lambda on: {attribute: choices.get(on.typed.one(name), choices.get(""))},
        lambda draft: {name: (names.get(getattr(draft, attribute), ""),)},
    )


def _read_level(on: Reading) -> Facts:
    level, words = level_of(on.typed)
    if words:
        on.notes.append(("niveau", words))
    return {} if level is None else {"level": level, "decision": decision_for(level)}


def _read_kind(on: Reading) -> Facts:
    """The kind, with the subjects and the rung of respite that come with it when somebody left those empty."""
    slug = on.typed.one("soort")
    kind = on.content.kind(slug)
    if kind is None:
        return {}
    known = {domain.slug for domain in on.content.domains} | set(on.base.domains if on.base else ())
    domains = tuple(each for each in on.typed.many("leefgebieden") if each in known)
    weight = RESPITE.get(on.typed.one("respijt"))
    if not domains and kind.default_domains:
        domains = kind.default_domains
        labels = " en ".join(domain.label for domain in on.content.domains if domain.slug in domains)
        on.notes.append(("leefgebieden", f"Wij zetten dit bij: {labels}. U kunt zelf iets anders kiezen."))
    if weight is None and kind.respite_weight is not None and on.typed.one("respijt") != _WITHOUT:
        weight = RespiteWeight(kind.respite_weight)
        on.notes.append(
            ("respijt", "Wij zetten dit bij: iemand neemt de zorg even over. Klopt dat niet? Kies dan 'nee'.")
        )
    return {"kind": slug, "domains": _as_before(domains, on, "domains"), "respite": weight}


def _said_kind(draft: OfferDraft) -> Mapping[str, tuple[str, ...]]:
    weight = next((word for word, value in RESPITE.items() if value is draft.respite), "")
    return {"soort": (draft.kind,), "leefgebieden": draft.domains, "respijt": (weight,)}


def _read_contact(on: Reading) -> Facts:
    phone, mail, site = on.line("telefoon"), on.line("email").removeprefix("mailto:"), on.line("website")
    if phone and sum(sign.isdigit() for sign in phone) < _FEWEST_DIGITS:
        on.errors.append(("telefoon", f"'{phone[:40]}' is geen telefoonnummer. Schrijf bijvoorbeeld 038 000 00 00."))
    if mail and not _MAIL.fullmatch(mail):
        on.errors.append(("email", f"'{mail[:60]}' is geen e-mailadres. Schrijf bijvoorbeeld info@voorbeeld.nl."))
    found = _WEBSITE.fullmatch(site)
    if site and found is None:
        on.errors.append(
            ("website", f"'{site[:60]}' is geen adres van een website. Schrijf bijvoorbeeld www.voorbeeld.nl.")
        )
    elif found is not None and not found["scheme"]:
        site = f"https://{site}"
    return {"phone": phone, "email": mail, "website": site}


def _read_costs(on: Reading) -> Facts:
    base = on.base.costs if on.base else ()
    return {"costs": read_prices(on.typed, base, on.before, on.today, errors=on.errors, notes=on.notes)}


def _read_access(on: Reading) -> Facts:
    answers = {attribute: ANSWERS.get(on.typed.one(name), Answer.UNKNOWN) for name, attribute in ACCESS.items()}
    return {"accessibility": Accessibility(**answers)}


def _said_access(draft: OfferDraft) -> Mapping[str, tuple[str, ...]]:
    words = {answer: word for word, answer in ANSWERS.items()}
    return {name: (words[getattr(draft.accessibility, attribute)],) for name, attribute in ACCESS.items()}


def _read_funding(on: Reading) -> Facts:
    ticked = on.typed.many("financiering")
    return {"funding": tuple(form for form in FundingForm if form.value in ticked)}


def _read_translations(on: Reading) -> Facts:
    found = []
    for lang in LANGUAGES:
        words = {}
        for name, attribute in TRANSLATED.items():
            at = translated(lang, name)
            words[attribute] = on.line(at) if name in {"naam", "samenvatting"} else on.text(at)
        if any(words.values()):
            found.append(OfferWords.model_validate({"lang": lang} | words))
    return {"translations": tuple(found)}


def _said_translations(draft: OfferDraft) -> Mapping[str, tuple[str, ...]]:
    said: dict[str, tuple[str, ...]] = {"vertalen": tuple(dict.fromkeys(words.lang for words in draft.translations))}
    for words in draft.translations:
        said |= {translated(words.lang, name): (getattr(words, attribute),) for name, attribute in TRANSLATED.items()}
    return said


def _read_photo(on: Reading) -> Facts:
    photo = line(on.typed.one("foto"))[0]
    return {"photo": photo, "photo_alt": on.line("foto_alt") if photo else ""}


PIECES: tuple[Piece, ...] = (
    Piece(
        ("naam",), ("name",), lambda on: {"name": on.line("naam", _LONGEST_NAME)}, lambda draft: {"naam": (draft.name,)}
    ),
    Piece(("soort", "leefgebieden", "respijt"), ("kind", "domains", "respite"), _read_kind, _said_kind),
    Piece(
        ("niveau", *HELPER),
        ("level", "decision"),
        _read_level,
        lambda draft: {"niveau": (LEVEL_NAMES[draft.level],)},
    ),
    *(_of_line(name, attribute) for name, attribute in LINES.items()),
    *(_of_text(name, attribute) for name, attribute in TEXTS.items()),
    *(_of_words(name, attribute) for name, attribute in WORDS.items()),
    *(_of_ticks(name, attribute) for name, attribute in TICKS.items()),
    Piece(
        PLACE,
        ("place",),
        lambda on: {"place": read_place(on.typed, on.gazetteer, on.site, errors=on.errors, notes=on.notes)},
        lambda draft: fields_of(draft.place),
    ),
    Piece(
        ("telefoon", "email", "website"),
        ("phone", "email", "website"),
        _read_contact,
        lambda draft: {"telefoon": (draft.phone,), "email": (draft.email,), "website": (draft.website,)},
    ),
    Piece(COSTS, ("costs",), _read_costs, lambda draft: lines_of(draft.costs)),
    _choice("vog", "vog", VOGS),
    _choice("meldcode", "meldcode", ANSWERS),
    _choice("frequentie", "frequency", {**FREQUENCY, "": None}),
    Piece(tuple(ACCESS), ("accessibility",), _read_access, _said_access),
    Piece(
        ("financiering",),
        ("funding",),
        _read_funding,
        lambda draft: {"financiering": tuple(form.value for form in draft.funding)},
    ),
    Piece(("vertalen", *TRANSLATIONS), ("translations",), _read_translations, _said_translations),
    Piece(
        ("foto", "foto_alt"),
        ("photo", "photo_alt"),
        _read_photo,
        lambda draft: {"foto": (draft.photo,), "foto_alt": (draft.photo_alt,)},
    ),
)
