import pytest
import sqlalchemy as sa
from sqlmodel import select

from app.matching.history import history_of, note
from app.matching.mediation import seal_of
from app.matching.models import Notice
from app.matching.posting import post_notice
from tests.matching.conftest import an_offer


def test_lines_come_back_in_order_with_their_words_and_the_words_stand_sealed(mediation):
    number = post_notice(mediation, an_offer(), "form").notice_id
    with mediation.database.writing() as session:
        notice = session.get(Notice, number)
        seal = seal_of(mediation, notice)
        note(session, number, "account:7", "screened", seal=seal, text="Gesproken bij de koffie", pair_id=3)
        note(session, number, "system", "reminded", public=True)
    with mediation.database.reading() as session:
        lines = history_of(session, session.exec(select(Notice)).one(), seal)
        raw = session.execute(sa.text("SELECT sealed_note FROM help_notice_event")).scalars().all()
    assert [(each.actor, each.kind, each.public, each.note, each.pair_id) for each in lines] == [
        ("person", "posted", True, "", None),
        ("account:7", "screened", False, "Gesproken bij de koffie", 3),
        ("system", "reminded", True, "", None),
    ]
    assert not any(b"koffie" in bytes(each) for each in raw if each)


def test_words_are_never_written_without_a_key(mediation):
    number = post_notice(mediation, an_offer(), "form").notice_id
    with pytest.raises(ValueError, match="key"), mediation.database.writing() as session:
        note(session, number, "account:7", "screened", text="open en bloot")
