"""`/samen`: ways in which one's own circle makes a plan or takes care, each with somebody to call here (I-27, I-28).

They are explained, never urged: who does not want it, or has nobody, finds a person and the conversation on the same page (P1, P4).
"""

from datetime import date

from flask import Blueprint, abort, render_template

from app import clock
from app.content.local_help import FAMILY_HELP, FamilyContact
from app.content.models import Page
from app.web.resident.pages import shown_page
from app.web.running import content, language, municipality
from app.web.templating import page_url

INVITES = frozenset({"eigen-kracht-conferentie", "familienetwerkberaad", "familiegroepsplan"})
"""Ways to which one invites people: these have an invitation to print."""


def add_to(blueprint: Blueprint) -> None:
    """The overview, each way, the invitation, and what holds here about care in kind and budgets."""
    blueprint.add_url_rule("/samen", "family_helps", overview)
    blueprint.add_url_rule("/samen/<slug>", "family_help", one)
    blueprint.add_url_rule("/samen/<slug>/uitnodiging", "family_invitation", invitation)
    blueprint.add_url_rule("/pgb-zin", "page_pgb_zin", funding)


def overview() -> str:
    """All ways, each with one sentence."""
    pages = [page for slug in FAMILY_HELP if (page := _page(slug)) is not None]
    tiles = [(page.title, page_url(f"/samen/{page.slug}"), page.intro) for page in pages]
    return render_template("resident/family_helps.html", ways=tiles)


def one(slug: str) -> str:
    """One way: what it is, what it asks of people, whom to call."""
    if slug not in FAMILY_HELP:
        abort(404)
    return render_template(
        "resident/family_help.html", **shown_page(slug), contacts=_contacts(slug), invites=slug in INVITES
    )


def invitation(slug: str) -> str:
    """A page to print and fill in by hand: who is invited, what for, when and where. The resident decides whom to ask."""
    if slug not in INVITES:
        abort(404)
    page = _page(slug)
    if page is None:
        abort(404)
    return render_template("resident/family_invitation.html", slug=slug, page=page, contacts=_contacts(slug))


def funding() -> str:
    """Care in kind or a budget of one's own, with what holds in this municipality and until when (I-50)."""
    terms = municipality().funding
    today: date = clock.today()
    return render_template(
        "resident/funding.html",
        **shown_page("pgb-zin"),
        terms=terms,
        terms_text=(terms.text_en if language() == "en" else terms.text) if terms else "",
        outdated=terms is not None and terms.valid_until < today,
    )


def _page(slug: str) -> Page | None:
    return content().page(slug, language()) or content().page(slug)


def _contacts(slug: str) -> list[FamilyContact]:
    return [each for each in municipality().family_contacts if slug in each.helps_with]
