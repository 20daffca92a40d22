import json
from datetime import UTC, datetime, timedelta

from sqlmodel import select

from app.open_data.changes import MOST_LINES, changes_of, ever_public, histories
from app.social_map.models import Offer, OfferEvent
from app.social_map.vocabulary import Status
from tests.open_data.conftest import rendered_map
from tests.social_map.drafts import draft, shelve

SID = "1b671a64-40d5-491e-99b0-da01ff1f3341"
AT = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)


def events(*moves):
    return [
        OfferEvent(id=number, offer_id=1, action=action, before=before, after=after, actor="account:7", reason="omdat Jan het zei", at=AT + timedelta(days=number))
        for number, (action, before, after) in enumerate(moves)
    ]  # fmt: skip


def test_what_happened_is_told_from_the_day_it_was_public_without_people_or_reasons():
    told = changes_of(
        events(
            ("received", "", "draft"),
            ("submit", "draft", "review"),
            ("publish", "review", "published"),
            ("confirm", "published", "published"),
            ("hide", "published", "hidden"),
            ("withdraw", "hidden", "withdrawn"),
        ),
        SID,
    )
    assert [(each["last_action_type"], each["previous_value"], each["replacement_value"]) for each in told] == [
        ("create", "", "active"),
        ("assure", "active", "2026-11-04"),
        ("update", "active", "inactive"),
        ("delete", "inactive", "defunct"),
    ]
    assert {each["updated_by"] for each in told} == {"redactie", "redactie of organisatie", "systeem"}
    assert "Jan" not in json.dumps(told)
    assert "account" not in json.dumps(told)
    assert "draft" not in json.dumps(told)


def test_a_long_history_is_cut_at_its_newest():
    told = changes_of(events(*[("publish", "published", "published")] * (MOST_LINES + 9)), SID)
    assert len(told) == MOST_LINES
    assert told[-1]["last_action_date"] > told[0]["last_action_date"]


def test_histories_are_read_at_once_and_only_what_was_public_may_be_named(database, content):
    shelve(database, draft("Openbaar"), draft("Gestopt"))
    shelve(database, draft("Nooit openbaar", status=Status.REVIEW), publish=False)
    with database.reading() as session:
        ids = {row.name: row.id for row in session.exec(select(Offer))}
        assert ever_public(session, ids.values()) == {ids["Openbaar"], ids["Gestopt"]}
        assert set(histories(session, ids.values())) == set(ids.values())
        assert (ever_public(session, []), histories(session, [])) == (set(), {})
    made = next(each for each in rendered_map(database, content) if each["name"] == "Openbaar")
    assert [each["last_action_type"] for each in made["metadata"]] == ["create"]
