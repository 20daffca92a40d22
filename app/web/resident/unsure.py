"""The page of an offer that was hidden because nobody confirmed it: who it was, how to ask, what is near, whom to call.

Answered with 200, not 404 or 410: whoever scans an old code gets what they came for (a name and a number), and it may be
back tomorrow with one click. It is kept out of search engines, lists, the site map and our own search.
"""

from flask import Response, make_response, render_template

from app.search.asking import Question
from app.social_map.finding import Card
from app.social_map.models import Offer
from app.web import cards
from app.web.offer_facts import facts_of
from app.web.running import municipality, services

MOST_NEAR = 3
LOOKED_AT = 12


def unsure_page(offer: Offer) -> Response:
    """Kindly: nobody knows whether this is still there."""
    page = render_template(
        "resident/unsure.html", offer=offer, facts=facts_of(offer), near=[cards.of_card(card) for card in _near(offer)]
    )
    answer = make_response(page)
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _near(offer: Offer) -> list[Card]:
    """The same kind of help that is really near, nearest first: what is far, or at a secret address, is not offered so."""
    place = "" if offer.place.confidential else offer.place.kern
    asked = Question(kinds=(offer.kind,), place=place, per_page=LOOKED_AT, host=municipality().slug)
    found = [result.card for result in services().finder.nearest(asked) if result.scope != "regio"]
    return [card for card in found if not card.confidential and card.id != offer.id][:MOST_NEAR]
