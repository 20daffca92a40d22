"""The call slip as a PDF: large numbers, and the short code and square of every offer; and the slip as a letter."""

import re
from typing import Final

from flask import redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.content.letterhead import day_in_words, site_of
from app.paper.forms import page_words
from app.paper.letters import Block, Letter, Run, Slip, SlipOffer, pdf_of_letter, pdf_of_slip
from app.referring import sending
from app.referring.sending import Entry
from app.social_map.finding import Card
from app.social_map.short_codes import short_code, spaced
from app.web.front_desk.room import blueprint, own_town
from app.web.front_desk.workspace_kept import call
from app.web.front_desk.workspace_lines import entries, notice_of, own_employer, slipped
from app.web.languages import speaking
from app.web.pdf_or_page import pdf_or_page
from app.web.running import services
from app.web.templating import spoken_times

_LANG: Final = "nl"
"""A slip is in Dutch, as the words of the offers are."""
_NUMBERED: Final = re.compile(r"\d{1,2}\. ")


@blueprint.get("/briefje/print.pdf")
def slip_pdf() -> Response:
    """The sheet of the slip. That it is given along was counted by the button that led to the sheet."""
    with speaking(_LANG):
        return _slip()


def _slip() -> Response:
    shown = slipped(call().slip, own_employer())
    if not shown.cards:
        return redirect(url_for("front_desk.workspace"), 303)
    town = own_town()
    notice = notice_of(shown, town)
    site = site_of(services().settings, town)
    intro = [
        _(
            "Van %(desk)s, %(day)s. U kiest zelf wie u belt.",
            desk=town.desk.name,
            day=day_in_words(clock.today(), _LANG),
        )
    ]
    if notice:
        intro.append(
            f"{sending.notice_words(notice.employer)} {_('Kijk op %(address)s, of bel ons.', address=notice.address)}"
        )
    support = town.client_support
    slip = Slip(
        lang=_LANG,
        title=_("Belbriefje"),
        intro=tuple(intro),
        offers=tuple(
            _offer(card, entry, site) for card, entry in zip(shown.cards, entries(shown.cards, town), strict=True)
        ),
        code_word=_("Korte code"),
        closing=(
            (
                _("Vragen? Bel %(desk)s:", desk=town.desk.name),
                f"{town.desk.phone} ({spoken_times(town.desk.phone_hours)})",
            ),
            (_("Wilt u dat iemand met u meedenkt? Dat is gratis: %(name)s,", name=support.name), support.phone),
        ),
        foot=f"{town.desk.name} · {town.desk.phone}",
        words=page_words(_("bladzijde"), _("van")),
    )
    return pdf_or_page(lambda: pdf_of_slip(slip), "belbriefje", url_for("front_desk.slip_sheet"))


@blueprint.get("/briefje/brief.pdf")
def slip_letter_pdf() -> Response:
    """The slip as a letter, with the lines of the address left open for a pen."""
    with speaking(_LANG):
        return _slip_letter()


def _slip_letter() -> Response:
    shown = slipped(call().slip, own_employer())
    if not shown.cards:
        return redirect(url_for("front_desk.workspace"), 303)
    town = own_town()
    text = sending.letter_text(entries(shown.cards, town), town, clock.today(), notice_of(shown, town))
    head = len(town.desk.letter_address)
    lines = text.split("\n")
    open_lines = tuple(lines[head + 1 : head + 4])
    paper = Letter(
        lang=_LANG, title=_("Brief van %(town)s", town=town.name), back=", ".join(town.desk.letter_address), to=open_lines,
        blocks=_blocks("\n".join(lines[head + 5 :])),
        foot=f"{town.desk.name} · {town.desk.phone}", words=page_words(_("bladzijde"), _("van")),
    )  # fmt: skip
    page = url_for("front_desk.slip_letter_text")
    return pdf_or_page(lambda: pdf_of_letter(paper), "brief-met-belbriefje", page)


def _blocks(text: str) -> tuple[Block, ...]:
    """The text of a letter: an empty line parts its paragraphs, and an offer begins with its number and name."""
    found = []
    for part in filter(str.strip, text.split("\n\n")):
        first, *rest = [line.strip() for line in part.strip().split("\n")]
        if not _NUMBERED.match(first):
            rest = [first, *rest]
        else:
            found.append(Block("heading", (Run(first),)))
        if rest:
            found.append(Block("paragraph", (Run("\n".join(rest)),)))
    return tuple(found)


def _offer(card: Card, entry: Entry, site: str) -> SlipOffer:
    code = short_code(card.id)
    facts = (
        (_("E-mail"), entry.email), (_("Wanneer"), entry.when), (_("Waar"), entry.where), (_("Kosten"), entry.cost),
        (_("Wie beslist"), entry.decides), (_("Eerste stap"), entry.first_step), (_("Gecontroleerd op"), entry.checked),
    )  # fmt: skip
    return SlipOffer(
        name=entry.name,
        about=entry.summary + (f" ({entry.organisation})" if entry.organisation != entry.name else ""),
        phone=entry.phone,
        hours=f"{_('Bellen kan:')} {spoken_times(entry.phone_hours)}" if entry.phone and entry.phone_hours else "",
        facts=tuple((name, value) for name, value in facts if value),
        code=spaced(code),
        address=f"{site}/k/{code}",
        square_words=_("QR-code naar %(name)s op de site, korte code %(code)s", name=entry.name, code=spaced(code)),
        example=_("Voorbeeld: deze gegevens zijn verzonnen.") if entry.example else "",
    )
