"""An exchange event from the first line to what became of it three months later."""

from datetime import date, timedelta

import pytest

from app import clock
from app.matching import events
from app.matching.events import EventNotPossible, NewEvent
from app.matching.mediating import approve, screen, set_public_line
from app.matching.mediation import NobodyThere
from app.matching.models import Pair, PairState, Says
from app.matching.outside import coming_events, public_lines
from app.matching.pair_states import PairNotPossible, contact_open
from app.matching.pairs import answer, propose
from app.matching.posting import post_notice
from app.social_map.vocabulary import Vog
from tests.matching.conftest import a_question, an_offer

BY = "demo"
DAY = date(2027, 1, 31)


def new_event(**more) -> NewEvent:
    values = {"municipality": "hattem", "name": "Beursvloer Hattem", "place": "De Voorbeeldzaal", "held_on": DAY}
    return NewEvent(**(values | more))


@pytest.fixture
def event_id(mediation):
    return events.create(mediation, new_event(), BY)


def posted(mediation, new, line=""):
    number = post_notice(mediation, new, f"{new.side}{line}", BY).notice_id
    screen(mediation, number, BY, Vog.NO, None, "")
    approve(mediation, number, BY)
    if line:
        set_public_line(mediation, number, BY, line)
    return number


@pytest.fixture
def agreed(mediation, event_id):
    """A match that came about at the event."""
    offer = posted(mediation, an_offer(event_id=event_id), "Een voetbalclub leent de kantine uit.")
    question = posted(mediation, a_question(event_id=event_id), "Een koor zoekt een zaal.")
    pair = propose(mediation, offer, question, ("task",), BY)
    for side in (offer, question):
        answer(mediation, pair, side, Says.YES, BY)
    return pair


def the_pair(mediation, number):
    with mediation.database.reading() as session:
        return session.get(Pair, number)


def test_it_is_asked_after_three_months_later_unless_another_day_is_said(mediation):
    numbers = [
        events.create(mediation, new, BY)
        for new in (new_event(), new_event(held_on=date(2026, 11, 30)), new_event(follow_up_on=date(2027, 3, 1)))
    ]
    asked = [events.rows(mediation, number).event.follow_up_on for number in numbers]
    assert asked == [date(2027, 4, 30), date(2027, 2, 28), date(2027, 3, 1)]


def test_an_address_is_never_given_out_twice_and_never_changes(mediation):
    made = [
        events.create(mediation, new_event(name=name), BY)
        for name in ("Beursvloer Hattem", "Beursvlóér Hattem!", "2027")
    ]
    assert [events.rows(mediation, each).event.slug for each in made] == [
        "beursvloer-hattem-2027",
        "beursvloer-hattem-2027-2",
        "2027",
    ]
    events.change(mediation, made[0], new_event(name="Heel anders"), BY)
    event = events.rows(mediation, made[0]).event
    assert (event.name, event.slug) == ("Heel anders", "beursvloer-hattem-2027")


def test_another_day_moves_the_day_of_asking_along(mediation, event_id):
    events.change(mediation, event_id, new_event(held_on=date(2027, 2, 10)), BY)
    assert events.rows(mediation, event_id).event.follow_up_on == date(2027, 5, 10)


def test_what_comes_stands_apart_from_what_is_over(mediation, event_id):
    soon = events.create(mediation, new_event(name="Eerder", held_on=DAY - timedelta(days=5)), BY)
    elsewhere = events.create(mediation, new_event(municipality="putten"), BY)
    closed = events.create(mediation, new_event(name="Afgelast"), BY)
    events.close(mediation, closed, BY)
    listed = events.of(mediation, "hattem", DAY)
    assert [event.id for event in listed.coming] == [event_id]
    assert [event.id for event in listed.past] == [closed, soon]
    assert [event.id for event in events.of(mediation, "hattem", DAY - timedelta(days=9)).coming] == [soon, event_id]
    assert elsewhere in [event.id for event in events.of(mediation, "", DAY).coming]
    assert [event.id for event in coming_events(mediation, "hattem", DAY)] == [event_id]


def test_nothing_is_posted_for_a_closed_event_nor_changed_in_it(mediation, event_id):
    events.close(mediation, event_id, BY)
    events.close(mediation, event_id, BY)
    with pytest.raises(EventNotPossible) as told:
        events.change(mediation, event_id, new_event(), BY)
    assert told.value.why == "closed"
    posted(mediation, an_offer(event_id=event_id))
    assert events.rows(mediation, event_id).offers == ()


