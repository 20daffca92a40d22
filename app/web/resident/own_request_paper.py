"""One's own request on paper: the form as it was filled in, to bring along or to keep (T19). Only for who came in."""

from flask import Blueprint
from flask_babel import gettext as _

from app import clock
from app.conversation import own as changing
from app.conversation.looking_back import Own
from app.paper.forms import Form, filled, page_words, pdf_of
from app.references import spaced_reference
from app.social_map.dates import date_in_words
from app.web.pdf_or_page import pdf_or_page
from app.web.resident.own_request import HOME, access_number, inside, show
from app.web.resident.own_request_file import given, whom_to_call
from app.web.resident.private import Answer
from app.web.running import language, services
from app.web.templating import page_url


def add_to(blueprint: Blueprint) -> None:
    """The page that prints, and the PDF of the same."""
    blueprint.add_url_rule(f"{HOME}/op-papier", "own_request_paper", inside(on_paper))
    blueprint.add_url_rule(f"{HOME}/op-papier.pdf", "own_request_paper_pdf", inside(paper_file))


def on_paper(own: Own) -> Answer:
    """The filled form as a page."""
    return show("own_request_paper", own, form=_form(own))


def paper_file(own: Own) -> Answer:
    """The filled form to print. That somebody took it along is written down, as with the file."""
    changing.exported(services().office, access_number())
    form = _form(own)
    name = f"mijn-aanvraag-{clock.today():%Y-%m-%d}"
    return pdf_or_page(lambda: pdf_of(form), name, page_url(f"{HOME}/op-papier"))


def _form(own: Own) -> Form:
    lang = "en" if language() == "en" else "nl"
    desk = services().office.town(own.request.municipality).desk
    sections = [*given(own), whom_to_call(own)]
    return Form(
        lang=lang,
        title=_("Mijn aanvraag op papier"),
        intro=(
            _(
                "Gemaakt op %(day)s. Dit papier is van u. Er staan persoonlijke dingen op: bewaar het op een plek die van u is.",
                day=date_in_words(clock.today(), lang),
            ),
        ),
        fields=filled([(each.title, each.rows) for each in sections]),
        foot=f"{spaced_reference(own.request.reference)} · {desk.name}: {desk.phone}",
        words=page_words(_("bladzijde"), _("van")),
    )
