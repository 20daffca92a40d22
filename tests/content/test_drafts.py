import pytest

from app.content.drafts import ChangedMeanwhile, drop_draft, keep_draft, newest_edits, versions_of
from app.content.flows import body_of, set_of, words_that_fit
from app.content.live import LiveContent, publish_edit
from tests.databases import address, database  # noqa: F401  (fixtures)

PATH = "flows/route"
WHO = "redacteur@voorbeeld.example"


@pytest.fixture
def live(shipped, database):
    return LiveContent(shipped, database)


def body(shipped, **changes):
    return body_of(shipped.flows[0]) | changes


def test_a_draft_is_kept_and_changes_nothing_that_visitors_see(shipped, live):
    keep_draft(live.database, PATH, body(shipped, title="Alleen voor redacteuren"), WHO, expected=0)
    live.forget()
    assert live.now().flow("route").title == shipped.flow("route").title
    assert newest_edits(live.database, "flows/")[PATH].body["title"] == "Alleen voor redacteuren"
    publish_edit(live, PATH, body(shipped, title="Voor iedereen"), WHO, expected=1)
    assert live.now().flow("route").title == "Voor iedereen"


def test_the_second_of_two_writes_nothing(shipped, live):
    keep_draft(live.database, PATH, body(shipped, title="Eerste"), WHO, expected=0)
    with pytest.raises(ChangedMeanwhile):
        keep_draft(live.database, PATH, body(shipped, title="Tweede"), WHO, expected=0)
    with pytest.raises(ChangedMeanwhile):
        publish_edit(live, PATH, body(shipped, title="Tweede"), WHO, expected=0)
    with pytest.raises(ChangedMeanwhile):
        drop_draft(live.database, PATH, WHO, expected=0)
    assert [edit.body["title"] for edit in versions_of(live.database, PATH, 9)] == ["Eerste"]


def test_a_closed_draft_keeps_its_versions(shipped, live):
    keep_draft(live.database, PATH, body(shipped), WHO, expected=0)
    drop_draft(live.database, PATH, WHO, expected=1)
    assert [edit.state for edit in versions_of(live.database, PATH, 9)] == ["dropped", "draft"]


def test_a_name_is_no_pattern(shipped, live):
    keep_draft(live.database, "flows/een", body(shipped), WHO, expected=0)
    assert newest_edits(live.database, "flows_") == {}


def test_words_of_what_was_taken_out_go_with_it(shipped):
    found = shipped.flows[0]
    assert set_of("route", body_of(found)) == found
    smaller = found.flow.model_copy(update={"steps": found.flow.steps[1:], "parts": {}})
    words = words_that_fit(smaller, found.words["en"])
    assert set(words.steps) == {step.id for step in smaller.steps}
    assert words.parts == {}
    assert words_that_fit(found.flow, found.words["en"]) == found.words["en"]
