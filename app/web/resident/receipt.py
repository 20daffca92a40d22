"""The receipt: a page one wants to keep. It lives in the visitor's own session; nothing of it stands in an address."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Blueprint, make_response, render_template
from werkzeug.wrappers import Response

from app.content.models import Municipality
from app.conversation.asking import Receipt
from app.conversation.deliveries import road_to
from app.conversation.routing import route
from app.conversation.shapes import NewRequest
from app.references import spaced_code, spaced_reference
from app.social_map.dates import date_in_words
from app.web import own_answers
from app.web.help_first import kept as kept_help
from app.web.help_first import shown
from app.web.running import content, language, municipality, services

ADDRESS = "/gesprek/ontvangen"
MOST_NUMBERS = 3


def add_to(blueprint: Blueprint) -> None:
    """The page after sending."""
    blueprint.add_url_rule(ADDRESS, "receipt", received)


def town_of(new: NewRequest) -> Municipality:
    """The municipality a request goes to: of the person's address, else of the site."""
    slug = route(content(), services().gazetteer, new.municipality, new.contact).municipality
    return content().municipality(slug) or municipality()


def shared(new: NewRequest) -> tuple[str, ...]:
    """What client support really gets to see: who ticked a number and gave none shares no number."""
    given = {"name": new.contact.name, "phone": new.contact.phone, "question": "always there"}
    return tuple(each for each in new.support_shares if given[each])


def of(given: Receipt, new: NewRequest) -> dict[str, Any]:
    """What the session keeps of it: nothing of what was told."""
    return {
        "reference": spaced_reference(given.reference),
        "code": spaced_code(given.code),
        "person_code": spaced_code(given.person_code),
        "arrived_on": given.arrived_on.isoformat(),
        "due_on": given.terms.due_on.isoformat(),
        "plan_until": given.terms.plan_until.isoformat(),
        "first_contact_by": given.terms.first_contact_by.isoformat(),
        "municipality": given.municipality,
        "support": new.support.value,
        "shares": list(shared(new)),
        "road": road_to(new.contact),
        "for_whom": new.for_whom.value,
        "knows": new.story.knows or "",
        "follow_up_on": new.follow_up_on.isoformat() if new.follow_up_on else "",
        "follow_up_by": new.follow_up_by,
    }


def received() -> Response:
    """The receipt, as often as somebody looks while their browser is open."""
    return page(own_answers.kept(own_answers.RECEIPT))


def page(kept: Mapping[str, Any]) -> Response:
    """The receipt of what is kept; without it, where to find it."""
    town = content().municipality(str(kept.get("municipality", ""))) or municipality()
    days = ("arrived_on", "due_on", "plan_until", "first_contact_by", "follow_up_on")
    terms = town.conversation
    answer = make_response(
        render_template(
            "resident/receipt.html" if kept else "resident/receipt_gone.html",
            receipt=kept,
            town=town,
            on={name: in_words(str(kept.get(name, ""))) for name in days},
            extra_text=(terms.extra_text_en if language() == "en" else "") or terms.extra_text,
            extra_lang="nl" if language() == "en" and not terms.extra_text_en else None,
            numbers=[shown(number) for number in content().help_numbers_for(town)[:MOST_NUMBERS]],
            help_first=kept_help(),
        )
    )
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def in_words(day: str) -> str:
    """A day that was kept as text, in the language of the page; empty for none."""
    return date_in_words(date.fromisoformat(day), "en" if language() == "en" else "nl") if day else ""
