"""The filters of a search, with how many offers each leaves: the same for a visitor and for the desk."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.search.asking import Answer
from app.web import wording
from app.web.questions import ACCESS_WORDS, LEVEL_WORDS
from app.web.running import content, services
from app.web.translating import gettext as _

RADII = (2, 5, 10, 25, 50)


@dataclass(slots=True)
class Choice:
    """One tick of a filter, with how many offers it leaves."""

    value: str
    label: str
    count: int
    ticked: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """One group of ticks."""

    name: str
    label: str
    choices: tuple[Choice, ...]

    @property
    def used(self) -> bool:
        """Whether something in it is ticked."""
        return any(choice.ticked for choice in self.choices)


def filters(answer: Answer) -> list[Filter]:
    """The filters with their counts; what leaves nothing is shown too, with a nought."""
    facets, question = answer.facets, answer.question
    whole = content()

    def group(
        name: str, label: str, facet: str, options: Iterable[tuple[str, str, str]], ticked: tuple[str, ...]
    ) -> Filter:
        counts = facets.of(facet)
        return Filter(
            name,
            label,
            tuple(Choice(value, words, counts.get(code, 0), code in ticked) for value, code, words in options),
        )

    interests = sorted(set(facets.of("interest")) | set(question.interests))
    groups = [
        slug
        for slug in (each.slug for each in whole.target_groups)
        if slug in facets.of("target_group") or slug in question.target_groups
    ]
    found = [
        group(
            "soort",
            _("Soort hulp"),
            "kind",
            [(kind.slug, kind.slug, wording.kind_label(kind.slug)) for kind in whole.kinds],
            question.kinds,
        ),
        group(
            "leefgebied",
            _("Onderwerp"),
            "domain",
            [(each.slug, each.slug, wording.domain_label(each.slug)) for each in whole.domains],
            question.domains,
        ),
        group(
            "interesse",
            _("Wat u leuk vindt"),
            "interest",
            [(each, each, each) for each in interests],
            question.interests,
        ),
        group(
            "niveau",
            _("Wie beslist"),
            "level",
            [(word, level, wording.level_short(level)) for level, word in LEVEL_WORDS.items()],
            question.levels,
        ),
        group(
            "toegankelijk",
            _("Toegankelijk"),
            "accessible",
            [(word, feature, wording.access_label(feature)) for word, feature in ACCESS_WORDS.items()],
            question.accessible,
        ),
        group(
            "doelgroep",
            _("Voor wie"),
            "target_group",
            [(slug, slug, wording.target_group_label(slug)) for slug in groups],
            question.target_groups,
        ),
    ]
    money = Choice("gratis", _("Alleen gratis"), facets.of("free").get("yes", 0), question.free)
    transport = Choice("ja", _("Met vervoer"), facets.of("transport").get("yes", 0), question.transport)
    return [
        *(each for each in found if each.choices),
        Filter("kosten", _("Kosten"), (money,)),
        Filter("vervoer", _("Vervoer"), (transport,)),
    ]


def place_problem(answer: Answer) -> str:
    """What to say when the place is not known, or was guessed."""
    if answer.place_unknown:
        return services().gazetteer.help_text(answer.question.place)
    return ""
