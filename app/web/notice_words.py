"""Words for offers and questions: tasks and limits to choose from, what was filled in, and the ways to other help."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from app.content.mediation import Circumstance
from app.matching.models import Side
from app.matching.shapes import NewNotice, Person, Words
from app.personal_numbers import spaced_phone
from app.search.asking import Question
from app.social_map.dates import date_in_words
from app.social_map.times import in_words
from app.social_map.vocabulary import Frequency
from app.web import cards, wording
from app.web.help_first import ShownNumber, shown
from app.web.notice_rules import task_label, task_words, times_read
from app.web.running import content, language, municipality, services

MOST_CARDS = 3
MOST_NUMBERS = 1
Row = tuple[str, str]


@dataclass(frozen=True, slots=True)
class TaskGroup:
    """Tasks under one heading. `instead`: label and kind words of those that volunteers do not do."""

    id: str
    heading: str
    options: tuple[tuple[str, str], ...]
    instead: tuple[tuple[str, str], ...] = ()


def task_groups(side: Side) -> list[TaskGroup]:
    """What there is to choose from, simply grouped; who offers does not see what volunteers do not do."""
    open_to_all = [task for task in content().tasks if task.volunteers]
    groups = [
        TaskGroup(
            "taak",
            _("Samen op pad of voor iemand op pad"),
            tuple((each.slug, task_words(each)) for each in open_to_all if not each.at_home),
        ),
        TaskGroup(
            "taak-thuis",
            _("Bij iemand thuis"),
            tuple((each.slug, task_words(each)) for each in open_to_all if each.at_home),
        ),
    ]
    learned = [task for task in content().tasks if not task.volunteers]
    if side is Side.QUESTION and learned:
        groups.append(
            TaskGroup(
                "taak-geleerd",
                _("Hulp van iemand die ervoor geleerd heeft"),
                tuple((each.slug, task_words(each)) for each in learned),
                tuple(instead_of(each.slug for each in learned)),
            )
        )
    return [group for group in groups if group.options]


def instead_of(tasks: Iterable[str]) -> list[Row]:
    """What does help, kindly, for each of these that volunteers do not do."""
    found = []
    for slug in tasks:
        task = content().task(slug)
        if task is not None and not task.volunteers:
            text = (task.instead_en if language() == "en" else None) or task.instead or ""
            found.append((task_words(task), text))
    return found


def limits() -> list[Row]:
    """What somebody who offers may keep out of."""
    return [(each.slug, _limit(each)) for each in content().circumstances]


def circumstances() -> list[Row]:
    """What may be so where help is asked."""
    return [(each.slug, each.asks_en if language() == "en" else each.asks) for each in content().circumstances]


def _limit(each: Circumstance) -> str:
    return each.limit_en if language() == "en" else each.limit


def tasks_words(tasks: Iterable[str]) -> str:
    """Tasks in a row."""
    return ", ".join(task_label(slug) for slug in tasks)


def day(value: date) -> str:
    """A day in the language of the page."""
    return date_in_words(value, "en" if language() == "en" else "nl")


def kern_words(slug: str) -> str:
    """The name of a village."""
    found = content().kern(slug)
    return found[1].name if found else ""


def frequency(value: Frequency | None) -> str:
    """How often, in words; not knowing is fine too."""
    return wording.frequency_words(value.value) if value else _("weet ik nog niet")


def when(mask: int) -> str:
    """Days and parts of the day in words."""
    return in_words(mask, language()) if mask else ""


def times_not_read(words: Words) -> bool:
    """Whether somebody wrote about times what we do not understand: then it stays text."""
    return bool(words.times) and not times_read(words.times).understood


def rows_of(new: NewNotice) -> list[Row]:
    """What was filled in, by name; what was left empty is left out."""
    facts = [
        (_("Wat") if new.side is Side.OFFER else _("Waarbij"), tasks_words(new.tasks)),
        (_("Waar"), kern_words(new.kern)),
        (_("Waar u wilt komen"), ", ".join(map(kern_words, new.area))),
        *when_rows(new.words, new.when_mask),
        (_("Hoe vaak"), frequency(new.frequency)),
        (_("Op welke dag"), day(new.needed_on) if new.needed_on else ""),
        (_("Het kan niet wachten"), _("ja") if new.urgent else ""),
        (_("Van tevoren weten"), notice_words(new.notice_days)),
        (_("Dit doet u niet"), tasks_words(new.not_tasks)),
        (_("Uw grenzen"), ", ".join(circumstance_words(new.not_circumstances, limit=True))),
        (_("Verder doet u niet"), new.words.limits),
        (_("Wat er speelt"), ", ".join(circumstance_words(new.circumstances))),
        (_("Wat u erbij zei"), new.words.story),
    ]
    return [row for row in [*facts, *person_rows(new.person)] if row[1]]


def when_rows(words: Words, mask: int) -> list[Row]:
    """The times as typed and as read, so that somebody can see whether we understood."""
    typed = (_("Wanneer, zoals u het schreef"), words.times)
    if times_not_read(words):
        read = when(mask)
        return [
            typed,
            (_("Wanneer, zoals u het aankruiste"), read),
            (_("Hoe wij dit lezen"), "" if read else _("Een medewerker leest zelf wat u hier schreef.")),
        ]
    return [typed, (_("Wanneer, zo lezen wij het"), when(mask) or _("maakt niet uit, of nog niet bekend"))]


def person_rows(person: Person) -> list[Row]:
    """Who it is and what may be shared."""
    nothing_ticked = _("alleen uw voornaam en telefoonnummer") if person.phone else _("alleen uw voornaam")
    names = {"phone": _("telefoonnummer"), "email": _("e-mailadres"), "address": _("adres")}
    return [
        (_("Voornaam"), person.first_name),
        (_("Achternaam"), person.last_name),
        (_("Namens"), person.organisation),
        (_("Telefoon"), spaced_phone(person.phone)),
        (_("E-mail"), person.email),
        (_("Adres"), person.street),
        (_("Postcode"), person.postcode),
        (_("De ander mag weten"), ", ".join(names[each] for each in person.share) or nothing_ticked),
    ]


def circumstance_words(slugs: Iterable[str], *, limit: bool = False) -> list[str]:
    """Circumstances in words: as what plays, or as a limit."""
    names = dict(limits() if limit else circumstances())
    return [names[slug] for slug in slugs if slug in names]


def notice_words(days: int) -> str:
    """How long beforehand somebody wants to know."""
    return _("%(days)s dagen", days=days) if days > 1 else _("1 dag") if days else ""


def urgent_numbers() -> list[ShownNumber]:
    """Numbers for when it cannot wait."""
    return [shown(number) for number in content().help_numbers_for(municipality())[:MOST_NUMBERS]]


def other_help(tasks: Iterable[str], kern: str = "") -> list[cards.ShownCard]:
    """Offers of the map that do the same, nearest first: for what volunteers do not do, or when nobody can come.

    Kinds of help by people who were trained for it are wide: of those only what speaks of the task itself is shown, else
    the one that search puts first.
    """
    found: dict[str, cards.ShownCard] = {}
    for task in [task for slug in tasks if (task := content().task(slug)) and task.kinds]:
        words = "" if task.volunteers else (*task.words, task.label)[0]
        asked = Question(
            words=words, kinds=task.kinds, place=kern_words(kern), host=municipality().slug, per_page=MOST_CARDS * 2
        )
        near = [each for each in services().finder.ask(asked).results if each.scope != "regio"]
        if words:
            near = [each for each in near if "words" in {reason.code for reason in each.why}] or near[:1]
        for result in near:
            found.setdefault(result.card.slug, cards.shown(result))
    return list(found.values())[:MOST_CARDS]


def search_for(tasks: Iterable[str]) -> list[tuple[str, str]]:
    """The fields of a search for everything on the map that does the same."""
    kinds = dict.fromkeys(kind for slug in tasks if (task := content().task(slug)) for kind in task.kinds)
    return [("soort", kind) for kind in kinds]
