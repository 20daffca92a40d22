"""Posters and flyers of a subject, to hang where people already are: a page, and a PDF to print (I-08)."""

from typing import Final

from flask import Blueprint, Response, abort, render_template, request
from flask_babel import gettext as _

from app.content.theme_pages import ThemePage
from app.paper.posters import STRIPS, Poster, Size, pdf_of, spoken_address
from app.paper.squares import drawing
from app.web.pdf_or_page import pdf_or_page
from app.web.running import content, language, municipality
from app.web.templating import page_url, spoken_times

SIZES: Final[dict[str, Size]] = {"a4": "a4", "a5": "a5"}


def add_to(blueprint: Blueprint) -> None:
    """The list, each poster, and its PDF."""
    blueprint.add_url_rule("/papier/poster", "posters", posters)
    blueprint.add_url_rule("/papier/poster/<slug>", "poster", poster)
    blueprint.add_url_rule("/papier/poster/<slug>.pdf", "poster_pdf", poster_file)


def posters() -> str:
    """All subjects, as poster and as flyer."""
    english = language() == "en"
    return render_template(
        "resident/posters.html",
        subjects=[(each.slug, each.title_en if english else each.title) for each in content().theme_pages],
    )


def poster(slug: str) -> str:
    """One poster as a page, which prints on A4 too."""
    shown = _poster(_subject(slug))
    return render_template(
        "resident/poster.html", poster=shown, slug=slug, square=drawing(shown.address), strips=STRIPS
    )


def poster_file(slug: str) -> Response:
    """The poster (`formaat=a4`) or the flyer (`formaat=a5`) to print."""
    size = SIZES.get(request.args.get("formaat", ""), "a4")
    shown = _poster(_subject(slug))
    name = f"{'poster' if size == 'a4' else 'flyer'}-{slug}"
    return pdf_or_page(lambda: pdf_of(shown, size), name, page_url(f"/papier/poster/{slug}"))


def _subject(slug: str) -> ThemePage:
    page = content().theme_page(slug)
    if page is None:
        abort(404)
    return page


def _poster(page: ThemePage) -> Poster:
    town = municipality()
    lang = "en" if language() == "en" else "nl"
    english = lang == "en"
    address = request.host_url.rstrip("/") + page_url(f"/onderwerp/{page.slug}")
    bare = address.partition("://")[2]
    title = page.title_en if english else page.title
    return Poster(
        lang=lang,
        town=town.name,
        title=title,
        intro=page.intro_en if english else page.intro,
        say=_("Een zin om mee te beginnen:"),
        sentence=f"‘{page.to_say_en if english else page.to_say}’",
        call=_("Bel %(desk)s", desk=town.desk.name),
        phone=town.desk.phone,
        hours=spoken_times(town.desk.phone_hours),
        scan=_("Op de site staat wat er in de buurt is:"),
        address=address,
        bare=bare,
        spoken=_("zeg: %(address)s", address=spoken_address(bare, lang)),
        square_words=_("QR-code naar de bladzijde ‘%(title)s’ op %(address)s", title=title, address=bare),
        support=_("Gratis hulp van iemand die naast u staat: %(name)s,", name=town.client_support.name),
        support_phone=town.client_support.phone,
        example=_("voorbeeld: de nummers zijn verzonnen") if town.example else "",
    )
