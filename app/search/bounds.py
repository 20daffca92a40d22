"""A question within its bounds, and what it limits: a part of asking that needs no engine and no database."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app import clock
from app.search.engine import Centre, Limits
from app.search.said_times import SaidTime, read_times_said
from app.social_map.times import wanted_mask

if TYPE_CHECKING:
    from app.content.models import Municipality
    from app.content.whole import Content
    from app.places.located import Located
    from app.search.asking import Question

LARGEST_PAGE = 100
LONGEST_QUESTION = 2000
FACETS = ("kind", "level", "domain", "target_group", "interest", "free", "accessible", "transport")


def within_bounds(question: Question, content: Content) -> Question:
    """Leave out what does not exist, so that an old link or a typing mistake never empties a page."""
    kinds = {kind.slug for kind in content.kinds}
    domains = {domain.slug for domain in content.domains}
    radius = question.radius_km
    return replace(
        question,
        words=" ".join(question.words.split())[:LONGEST_QUESTION],
        place=question.place.strip()[:80],
        radius_km=radius if radius is not None and 0 < radius <= 500 else None,  # noqa: PLR2004  (km; the country is 300 long)
        kinds=tuple(kind for kind in question.kinds if kind in kinds),
        domains=tuple(domain for domain in question.domains if domain in domains),
        target_groups=tuple(content.target_group_named(group) for group in question.target_groups),
        page=max(1, min(question.page, 500)),
        per_page=max(1, min(question.per_page, LARGEST_PAGE)),
    )


def limits_of(question: Question, town: Municipality, located: Located | None, times: tuple[SaidTime, ...]) -> Limits:
    """What a question limits: the page, the filters, the time and the centre."""
    when = wanted_mask(question.day or None, question.daypart or None) if question.day or question.daypart else 0
    if not when:
        for time in times:
            when |= time.mask
    if located is None:
        centre = Centre(municipality=town.name)
    else:
        centre = Centre(lat=located.lat, lon=located.lon, kern=located.kern, municipality=located.municipality)
    return Limits(
        kinds=question.kinds,
        levels=question.levels,
        domains=question.domains,
        target_groups=question.target_groups,
        interests=question.interests,
        languages=question.languages,
        free=question.free,
        accessible=question.accessible,
        transport=question.transport,
        when=when,
        centre=centre,
        radius_km=question.radius_km if located is not None else None,
        today=clock.today().toordinal(),
        offset=(question.page - 1) * question.per_page,
        count=question.per_page,
        facets=FACETS,
    )


def times_said(question: Question) -> tuple[SaidTime, ...]:
    """The times in the words; none when a day or daypart was chosen, for that is what counts then."""
    if question.day or question.daypart:
        return ()
    return tuple(each for each in read_times_said(question.words) if each.words not in question.without)


def take_away(words: str, without: tuple[str, ...]) -> str:
    """The words without the understood words that the visitor took away again."""
    for gone in without:
        if gone:
            words = words.replace(gone, " ")
    return words
