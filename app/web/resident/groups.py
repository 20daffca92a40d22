"""What stands between the results when a question has steps: headings, and words for who is going to call.

The order is that of the answer, always; a heading only says what the results below it have in common (I-31, I-39).
"""

from itertools import groupby

from flask_babel import ngettext

from app.search.asking import Answer, Result
from app.web import times_asked
from app.web.cards import ShownCard
from app.web.running import language
from app.web.translating import gettext as _


def groups_of(answer: Answer, shown: list[ShownCard]) -> list[tuple[str, list[ShownCard]]]:
    """The cards of a page under their headings, in the order of the answer; nothing when the order has no steps."""
    if not answer.ladder:
        return []
    headings = _headings(answer)
    pairs = zip(answer.results, shown, strict=True)
    return [(headings[name], [card for _result, card in found]) for name, found in groupby(pairs, key=_group_of)]


def _group_of(pair: tuple[Result, ShownCard]) -> str:
    return pair[0].group


def _headings(answer: Answer) -> dict[str, str]:
    return {
        "then": times_asked.asked_for(answer),
        "ask": _("Vraag na of het dan kan"),
        "otherwise": times_asked.otherwise(answer.when),
        "elsewhere": _("Overdag en 's nachts ergens anders"),
        "overnight": _("Ook 's nachts"),
        "daytime": _("Overdag ergens anders"),
        "light": _("Iemand die bij u thuis komt"),
        "rest": _("Lotgenoten, steun en andere hulp"),
    }


def nobody_then(answer: Answer) -> str:
    """What to say when nobody can come at the time that was asked; "" when somebody can, or may be able to.

    That others are there then, away from home, is said only when their own times say so.
    """
    groups = [result.group for result in answer.results]
    if answer.question.page > 1 or "otherwise" not in groups or {"then", "ask"} & set(groups):
        return ""
    time = times_asked.asked_for(answer)
    elsewhere = {result.available for result in answer.results if result.group == "elsewhere"}
    if "yes" in elsewhere:
        return _(
            "%(time)s vonden we niemand die bij u thuis komt. Ergens anders kan wel, zie hieronder. "
            "Bel gerust, dan zoeken we mee:",
            time=time,
        )
    if "unknown" in elsewhere:
        return _(
            "%(time)s vonden we niemand die bij u thuis komt. Ergens anders kan misschien wel, zie hieronder. "
            "Bel gerust, dan zoeken we mee:",
            time=time,
        )
    return _(
        "%(time)s vonden we niemand. Hieronder staat wie op een andere tijd kan. Bel gerust, dan zoeken we mee:",
        time=time,
    )


def fitting(answer: Answer) -> str:
    """How many fit the time that was asked, as `Op donderdagmiddag: 3 keer hulp. Daaronder staat meer.` says.

    "" when that is not what a question is about, when nobody fits, or when more may fit on the next page.
    """
    fits = sum(result.group == "then" for result in answer.results)
    if not fits or answer.question.page > 1 or fits == len(answer.results):
        return ""
    count = ngettext("%(num)s keer hulp", "%(num)s keer hulp", fits)
    return _("%(time)s: %(count)s. Daaronder staat meer.", time=times_asked.asked_for(answer), count=count)


def to_say(answer: Answer) -> str:
    """A sentence to use on the telephone; "" when the words ask for none, or for help that cannot wait."""
    if answer.need is None or answer.dangers or not answer.results or answer.question.page > 1:
        return ""
    words = answer.need.call_en if language() == "en" else answer.need.call
    return words.replace("*", "“", 1).replace("*", "”", 1)
