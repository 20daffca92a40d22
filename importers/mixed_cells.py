"""Cells that hold telephone, mail and address together, taken apart over the columns where they belong.

Only what is recognised for certain moves: a Dutch number of ten digits, an e-mail address, a web address, a postcode with
the street before it and the town behind it. What is left over stays as text under the conditions, and an editor looks.
"""

import re

from importers.values import Cells

_PLACES = ("telefoon", "email", "website", "straat", "postcode", "plaats")
_EMAIL = re.compile(r"(?:mailto:)?([A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,})")
_WEBSITE = re.compile(r"(?:https?://|www\.)[^\s,;|<>]+[^\s,;|<>.)]", re.IGNORECASE)
_PHONE = re.compile(
    r"(?<![\d+])(?:0[89]00(?:[ -]?\d){4,7}|(?:\+|00)31(?:[ .-]*\(0\))?(?:[ .()-]*\d){9}|\(?0(?:[ .()-]*\d){9})(?!\d)",
    re.ASCII,
)
_POSTCODE = r"(?P<digits>[1-9]\d{3})\s?(?P<letters>[A-Z]{2}|[a-z]{2})(?![A-Za-z])"
_TOWN = r"(?P<town>['’]?[^\W\d_][^\W\d_'’]*(?:[ -](?:aan|den|de|der|het|op|bij|en|[A-Z])[^\W\d_'’]*){0,3})"
_ADDRESS = re.compile(
    r"(?:(?P<street>[^\W\d_][^,;/|\n:@]*?\s\d{1,5}(?:\s?[A-Za-z]{1,2}(?!\w)|-\d{1,4})?)[\s,;/|-]+)?"
    + _POSTCODE
    + r"(?:[ ,]{1,3}"
    + _TOWN
    + r")?"
)
_STREET_ALONE = re.compile(
    r"[^\W\d_][\w .'’-]*(?:straat|weg|laan|plein|pad|hof|steeg|kade|dijk|dreef|singel|gracht|park|markt|ring)\s\d{1,5}(?:\s?[A-Za-z]{1,2}|-\d{1,4})?",
    re.IGNORECASE,
)
_LABELS = re.compile(
    r"\b(?:telefoon(?:nummer)?|tel|mobiel|mob|e-?mail(?:adres)?|mail|bezoekadres|adres|website|site|web|postcode|plaats|straat|[tew])\s*(?:[.:]+|(?=\n|$))",
    re.IGNORECASE,
)
_JUNK = " \t,;/|.:()•·–—-"
_SUSPECT = {
    "telefoon": re.compile(r"[@\n]|www\.|https?:|[A-Za-z]{4}|[1-9]\d{3} ?[A-Z]{2}\b"),
    "email": re.compile(r"[\s;,|]"),
    "website": re.compile(r"[\s;,|@]"),
    "straat": re.compile(r"@|www\.|https?:|\b[1-9]\d{3} ?[A-Z]{2}\b|(?<!\d)0\d[\d .-]{7,}"),
    "postcode": re.compile(r"[\s\S]{8}"),
    "plaats": re.compile(r"\d|@"),
}
_CUT = "\n"


def take_apart(cells: Cells) -> None:
    """Divide mixed cells over their columns, in place. What a column says itself goes before what was found elsewhere."""
    for name in _PLACES:
        value = cells.values.get(name, "")
        if value and not value.startswith("=") and _SUSPECT[name].search(value):
            _divide(cells, name, value)


def _divide(cells: Cells, name: str, value: str) -> None:
    found, rest = _recognise(value)
    others = [each for each in found if each != name]
    several = any(len(values) > 1 for values in found.values())
    if not found or (not others and not (several and name in {"email", "website"})):
        return
    left = [rest] if rest else []
    moved = []
    del cells.values[name]
    for field, values in found.items():
        first, *more = values
        known = cells.values.get(field, "")
        if not known:
            cells.values[field] = first
            moved.append(field)
        elif _same(known) != _same(first):
            more.insert(0, first)
        left += more
    told = f"{name}: hier stonden gegevens door elkaar. Ze zijn verdeeld over {_listed(moved)}; kijk na of dat klopt."
    if left:
        text = ", ".join(left)
        told += f" Over bleef '{text[:80]}'; dat is bewaard als tekst."
        cells.kept.append(text)
    cells.flags.append(told)


def _recognise(value: str) -> tuple[dict[str, list[str]], str]:
    """What stands in the text, by column, and what is left of it."""
    found: dict[str, list[str]] = {}

    def take(field: str, text: str) -> None:
        values = found.setdefault(field, [])
        if text not in values:
            values.append(text)

    def email(match: re.Match[str]) -> str:
        take("email", match[1])
        return _CUT

    def website(match: re.Match[str]) -> str:
        take("website", match[0])
        return _CUT

    def phone(match: re.Match[str]) -> str:
        take("telefoon", match[0].strip())
        return _CUT

    def address(match: re.Match[str]) -> str:
        if match["street"]:
            take("straat", match["street"].strip())
        take("postcode", f"{match['digits']} {match['letters'].upper()}")
        if match["town"]:
            take("plaats", match["town"].strip())
        return _CUT

    rest = _PHONE.sub(phone, _WEBSITE.sub(website, _EMAIL.sub(email, value)))
    rest = _ADDRESS.sub(address, _LABELS.sub(_CUT, rest))
    return found, _left(rest, found)


def _left(rest: str, found: dict[str, list[str]]) -> str:
    """What nobody knew, without the signs between; a street on its own goes to its column."""
    parts = [part for each in rest.split(_CUT) if (part := each.strip(_JUNK))]
    street = next((part for part in parts if "straat" not in found and _STREET_ALONE.fullmatch(part)), None)
    if street is not None:
        found["straat"] = [street]
        parts.remove(street)
    return ", ".join(parts)


def _same(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def _listed(fields: list[str]) -> str:
    return " en ".join(part for part in (", ".join(fields[:-1]), fields[-1]) if part) if fields else "andere kolommen"
