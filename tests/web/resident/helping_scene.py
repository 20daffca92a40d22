"""An offer and a question that were posted on the site's own database, and a mediator who put them together."""

from app import clock
from app.matching import mediating, pairs
from app.matching.posting import post_notice
from app.references import spaced_reference
from app.social_map.times import wanted_mask
from app.social_map.vocabulary import Vog
from tests.matching.conftest import a_question, an_offer

MEDIATOR = "system"
THURSDAY = wanted_mask("do", "middag")


def posted(installation, new, form="form"):
    """Post it; the receipt."""
    return post_notice(installation.mediation, new, f"{form}|{new.model_dump_json()}", "person")


def opened(installation, new, *, vog=Vog.NO, form="form"):
    """Post it, and the mediator looked at it; the receipt."""
    receipt = posted(installation, new, form)
    mediating.screen(installation.mediation, receipt.notice_id, MEDIATOR, vog, clock.today(), "")
    mediating.approve(installation.mediation, receipt.notice_id, MEDIATOR)
    return receipt


def proposed(installation, offer=None, question=None):
    """An offer and a question with a proposal between them: both receipts and the number of the match."""
    offering = opened(installation, offer or an_offer(when_mask=THURSDAY), form="offer")
    asking = opened(installation, question or a_question(when_mask=THURSDAY), form="question")
    pair = pairs.propose(installation.mediation, offering.notice_id, asking.notice_id, (), MEDIATOR)
    return offering, asking, pair


def post(client, path, **fields):
    return client.post(path, data=fields, headers={"Host": client.host})


def get(client, path):
    return client.get(path, headers={"Host": client.host})


def come_in(client, receipt):
    """Through the door; the overview."""
    answer = post(client, "/voor-elkaar/mijn", referentie=spaced_reference(receipt.reference), code=receipt.code)
    assert answer.status_code == 303, answer.text
    return get(client, "/voor-elkaar/mijn")


def done(client, path, **fields):
    """Press a button; the page after it."""
    answer = post(client, f"/voor-elkaar/mijn/{path}", **fields)
    assert answer.status_code == 303, answer.text
    return get(client, answer.headers["Location"])
