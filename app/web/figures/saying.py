"""What the figures come down to, in a sentence or two. Nothing is said that the table beside it does not say.

A share is only given where both numbers are exact: a percentage of "at least" would be a guess, and two guesses together
can tell what was left out.
"""

from collections.abc import Callable
from typing import Final

from flask_babel import gettext as _

from app.insight.blocks import REST
from app.insight.figures import Row, Table
from app.insight.reports import Tables
from app.web.figures.shown import amount, by_key
from app.web.figures.words import key_words

COUNTED: Final = frozenset({"", REST})


def conclusion(report: str, tables: Tables) -> list[str]:
    """The sentences of one report; none when its tables hold nothing."""
    return [sentence for sentence in _SAY[report](tables) if sentence]


def share(row: Row | None, total: int, *, exact: bool) -> str:
    """`23 van de 57 (40 procent)`; empty when not all of it is exactly known."""
    if row is None or row.at_least or not exact or total < row.number:
        return ""
    return _(
        "%(number)s van de %(total)s (%(percent)s procent)",
        number=row.number,
        total=total,
        percent=round(100 * row.number / total),
    )


def _said(table: Table) -> str:
    return amount(table.total, at_least=table.at_least)


def _most(lead: str, table: Table | None) -> str:
    """The most frequent of what has a name of its own, after these first words; nothing when two are equal.

    When what is not shown apart could make another one the most frequent, that is said.
    """
    if table is None:
        return ""
    named = sorted((row for row in table.rows if not COUNTED & set(row.keys)), key=lambda row: -row.number)
    if not named or (len(named) > 1 and named[0].number == named[1].number):
        return ""
    best = named[0]
    hidden = sum(row.number for row in table.rows if REST in row.keys)
    others = named[1].number if len(named) > 1 else 0
    what = ", ".join(
        key_words(table.measure, dimension, key) for dimension, key in zip(table.dimensions, best.keys, strict=True)
    )
    if table.at_least or best.number <= others + hidden:
        return _(
            "%(lead)s: %(what)s (%(said)s keer). Wat wij niet apart tonen, telt hierbij niet mee.",
            lead=lead, what=what, said=_row_said(best),
        )  # fmt: skip
    return _("%(lead)s: %(what)s (%(said)s keer).", lead=lead, what=what, said=_row_said(best))


def _row_said(row: Row) -> str:
    return amount(row.number, at_least=row.at_least)


def _unmet(tables: Tables) -> list[str]:
    table, places = tables["niet-gevonden-onderwerp"], tables.get("niet-gevonden-kern")
    if not table.rows:
        return []
    return [
        _("Mensen vonden %(said)s keer niet wat zij zochten.", said=_said(table)),
        _most(_("Het vaakst ging het over"), table),
        _most(_("Het vaakst gebeurde het in"), places),
    ]


def _requests(tables: Tables) -> list[str]:
    table, support = tables["aanvragen-kanaal"], tables.get("aanvragen-ondersteuning")
    if not table.rows:
        return []
    said = [
        _("Er kwamen %(said)s aanvragen voor een gesprek binnen.", said=_said(table)),
        _most(_("Het vaakst"), table),
    ]
    part = share(by_key(support).get(("yes",)), support.total, exact=not support.at_least) if support else ""
    if part:
        said.append(_("Gratis onafhankelijke ondersteuning wilden %(part)s.", part=part))
    return said


def _terms(tables: Tables) -> list[str]:
    table = tables["op-tijd"]
    names = {
        "first_contact": _("Het eerste contact was op tijd bij %(part)s."),
        "conversation": _("Het gesprek was op tijd bij %(part)s."),
    }
    return [_in_time(table, (way,), sentence) for way, sentence in names.items()]


def _in_time(table: Table, before: tuple[str, ...], sentence: str) -> str:
    rows = by_key(table)
    good, late = rows.get((*before, "in_time")), rows.get((*before, "late"))
    if good is None or late is None or late.at_least:
        return ""
    part = share(good, good.number + late.number, exact=not good.at_least)
    return sentence % {"part": part} if part else ""


def _outcomes(tables: Tables) -> list[str]:
    table = tables["uitkomst"]
    if not table.rows:
        return []
    return [
        _("Er werden %(said)s uitkomsten van gesprekken opgeschreven.", said=_said(table)),
        _most(_("Het vaakst"), table),
    ]


def _referrals(tables: Tables) -> list[str]:
    table, whose = tables["verwijzingen-hoe"], tables["verwijzingen-van-wie"]
    if not table.rows:
        return []
    said = [_("Het loket gaf %(said)s keer een aanbod mee.", said=_said(table))]
    own = by_key(whose).get(("own",))
    part = share(own, whose.total, exact=not whose.at_least)
    if part:
        said.append(_("Aanbod van de werkgever van de medewerker zelf: %(part)s.", part=part))
    elif own:
        said.append(_("Aanbod van de werkgever van de medewerker zelf: %(said)s keer.", said=_row_said(own)))
    return said


def _desk(tables: Tables) -> list[str]:
    table = tables["bij-het-loket"]
    if not table.rows:
        return []
    part = share(by_key(table).get(("found",)), table.total, exact=not table.at_least)
    said = [_("Het loket hield %(said)s keer bij of iemand vond wat hij zocht.", said=_said(table))]
    return [*said, _("Gevonden: %(part)s.", part=part)] if part else said


def _call_backs(tables: Tables) -> list[str]:
    table = tables["terugbellen"]
    if not table.rows:
        return []
    part = share(by_key(table).get(("accepted",)), table.total, exact=not table.at_least)
    said = [_("Organisaties kregen %(said)s verzoeken om iemand terug te bellen.", said=_said(table))]
    return [*said, _("Aangenomen: %(part)s.", part=part)] if part else said


def _follow_up(tables: Tables) -> list[str]:
    return [_("Dit zeiden mensen die zelf kozen om later terug te kijken.")] if tables["hoe-ging-het"].rows else []


def _complaints(tables: Tables) -> list[str]:
    table, answered = tables["klachten"], tables["klachten-op-tijd"]
    said = [_("Er kwamen %(said)s klachten binnen.", said=_said(table))] if table.rows else []
    return [*said, _in_time(answered, (), _("Op tijd beantwoord: %(part)s."))]


_SAY: Final[dict[str, Callable[[Tables], list[str]]]] = {
    "niet-gevonden": _unmet,
    "aanvragen": _requests,
    "op-tijd": _terms,
    "uitkomst": _outcomes,
    "verwijzingen": _referrals,
    "bij-het-loket": _desk,
    "terugbellen": _call_backs,
    "hoe-ging-het": _follow_up,
    "klachten": _complaints,
}
