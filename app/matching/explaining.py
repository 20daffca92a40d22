"""Why an offer fits a question, in one plain sentence, with what does not fit said as plainly (I-34).

The mediator reads it about the volunteer ("Kan op donderdagmiddag boodschappen doen, komt uit dezelfde plaats en doet dit
graag elke week."). On somebody's own page it tells nothing about where the other one lives beyond "uit de buurt": that opens
only when both said yes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.content.whole import Content
from app.matching.facts import ALL_DAYS, ALL_PARTS, ANY_PART, OfferFacts, QuestionFacts
from app.matching.models import Side
from app.matching.scoring import Fit
from app.social_map.times_words import DAYS_EN, DAYS_NL, PARTS_EN, PARTS_NL
from app.social_map.vocabulary import Frequency

_MOST_NAMED: Final = 3
_PLACES: Final = ("kern", "near", "area")

_NL: Final = {
    "can": "kan",
    "also": "wel ",
    "time": "kan niet {times}",
    "time_short": "niet {times}",
    "other_times": "op de gevraagde tijden",
    "kern": "komt uit dezelfde plaats",  # true of a person and of a church or club alike
    "near": "komt uit de buurt",
    "area": "helpt ook graag in {kern}",
    "far": "komt van wat verder weg",
    "urgent": "kan snel helpen",
    "emergency": "helpt als er nood is",
    "does_once": "wil dit graag een keer doen",
    "does_sometimes": "doet dit graag af en toe",
    "does_weekly": "doet dit graag elke week",
    "does_enough": "wil dit zo vaak doen als gevraagd is",
    "only_once": "wil dit één keer doen",
    "only_sometimes": "doet dit liever af en toe",
    "only_emergency": "doet dit alleen in nood",
    "tasks": "biedt {tasks} niet aan",
    "one_day": "wil het graag een dag van tevoren weten",
    "days": "wil het graag {days} dagen van tevoren weten",
    "unknown": "het is nog niet bekend {what}",
    "which_days": "welke dagen passen",
    "what_hour": "hoe laat {times}",
    "how_often": "hoe vaak",
    "instead": "voor {tasks} is andere hulp nodig",
    "not_all": "kan niet alles",
    "but": "maar",
    "and": "en",
    "at": "op",
    "moments": "{count} andere momenten",
    "more": "nog {count} dingen doen",
    "partly": "Past voor een deel: {sentence}",
}
_NL_YOU: Final = _NL | {
    "can": "u kunt",
    "time": "u kunt niet {times}",
    "not_all": "u kunt niet alles",
    "kern": "u komt uit de buurt",
    "near": "u komt uit de buurt",
    "area": "het is in een plaats die u koos",
    "far": "u komt van wat verder weg",
    "urgent": "u kunt snel helpen",
    "emergency": "u helpt als er nood is",
    "does_once": "u wilt dit graag een keer doen",
    "does_sometimes": "u doet dit graag af en toe",
    "does_weekly": "u doet dit graag elke week",
    "does_enough": "u wilt dit zo vaak doen als gevraagd is",
    "only_once": "u wilt dit één keer doen",
    "only_sometimes": "u doet dit liever af en toe",
    "only_emergency": "u doet dit alleen in nood",
    "tasks": "{tasks} biedt u niet aan",
    "one_day": "u wilt het graag een dag van tevoren weten",
    "days": "u wilt het graag {days} dagen van tevoren weten",
}
_EN: Final = {
    "can": "can",
    "also": "",
    "time": "not {times}",
    "time_short": "not {times}",
    "other_times": "at the times asked for",
    "kern": "is from the same place",
    "near": "is from nearby",
    "area": "likes to help in {kern} too",
    "far": "comes from somewhat further away",
    "urgent": "can help soon",
    "emergency": "helps in an emergency",
    "does_once": "is happy to do this once",
    "does_sometimes": "is happy to do this now and then",
    "does_weekly": "is happy to do this every week",
    "does_enough": "is happy to do this as often as asked",
    "only_once": "wants to do this once",
    "only_sometimes": "would rather do this now and then",
    "only_emergency": "does this in an emergency only",
    "tasks": "does not offer to {tasks}",
    "one_day": "wants to know a day before",
    "days": "wants to know {days} days before",
    "unknown": "it is not known yet {what}",
    "which_days": "which days suit",
    "what_hour": "at what time {times}",
    "how_often": "how often",
    "instead": "other help is needed to {tasks}",
    "not_all": "not everything",
    "but": "but",
    "and": "and",
    "at": "on",
    "moments": "at {count} other moments",
    "more": "do {count} more things",
    "partly": "Fits in part: {sentence}",
}
_EN_YOU: Final = _EN | {
    "can": "you can",
    "kern": "you are from nearby",
    "near": "you are from nearby",
    "area": "it is in a place that you chose",
    "far": "you come from somewhat further away",
    "urgent": "you can help soon",
    "emergency": "you help in an emergency",
    "does_once": "you are happy to do this once",
    "does_sometimes": "you are happy to do this now and then",
    "does_weekly": "you are happy to do this every week",
    "does_enough": "you are happy to do this as often as asked",
    "only_once": "you want to do this once",
    "only_sometimes": "you would rather do this now and then",
    "only_emergency": "you do this in an emergency only",
    "tasks": "you do not offer to {tasks}",
    "one_day": "you want to know a day before",
    "days": "you want to know {days} days before",
}
_FOR_SEEKER: Final = {"nl": {"kern": _NL["near"]}, "en": {"kern": _EN["near"]}}


@dataclass(frozen=True, slots=True)
class _Told:
    """One fit that is being told, in one language, to one reader."""

    fit: Fit
    offer: OfferFacts
    question: QuestionFacts
    content: Content
    lang: str
    words: dict[str, str]

    @property
    def english(self) -> bool:
        return self.lang == "en"


def sentence(
    fit: Fit, offer: OfferFacts, question: QuestionFacts, content: Content, lang: str, *, reader: Side | None = None
) -> str:
    """One sentence with a capital and a full stop.

    :param lang: `nl` or `en`; any other language gets the Dutch words.
    :param reader: whose own page it stands on; None is the mediator, who knows both. The offering side is called "u".
    """
    lang = "en" if lang == "en" else "nl"
    if reader is Side.OFFER:
        words = _EN_YOU if lang == "en" else _NL_YOU
    else:
        words = _EN if lang == "en" else _NL
        words = words | _FOR_SEEKER[lang] if reader is Side.QUESTION else words
    told = _Told(fit, offer, question, content, lang, words)
    fits = _fits(told)
    said = _listed(fits, words["and"])
    if not fit.full:
        said = f"{said}, {words['but']} {_misses(told, alone=len(fits) == 1)}"
        return f"{words['partly'].format(sentence=said)}."
    return f"{said[:1].upper()}{said[1:]}."


def _fits(told: _Told) -> list[str]:
    """What fits: the tasks with their time, the place, the frequency."""
    fit, words = told.fit, told.words
    tasks = _tasks(told, told.offer.tasks & told.question.tasks & _volunteers(told.content))
    also = words["also"] if {"time", "tasks"} & {*fit.missing} else ""
    when = _moments(_shared(told), told) if "time" in fit.because else ""
    can = f"{words['can']} {tasks} {when}" if told.english else f"{words['can']} {also}{when} {tasks}"
    parts = [" ".join(can.split())]
    place = next((code for code in _PLACES if code in fit.because), "")
    if place:
        parts.append(words[place].format(kern=_kern(told)))
    if told.offer.frequency is Frequency.EMERGENCY:
        return [*parts, words["emergency"]] if "frequency" not in fit.missing else parts
    if "frequency" in fit.because and told.question.frequency in {
        Frequency.ONCE,
        Frequency.SOMETIMES,
        Frequency.WEEKLY,
    }:
        # Who comes every week did not say "now and then"; who comes once for anybody is happy to do so here.
        more = told.question.frequency is Frequency.SOMETIMES and told.offer.frequency is Frequency.WEEKLY
        parts.append(words["does_enough" if more else f"does_{told.question.frequency}"])
    if "urgent" in fit.because:
        parts.append(words["urgent"])
    return parts


def _misses(told: _Told, *, alone: bool) -> str:
    """What does not fit or is not known, joined.

    The time comes first: after one thing that fits, "maar niet op maandag" hangs on its verb.
    """
    missing, words = told.fit.missing, told.words
    parts = []
    if "time" in missing:
        times = _moments(told.question.when_mask, told, at_most=words["other_times"])
        parts.append(words["time_short" if alone else "time"].format(times=times))
    if "far" in missing:
        parts.append(words["far"])
    if "frequency" in missing:
        parts.append(words[f"only_{told.offer.frequency}"])
    if "notice" in missing:
        days = told.offer.notice_days
        parts.append(words["one_day"] if days == 1 else words["days"].format(days=days))
    possible = _volunteers(told.content)
    others = told.question.tasks & possible - told.offer.tasks
    if others:
        parts.append(words["tasks"].format(tasks=_tasks(told, others)))
    unknown = _unknown(told)
    if unknown:
        parts.append(words["unknown"].format(what=_listed(unknown, words["and"])))
    impossible = _tasks(told, told.question.tasks - possible)
    if impossible:
        parts.append(words["instead"].format(tasks=impossible))
    return _listed(parts or [words["not_all"]], words["and"])  # a task that editors took away has no words any more


def _unknown(told: _Told) -> list[str]:
    """What nobody said yet."""
    missing, words = told.fit.missing, told.words
    parts = []
    if "time_unknown" in missing:
        parts.append(words["which_days"])
    if "daypart_unknown" in missing:
        parts.append(words["what_hour"].format(times=_moments(_shared_days(told), told)))
    if "frequency_unknown" in missing:
        parts.append(words["how_often"])
    return parts


def _volunteers(content: Content) -> frozenset[str]:
    return frozenset(task.slug for task in content.tasks if task.volunteers)


def _tasks(told: _Told, slugs: frozenset[str]) -> str:
    """Tasks as things to do, in the order of the content: "boodschappen doen en op bezoek komen"."""
    labels = [
        _as_part(task.label_en if told.english else task.label) for task in told.content.tasks if task.slug in slugs
    ]
    if len(labels) > _MOST_NAMED:
        rest = len(labels) - _MOST_NAMED + 1
        labels = [*labels[: _MOST_NAMED - 1], told.words["more"].format(count=rest)]
    return _listed(labels, told.words["and"])


def _as_part(label: str) -> str:
    return f"{label[:1].lower()}{label[1:]}"


def _kern(told: _Told) -> str:
    town = told.content.municipality(told.question.municipality)
    return next((kern.name for kern in town.kernen if kern.slug == told.question.kern), "") if town else ""


def _shared(told: _Told) -> int:
    """The moments that both sides know."""
    return told.offer.when_mask & told.question.when_mask & ((1 << ANY_PART) - 1)


def _shared_days(told: _Told) -> int:
    """The days on which both have something, as days without their part."""
    both = 0
    for day in ALL_DAYS:
        bits = 0b1111 << (day * 4) | 1 << (ANY_PART + day)
        if told.offer.when_mask & bits and told.question.when_mask & bits:
            both |= 1 << (ANY_PART + day)
    return both


def _moments(mask: int, told: _Told, at_most: str = "") -> str:
    """Moments of a mask with their preposition: "op donderdagmiddag en vrijdagochtend". Many of them: one and how many more.

    :param at_most: what to say instead when there are many.
    """
    names = []
    for day in ALL_DAYS:
        parts = [part for part in ALL_PARTS if mask >> (day * 4 + part) & 1]
        if told.english:
            names += [f"{DAYS_EN[day]} {PARTS_EN[part]}" for part in parts]
        else:
            names += [f"{DAYS_NL[day]}{PARTS_NL[part]}" for part in parts]
        if not parts and mask >> (ANY_PART + day) & 1:
            names.append(DAYS_EN[day] if told.english else DAYS_NL[day])
    if len(names) > _MOST_NAMED:
        if at_most:
            return at_most
        names = [names[0], told.words["moments"].format(count=len(names) - 1)]
    return f"{told.words['at']} {_listed(names, told.words['and'])}" if names else ""


def _listed(words: Sequence[str], last: str) -> str:
    *most, end = [*words] or [""]
    return f"{', '.join(most)} {last} {end}" if most else end
