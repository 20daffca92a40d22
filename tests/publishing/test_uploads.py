"""Lists that were handed in: what is kept of them, and for how long."""

from datetime import timedelta

import pytest
from sqlmodel import select

from app import clock
from app.publishing.uploads import LARGEST, UploadRefused, check, drop, forget_old, hand_in, send
from app.social_map.models import ImportUpload
from tests.databases import address, database

__all__ = ["address", "database"]


def uploads(database):
    with database.reading() as session:
        return session.exec(select(ImportUpload)).all()


def some(database, **more):
    with database.writing() as session:
        upload = hand_in(session, source_name="gids", filename="a.csv", body=b"x", by="account:1")
        for name, value in more.items():
            setattr(upload, name, value)
        session.add(upload)


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [("", b"x", "Kies een bestand"), ("a.csv", b"", "is leeg"), ("a.docx", b"x", "is geen lijst"), ("a.csv", b"x" * (LARGEST + 1), "groter dan 8 MB")],
)  # fmt: skip
def test_what_is_no_list(name, body, said):
    with pytest.raises(UploadRefused, match=said):
        check(name, body)


def test_a_name_loses_its_folders():
    assert check("C:\\Mijn map\\Lijst.XLSX", b"x") == "Lijst.XLSX"


def test_after_a_month_a_list_is_gone_and_a_new_one_stays(database):
    some(database, created_at=clock.now() - timedelta(days=31))
    some(database)
    forget_old(database)
    assert len(uploads(database)) == 1


def test_only_a_list_that_was_looked_at_can_be_sent_and_its_file_goes_when_let_go(database):
    some(database)
    with database.writing() as session:
        upload = session.exec(select(ImportUpload)).one()
        assert not send(session, upload)
        upload.state = "looked"
        assert send(session, upload)
        assert not send(session, upload)
        assert not drop(session, upload)
        upload.state = "looked"
        assert drop(session, upload)
    assert uploads(database)[0].body is None
