"""What the desk's work is counted as: results of calls, and referrals with the share of the own employer."""

import pytest
from sqlmodel import select

from app.counting.models import Tally
from app.referring.marks import Asked, Given, Result, Way, answered, referred

ASKED = Asked("putten", "krachtighuizen", "gezondheid")


def tallies(session):
    return {
        (row.measure, row.municipality, row.kern, row.domain, row.way, row.detail): row.count
        for row in session.exec(select(Tally))
    }


def test_every_result_is_counted_once(database):
    with database.writing() as session:
        for result in (Result.FOUND, Result.FOUND, Result.NOT_FOUND, Result.NO_REFERRAL):
            answered(session, ASKED, "desk", result)
        where = ("putten", "krachtighuizen", "gezondheid")
        assert tallies(session) == {
            ("desk_answer", *where, "desk", "found"): 2,
            ("desk_answer", *where, "desk", "not_found"): 1,
            ("desk_answer", *where, "desk", "no_referral"): 1,
        }


@pytest.mark.parametrize(
    ("employer", "expected"), [(None, {"municipality": 2}), (7, {"own": 1, "other": 1}), (9, {"other": 2})]
)
def test_each_offer_counts_under_its_own_domain_with_whose_it_is(database, employer, expected):
    given = [Given("inkomen", 7), Given("wonen", 8)]
    with database.writing() as session:
        referred(session, ASKED, Way.LETTER, given, employer)
        found = tallies(session)
    assert {key[3] for key in found} == {"inkomen", "wonen"}
    assert {key[2] for key in found} == {"krachtighuizen"}
    assert {key[4] for key in found} == {"letter"}
    whose = [key[5] for key in found]
    assert {each: whose.count(each) for each in whose} == expected
