"""A plan as somebody writes it: their own, or a family's (familiegroepsplan). It lives on the page and nowhere else.

Each page of it carries the whole plan in its own form, so nothing stands in the session, the database or an address.
Every question may stay empty; nothing is thrown away because it does not fit.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from flask import request
from flask_babel import gettext as _

from app.web.bodies import clean

Shape = Literal["mijn", "gezin"]
Errors = list[tuple[str, str]]
LONGEST_TEXT: Final = 4000
LONGEST_LINE: Final = 200
MOST_ROWS: Final = 12
MOST_OFFERS: Final = 60
ROWS: Final = "rijen"
OFFERS: Final = "aanbod"
KNOWN: Final = "aanbod_bekend"
LOOK_BACK: Final = "terugkijken"
OWNER: Final = "naam"
CELLS: Final = ("wie", "wat", "wanneer", "grens")
TEXTS: Final[Mapping[Shape, tuple[str, ...]]] = {
    "mijn": ("vraag", "zelf", "hulp", "anders"),
    "gezin": ("zorg", "goed", "hulp", "mislukt", "anders"),
}
EVERY_TEXT: Final = tuple(dict.fromkeys(name for names in TEXTS.values() for name in names))


@dataclass(frozen=True, slots=True)
class Helper:
    """Who does what and when, and where their limit is."""

    who: str = ""
    what: str = ""
    when: str = ""
    limit: str = ""

    @property
    def cells(self) -> tuple[str, str, str, str]:
        """In the order of `CELLS`."""
        return (self.who, self.what, self.when, self.limit)

    def __bool__(self) -> bool:
        return any(self.cells)


@dataclass(frozen=True, slots=True)
class Written:
    """A plan.

    :ivar texts: by field name; also those of the other shape, so that changing the shape loses nothing.
    :ivar offers: slugs of what was ticked. :ivar known: slugs that can be ticked beside the visitor's own list.
    """

    shape: Shape = "mijn"
    owner: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    rows: tuple[Helper, ...] = ()
    offers: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    look_back: str = ""

    @property
    def empty(self) -> bool:
        """Nothing was written or ticked."""
        return not (self.owner or any(self.texts.values()) or any(self.rows) or self.offers or self.look_back)

    @property
    def helpers(self) -> tuple[Helper, ...]:
        """The rows in which something stands."""
        return tuple(row for row in self.rows if row)

    def with_rows(self, at_least: int = 2) -> "Written":
        """The same with room to write."""
        return replace(self, rows=self.rows + (Helper(),) * (at_least - len(self.rows)))

    def fields(self) -> list[tuple[str, str]]:
        """Everything as fields of a form, to carry along."""
        found = [("soort", self.shape), (OWNER, self.owner), (LOOK_BACK, self.look_back), (ROWS, str(len(self.rows)))]
        found += [(name, self.texts.get(name, "")) for name in EVERY_TEXT]
        for number, row in enumerate(self.rows, start=1):
            found += [(f"{cell}-{number}", text) for cell, text in zip(CELLS, row.cells, strict=True)]
        found += [(OFFERS, slug) for slug in self.offers] + [(KNOWN, slug) for slug in self.known]
        return [(name, value) for name, value in found if value]


@dataclass(frozen=True, slots=True)
class Block:
    """One question with what was written, as it is shown on paper, in a file and in a mail."""

    heading: str
    text: str = ""
    items: tuple[str, ...] = ()
    rows: tuple[Helper, ...] = ()


def shape_of(typed: str) -> Shape:
    """Which of the two; one's own when it is neither."""
    return "gezin" if typed == "gezin" else "mijn"


def title_of(shape: Shape) -> str:
    """What the plan is called."""
    return str(_("Familiegroepsplan") if shape == "gezin" else _("Mijn plan"))


