"""The ways there are when nobody may or can answer a question: said without reproach, never a dead end.

Some things volunteers do not do, and sometimes there is nobody. Then there is help by people who were trained for it, there
are offers on the map, and there is always a person to speak to.
"""

from dataclasses import dataclass
from enum import StrEnum

from app.content.letterhead import site_of
from app.matching.mediation import Mediation
from app.matching.models import Notice, Side


class WayTo(StrEnum):
    """What a way leads to."""

    TRAINED = "trained"
    MAP = "map"
    TALK = "talk"


@dataclass(frozen=True, slots=True)
class Way:
    """One way. `text` is a sentence (Dutch, `text_en` beside it).

    :ivar task: slug of the task it is for; empty for a way that is for everything.
    :ivar kinds: slugs of kinds on the map that do the same, for `WayTo.MAP` and `WayTo.TRAINED`; may be empty.
    """

    to: WayTo
    text: str
    text_en: str
    task: str = ""
    kinds: tuple[str, ...] = ()

    def said(self, lang: str) -> str:
        """The sentence in this language."""
        return self.text_en if lang == "en" else self.text


def ways_out(mediation: Mediation, notice: Notice) -> tuple[Way, ...]:
    """The ways for a question: what volunteers may not do first, then the map, then the desk. Empty for an offer."""
    if notice.side is not Side.QUESTION:
        return ()
    content, desk = mediation.content.now(), mediation.town(notice.municipality).desk
    tasks = [task for slug in notice.tasks if (task := content.task(slug))]
    ways = [
        Way(WayTo.TRAINED, task.instead, task.instead_en or task.instead, task.slug, task.kinds)
        for task in tasks
        if task.instead
    ]
    ways += [
        Way(
            WayTo.MAP,
            f"{task.label}: op onze site staat wie dit nog meer doet.",
            f"{task.label_en}: on our site you find who else does this.",
            task.slug,
            task.kinds,
        )
        for task in tasks
        if task.kinds and not task.instead
    ]
    talk = f"Iemand spreken kan altijd: {desk.name}, {desk.phone}. Samen vinden we wat er bij u past."
    talk_en = f"You can always speak to somebody: {desk.name}, {desk.phone}. Together we find what suits you."
    return (*ways, Way(WayTo.TALK, talk, talk_en))


def lines_for_mail(mediation: Mediation, notice: Notice) -> tuple[str, ...]:
    """The ways as lines of a mail. Somebody else may read that mailbox, so no kind of help is named: that stands on the
    own page, where `ways_out` is shown whole.
    """
    town, english = mediation.town(notice.municipality), notice.language == "en"
    site = f"{site_of(mediation.settings, town)}{'/en' if english else ''}"
    talk = ways_out(mediation, notice)[-1]
    if english:
        return (
            f"On your own page you find who else can help with what you asked: {site}/voor-elkaar/mijn",
            f"On our site you can look around yourself: {site}/zoeken",
            talk.text_en,
        )
    return (
        f"Op uw eigen pagina staat wie er verder kan helpen met wat u vroeg: {site}/voor-elkaar/mijn",
        f"Op onze site kunt u zelf rondkijken: {site}/zoeken",
        talk.text,
    )
