"""Two people of Hattem and what they hear, for tests about matches. Everybody is invented."""

import pytest
from sqlmodel import select

from app.accounts.models import Account
from app.accounts.rights import Role
from app.mailing.waiting import KIND, open_letter
from app.matching.lifecycle import NotPossible
from app.matching.mediating import approve, screen
from app.matching.models import Notice, NoticeEvent, Pair
from app.matching.own import own_notice
from app.matching.pairs import propose
from app.matching.posting import post_notice
from app.outbox.models import OutboxMessage
from app.social_map.vocabulary import Vog
from tests.matching.conftest import a_question, an_offer

MEDIATOR = "account:7"
VERA, KAREL = "vera@post.example", "karel@post.example"


def posted(mediation, new, form=""):
    """The number of a notice that was posted and not looked at."""
    return post_notice(mediation, new, form or new.model_dump_json(), "person").notice_id


def open_offer(mediation, form="", **more):
    """The number of an offer that was screened and approved."""
    number = posted(mediation, an_offer(**more), form)
    screen(mediation, number, MEDIATOR, Vog.YES, None, "Gesproken.")
    approve(mediation, number, MEDIATOR)
    return number


def open_question(mediation, form="", **more):
    """The number of a question that was approved."""
    number = posted(mediation, a_question(**more), form)
    approve(mediation, number, MEDIATOR)
    return number


def a_pair(mediation):
    """Numbers of an offer, a question, and the proposal that waits at both."""
    offer, question = open_offer(mediation), open_question(mediation)
    return offer, question, put_to(mediation, offer, question)


def put_to(mediation, offer, question):
    """The number of a proposal, made by a mediator with an account."""
    with mediation.database.writing() as session:
        who = session.exec(select(Account).where(Account.email == "els@post.example")).first()
        if who is None:
            who = Account(email="els@post.example", role=Role.MEDIATOR, password_hash="x", sealed_secret="x")
            session.add(who)
            session.flush()
        actor = f"account:{who.id}"
    return propose(mediation, offer, question, (), actor)


BOARD = "voorelkaar@hattem.example"


def letters(mediation, to=""):
    """Every mail to people that waits, the oldest first; those to one address when it is given."""
    with mediation.database.reading() as session:
        waiting = session.exec(select(OutboxMessage).where(OutboxMessage.kind == KIND).order_by(OutboxMessage.id)).all()
    found = [open_letter(mediation.settings, each.payload["sealed"])[0] for each in waiting]
    return [letter for letter in found if letter.to == (to or letter.to) and (to == BOARD or letter.to != BOARD)]


def said(mediation, to):
    """What the last mail to somebody begins with."""
    return letters(mediation, to)[-1].text.split("\n")[0]


def pair_of(mediation, number):
    """The match as it stands in the database."""
    with mediation.database.reading() as session:
        return session.get(Pair, number)


def notice_of(mediation, number):
    """The notice as it stands in the database."""
    with mediation.database.reading() as session:
        return session.get(Notice, number)


def kinds(mediation, number, *, public=None):
    """The history of a notice, by kind."""
    with mediation.database.reading() as session:
        lines = session.exec(select(NoticeEvent).where(NoticeEvent.notice_id == number).order_by(NoticeEvent.id)).all()
    return [line.kind for line in lines if public is None or line.public is public]


def refused(why):
    """Expect that it is refused for this reason."""
    return pytest.raises(NotPossible, check=lambda problem: problem.why == why)


def contact(mediation, notice_id, pair_id):
    """What this person reads of the other side on their own page."""
    return next(each for each in own_notice(mediation, notice_id).proposals if each.pair_id == pair_id).contact
