"""Help numbers on top, when what somebody typed anywhere may mean that it cannot wait (ecosystem.md 6.7).

It changes nothing else: nothing is refused, counted or written in a log. After a form was sent the numbers wait for the
next page in the visitor's own sealed session, and are gone once shown.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import session

from app.content.models import HelpNumber
from app.search.danger import Danger, recognise
from app.web.running import content, language

_WAITING = "hulp"


@dataclass(frozen=True, slots=True)
class ShownNumber:
    """A help number in the language of the page; `lang` is set when its words are Dutch on another page."""

    name: str
    number: str
    tel: str
    when: str
    cost: str
    what_for: str
    website: str
    lang: str | None


@dataclass(frozen=True, slots=True)
class HelpFirst:
    """What goes on top: one sentence, the numbers, and whether the desk's own number joins them."""

    message: str
    message_lang: str | None
    numbers: tuple[ShownNumber, ...]
    desk: bool


def shown(number: HelpNumber) -> ShownNumber:
    """A number as the page's language has it, else in Dutch and marked so."""
    words = number.translations.get(language()) if language() != "nl" else None  # type: ignore[call-overload]
    website = str(number.website or "")
    if words is None:
        lang = "nl" if language() != "nl" else None
        return ShownNumber(
            number.name, number.number, number.tel, number.when, number.cost, number.what_for, website, lang
        )
    return ShownNumber(
        words.name or number.name,
        number.number,
        number.tel,
        words.when,
        words.cost or number.cost,
        words.what_for,
        website,
        None,
    )


def numbers_of(dangers: Iterable[Danger]) -> list[HelpNumber]:
    """The numbers these dangers ask for, each once, in order."""
    found: dict[str, HelpNumber] = {}
    for danger in dangers:
        for number_id in danger.help_numbers:
            number = content().help_number(number_id)
            if number is not None:
                found[number.id] = number
    return list(found.values())


def help_first(dangers: tuple[Danger, ...]) -> HelpFirst | None:
    """What goes on top for these dangers; None when there are none."""
    if not dangers:
        return None
    english = language() == "en"
    return HelpFirst(
        message=dangers[0].message_en if english else dangers[0].message,
        message_lang="nl" if language() not in {"nl", "en"} else None,
        numbers=tuple(shown(number) for number in numbers_of(dangers)),
        desk=any(danger.desk for danger in dangers),
    )


def keep_for_the_next_page(text: str) -> None:
    """Look at what was typed in a form that is about to lead to another page."""
    found = [danger.rule for danger in recognise(text, content().danger_rules)]
    if found:
        session[_WAITING] = found


def kept() -> HelpFirst | None:
    """What a form just before this page asked to put on top, once."""
    rules = session.pop(_WAITING, None)
    if not isinstance(rules, list):
        return None
    return help_first(
        tuple(
            Danger(rule.id, rule.message, rule.message_en, rule.help_numbers, rule.desk)
            for rule in content().danger_rules
            if rule.id in rules
        )
    )