def test_another_municipality_sees_and_does_nothing(mediation, event_id, agreed):
    with pytest.raises(NobodyThere):
        events.rows(mediation, event_id, municipality="putten")
    with pytest.raises(NobodyThere):
        events.change(mediation, event_id, new_event(), BY, municipality="putten")
    with pytest.raises(NobodyThere):
        events.close(mediation, event_id, BY, municipality="putten")
    with pytest.raises(NobodyThere):
        events.record_follow_up(mediation, agreed, "going", BY, municipality="putten")
    with pytest.raises(EventNotPossible):
        events.create(mediation, new_event(municipality="elders"), BY)


def test_a_follow_up_before_the_day_itself_is_refused():
    with pytest.raises(ValueError, match="follow-up"):
        new_event(follow_up_on=DAY)


def test_the_rows_hold_lines_and_tasks_and_no_person(mediation, event_id, agreed):
    found = events.rows(mediation, event_id, municipality="hattem")
    assert [each.public_line for each in found.offers] == ["Een voetbalclub leent de kantine uit."]
    assert [each.public_line for each in found.questions] == ["Een koor zoekt een zaal."]
    assert [(pair.id, pair.agreed, pair.outcome) for pair in found.pairs] == [(agreed, True, "")]
    for told in (repr(found), repr(public_lines(mediation, event_id))):
        for personal in ("Voorbeeld-", "Vrijwilliger", "038000", "post.example", "alleen", "Geen trappen"):
            assert personal not in told


def test_three_months_later_it_stands_on_the_list_until_it_was_done(mediation, event_id):
    day = events.rows(mediation, event_id).event.follow_up_on
    assert events.follow_up_due(mediation, day - timedelta(days=1)) == ()
    assert [event.id for event in events.follow_up_due(mediation, day, municipality="hattem")] == [event_id]
    assert events.follow_up_due(mediation, day, municipality="putten") == ()
    events.followed_up(mediation, event_id, BY)
    assert events.follow_up_due(mediation, day) == ()


def test_a_match_of_the_event_is_asked_after_on_the_day_of_the_event(mediation, event_id, agreed):
    assert the_pair(mediation, agreed).follow_up_on == events.rows(mediation, event_id).event.follow_up_on


@pytest.mark.parametrize(
    ("outcome", "state", "open_still"),
    [
        ("going", PairState.AGREED, True),
        ("unknown", PairState.AGREED, True),
        ("done", PairState.ENDED, False),
        ("stopped", PairState.ENDED, False),
    ],
)
def test_what_became_of_a_match_is_kept_and_counted(mediation, event_id, agreed, outcome, state, open_still):
    before = events.rows(mediation, event_id).counts
    assert (before["agreed"], before["to_ask"]) == (1, 1)
    events.record_follow_up(mediation, agreed, outcome, BY)
    after = events.rows(mediation, event_id).counts
    assert (after["agreed"], after[outcome], after["to_ask"]) == (1, 1, 0)
    pair = the_pair(mediation, agreed)
    assert (pair.state, contact_open(pair)) == (state, open_still)
    if open_still:
        assert pair.follow_up_on > clock.today()


def test_the_answer_may_be_put_right(mediation, event_id, agreed):
    events.record_follow_up(mediation, agreed, "unknown", BY)
    events.record_follow_up(mediation, agreed, "stopped", BY)
    events.record_follow_up(mediation, agreed, "done", BY)
    counts = events.rows(mediation, event_id).counts
    assert (counts["unknown"], counts["stopped"], counts["done"]) == (0, 0, 1)
    with pytest.raises(PairNotPossible):
        events.record_follow_up(mediation, agreed, "going", BY)


def test_what_was_never_agreed_is_not_asked_after(mediation, event_id):
    offer, question = posted(mediation, an_offer(event_id=event_id)), posted(mediation, a_question(event_id=event_id))
    pair = propose(mediation, offer, question, (), BY)
    with pytest.raises(PairNotPossible):
        events.record_follow_up(mediation, pair, "done", BY)
    assert events.rows(mediation, event_id).counts["agreed"] == 0
