"""What a public page may show of offers and questions: no person, no village, no time, no count."""

from dataclasses import fields
from datetime import timedelta

import pytest

from app import clock
from app.matching import mediating
from app.matching.models import ExchangeEvent
from app.matching.outside import PublicLine, coming_events, event_with, public_lines, tasks_asked
from app.matching.posting import post_notice
from app.social_map.vocabulary import Vog
from tests.matching.conftest import a_question, an_offer


def opened(mediation, new, form):
    number = post_notice(mediation, new, form, "person").notice_id
    mediating.screen(mediation, number, "system", Vog.NO, clock.today(), "")
    mediating.approve(mediation, number, "system")
    return number


@pytest.fixture
def event(mediation):
    """An event of Hattem in ten days; its number."""
    with mediation.database.writing() as session:
        made = an_event("vloer", 10)
        session.add(made)
        session.flush()
        return made.id


def an_event(slug, days, **more):
    day = clock.today() + timedelta(days=days)
    return ExchangeEvent(
        slug=slug, municipality="hattem", name="Vloer", held_on=day, follow_up_on=day + timedelta(days=90), **more
    )


def test_tasks_that_are_asked_stand_once_and_only_when_the_mediator_looked(mediation):
    assert tasks_asked(mediation, "hattem") == ()
    post_notice(mediation, a_question(tasks=("koken",)), "new", "person")
    assert tasks_asked(mediation, "hattem") == (), "nobody looked at it yet"
    opened(mediation, a_question(tasks=("bezoek", "boodschappen")), "one")
    opened(mediation, a_question(tasks=("bezoek",)), "two")
    opened(mediation, an_offer(tasks=("tuin",)), "offer")
    assert tasks_asked(mediation, "hattem") == ("boodschappen", "bezoek"), "in the order of the content, each once"
    assert tasks_asked(mediation, "putten") == ()


def test_what_volunteers_do_not_do_is_not_asked_of_them(mediation):
    opened(mediation, a_question(tasks=("wassen", "bezoek")), "one")
    assert tasks_asked(mediation, "hattem") == ("bezoek",)


def test_only_checked_lines_of_what_is_open_in_the_event(mediation, event):
    shown = opened(mediation, a_question(event_id=event), "one")
    mediating.set_public_line(mediation, shown, "system", "Wie speelt er een potje kaart mee?")
    opened(mediation, an_offer(event_id=event), "no line")
    elsewhere = opened(mediation, a_question(tasks=("tuin",)), "not of the event")
    mediating.set_public_line(mediation, elsewhere, "system", "Een regel van ergens anders.")
    assert [line.line for line in public_lines(mediation, event)] == ["Wie speelt er een potje kaart mee?"]
    mediating.met(mediation, shown, "system")
    assert public_lines(mediation, event) == ()


def test_a_line_has_room_for_nothing_else():
    assert {each.name for each in fields(PublicLine)} == {"side", "tasks", "line"}


def test_events_that_are_over_or_elsewhere_are_not_coming(mediation, event):
    with mediation.database.writing() as session:
        session.add(an_event("geweest", -1))
        session.add(an_event("dicht", 5, closed_at=clock.now()))
        session.add(an_event("eerder", 3))
    assert [each.slug for each in coming_events(mediation, "hattem", clock.today())] == ["eerder", "vloer"]
    assert coming_events(mediation, "putten", clock.today()) == ()
    assert event_with(mediation, "geweest", "hattem").slug == "geweest"
    assert event_with(mediation, "vloer", "putten") is None
