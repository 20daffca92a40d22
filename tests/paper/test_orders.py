"""Orders of booklets: asked, printed, handed over; of one municipality, and gone after half a year."""

from datetime import timedelta

import pytest
from sqlmodel import select

from app import clock
from app.paper.choosing import PaperChoice
from app.paper.models import PaperOrder, PaperOrderState
from app.paper.orders import (
    KEPT_FOR,
    Moved,
    NoSuchOrder,
    Wanted,
    done_orders,
    forget_done_orders,
    move,
    open_orders,
    order,
    query_of,
)
from tests.databases import address, database  # noqa: F401

ASKED, PRINTED, HANDED_OVER, CANCELLED = PaperOrderState
DESK = "account:1"


def asked(database, municipality="hattem", **more):
    with database.writing() as session:
        return order(session, Wanted(PaperChoice(municipality), 5, **more), DESK).id


def moved(database, number, to, seen, municipality="hattem"):
    with database.writing() as session:
        return move(session, municipality, number, to, seen=seen, by=DESK).state


def test_an_order_goes_its_way_and_the_soonest_wanted_stands_first(database):
    today = clock.today()
    whenever, soon = asked(database), asked(database, wanted_on=today + timedelta(days=2))
    asked(database, "putten")
    with database.reading() as session:
        assert [each.id for each in open_orders(session, "hattem")] == [soon, whenever]
        assert len(open_orders(session, "")) == 3, "a desk of the whole region sees all"
    assert moved(database, soon, PRINTED, ASKED) is PRINTED
    assert moved(database, soon, PRINTED, ASKED) is PRINTED, "a second click changes nothing"
    assert moved(database, soon, HANDED_OVER, PRINTED) is HANDED_OVER
    with database.reading() as session:
        assert [each.id for each in open_orders(session, "hattem")] == [whenever]
        assert [each.id for each in done_orders(session, "hattem")] == [soon]


def test_who_was_second_hears_it_and_nothing_skips_a_step(database):
    number = asked(database)
    with pytest.raises(Moved):
        moved(database, number, HANDED_OVER, ASKED)
    moved(database, number, CANCELLED, ASKED)
    with pytest.raises(Moved):
        moved(database, number, PRINTED, ASKED)


@pytest.mark.parametrize("number", [0, -1, 999, 2**40])
def test_what_is_not_there_or_of_another_municipality_is_the_same(database, number):
    own = asked(database)
    with pytest.raises(NoSuchOrder):
        moved(database, number, PRINTED, ASKED)
    with pytest.raises(NoSuchOrder):
        moved(database, own, PRINTED, ASKED, "putten")


def test_what_was_done_long_ago_goes_and_what_is_open_stays(database):
    done, fresh, waits = asked(database), asked(database), asked(database)
    for number in (done, fresh):
        moved(database, number, CANCELLED, ASKED)
    with database.writing() as session:
        session.get(PaperOrder, done).changed_at = clock.now() - KEPT_FOR - timedelta(days=1)
    assert forget_done_orders(database) == 1
    with database.reading() as session:
        assert set(session.exec(select(PaperOrder.id))) == {fresh, waits}


def test_the_choice_stands_in_the_address_of_the_booklet():
    assert query_of(PaperOrder(municipality="hattem")) == ""
    asked_for = PaperOrder(municipality="hattem", kern="hattem", target_group="mensen met dementie", large_print=True)
    assert query_of(asked_for) == "?kern=hattem&doelgroep=mensen+met+dementie&letters=groot"
