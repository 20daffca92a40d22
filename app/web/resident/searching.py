"""Finding help: results for somebody's own words, near them, with filters that never hide what was not asked to be hidden."""

from urllib.parse import urlencode

from flask import Blueprint, render_template, request

from app.counting.keeping import write_held
from app.insight.unmet import count_unmet
from app.search.asking import Answer, Question
from app.social_map.vocabulary import DAYPARTS, WEEKDAYS
from app.web import cards, times_asked, wording
from app.web.filters import RADII, filters, place_problem
from app.web.help_first import help_first
from app.web.questions import ACCESS_WORDS, LEVEL_WORDS, Asked, fields_of, read_question
from app.web.resident.groups import fitting, groups_of, nobody_then, to_say
from app.web.running import content, municipality, services
from app.web.templating import page_url
from app.web.translating import gettext as _


def add_to(blueprint: Blueprint) -> None:
    """The results page; also by POST, so that words need not stand in an address or a browser's history."""
    blueprint.add_url_rule("/zoeken", "search", search, methods=["GET", "POST"])


def search() -> str:
    """The results of a question. Made anew each time: a page with somebody's own words is not kept for later."""
    posted = request.method == "POST"
    asked = read_question(request.form if posted else request.args, municipality().slug)
    answer = services().finder.ask(asked.question)
    if asked.question.words and asked.question.page == 1 and not answer.found_locally:
        count_unmet(services().database, answer, municipality())
    else:
        write_held(services().database)
    return render_template(
        "resident/results.html", **results_of(asked, answer, posted=posted), heading=_heading(answer)
    )


def results_of(asked: Asked, answer: Answer, path: str = "/zoeken", *, posted: bool = False) -> dict[str, object]:
    """What every page with results shows, whatever stands above them.

    :param posted: the words came by POST, so they may not get into any address on the page.
    """
    here = "" if posted else _near_to(answer)
    shown = [_with_place(card, here) for card in cards.all_shown(answer.results, answer.when)]
    return {
        "asked": asked,
        "answer": answer,
        "cards": shown,
        "unknown_access": [_with_place(card, here) for card in cards.all_shown(answer.unknown_access, answer.when)],
        "groups": groups_of(answer, shown),
        "nobody_then": nobody_then(answer),
        "fitting": fitting(answer),
        "time_read": times_asked.read_in_words(answer),
        "to_say": to_say(answer),
        "filters": filters(answer),
        "tags": _tags(asked, answer, path),
        "help_first": help_first(answer.dangers),
        "place_problem": place_problem(answer),
        "rides": _rides(answer),
        "points": _points(shown),
        "near": _near(answer),
        "fields": fields_of(asked),
        "fields_without": lambda *names: [(name, value) for name, value in fields_of(asked) if name not in names],
        "page_address": lambda number: address(asked, path, pagina=number if number > 1 else ""),
        "literal_address": address(asked, path, letterlijk="ja"),
        "radii": [(str(km), _("binnen %(km)s km", km=km)) for km in RADII],
        "days": [(day, wording.day_label(day)) for day in WEEKDAYS],
        "dayparts": [(part, wording.daypart_label(part)) for part in DAYPARTS],
        "path": page_url(path),
        "posted": posted,
        "back": "" if posted else address(asked, path, pagina=answer.question.page if answer.question.page > 1 else ""),
    }


def _near_to(answer: Answer) -> str:
    """The place that was asked for, so that the page of an offer can say how far it is from there."""
    return answer.question.place if answer.located else ""


def _with_place(card: cards.ShownCard, place: str) -> cards.ShownCard:
    return card._replace(url=f"{card.url}?{urlencode({'vanaf': place})}") if place else card


def address(asked: Asked, path: str, **changes: object) -> str:
    """The address of this question with something changed."""
    fields = fields_of(asked, **changes)
    return page_url(path) + ("?" + urlencode(fields) if fields else "")


def _heading(answer: Answer) -> str:
    if answer.question.words:
        return str(_("Hulp bij: %(words)s", words=answer.question.words))
    return str(_("Alle hulp op een rij"))


def _tags(asked: Asked, answer: Answer, path: str) -> list[tuple[str, str]]:
    """What was understood and what was ticked, each with the address without it."""
    question = answer.question
    tags = []
    for item in answer.understood:
        text = item.words
        if item.time is not None:
            text = times_asked.chip(item.time)
        elif item.because and item.because.casefold() != item.words.casefold():
            text = f"{item.words} ({item.because})"
        tags.append((text, address(asked, path, zonder=(*question.without, item.words))))
    ticked: list[tuple[str, str, tuple[str, ...], dict[str, str]]] = [
        ("soort", "", question.kinds, {slug: wording.kind_label(slug) for slug in question.kinds}),
        ("leefgebied", "", question.domains, {slug: wording.domain_label(slug) for slug in question.domains}),
        (
            "doelgroep",
            "",
            question.target_groups,
            {slug: wording.target_group_label(slug) for slug in question.target_groups},
        ),
        ("interesse", "", question.interests, {}),
    ]
    for name, _nothing, values, labels in ticked:
        tags += [
            (labels.get(value, value), address(asked, path, **{name: tuple(each for each in values if each != value)}))
            for value in values
        ]
    levels = tuple(LEVEL_WORDS[level] for level in question.levels)
    tags += [
        (
            wording.level_short(level),
            address(asked, path, niveau=tuple(word for word in levels if word != LEVEL_WORDS[level])),
        )
        for level in question.levels
    ]
    if question.free:
        tags.append((_("gratis"), address(asked, path, kosten="")))
    if question.transport:
        tags.append((_("met vervoer"), address(asked, path, vervoer="")))
    if question.radius_km and answer.located:
        tags.append((_("binnen %(km)s km", km=f"{question.radius_km:g}"), address(asked, path, straal="")))
    if question.day:
        tags.append((times_asked.chosen(question.day, ""), address(asked, path, dag="")))
    if question.daypart:
        tags.append((times_asked.chosen("", question.daypart), address(asked, path, dagdeel="")))
    words = {feature: word for word, feature in ACCESS_WORDS.items()}
    tags += [
        (
            wording.access_label(feature),
            address(asked, path, toegankelijk=tuple(words[each] for each in question.accessible if each != feature)),
        )
        for feature in question.accessible
    ]
    return tags


def _points(shown: list[cards.ShownCard]) -> list[dict[str, object]]:
    return [
        {"lat": card.lat, "lon": card.lon, "name": card.name, "url": card.url, "text": card.place_text}
        for card in shown
        if card.lat is not None and card.lon is not None
    ]


def _rides(answer: Answer) -> list[cards.ShownCard]:
    """Who can bring somebody, when transport was asked for: shown beside what was found, the nearest first."""
    if not answer.question.transport:
        return []
    asked = Question(
        kinds=content().transport_kinds, place=answer.question.place, host=answer.question.host, per_page=3
    )
    return [cards.shown(result) for result in services().finder.ask(asked).results if result.scope != "regio"]


def _near(answer: Answer) -> list[tuple[str, str]]:
    """When nothing fits: kinds and domains that are near in meaning, to look at instead."""
    if answer.total:
        return []
    return [
        *(
            (wording.kind_label(kind), page_url("/zoeken") + "?" + urlencode({"soort": kind}))
            for kind in answer.near_kinds
        ),
        *((wording.domain_label(domain), page_url(f"/leefgebied/{domain}")) for domain in answer.near_domains),
    ]
