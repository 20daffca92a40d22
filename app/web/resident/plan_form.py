"""Forms for paper: to prepare the conversation (I-13) and for one's own plan or a family's (I-18, I-27), all empty."""

from flask import Blueprint, Response, render_template, request

from app.paper.forms import pdf_of_empty
from app.web.pdf_or_page import pdf_or_page
from app.web.resident.conversation_form import empty_form
from app.web.resident.plan_written import asked, shape_of
from app.web.templating import page_url


def add_to(blueprint: Blueprint) -> None:
    """The forms."""
    blueprint.add_url_rule("/gesprek/formulier", "paper_form", paper_form)
    blueprint.add_url_rule("/gesprek/formulier.pdf", "paper_form_pdf", paper_form_file)
    blueprint.add_url_rule("/mijn-plan/leeg", "own_plan_empty", own_plan_empty)


def paper_form() -> str:
    """Het Gesprek on paper: to fill in at a table, and to bring, post or keep."""
    return render_template("resident/conversation_on_paper.html", form=empty_form())


def paper_form_file() -> Response:
    """The same as a PDF."""
    form = empty_form()
    return pdf_or_page(lambda: pdf_of_empty(form), "formulier-voor-het-gesprek", page_url("/gesprek/formulier"))


def own_plan_empty() -> str:
    """Mijn plan or the familiegroepsplan, empty. What somebody writes in it is theirs: nothing is kept here."""
    shape = shape_of(request.args.get("soort", ""))
    return render_template("resident/plan_form.html", shape=shape, asked=asked(shape))
