"""Words wait for an editor, facts do not; what is cancelled stays to be seen; on both databases."""

from datetime import timedelta

import pytest
from sqlmodel import select

from app import clock
from app.agenda import keeping
from app.agenda.finding import activities, coming_of
from app.agenda.keeping import NotPossible
from app.agenda.models import Activity, ActivityStatus
from app.agenda.tidying import forget_past
from app.audit.models import AuditLine
from tests.agenda.activities import at, draft, in_days, organisation

EDITOR, OURS = "account:1", "account:2"


def public(session, first=0, last=30, municipality="hattem", **more):
    return [
        each.title
        for each in activities(session, municipality=municipality, first=in_days(first), last=in_days(last), **more)
    ]


def test_from_handing_in_to_cancelling(database):
    with database.writing() as session:
        ours = organisation(session)
        made = keeping.hand_in(session, ours, draft(sign_up="Bel even."), OURS)
        assert public(session) == []
        keeping.send_back(session, made, "Zeg erbij voor wie het is.", EDITOR)
        assert (made.status, made.remark) == (ActivityStatus.RETURNED, "Zeg erbij voor wie het is.")
        assert keeping.change(session, made, draft(summary="Voor iedereen."), OURS)
        assert (made.status, made.remark, public(session)) == (ActivityStatus.REVIEW, "", [])
        keeping.approve(session, made, EDITOR)
        assert public(session) == ["Samen soep eten"]
        keeping.change(session, made, draft(4, title="Soep!", summary="Voor iedereen.", place="De Zaal"), OURS)
        assert (made.title, made.place, made.starts_at, made.flagged) == ("Samen soep eten", "De Zaal", at(4), True)
        keeping.approve(session, made, EDITOR)
        assert (made.title, made.flagged, made.waiting_since) == ("Soep!", False, None)
        assert not keeping.change(
            session, made, draft(4, title="Soep!", summary="Voor iedereen.", place="De Zaal"), OURS
        )
        keeping.cancel(session, made, OURS)
        assert (public(session), made.flagged) == (["Soep!"], True)
        with pytest.raises(NotPossible):
            keeping.cancel(session, made, OURS)
        keeping.withdraw(session, made, OURS)
        assert public(session) == []
        did = [line.action for line in session.exec(select(AuditLine).order_by(AuditLine.id)).all()]
    assert did[:3] == ["activity.hand_in", "activity.return", "activity.change"]


def test_a_series_comes_along_in_its_own_municipality_only(database):
    with database.writing() as session:
        ours = organisation(session)
        here, next_week = (keeping.hand_in(session, ours, draft(day), OURS) for day in (3, 10))
        elsewhere = keeping.hand_in(session, ours, draft(3, municipality="putten"), OURS)
        keeping.approve(session, here, EDITOR)
        assert next_week.status is ActivityStatus.PUBLISHED
        assert elsewhere.status is ActivityStatus.REVIEW


def test_the_next_day_with_words_that_were_read_shows_at_once_and_other_words_wait(database):
    with database.writing() as session:
        ours, theirs = organisation(session), organisation(session, "Anderen")
        keeping.approve(session, keeping.hand_in(session, ours, draft(), OURS), EDITOR)
        again = keeping.hand_in(session, ours, draft(10), OURS)
        assert (again.status, again.flagged) == (ActivityStatus.PUBLISHED, True)
        assert keeping.hand_in(session, ours, draft(10, summary="Nieuwe woorden"), OURS).status is ActivityStatus.REVIEW
        assert keeping.hand_in(session, theirs, draft(10), OURS).status is ActivityStatus.REVIEW
        assert len({each.slug for each in session.exec(select(Activity)).all()}) == 4


def test_a_series_is_read_once(database):
    with database.writing() as session:
        ours = organisation(session)
        first, second = (keeping.hand_in(session, ours, draft(days), OURS) for days in (3, 10))
        other = keeping.hand_in(session, ours, draft(11, title="Iets anders"), OURS)
        keeping.approve(session, first, EDITOR)
        assert (second.status, second.waiting_since) == (ActivityStatus.PUBLISHED, None)
        assert other.status is ActivityStatus.REVIEW


def test_a_no_has_a_reason(database):
    with database.writing() as session:
        made = keeping.hand_in(session, organisation(session), draft(), OURS)
        with pytest.raises(NotPossible):
            keeping.send_back(session, made, "  ", EDITOR)


def test_what_is_found(database):
    with database.writing() as session:
        ours = organisation(session)
        for title, days, more in (
            ("Voorbij", -1, {}), ("Vandaag", 0, {"domains": ("inkomen",)}), ("Ver", 60, {}), ("Putten", 2, {"municipality": "putten"}),
            ("Ook hier", 3, {"municipality": "putten", "serves": ("hattem",)}),
        ):  # fmt: skip
            keeping.hand_in(session, ours, draft(days, title=title, ends_at=None, **more), EDITOR, editor=True)
        days = draft(-3, title="Dagen", starts_at=at(-3, 0), ends_at=at(1, 0), all_day=True)
        keeping.hand_in(session, ours, days, EDITOR, editor=True)
        over = draft(-3, title="Gister op", starts_at=at(-3, 0), ends_at=at(0, 0), all_day=True)
        keeping.hand_in(session, ours, over, EDITOR, editor=True)
        assert public(session) == ["Dagen", "Vandaag", "Ook hier"]
        assert public(session, domains=("inkomen", "adl")) == ["Vandaag"]
        assert public(session, domains=("inkom",)) == []
        assert public(session, most=1) == ["Dagen"]
        assert public(session, municipality="putten") == ["Putten", "Ook hier"]


def test_an_organisation_that_became_another_takes_its_activities_along_and_going_takes_them_away(database):
    with database.writing() as session:
        kept = organisation(session, "Samen")
        gone = organisation(session, "Vroeger", merged_into=kept.uid)
        keeping.hand_in(session, gone, draft(), EDITOR, editor=True)
        assert [each.title for each in coming_of(session, kept)] == ["Samen soep eten"]
        assert keeping.withdraw_all(session, kept, EDITOR) == 1
        assert public(session) == []


def test_after_a_year_it_goes_and_examples_when_asked(database):
    with database.writing() as session:
        ours = organisation(session)
        made = keeping.hand_in(session, ours, draft(), EDITOR, editor=True)
        keeping.hand_in(session, ours, draft(), EDITOR, editor=True, example=True)
        made.starts_at = clock.now() - timedelta(days=366)
    assert forget_past(database) == 1
    with database.writing() as session:
        assert keeping.remove_examples(session) == 1
        assert session.exec(select(Activity)).all() == []
