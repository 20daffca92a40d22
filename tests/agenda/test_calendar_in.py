"""A calendar handed in: new, changed, the same, missing; and nothing twice."""

import pytest
from sqlmodel import select

from app.agenda import keeping
from app.agenda.calendar_in import CalendarRefused, Defaults, as_kept, compare, hand_in_rows, kept_rows, read_calendar
from app.agenda.draft import Known
from app.agenda.models import Activity, ActivityStatus
from tests.agenda.activities import KNOWN, calendar, in_days, organisation

BY = "account:2"


def event(uid, days, title="Soep", more=""):
    return f"UID:{uid}\nSUMMARY:{title}\nDTSTART:{in_days(days):%Y%m%d}T110000Z\nCATEGORIES:Geld en werk{more}"


def defaults(**more):
    return Defaults(
        **(
            {
                "known": KNOWN,
                "municipality": "hattem",
                "phone": "038 000 01 01",
                "email": "",
                "subjects": {"geld en werk": "inkomen"},
            }
            | more
        )
    )


def hand_in(session, ours, read, answers=None, *, editor=True):
    rows = kept_rows(as_kept(read.rows))
    assert rows == read.rows
    return hand_in_rows(session, ours, read.name, rows, defaults(), BY, answers=answers or {}, editor=editor)


def counts(session, ours, read):
    found = compare(session, ours, read.name, read.rows, defaults(), whole=read.whole)
    return len(found.new), len(found.changed), len(found.same), [each.title for each in found.missing]


def test_the_same_calendar_again(database):
    first = read_calendar(calendar(event("a", 3), event("b", 5, "Zang"), event("c", 7, "Kaarten")))
    second = read_calendar(calendar(event("a", 3), event("b", 6, "Zang"), event("d", 8, "Dans")))
    with database.writing() as session:
        ours = organisation(session)
        assert counts(session, ours, first) == (3, 0, 0, [])
        assert hand_in(session, ours, first) == (3, 0, 0)
        assert counts(session, ours, first) == (0, 0, 3, [])
        assert hand_in(session, ours, first) == (0, 0, 0)
        assert counts(session, ours, second) == (1, 1, 1, ["Kaarten"])
        assert hand_in(session, ours, second) == (1, 1, 0)
        kept = {each.title: each for each in session.exec(select(Activity)).all()}
        assert kept["Kaarten"].status is ActivityStatus.PUBLISHED  # asked, never removed
        assert (kept["Zang"].domains, kept["Zang"].source, kept["Zang"].source_uid) == (("inkomen",), "Buurthuis", "b")
        assert hand_in(session, ours, second, {kept["Kaarten"].id: "niet", 999: "weg"}) == (0, 1, 0)
        assert kept["Kaarten"].status is ActivityStatus.CANCELLED
        assert counts(session, ours, second) == (0, 0, 3, [])


def test_words_of_a_calendar_wait_and_what_was_typed_here_stays(database):
    with database.writing() as session:
        ours = organisation(session)
        hand_in(session, ours, read_calendar(calendar(event("a", 3))), editor=False)
        made = session.exec(select(Activity)).one()
        assert made.status is ActivityStatus.REVIEW
        made.cost = "gratis"
        keeping.approve(session, made, "account:1")
        changed = read_calendar(calendar(event("a", 4, "Nieuwe titel", "\nSTATUS:CANCELLED")))
        assert hand_in(session, ours, changed, editor=False) == (0, 1, 0)
        assert (made.title, made.waiting["title"], made.cost, made.status) == (
            "Soep",
            "Nieuwe titel",
            "gratis",
            ActivityStatus.CANCELLED,
        )


def test_without_anybody_to_call_it_is_refused_with_that_reason(database):
    read = read_calendar(calendar(event("a", 3)))
    with database.writing() as session:
        found = compare(session, organisation(session), read.name, read.rows, defaults(phone=""), whole=True)
    assert "telefoonnummer" in found.refused[0].reason


def test_another_organisation_with_the_same_uid_has_its_own(database):
    read = read_calendar(calendar(event("a", 3)))
    with database.writing() as session:
        one, other = organisation(session), organisation(session, "Anderen")
        hand_in(session, one, read)
        assert counts(session, other, read) == (1, 0, 0, [])


def test_an_editor_of_one_municipality_takes_nothing_away_in_another(database):
    both = read_calendar(calendar(event("a", 3), event("b", 5, "Zang")))
    empty = read_calendar(calendar(event("c", 9, "Nieuw")))
    with database.writing() as session:
        ours = organisation(session)
        hand_in(session, ours, both)
        there = {each.title: each for each in session.exec(select(Activity)).all()}
        there["Zang"].municipality = "putten"
        session.flush()
        only = defaults(known=Known(("hattem",), KNOWN.domains, KNOWN.target_groups))
        found = compare(session, ours, empty.name, empty.rows, only, whole=True)
        assert [each.title for each in found.missing] == ["Soep"]
        answers = {each.id: "weg" for each in there.values()}
        hand_in_rows(session, ours, empty.name, empty.rows, only, BY, answers=answers, editor=True)
        assert there["Soep"].status is ActivityStatus.WITHDRAWN
        assert there["Zang"].status is ActivityStatus.PUBLISHED


@pytest.mark.parametrize("text", ["", "[", '[{"uid":"a"}]', "{}", '[{"uid":"a","title":"x","start":"gisteren"}]'])
def test_what_was_spoilt_on_its_way(text):
    with pytest.raises(CalendarRefused):
        kept_rows(text)
