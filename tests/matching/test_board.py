"""The board: what there is to do, the most pressing first, without names, in as many queries for ten as for thousands."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event

from app import clock
from app.matching.board import ROWS, Narrowed, board, listed, rows_of
from app.matching.models import Entered, Notice, Pair, Says, Side, Standing
from app.matching.pairs import answer, report
from app.social_map.vocabulary import Vog
from tests.matching.conftest import a_question
from tests.matching.scenes import a_pair, open_offer, open_question, posted

TODAY = clock.today()


def many(mediation, number, **more):
    """So many offers, straight into the database: nothing of them is opened for a list."""
    values = {
        "municipality": "hattem",
        "code_digest": "",
        "side": Side.OFFER,
        "entered": Entered.DIGITAL,
        "standing": Standing.OPEN,
        "tasks": ("bezoek",),
        "vog": Vog.YES,
        "answer_by": TODAY,
        "expires_on": TODAY + timedelta(days=90),
        "sealed_person": b"",
        "sealed_words": b"",
    }
    with mediation.database.writing() as session:
        rows = [
            Notice(uid=f"{more}{each}"[-36:], reference=f"R{each:011}", **(values | more)) for each in range(number)
        ]
        session.add_all(rows)
        session.flush()
        return [row.id for row in rows]


@contextmanager
def counted(mediation):
    """The statements that are sent."""
    sent = []

    def note(connection, cursor, statement, parameters, context, executemany):
        sent.append(statement)

    event.listen(mediation.database.engine, "before_cursor_execute", note)
    yield sent
    event.remove(mediation.database.engine, "before_cursor_execute", note)


def test_the_most_pressing_question_is_first(mediation):
    calm = open_question(mediation, form="rustig")
    dated = open_question(mediation, form="op een dag", needed_on=TODAY + timedelta(days=9))
    urgent = open_question(mediation, form="haast", urgent=True)
    found = board(mediation, "hattem").questions
    assert [row.id for row in found] == [urgent, dated, calm]
    assert [row.age_days for row in found] == [0, 0, 0]


def test_each_thing_stands_where_somebody_looks_for_it(mediation):
    new = posted(mediation, a_question(), "nieuw")
    offer, question, pair = a_pair(mediation)
    found = board(mediation, "hattem")
    assert [row.id for row in found.new] == [new]
    assert [row.id for row in found.offers] == [offer]
    assert [(row.id, row.offer_id, row.question_id) for row in found.asked] == [(pair, offer, question)]
    assert found.offers[0].waiting == 1
    answer(mediation, pair, offer, Says.YES, "person")
    assert board(mediation, "hattem").asked[0].offer_says is Says.YES
    answer(mediation, pair, question, Says.YES, "person")
    found = board(mediation, "hattem")
    assert (found.asked, [row.id for row in found.agreed], found.follow_ups) == ((), [pair], ())
    with mediation.database.writing() as session:
        session.get(Pair, pair).follow_up_on = TODAY
    assert [row.id for row in board(mediation, "hattem").follow_ups] == [pair]
    report(mediation, pair, question, "Er was iets.")
    found = board(mediation, "hattem")
    assert [row.id for row in found.reported] == [pair]
    assert (found.agreed, found.follow_ups) == ((), ())
    assert [call.why for call in found.to_call] == [("report",)]


def test_what_waits_longer_than_was_promised_is_marked(mediation):
    many(mediation, 1, standing=Standing.NEW, answer_by=TODAY - timedelta(days=1))
    assert board(mediation, "hattem").new[0].late


@pytest.mark.parametrize(("town", "seen"), [("hattem", 1), ("", 1), ("heerde", 0)])
def test_only_ones_own_municipality_is_seen(mediation, town, seen):
    offer, question, pair = a_pair(mediation)
    report_ready = [answer(mediation, pair, number, Says.YES, "person") for number in (offer, question)]
    assert report_ready
    report(mediation, pair, offer, "iets")
    open_offer(mediation, form="nog een", person={"email": ""})
    found = board(mediation, town)
    assert (len(found.reported), len(found.questions)) == (seen, seen)
    assert bool(found.to_call) is bool(found.totals["to_call"]) is bool(seen)
    assert found.totals["reported"] == found.totals["questions"] == seen


def test_no_list_holds_a_name_or_a_word_of_anybody(mediation):
    a_pair(mediation)
    open_offer(mediation, form="bellen", person={"email": ""})
    assert not [
        word
        for word in ("Voorbeeld-", "Vrager", "0380", "alleen", "post.example")
        if word in repr(board(mediation, ""))
    ]


def test_two_thousand_offers_take_as_many_queries_as_two(mediation):
    with counted(mediation) as few:
        board(mediation, "hattem")
    a_pair(mediation)
    many(mediation, 2000)
    with counted(mediation) as sent:
        found = board(mediation, "hattem")
    assert len(sent) <= len(few) + 6 <= 24
    assert (len(found.offers), found.totals["offers"]) == (ROWS, 2001)
    assert not [statement for statement in sent if "sealed_" in statement]


def test_the_pages_of_a_list_hold_everything_once(mediation):
    numbers = many(mediation, ROWS + 7)
    pages = [rows_of(mediation, "hattem", "offers", page) for page in (1, 2, 3)]
    assert [len(page) for page in pages] == [ROWS, 7, 0]
    assert sorted(row.id for page in pages for row in page) == sorted(numbers)
    assert rows_of(mediation, "hattem", "asked", 1) == ()


def test_what_is_looked_for_is_found_page_by_page(mediation):
    many(mediation, ROWS + 3)
    waits = posted(mediation, a_question(tasks=("vervoer",), kern="hattem", urgent=True))
    everything, total = listed(mediation, "hattem", Narrowed())
    assert (len(everything), total, everything[0].id) == (ROWS, ROWS + 4, waits)
    second, _ = listed(mediation, "hattem", Narrowed(side=Side.OFFER), 2)
    assert len(second) == 3
    for asked in (Narrowed(task="vervoer"), Narrowed(side=Side.QUESTION), Narrowed(standing=Standing.NEW)):
        rows, count = listed(mediation, "hattem", asked)
        assert ([row.id for row in rows], count) == ([waits], 1)
    assert listed(mediation, "putten", Narrowed()) == ((), 0)


def test_an_offer_without_villages_of_its_own_is_found_in_each(mediation):
    everywhere = open_offer(mediation, "a")
    here = open_offer(mediation, "b", area=("hattem",))
    open_offer(mediation, "c", area=("polder-hattem",))
    open_question(mediation)
    rows, _ = listed(mediation, "hattem", Narrowed(kern="hattem"))
    assert [row.id for row in rows] == [everywhere, here]
