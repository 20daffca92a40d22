"""Notes for the next shift: seen by one desk, done once, gone two weeks later."""

from datetime import timedelta

import pytest
import time_machine

from app import clock
from app.conversation.office import NobodyHome
from app.referring import handovers
from tests.referring.asked import DESK, ELSEWHERE


def words(office, town="hattem"):
    with office.database.reading() as session:
        return [each.words for each in handovers.open_notes(session, town)], handovers.how_many_open(session, town)


def test_a_note_waits_until_it_was_done_and_goes_some_days_after(office):
    with office.database.writing() as session:
        note = handovers.leave(session, DESK, "hattem", "Bel de maaltijdservice").id
        handovers.leave(session, DESK, "hattem", "Nog open")
    assert words(office) == (["Bel de maaltijdservice", "Nog open"], 2)
    assert words(office, "putten") == ([], 0)
    with office.database.writing() as session:
        with pytest.raises(NobodyHome):
            handovers.done(session, ELSEWHERE, note)
        handovers.done(session, DESK, note)
    assert words(office) == (["Nog open"], 1)
    done = clock.now()
    with time_machine.travel(done + handovers.KEPT_FOR - timedelta(minutes=1), tick=False):
        assert handovers.forget_done(office.database) == 0
    with time_machine.travel(done + handovers.KEPT_FOR + timedelta(minutes=1), tick=False):
        assert handovers.forget_done(office.database) == 1
    assert words(office) == (["Nog open"], 1)