def asked(shape: Shape) -> dict[str, str]:
    """The questions of a shape by field name, in order; `rijen`, `aanbod` and `terugkijken` are asked in their own way."""
    if shape == "gezin":
        return {
            "zorg": _("Waar maken wij ons zorgen over?"),
            "goed": _("Wat gaat er goed?"),
            ROWS: _("Wie is er, en wat doet ieder?"),
            OFFERS: _("Welke hulp past erbij?"),
            "hulp": _("Welke hulp is er nog meer nodig?"),
            "mislukt": _("Wat doen wij als het niet lukt?"),
            "anders": _("Wat is er dan anders?"),
            LOOK_BACK: _("Wanneer kijken wij weer samen?"),
        }
    return {
        "vraag": _("Wat is mijn vraag?"),
        "zelf": _("Wat doe ik zelf, en wat wil ik zelf blijven doen?"),
        ROWS: _("Wie helpt mij, en wanneer?"),
        OFFERS: _("Welke hulp past erbij?"),
        "hulp": _("Welke hulp is er nog meer nodig?"),
        "anders": _("Wat is er dan anders?"),
        LOOK_BACK: _("Wanneer kijken we samen of het goed gaat?"),
    }


def owner_label(shape: Shape) -> str:
    """Whose plan it is."""
    return str(_("Van welk gezin of welke familie is dit plan?") if shape == "gezin" else _("Van wie is dit plan?"))


def cell_labels() -> dict[str, str]:
    """The four things about somebody who helps."""
    return {"wie": _("Wie"), "wat": _("Wat doet die"), "wanneer": _("Wanneer"), "grens": _("Waar ligt de grens")}


def read_form() -> tuple[Written, Errors]:
    """The plan as it was sent. What is too long is said and stays as it was typed."""
    shape = shape_of(request.form.get("soort", ""))
    texts = {name: _text(name) for name in EVERY_TEXT}
    number = request.form.get(ROWS, default=0, type=int)
    rows = tuple(
        Helper(*(_line(f"{cell}-{row}") for cell in CELLS)) for row in range(1, min(max(number, 0), MOST_ROWS) + 1)
    )
    written = Written(shape, _line(OWNER), texts, rows, _slugs(OFFERS), _slugs(KNOWN), _line(LOOK_BACK))
    return written, too_long(written)


def too_long(written: Written) -> Errors:
    """What does not fit, by field."""
    labels = asked(written.shape)
    errors: Errors = []

    def check(name: str, label: str, text: str, most: int) -> None:
        if len(text) > most:
            message = _(
                "Maak '%(field)s' korter: er passen %(most)s tekens. Wat u schreef, staat er nog.",
                field=label,
                most=most,
            )
            errors.append((name, message))

    check(OWNER, owner_label(written.shape), written.owner, LONGEST_LINE)
    for name, label in labels.items():
        if name in EVERY_TEXT:
            check(name, label, written.texts.get(name, ""), LONGEST_TEXT)
        if name == ROWS:
            for number, row in enumerate(written.rows, start=1):
                for cell, text in zip(CELLS, row.cells, strict=True):
                    check(f"{cell}-{number}", f"{cell_labels()[cell]} ({number})", text, LONGEST_LINE)
    check(LOOK_BACK, labels[LOOK_BACK], written.look_back, LONGEST_LINE)
    return errors


def blocks(written: Written, names: Mapping[str, str], spoken: Callable[[str], str] = lambda text: text) -> list[Block]:
    """The plan as it is shown elsewhere: only the questions at which something stands.

    :param names: of the offers that were ticked, by slug.
    :param spoken: what is done with each text first, such as taking links out for a mail.
    """
    found = [Block(owner_label(written.shape), spoken(written.owner))]
    for name, label in asked(written.shape).items():
        if name == ROWS:
            rows = tuple(Helper(*map(spoken, row.cells)) for row in written.helpers)
            found.append(Block(label, rows=rows))
        elif name == OFFERS:
            found.append(Block(label, items=tuple(names[slug] for slug in written.offers if slug in names)))
        else:
            text = written.look_back if name == LOOK_BACK else written.texts.get(name, "")
            found.append(Block(label, spoken(text)))
    return [block for block in found if block.text or block.items or block.rows]


def _text(name: str) -> str:
    return clean(request.form.get(name, "")).replace("\r\n", "\n").strip()[: LONGEST_TEXT * 4]


def _line(name: str) -> str:
    return " ".join(clean(request.form.get(name, "")).split())[: LONGEST_LINE * 4]


def _slugs(name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(clean(each)[:120] for each in request.form.getlist(name)[:MOST_OFFERS] if each))
