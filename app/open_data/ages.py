"""Ages as people write them (`18+`, `van 8 tot en met 16 jaar`) as the two numbers HSDS wants; anything else stays text."""

import re
from functools import lru_cache
from typing import Final

OLDEST: Final = 120
_YEARS: Final = r"(?: jaar)?"
_FORMS: Final = tuple(
    re.compile(form)
    for form in (
        rf"(?:van|vanaf|v\.?a\.?) (?P<first>\d{{1,3}}){_YEARS}(?: en ouder)?|(?P<plus>\d{{1,3}}){_YEARS}(?: ?\+| en ouder| of ouder)",
        rf"(?:van )?(?P<first>\d{{1,3}}){_YEARS} ?(?:-|–|tot en met|t/m|tm) ?(?P<last>\d{{1,3}}){_YEARS}",
        rf"(?:van )?(?P<first>\d{{1,3}}){_YEARS} tot (?P<below>\d{{1,3}}){_YEARS}",
        rf"(?:tot en met|t/m) (?P<last>\d{{1,3}}){_YEARS}",
        rf"tot (?P<below>\d{{1,3}}){_YEARS}|(?:jonger dan|onder de) (?P<younger>\d{{1,3}}){_YEARS}",
    )
)


@lru_cache(maxsize=4096)
def read_ages(text: str) -> tuple[int | None, int | None]:
    """The youngest and the oldest age, both inclusive, in years; None where it is not said. Not wholly understood: (None, None)."""
    words = " ".join(text.lower().split()).strip(" .")
    for form in _FORMS:
        if found := form.fullmatch(words):
            said = {name: int(number) for name, number in found.groupdict().items() if number}
            first = said.get("first", said.get("plus"))
            below = said.get("below", said.get("younger"))
            last = said.get("last", None if below is None else below - 1)
            wrong = (last is not None and not (first or 0) <= last <= OLDEST) or (first or 0) > OLDEST
            return (None, None) if wrong else (first, last)
    return None, None
