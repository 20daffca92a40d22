from datetime import UTC, date, datetime
from types import SimpleNamespace

import time_machine
from sqlmodel import select

from app.db import Database, DatabaseGone
from app.insight.models import UnmetNeed
from app.insight.unmet import count_unmet, write_counts


def answer(total=0, kern="Krachtighuizen", domains=("huisvesting",)):
    located = SimpleNamespace(kern=kern) if kern else None
    return SimpleNamespace(total=total, located=located, near_domains=domains)


def counted(database):
    write_counts(database, older_than=0)
    with database.reading() as session:
        rows = session.exec(select(UnmetNeed).order_by(UnmetNeed.id)).all()
    return [(row.month, row.municipality, row.kern, row.domain, row.reason, row.count) for row in rows]


@time_machine.travel(datetime(2026, 11, 30, 23, 30, tzinfo=UTC), tick=False)
def test_the_same_need_is_one_row_that_grows_in_the_month_of_the_wall_clock(database):
    count_unmet(database, answer(), "putten")
    count_unmet(database, answer(), "putten")
    assert counted(database) == [(date(2026, 12, 1), "putten", "Krachtighuizen", "huisvesting", "none", 2)]


def test_nothing_near_is_another_reason_than_nothing_at_all(database):
    count_unmet(database, answer(total=4), "putten")
    count_unmet(database, answer(), "putten")
    assert [row[4] for row in counted(database)] == ["far", "none"]


def test_without_a_place_or_a_domain_it_is_counted_all_the_same(database):
    count_unmet(database, answer(kern="", domains=()), "putten")
    assert [row[2:4] for row in counted(database)] == [("", "")]


def test_at_most_three_domains_are_counted_for_one_question(database):
    count_unmet(database, answer(domains=("inkomen", "huisvesting", "justitie", "verslaving")), "putten")
    assert len(counted(database)) == 3


def test_no_column_can_hold_what_was_asked_or_who_asked():
    assert set(UnmetNeed.__table__.columns.keys()) == {
        "id",
        "month",
        "municipality",
        "kern",
        "domain",
        "reason",
        "count",
    }


def test_counting_never_stands_in_the_way_of_an_answer(tmp_path, monkeypatch):
    database = Database(f"sqlite:///{tmp_path / 'x.sqlite'}")

    def gone():
        raise DatabaseGone("even weg")

    monkeypatch.setattr(database, "writing", gone)
    count_unmet(database, answer(), "putten")


def test_a_busy_minute_is_written_together_and_nothing_is_lost(database, monkeypatch):
    written = []
    writing = database.writing
    monkeypatch.setattr(database, "writing", lambda: written.append(1) or writing())
    for _ in range(50):
        count_unmet(database, answer(), "putten")
    assert len(written) == 1
    assert [row[-1] for row in counted(database)] == [50]


def test_what_could_not_be_written_waits(database, monkeypatch):
    def gone():
        raise DatabaseGone("even weg")

    with monkeypatch.context() as away:
        away.setattr(database, "writing", gone)
        count_unmet(database, answer(), "putten")
    assert [row[-1] for row in counted(database)] == [1]
