"""`/onderwerp/<slug>`: one subject that many people live with, with offers looked up anew each time, nearest first.

What is shown is found by the one search of the product, in its order (I-06); what lies beyond this municipality and does not
serve it only shows when there is nothing else.
"""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from flask import Blueprint, abort, render_template, request

from app import clock
from app.agenda.finding import activities, organisations_of
from app.content.theme_pages import ThemePage, ThemePart
from app.search.asking import Question
from app.web import agenda_words, cards
from app.web.bodies import clean
from app.web.cards import ShownCard
from app.web.help_first import ShownNumber, shown
from app.web.resident.route_shows import own, speaks_of_it
from app.web.running import content, language, municipality, services
from app.web.templating import page_url

DAYS_AHEAD = 42
MOST_ACTIVITIES = 4
ASKED_FOR = 12
"""Answers looked at for one heading, to find those that are there for this municipality."""


@dataclass(frozen=True, slots=True)
class ShownPart:
    """One heading with its offers, and the address where all of them are. `again`: offers that stand higher on the page."""

    heading: str
    text: str
    cards: tuple[ShownCard, ...]
    again: tuple[ShownCard, ...]
    everything: str


def add_to(blueprint: Blueprint) -> None:
    """The list of subjects, and each of them."""
    blueprint.add_url_rule("/onderwerp", "themes", themes)
    blueprint.add_url_rule("/onderwerp/<slug>", "theme_page", theme_page)


def theme_tiles() -> list[tuple[str, str]]:
    """The subjects as links: title and address."""
    english = language() == "en"
    return [
        (page.title_en if english else page.title, page_url(f"/onderwerp/{page.slug}"))
        for page in content().theme_pages
    ]


def themes() -> str:
    """All subjects."""
    return render_template("resident/themes.html", themes=theme_tiles())


def theme_page(slug: str) -> str:
    """One subject."""
    page = content().theme_page(slug)
    if page is None:
        abort(404)
    place = clean(request.args.get("plaats", "")).strip()[:80]
    english = language() == "en"
    return render_template(
        "resident/theme_page.html",
        page=page, title=page.title_en if english else page.title, intro=page.intro_en if english else page.intro,
        to_say=page.to_say_en if english else page.to_say, parts=_parts(page, place, english=english),
        numbers=_numbers(page), agenda=_agenda(page), place=place,
        place_problem=services().gazetteer.help_text(place) if place and services().gazetteer.find(place) is None else "",
    )  # fmt: skip


def _parts(page: ThemePage, place: str, *, english: bool) -> list[ShownPart]:
    """Each offer stands on the page once as a card: whoever reads on a phone does not scroll past the same thing three times."""
    seen: set[str] = set()
    shown_parts = []
    for part in page.parts:
        shown_parts.append(_shown(part, place, seen, english=english))
        seen |= {card.offer_id for card in shown_parts[-1].cards}
    return shown_parts


def _shown(part: ThemePart, place: str, seen: set[str], *, english: bool) -> ShownPart:
    question = Question(
        words=part.words,
        place=place,
        kinds=part.kinds,
        domains=part.domains,
        target_groups=part.target_groups,
        host=municipality().slug,
        per_page=ASKED_FOR,
    )
    results = list(services().finder.ask(question).results)
    fitting = [each for each in results if speaks_of_it(each)] if part.words else results
    found = (own(fitting) or own(results) or results)[: part.most]
    fields = [("q", part.words), ("plaats", place), *(("soort", kind) for kind in part.kinds)]
    fields += [("leefgebied", each) for each in part.domains] + [("doelgroep", each) for each in part.target_groups]
    all_cards = cards.all_shown(found)
    return ShownPart(
        part.heading_en if english else part.heading,
        part.text_en if english else part.text,
        tuple(card for card in all_cards if card.offer_id not in seen),
        tuple(card for card in all_cards if card.offer_id in seen),
        page_url("/zoeken") + "?" + urlencode([(name, value) for name, value in fields if value]),
    )


def _numbers(page: ThemePage) -> list[ShownNumber]:
    found = [content().help_number(each) for each in page.help_numbers]
    return [shown(number) for number in found if number is not None]


def _agenda(page: ThemePage) -> list[agenda_words.Shown]:
    """What is on about it in the coming weeks."""
    if not page.agenda_domains:
        return []
    today = clock.today()
    with services().database.reading() as session:
        found = activities(
            session, municipality=municipality().slug, first=today, last=today + timedelta(days=DAYS_AHEAD),
            domains=page.agenda_domains, most=MOST_ACTIVITIES,
        )  # fmt: skip
        names = organisations_of(session, found)
    return [agenda_words.shown(each, names.get(each.organisation_id)) for each in found]
