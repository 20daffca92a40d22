"""The examples are made once, and go away whole."""

from sqlmodel import select

from app.privacy.finishing import subjects_in_use
from app.referring.examples import make_example_desk_work, remove_example_desk_work
from app.referring.models import Bundle, CallBack, DeskText, Handover
from tests.referring.asked import an_offer, letters


def test_examples_come_once_and_go_with_their_key(office):
    for name in ("Rijden", "Koken", "Kletsen"):
        an_offer(office.database, name)
    assert make_example_desk_work(office) == 7
    assert make_example_desk_work(office) == 0
    assert len(letters(office)) == 1
    assert len(office.keys.subjects()) == 1
    assert remove_example_desk_work(office) == 7
    with office.database.reading() as session:
        assert [session.exec(select(table)).all() for table in (DeskText, Bundle, Handover, CallBack)] == [
            [],
            [],
            [],
            [],
        ]
        assert subjects_in_use(session) == ()
    assert letters(office) == []
    assert not office.keys.subjects()
