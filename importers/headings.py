"""Rows of a table that are no offer: headings between the rows, heads once more, page numbers, counts at the end.

They are left out and counted, never refused: nobody has to mend them.
"""

import re

from app.social_map.names import fold_name
from importers.heads import fold_head

_COUNT = re.compile(r"(?:sub|eind|generaal )?totaal\b.*|(?:totaal )?aantal\b.*|som\b.*", re.DOTALL)
_REMAINDER = re.compile(
    r"(?:nog|overige?|diverse|andere|en nog|\d+)\b.*\b(?:aanbieders?|organisaties?|instellingen|partijen|aanbod)\b.*",
    re.DOTALL,
)
_FEWEST_HEADS = 3


def is_heading(cells: list[str], heads: list[str], level: str) -> bool:
    """Whether a row holds no offer.

    :param heads: the row of heads, as it stands in the file.
    :param level: what the row says in the column of the level; a count has none.
    """
    filled = [cell.strip() for cell in cells if cell.strip()]
    if not filled or len([head for head in heads if head.strip()]) < _FEWEST_HEADS:
        return False  # in a list of names alone, one cell is a whole row
    first = fold_name(filled[0])
    if len(filled) == 1:
        return not _REMAINDER.fullmatch(first)  # "Nog 13 aanbieders" tells that something is missing: that is refused
    if not level.strip() and _COUNT.fullmatch(first):
        return True
    return _heads_again(cells, heads)


def _heads_again(cells: list[str], heads: list[str]) -> bool:
    said = [(fold_head(cell), fold_head(head)) for cell, head in zip(cells, heads, strict=False) if cell.strip()]
    return len(said) > 1 and all(cell == head for cell, head in said)
