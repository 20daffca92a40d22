from datetime import timedelta

import time_machine

from app import clock
from app.audit import first_broken
from app.audit.copied import Copied, first_act, last_copy, note_copy


def test_the_newest_copy_of_each_kind_counts(database):
    with database.reading() as session:
        assert (last_copy(session, Copied.DATABASE), first_act(session)) == (None, None)
    start = clock.now()
    for hours in (0, 5):
        with time_machine.travel(start + timedelta(hours=hours), tick=False), database.writing() as session:
            note_copy(session, Copied.DATABASE, "1234")
    with database.reading() as session:
        assert abs(last_copy(session, Copied.DATABASE) - start - timedelta(hours=5)) < timedelta(seconds=1)
        assert abs(first_act(session) - start) < timedelta(seconds=1)
        assert last_copy(session, Copied.KEYS) is None
        assert first_broken(session) is None
